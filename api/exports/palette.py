"""The colours of exports: one deep accent, one pale ground, two greys; all text at least 4.5 to 1 on its ground."""

from __future__ import annotations

INK = "#1f2a30"
MUTED = "#56626a"
ACCENT = "#1d4f4b"
PALE = "#eef2ef"
RULE = "#cfd6d2"
CAUTION = "#8a3b12"
