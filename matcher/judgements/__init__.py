"""Judgements: briefs with what became of them or how judges graded the answers, as shipped and as read."""

from matcher.judgements.judgement import Judgement
from matcher.judgements.reading import (
    DevelopmentSet,
    EdgeCase,
    JudgedBrief,
    Landing,
    NoMatchBrief,
    read_development_set,
)

__all__ = [
    "DevelopmentSet",
    "EdgeCase",
    "JudgedBrief",
    "Judgement",
    "Landing",
    "NoMatchBrief",
    "read_development_set",
]
