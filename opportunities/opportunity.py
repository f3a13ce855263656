"""What an opportunity is: its profile, the cited facts and figures in it, and where they came from."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from opportunities.places import gazetteer

PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
PartialDate = Annotated[str, StringConstraints(pattern=rf"^{PARTIAL_DATE.pattern}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class Kind(StrEnum):
    """What sort of thing is on offer."""

    SITE = "site"  # land, a park or a campus to locate on
    FACILITY = "facility"  # a laboratory, test bed, clinic, unit or workshop to use or rent in
    DEVELOPMENT = "development"  # a property or infrastructure scheme under way that takes capital or occupiers
    ZONE = "zone"  # a designated area with incentives
    CLUSTER = "cluster"  # a concentration of firms, skills and institutions in one field
    PROGRAMME = "programme"  # support, research, policy or a service that a firm can use or join
    FUND = "fund"  # money for firms, or a fund that takes investors
    PARTNERSHIP = "partnership"  # an alliance or network that opens doors


class Status(StrEnum):
    """Where the opportunity stands, at ``status_as_of``."""

    PROPOSED = "proposed"  # an idea or a bid: no money or consent yet
    PLANNED = "planned"  # consented, funded or designated, not yet started
    IN_DELIVERY = "in delivery"  # being built or set up; parts may be open
    OPEN = "open"  # operating, taking users, occupiers or applicants
    CLOSED = "closed"  # ended, withdrawn or sold
    SUPERSEDED = "superseded"  # replaced by something else
    UNKNOWN = "unknown"  # no recent word


class Activity(StrEnum):
    """What an investor wants to do, and what an opportunity can host or serve: the same words on both sides."""

    MANUFACTURING = "manufacturing"
    RESEARCH = "R&D"
    HEADQUARTERS = "headquarters"
    DISTRIBUTION = "distribution"
    CLINICAL_TRIALS = "clinical trials"
    SERVICES = "services"
    CAPITAL_INVESTMENT = "capital investment"
    FUNDING = "funding"
    OFFICE = "office"
    TRAINING = "training"
    PILOT_TEST = "pilot/test"


class Seeks(StrEnum):
    """Whom or what the opportunity is looking for."""

    OCCUPIERS = "occupiers"  # firms that rent, buy or build to use
    CAPITAL = "capital"  # equity, debt or forward funding for the scheme
    DEVELOPERS = "developers"  # development and joint-venture partners
    OPERATORS = "operators"  # of hotels, hospitals, venues, networks
    RESEARCH_PARTNERS = "research partners"
    TRIAL_SPONSORS = "trial sponsors"
    TEST_USERS = "test users"  # firms with something to try, pilot or certify
    SUPPLIERS = "suppliers"  # firms for a supply chain or procurement
    APPLICANTS = "applicants"  # firms or founders for support, grants or finance
    MEMBERS = "members"  # partners and members of a network or alliance
    LEARNERS = "learners"  # trainees, apprentices, staff to be trained
    PUBLIC_FUNDING = "public funding"  # government, grant or philanthropic backing


class Suits(StrEnum):
    """What sort of investor it suits."""

    START_UP = "start-up"
    SCALE_UP = "scale-up"
    SME = "SME"
    CORPORATE = "corporate"
    DEVELOPER = "developer"
    INSTITUTIONAL = "institutional investor"  # pension, insurance and property funds
    INFRASTRUCTURE = "infrastructure investor"
    SOVEREIGN = "sovereign wealth"
    VENTURE_CAPITAL = "venture capital"
    PRIVATE = "private investor"  # family offices and business angels
    UNIVERSITY = "university"
    PUBLIC_BODY = "public body"


class Unit(StrEnum):
    """The one unit system of the catalogue: sterling, metric, whole numbers of things."""

    GBP = "GBP"
    GBP_PER_YEAR = "GBP per year"
    EUR = "EUR"
    JOBS = "jobs"
    PEOPLE = "people"
    BUSINESSES = "businesses"
    HOMES = "homes"
    SQ_M = "sq m"
    HA = "ha"
    KM = "km"
    M = "m"
    MW = "MW"
    MVA = "MVA"
    MWH_PER_YEAR = "MWh per year"
    TONNES = "t"
    TONNES_PER_YEAR = "t per year"
    PER_CENT = "per cent"
    YEARS = "years"
    MONTHS = "months"
    CALENDAR_YEAR = "calendar year"
    TESLA = "tesla"
    CELSIUS = "degrees C"
    KM_PER_HOUR = "km/h"
    RATIO = "ratio"
    COUNT = "count"  # ``measure`` names what is counted
    COUNT_PER_YEAR = "count per year"


class Basis(StrEnum):
    """Whether a figure was observed or is hoped for."""

    ACTUAL = "actual"
    PLANNED = "planned"  # designed, consented, allocated, committed
    PROJECTED = "projected"  # an estimate of an effect: jobs to come, value to be added


class Direction(StrEnum):
    """Which way money goes."""

    PROVIDES = "provides"  # the opportunity gives money to firms
    SEEKS = "seeks"  # the opportunity takes money from investors


class Record(BaseModel):
    """Base of every record: frozen, and a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)


class Source(Record):
    """Where a fact came from.

    ``publisher`` is the original publisher. ``copy`` marks an address that carries somebody else's page: it was
    what could be read, but it is not the authority and is not shown as one. ``document`` names a paper that has
    no stored address. ``date`` is the page's own date (year, month or day), or null when it states none.
    """

    url: Text | None = None
    document: Slug | None = None
    publisher: Text
    title: Text
    date: PartialDate | None = None
    copy_: bool = Field(default=False, alias="copy")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if (self.url is None) == (self.document is None):
            raise ValueError("a source has either a url or a document, not both and not neither")
        if self.url is not None and not re.match(r"https?://\S+$", self.url):
            raise ValueError(f"url {self.url!r} is not an http(s) address")
        return self


Cites = Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)]
"""Positions in the profile's ``sources``, counted from 0; at least one."""


class Statement(Record):
    """One fact in our own words, with the sources that carry it. ``inferred`` when no source says it outright."""

    text: Text
    sources: Cites
    inferred: bool = False


class Summary(Record):
    """What the opportunity is, in at most 300 characters, with the sources that it rests on."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=300)]
    sources: Cites


class Figure(Record):
    """One number with its unit, its date and its sources.

    ``stated`` keeps the source's own units where they were converted ("657,000 sq ft"). Figures of one profile
    that share a ``conflict`` label contradict each other and are shown side by side with their dates.
    ``superseded`` marks one that a later figure in the same profile replaces. ``value`` is finite, and a number: YAML's
    ``yes`` is not read as 1.
    """

    measure: Text
    value: Annotated[float, Field(allow_inf_nan=False, strict=True)] | Annotated[int, Field(strict=True, lt=10**15)]
    unit: Unit
    as_of: PartialDate | None = None
    basis: Basis = Basis.ACTUAL
    stated: Text | None = None
    conflict: Text | None = None
    superseded: bool = False
    note: Text | None = None
    sources: Cites


class Ticket(Record):
    """A range of money that the opportunity provides or seeks, in units of ``currency`` (ISO 4217); null is open."""

    purpose: Text
    direction: Direction
    low: Annotated[int, Field(ge=0)] | None = None
    high: Annotated[int, Field(gt=0)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "GBP"
    sources: Cites

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("a ticket needs a low or a high end; leave the ticket out when neither is known")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class Location(Record):
    """Where it is: the everyday name, and the areas (authority, county, region ...) that it lies in or covers."""

    name: Text
    areas: Annotated[tuple[Text, ...], Field(min_length=1)]


class Opportunity(Record):
    """A real opportunity on offer: the profile that briefs are matched against.

    Field names follow the brief's for the same things (``sectors``, ``places``, ``activities``). ``sectors`` are
    paths in the Department for Business and Trade's sector tree, most central first; ``themes`` keep the free
    words. ``all_sectors`` is for what serves every trade. Lists may be empty: the profile is then silent, and
    silence is never read as no.
    """

    id: Slug
    name: Text
    aliases: tuple[Text, ...] = ()
    kind: Kind
    summary: Summary
    promoters: tuple[Text, ...] = ()
    places: Annotated[tuple[Location, ...], Field(min_length=1)]
    sectors: tuple[Text, ...] = ()
    all_sectors: bool = False
    themes: tuple[Text, ...] = ()
    activities: tuple[Activity, ...] = ()
    offers: tuple[Statement, ...] = ()
    incentives: tuple[Statement, ...] = ()
    seeks: tuple[Seeks, ...] = ()
    suits: tuple[Suits, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    figures: tuple[Figure, ...] = ()
    status: Status
    status_note: Text | None = None
    status_as_of: PartialDate | None = None
    superseded_by: Slug | None = None
    related: tuple[Slug, ...] = ()
    not_for: tuple[Statement, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]

    @property
    def authorities(self) -> frozenset[str]:
        """The Midlands local authorities in which it lies or that it covers; empty for one that lies elsewhere.

        Raises:
            CatalogueError: when it names an area that no gazetteer knows.
        """
        return gazetteer().authorities(area for place in self.places for area in place.areas)
