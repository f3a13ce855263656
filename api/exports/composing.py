"""Composing: from a shortlist and an officer's choices to the report that every format prints."""

from __future__ import annotations

from datetime import date

from api.documents.markings import carried, markings_in_text
from api.exports.anonymising import Anonymiser
from api.exports.columns import Column, ordered
from api.exports.errors import ExportError
from api.exports.printable import one_line, printable
from api.exports.report import BriefShown, Choices, Miss, Report, Row
from api.exports.rows import compose_row, verdict
from matcher.brief import Brief
from matcher.shortlist import Confidence, Match, Shortlist
from matcher.understood import understood
from opportunities.catalogue import Catalogue

HEADLINES = {
    Confidence.STRONG: "Strong match: the first of these answer the brief well.",
    Confidence.POSSIBLE: "Possible match: worth a look; read the reasons before acting.",
    Confidence.NONE: "Nothing fits: no opportunity in the catalogue is a credible answer. These are the nearest.",
}
_ANONYMISED = "Names and addresses were taken out of the investor's words by rule; read them before you send this."
_FACTS = "Facts are as their sources published them on the dates shown. What is marked planned or expected is no fact."
_FINGERPRINT, _ENCODER = 12, 21  # an encoder's begins with its name


def compose(shortlist: Shortlist, catalogue: Catalogue, choices: Choices, made_on: date) -> Report:
    """The report of a shortlist.

    Raises:
        ExportError: when the order names an opportunity that is not on the shortlist, or one twice.
        DocumentError: when the brief, or the marking asked for, is above OFFICIAL.
    """
    brief = shortlist.brief
    anonymous = choices.brief is not BriefShown.WHOLE
    hide = Anonymiser(brief.text) if anonymous else printable

    def words(text: str) -> str:
        return one_line(hide(text))

    shown = choices.brief is not BriefShown.NONE
    prints = shortlist.fingerprints
    return Report(
        title="Investment opportunities in the Midlands",
        about=_about(brief),
        headline=HEADLINES[shortlist.confidence],
        made_on=made_on,
        marking=_marking(brief.text, choices.marking),
        columns=ordered(choices.columns),
        criteria=tuple((key.replace("_", " "), words(_said(v))) for key, v in understood(brief).items())
        if shown
        else (),
        needs=tuple(words(need.span.text) for need in brief.needs) if shown else (),
        corrections=tuple(map(words, choices.corrections)) if shown else (),
        brief=_text(brief.text, choices.brief),
        anonymised=anonymous,
        notes=(*map(one_line, shortlist.notes), *([_ANONYMISED] if anonymous else []), _FACTS),
        rows=tuple(
            _cited(
                compose_row(
                    place,
                    match,
                    catalogue.opportunity(match.opportunity_id),
                    words,
                    made_on,
                    choices.notes.get(match.opportunity_id, ""),
                ),
                choices,
            )
            for place, match in enumerate(_in_order(shortlist, choices.order), start=1)
        ),
        near_misses=tuple(
            Miss(
                name=one_line(miss.name),
                opportunity_id=miss.opportunity_id,
                blocked_by=tuple(verdict(gate, words) for gate in miss.blocked_by),
            )
            for miss in shortlist.near_misses
        ),
        questions=tuple(map(one_line, shortlist.questions)),
        versions=(
            ("midlands-match", prints.version),
            ("catalogue", prints.catalogue[:_FINGERPRINT]),
            ("weights", prints.weights[:_FINGERPRINT]),
            ("encoder", prints.encoder[:_ENCODER]),
        ),
    )


def _cited(row: Row, choices: Choices) -> Row:
    """The row; without the numbers of sources where the sources themselves are not shown."""
    if Column.SOURCES in choices.columns:
        return row
    return row.model_copy(
        update={
            "sources": (),
            "reasons": tuple(reason.model_copy(update={"sources": ()}) for reason in row.reasons),
            "figures": tuple(figure.model_copy(update={"sources": ()}) for figure in row.figures),
        }
    )


def _text(brief: str, shown: BriefShown) -> str | None:
    if shown is BriefShown.WHOLE:
        return printable(brief).strip()
    return printable(Anonymiser(brief).whole(brief)).strip() if shown is BriefShown.TEXT else None


def _in_order(shortlist: Shortlist, order: tuple[str, ...] | None) -> tuple[Match, ...]:
    if order is None:
        return shortlist.matches
    known = {match.opportunity_id: match for match in shortlist.matches}
    strange = [i for i in order if i not in known]
    twice = sorted({i for i in order if order.count(i) > 1})
    if strange or twice:
        faults = [f"{', '.join(strange[:5])} is not on the shortlist"] if strange else []
        faults += [f"{', '.join(twice[:5])} is named twice"] if twice else []
        raise ExportError(f"{'; '.join(faults)}; give the ids that the page shows, each once, with the k it used")
    return tuple(known[i] for i in order)


def _marking(brief: str, asked: str) -> str:
    """What the export must bear: the markings of the brief, and any more that the officer adds."""
    line = one_line(asked).upper()
    added = markings_in_text(line)
    return " | ".join(filter(None, (carried((*markings_in_text(brief), *added)), "" if added else line)))


def _about(brief: Brief) -> str:
    """Whom it is for, in a line that names nobody: the kind of investor, its first sectors, where."""
    read = understood(brief)
    parts = [
        read.get("investor_type"),
        ", ".join(read.get("sectors", [])[:2]),
        ", ".join(read.get("places_wanted", [])[:3]),
    ]
    return one_line(" · ".join(part[:1].upper() + part[1:] for part in parts if part))


def _said(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("quote", ""))
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
