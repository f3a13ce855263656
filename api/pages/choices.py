"""Choices: the sectors, places and other lists that the pages offer to pick from, made once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from opportunities.places import gazetteer
from opportunities.sectors import sector_tree
from opportunities.strength_wording import readable

_LEVELS_OFFERED = ("lad", "region", "county", "sub-region", "wide", "combined_authority", "itl2", "itl3")


@cache
def sectors_by_reading() -> Mapping[str, str]:
    """Each sector's path by how it reads, in small letters."""
    return MappingProxyType({readable(path).casefold(): path for path in sector_tree()})


@cache
def sectors_to_pick() -> tuple[str, ...]:
    """Every sector as people read it, in the tree's order."""
    return tuple(readable(path) for path in sector_tree())


@cache
def top_sectors() -> tuple[str, ...]:
    """The top-level sectors."""
    return sector_tree().roots


@cache
def places_to_pick() -> tuple[str, ...]:
    """Every area of the Midlands by its everyday name, the local authorities first."""
    found = [p for p in gazetteer() if p.authorities and p.level in _LEVELS_OFFERED]
    found.sort(key=lambda p: (_LEVELS_OFFERED.index(p.level), p.name))
    return tuple(dict.fromkeys(p.name for p in found))


@cache
def lists_to_suggest() -> bytes:
    """The lists of sectors and places as JSON, for browsers that run scripts."""
    return json.dumps({"sectors-list": sectors_to_pick(), "places-list": places_to_pick()}).encode()


@cache
def lists_address() -> str:
    """Where these lists are; it changes with them, so that browsers may keep them for ever."""
    return f"/static/lists.json?v={hashlib.sha256(lists_to_suggest()).hexdigest()[:12]}"
