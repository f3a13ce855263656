"""The pages that officers work in; ``putting_in`` adds them to the application."""
