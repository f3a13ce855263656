"""The answer page's contents: what was understood, the matches with their reasons, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.corrections import corrections
from api.documents.markings import carried, markings_in_text
from api.pages.answer_form import ARRANGED, AnswerForm, Choice
from api.pages.criteria_shown import LABELS, Group, Shown, grouped, in_words, put_in_by_hand
from api.pages.highlights import Marked, highlighted
from api.pages.match_shown import MatchShown, match_shown
from api.pages.tiles import TileMap, tile_map
from matcher.amendments import Amendments, criteria
from matcher.confidence import language_name
from matcher.matcher import MOST_MATCHES, Matcher, Ranked
from matcher.shortlist import Confidence, Shortlist
from opportunities.opportunity import Opportunity
from opportunities.places import gazetteer
from opportunities.sectors import ancestors

HEADLINES = {
    Confidence.STRONG: ("Strong match", "The first of these answer the brief well."),
    Confidence.POSSIBLE: ("Possible match", "Worth a look. Read the reasons before sending any of these on."),
    Confidence.NONE: (
        "Nothing fits",
        "No opportunity in the catalogue is a credible answer to this brief. The nearest are listed for the record; "
        "do not send them as matches.",
    ),
}


@dataclass(frozen=True)
class Answer:
    """Everything that the answer page shows.

    ``taken_out`` are criteria that were read and removed: words, label and key. ``stale_corrections`` counts removals
    that no longer name anything because the text has changed. ``eligible`` of ``total`` opportunities are ranked.
    ``shortlist`` holds every match that is shown, ``dropped`` the ids and names of what an officer dropped.
    """

    shortlist: Shortlist
    headline: tuple[str, str]
    language: str
    groups: tuple[tuple[Group, tuple[Shown, ...]], ...]
    taken_out: tuple[tuple[str, str, str], ...]
    brief: tuple[Marked, ...]
    matches: tuple[MatchShown, ...]
    compared: tuple[MatchShown, ...]
    tile_map: TileMap
    email: str
    amendments: Amendments
    dropped: tuple[tuple[str, str], ...]
    marking: str
    ranked: Ranked
    corrections: tuple[str, ...]
    stale_corrections: int
    eligible: int
    total: int

    @property
    def changed(self) -> bool:
        """Whether an officer corrected anything."""
        return self.amendments != Amendments()

    def name_of(self, opportunity_id: str) -> str:
        """The name of a match on the page; empty where it is not on it."""
        return next((m.match.name for m in self.matches if m.match.opportunity_id == opportunity_id), "")

    @property
    def listed(self) -> tuple[str, ...]:
        """The ids of the matches on the page, in its order."""
        return tuple(m.match.opportunity_id for m in self.matches)


def answer(matcher: Matcher, form: AnswerForm) -> Answer:
    """The answer to a brief as an officer corrected it.

    Raises:
        BriefError: when the text is empty or too long.
        DocumentError: when it is marked above OFFICIAL.
        AmendmentsError: when the corrections name a sector, place, gate or opportunity that is not there.
    """
    marking = carried((*markings_in_text(form.text), *markings_in_text(form.marking)))
    read = matcher.read(form.text)
    amendments = form.amendments.fitting(read)
    ranked = matcher.rank(read, amendments)
    shortlist = _with_kept(matcher, ranked, form)
    found = criteria(ranked.brief)
    dropped = frozenset(form.selection.dropped)
    matches = [
        match_shown(m, matcher.catalogue.opportunity(m.opportunity_id))
        for m in shortlist.matches
        if m.opportunity_id not in dropped
    ]
    arranged = {i: at for at, i in enumerate(form.selection.arranged(m.opportunity.id for m in matches))}
    orders = _ORDERS | {ARRANGED: lambda m: (arranged[m.opportunity.id],)}
    by_id = {m.match.opportunity_id: m for m in matches}
    return Answer(
        shortlist=shortlist,
        headline=HEADLINES[shortlist.confidence],
        language=language_name(read.language),
        groups=grouped(found, put_in_by_hand(ranked.brief, found, amendments)),
        taken_out=tuple(
            (in_words(c)[0], LABELS[c.field], c.key) for c in criteria(read) if c.key in amendments.removed
        ),
        brief=highlighted(form.text, found, ranked.brief.ignored),
        matches=tuple(sorted(matches, key=orders[form.choice.sort])),
        compared=tuple(sorted((by_id[i] for i in form.choice.compared if i in by_id), key=lambda m: m.match.rank)),
        tile_map=tile_map((m.match.rank, authorities_of(m.opportunity)) for m in matches),
        email=_email(shortlist.questions),
        amendments=amendments,
        dropped=tuple(
            (i, matcher.catalogue.opportunity(i).name) for i in form.selection.dropped if i in matcher.catalogue.ids
        ),
        marking=marking,
        ranked=ranked,
        corrections=corrections(read, amendments),
        stale_corrections=len(form.amendments.removed) - len(amendments.removed),
        eligible=len(ranked.eligible),
        total=len(matcher.catalogue),
    )


def _with_kept(matcher: Matcher, ranked: Ranked, form: AnswerForm) -> Shortlist:
    """The shortlist of what is to be shown, with what was kept although it would fall below the last of them."""
    shown = _chosen(form.choice) if form.choice.narrows else None
    shortlist = matcher.shortlist(ranked, form.choice.k, shown)
    missing = set(form.selection.kept) - {m.opportunity_id for m in shortlist.matches}
    if not missing:
        return shortlist
    kept = matcher.shortlist(ranked, MOST_MATCHES, lambda o: o.id in missing and (shown is None or shown(o)))
    every = sorted((*shortlist.matches, *kept.matches), key=lambda m: m.rank)
    return shortlist.model_copy(update={"matches": tuple(every)})


_ORDERS: dict[str, Callable[[MatchShown], tuple[object, ...]]] = {
    "rank": lambda m: (m.match.rank,),
    "name": lambda m: (m.match.name.casefold(),),
    "place": lambda m: (m.match.places[0].casefold(), m.match.rank),
    "strength": lambda m: (-max((s.score for s in m.match.strength), default=-1.0), m.match.rank),
}


def authorities_of(opportunity: Opportunity) -> frozenset[str]:
    """The local authorities in which an opportunity lies."""
    return gazetteer().authorities(area for place in opportunity.places for area in place.areas)


def _chosen(choice: Choice) -> Callable[[Opportunity], bool]:
    region = gazetteer()[choice.region].authorities if choice.region else frozenset[str]()

    def shown(opportunity: Opportunity) -> bool:
        return (
            choice.kind in ("", opportunity.kind.value)
            and choice.status in ("", opportunity.status.value)
            and (not region or bool(region & authorities_of(opportunity)))
            and (not choice.sector or any(choice.sector in ancestors(path) for path in opportunity.sectors))
        )

    return shown


def _email(questions: tuple[str, ...]) -> str:
    """What to ask the investor next, ready to be sent; empty where nothing is open."""
    if not questions:
        return ""
    asked = "\n".join(f"{n}. {question}" for n, question in enumerate(questions, start=1))
    return (
        "Thank you for telling us about your plans. To find what suits you in the Midlands, it would help us to know:"
        f"\n\n{asked}\n\nA line or two on each is enough, and what is not settled yet can stay open.\n\nKind regards\n"
    )
