"""The pages that officers work in: server-rendered, complete without JavaScript, asking nothing of any other host."""

from api.pages.putting_in import install

__all__ = ["install"]
