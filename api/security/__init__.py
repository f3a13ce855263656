"""Who may do what: roles, routes and scopes, sign-in, sessions, tokens, rates, and what is logged of it."""
