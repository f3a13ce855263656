"""Protective markings: found where they belong, in headers, footers, subjects, and the first and last lines.

Labels follow the Government Security Classifications Policy (Cabinet Office, 2023: OFFICIAL, with -SENSITIVE and
further markings, SECRET, TOP SECRET), and what firms write instead. This product may hold OFFICIAL material only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from api.documents.document import Marking, MarkingLevel
from api.documents.errors import DocumentError
from api.documents.parts import Part, Role

EDGE = 4  # lines at either end of a page that may bear a marking
_LONGEST_LINE = 300

_GAP = r"[\s\-–—_:]{1,3}"
_FURTHER = (
    r"COMMERCIAL|PERSONAL(?: DATA)?|LOCSEN|HR(?:\s?/\s?MANAGEMENT)?|MANAGEMENT|INVESTIGATIONS?|MEDICAL|"
    r"MARKET SENSITIVE|LEGAL(?: PROFESSIONAL PRIVILEGE)?|EXPORT CONTROLLED|HMG USE ONLY|"
    r"ORGANISATIONAL USE ONLY|RECIPIENTS ONLY|FOR PUBLIC RELEASE|EMBARGOED|UK EYES ONLY|"
    r"POLICY|INTERNATIONAL|PROCUREMENT"
)
_TAIL = rf"(?P<further>(?:[\s\-–—:,;/]{{0,3}}\[?(?:{_FURTHER})\b\]?){{0,4}})"
_SENSITIVE = re.compile(rf"(?<![\w-])(?:UK |HMG )?OFFICIAL(?:{_GAP})?\(?SENSITIVE\)?(?![\w])\s*{_TAIL}", re.I)
_OFFICIAL = re.compile(rf"(?:UK |HMG )?OFFICIAL{_TAIL}")
_SECRET = re.compile(
    rf"(?:UK |NATO |HMG )?(?P<top>TOP{_GAP})?SECRET"
    rf"(?P<further>(?:\s?[-–—:,/]?\s?(?:UK EYES ONLY|STRAP ?\d?|ATOMIC|LOCSEN|{_FURTHER})){{0,3}})"
)
_BETWEEN_FIRMS = re.compile(
    rf"COMMERCIAL{_GAP}IN{_GAP}CONFIDENCE|COMMERCIALLY (?:SENSITIVE|CONFIDENTIAL)|COMMERCIAL{_GAP}SENSITIVE"
    r"|(?:STRICTLY )?PRIVATE (?:AND|&) CONFIDENTIAL|(?:STRICTLY |COMPANY |BUSINESS |HIGHLY |NATO )?CONFIDENTIAL"
    rf"|(?:STAFF{_GAP})?IN{_GAP}CONFIDENCE|(?:FOR )?INTERNAL USE ONLY|(?:NATO |UK )?RESTRICTED"
    r"|NOT FOR (?:ONWARD |FURTHER |GENERAL |PUBLIC )?(?:DISTRIBUTION|CIRCULATION|RELEASE|DISCLOSURE)"
    r"|EMBARGOED(?: UNTIL [\w :,]{1,40})?|TLP:? ?(?:RED|AMBER(?:\+STRICT)?|GREEN)"
)
_LABEL = re.compile(
    r"^(?:(?:protective|security|document|government)\s+)?(?:marking|classification|sensitivity)\s*[:=–—-]\s*", re.I
)
_NUMBERING = re.compile(
    r"(?:\bpage\s*)?\b\d{1,4}\s*(?:of|/)\s*\d{1,4}\b|\bpage\s*\d{1,4}\b|^\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*$", re.I
)
_DECORATION = " \t*_=#>|~•·.-–—\"'“”<"
_SEPARATORS = re.compile(r"\s*(?:[\t|\[\](){}/;•·]|\s[-–—]+\s|:\s|\.\s|\s{3,})\s*")


def find_markings(parts: Iterable[Part]) -> tuple[Marking, ...]:
    """Every marking once, in the order in which they stand, with where it stands first.

    Raises:
        DocumentError: when the document is marked SECRET or TOP SECRET.
    """
    found: dict[str, Marking] = {}
    for part in parts:
        for where, line in _looked_at(part):
            for label, level in _in_line(line):
                found.setdefault(label, Marking(label=label, level=level, where=where))
    for marking in found.values():
        if marking.level in (MarkingLevel.SECRET, MarkingLevel.TOP_SECRET):
            raise DocumentError(
                f"it is marked {marking.label} ({marking.where}); nothing above OFFICIAL may be read, kept or sent by "
                "this system. Do not send it again, and tell your security adviser that it was here"
            )
    return tuple(found.values())


def markings_in_text(text: str) -> tuple[Marking, ...]:
    """The markings of a pasted text; raises as ``find_markings`` does."""
    return find_markings([Part(Role.BODY, text)])


def carried(markings: Iterable[Marking]) -> str:
    """The line that whatever is made of marked documents must bear; empty where none is marked.

    Of government classifications the highest is carried, with every further marking; the others all.
    """
    given = list(markings)
    government = [m for m in given if m.level is not MarkingLevel.COMMERCIAL]
    labels = [m.label for m in given if m.level is MarkingLevel.COMMERCIAL]
    if government:
        order = list(MarkingLevel)
        highest = max(government, key=lambda m: order.index(m.level)).level
        root = "OFFICIAL-SENSITIVE" if highest is MarkingLevel.OFFICIAL_SENSITIVE else "OFFICIAL"
        further = [m.label.removeprefix("OFFICIAL-SENSITIVE").removeprefix("OFFICIAL").strip() for m in government]
        labels = [" ".join([root, *dict.fromkeys(filter(None, further))]), *labels]
    return " | ".join(dict.fromkeys(labels))


def is_only_marking(line: str) -> bool:
    """Whether a line is nothing but a marking or a page's number, and so says nothing of its own."""
    rest = _NUMBERING.sub("", _LABEL.sub("", line.strip(_DECORATION))).strip(_DECORATION)
    return not rest or bool(
        _SENSITIVE.fullmatch(rest)
        or _OFFICIAL.fullmatch(rest)
        or _SECRET.fullmatch(rest)
        or _BETWEEN_FIRMS.fullmatch(rest.upper())
    )


def _looked_at(part: Part) -> Iterator[tuple[str, str]]:
    """Where a marking may stand in a part, and the line that stands there."""
    lines = [line for line in part.text.splitlines() if line.strip()]
    if part.role is not Role.BODY:
        name = "slide layout" if part.role is Role.BACKGROUND else part.role.value
        yield from ((_place(part.where, name), line) for line in lines)
        return
    for n, line in enumerate(lines):
        if n < EDGE or n >= len(lines) - EDGE:
            yield _place(part.where, "first lines" if n < EDGE else "last lines"), line


def _place(where: str, what: str) -> str:
    return f"{where}, {what}" if where else what


def _in_line(line: str) -> Iterator[tuple[str, MarkingLevel]]:
    if len(line) > _LONGEST_LINE:
        return
    plain = line.strip(_DECORATION)
    told = _LABEL.match(plain)
    plain = _NUMBERING.sub("  ", plain[told.end() :].upper() if told else plain).strip(_DECORATION)
    if sensitive := _SENSITIVE.search(plain):
        # "official sensitive" in running prose is no marking; a line of its own or capitals are.
        if sensitive[0].isupper() or sensitive[0].strip() == plain or sensitive.start() == 0:
            yield _label("OFFICIAL-SENSITIVE", sensitive["further"]), MarkingLevel.OFFICIAL_SENSITIVE
        plain = plain[: sensitive.start()] + " | " + plain[sensitive.end() :]
    for piece in dict.fromkeys([plain.strip(_DECORATION), *(s.strip(_DECORATION) for s in _SEPARATORS.split(plain))]):
        if secret := _SECRET.fullmatch(piece):
            level = MarkingLevel.TOP_SECRET if secret["top"] else MarkingLevel.SECRET
            yield _label(level.value.upper(), secret["further"]), level
        elif official := _OFFICIAL.fullmatch(piece):
            yield _label("OFFICIAL", official["further"]), MarkingLevel.OFFICIAL
        elif _BETWEEN_FIRMS.fullmatch(piece) or (piece == plain and _BETWEEN_FIRMS.fullmatch(piece.upper())):
            yield re.sub(r"[\s\-–—_]+", " ", piece.upper()), MarkingLevel.COMMERCIAL


def _label(root: str, further: str | None) -> str:
    words = re.sub(r"[\s\-–—:,;/\[\]]+", " ", (further or "").upper()).strip()
    return f"{root} {words}".strip()
