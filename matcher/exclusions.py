"""Exclusions: whether an opportunity is, or speaks of, what a brief rules out in its own words ("no freeport")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from index.lexical import stems
from opportunities.opportunity import Opportunity

_ITEMS = re.compile(r"[,;:/\n]|\b(?:n?or|and|but)\b|&", re.IGNORECASE)
_SEGMENTS = re.compile(r"[,;:()–—/]|\s-\s|\b(?:of|at|for|in|and|on|by|with)\b|&", re.IGNORECASE)
_FORMALITIES = """
    any another anything avoid be been being can cannot could do does don done either else except exclude excluded
    excluding have having here instead interest interested kind kinds like looking matter more must need needed needs
    neither never nothing other our out outside part please prefer rather require required rule ruled seek seeking
    sort than them thing things us want wanted wants we will without won would you your
    one two three four five six seven eight nine ten
"""
"""Words that rule something out or surround it, and name nothing."""


@dataclass(frozen=True)
class Exclusion:
    """One thing that a brief's words rule out: the words, and their stems in order."""

    words: str
    stems: tuple[str, ...]

    def is_what(self, name: str) -> bool:
        """Whether a name says that it is the thing: "Trent Business Park" is one, "Business Park Road" is not.

        One word is not enough: the BBC Tea Factory is no factory any more, and Arden Cross is no cross.
        """
        return len(self.stems) > 1 and any(kind[-len(self.stems) :] == self.stems for kind in _kinds(name))

    def mentioned_in(self, statement: str) -> bool:
        """Whether a statement speaks of the thing: all the words stand in it."""
        small = statement.lower()
        # most statements lack a word, and a substring tells that without cutting them up; a stem may end otherwise
        # than its word ("facil" and "facility" agree, "compani" and "company" up to the last letter)
        if not all(stem[:-1] in small for stem in self.stems):
            return False
        return set(self.stems) <= set(stems(statement))


@lru_cache(maxsize=1024)
def exclusions(words: str) -> tuple[Exclusion, ...]:
    """The things that the words of one condition rule out; empty where they name none ("not so much")."""
    items = (
        (item.strip(), tuple(s for s in stems(item) if len(s) > 1 and s not in _formalities()))
        for item in _ITEMS.split(words)
    )
    return tuple(Exclusion(item, found) for item, found in items if found)


def statements(opportunity: Opportunity) -> tuple[str, ...]:
    """What a profile says that the opportunity is and offers: its name, and sentence by sentence."""
    said = (*opportunity.offers, *opportunity.incentives)
    return (opportunity.name, opportunity.summary.text, *(statement.text for statement in said))


@cache
def _formalities() -> frozenset[str]:
    return frozenset(stems(_FORMALITIES))


@lru_cache(maxsize=4096)
def _kinds(name: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a name, each of which ends with the noun that says what the thing is."""
    return tuple(found for segment in _SEGMENTS.split(name) if (found := stems(segment)))
