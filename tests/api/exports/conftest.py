"""What the tests of exports share: a shortlist of the small matcher, and the report that is made of it."""

from __future__ import annotations

from datetime import date

import pytest

from api.exports.composing import compose
from api.exports.report import Choices, Report
from matcher.matcher import Matcher
from matcher.shortlist import Shortlist

BRIEF = """OFFICIAL-SENSITIVE COMMERCIAL

From: Anna Berg <anna.berg@nordlys-dx.example>
Subject: laboratory

Dear Tom,

We are Nordlys Diagnostics, a Danish maker of blood tests with 140 people. What we want:
- about 700 sq m, half wet laboratory, near a large teaching hospital in Birmingham
- Nordlys needs clinical trial partners and help with regulation
- not in Nottingham
Budget £3m–£4m, 25 jobs, from autumn 2027. Call me on +45 33 12 34 56.

Kind regards
Anna Berg
Nordlys Diagnostics ApS
12 Harbour Street, Aarhus
www.nordlys-dx.example
"""
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def brief() -> str:
    """A brief that names its investor in every way that mails do, and bears a marking."""
    return BRIEF


@pytest.fixture(scope="session")
def today() -> date:
    """The day on which the exports are made."""
    return TODAY


@pytest.fixture(scope="session")
def shortlist(matcher: Matcher) -> Shortlist:
    """What the small matcher answers."""
    return matcher.match(BRIEF, 6)


@pytest.fixture(scope="session")
def report(shortlist: Shortlist, matcher: Matcher) -> Report:
    """The report with everything that may be chosen."""
    return compose(shortlist, matcher.catalogue, Choices(), TODAY)
