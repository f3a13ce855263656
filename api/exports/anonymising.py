"""Anonymising: the investor's name, people, addresses and numbers taken out of a brief, its needs left in.

Names are found by where they stand (mail headers, greetings, signatures, introductions, legal forms, the domains of
addresses), then taken out wherever they recur. No rule finds every name: whoever sends an export reads it first, and
the export says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from opportunities.places import gazetteer

PERSON, COMPANY, ADDRESS = "[name]", "[investor]", "[address]"

_NAME = r"[A-ZÀ-ÞŁŚŻČŠŽ][\w’'-]+"
_PARTICLE = r"(?:van|von|der|den|de|del|della|di|da|dos|bin|al|el|le|la)"
_FULL = rf"{_NAME}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}(?:{_NAME}|[A-Z]\.)){{1,3}}"
_CALLED = rf"{_NAME}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}{_NAME}){{0,2}}"
_FIRM = rf"{_NAME}(?:[ ](?:(?:&|and|of|de)[ ])?{_NAME}){{0,5}}"
_LEGAL = (
    r"Ltd\.?|Limited|PLC|plc|LLP|LLC|Inc\.?|Incorporated|Corp\.?|Corporation|GmbH(?:[ ]&[ ]Co\.?[ ]KG)?|AG|SE|KG|SAS|"
    r"SA|S\.A\.(?:S\.)?|SARL|SpA|S\.p\.A\.|Srl|S\.r\.l\.|BV|B\.V\.|NV|N\.V\.|A/S|ApS|AS|ASA|AB|Oy|Oyj|KK|K\.K\.|"
    r"Co\.,?[ ]Ltd\.?|Pty(?:[ ]Ltd)?|Pte(?:[ ]Ltd)?|Sdn[ ]Bhd|Holdings|Group|Partners|Ventures"
)
_MAIL = re.compile(r"(?:mailto:)?[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.I)
_WEB = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{1,300}", re.I)
_DOMAIN = re.compile(r"(?:@|https?://(?:www\.)?|www\.)([a-z\d-]{3,63})\.(?:[a-z\d-]+\.)*[a-z]{2,}", re.I)
_PHONE = re.compile(r"(?<![\w.,/£$€])(?:\+\d{1,3}|\(?0\d{1,5}\)?|00\d{2,3})(?:[ ().–-]{0,2}\d){6,12}(?![\w%])")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}\b")
_STREET = re.compile(
    rf"\b\d{{1,4}}[a-z]?,?[ ](?:{_NAME}[ ]){{1,3}}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Square|Way|Drive|Close|Row|"
    r"Boulevard|Terrace|Crescent|Place)\b"
)
_PUBLIC = {"gov", "nhs", "gmail", "googlemail", "outlook", "hotmail", "yahoo", "icloud", "proton", "protonmail", "gmx",
           "linkedin", "web", "mail", "live", "msn", "aol", "btinternet"}  # fmt: skip

_HEADER = re.compile(r"^[ \t>*]*(?:from|to|cc|bcc|sent by|reply-to)[ \t]*:[ \t]*(.+)$", re.I | re.M)
_FILE = re.compile(r"^(?:File|Attachment): .+$", re.M)
_FIELD = re.compile(
    r"^[ \t>*-]*(?P<what>company|company name|investor|investor name|client|client name|firm|organisation|contact|"
    r"contact person|contact name|name|caller|prepared by|author|attendees|present|on the call|introduced by|tel|phone|"
    r"mobile|telephone|address)[ \t]*:[ \t]*(?P<value>\S.*)$",
    re.I | re.M,
)
_FIRM_FIELDS = {"company", "company name", "investor", "investor name", "client", "client name", "firm", "organisation"}
_FIRM_VALUE = re.compile(rf"(?P<name>{_FIRM})(?:[ ,]+(?:{_LEGAL}))?[ ]*(?:$|[,;(–—]|[ ]-)")
_GREETING = re.compile(rf"^[ \t>]*(?:Dear|Hi|Hello|Hallo|Good (?:morning|afternoon))[ ](?P<name>{_CALLED})", re.M)
_TITLES = r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Herr|Frau|Mme|Señora?"
_OFFICES = (
    r"(?:(?:our|the|its|their)[ ])?(?:Group[ ])?(?:CEO|CFO|COO|CTO|Chief|Managing|Founder|Co-?founder|Head of|Director|"
    r"President|Chair|Partner|Vice|VP\b|Geschäftsführer)"
)
_PEOPLE = (
    _GREETING,
    re.compile(rf"\b(?:{_TITLES})\.?[ ](?P<name>{_CALLED})"),
    re.compile(rf"(?<=\S[ ])[A-Z]\.[ ](?P<name>{_NAME})"),  # at the start of a line it numbers an item
    re.compile(rf"\b(?:[Mm]y name is|I am|I'm|I’m|spoke (?:to|with)|call with|met(?: with)?)[ ](?P<name>{_FULL})"),
    re.compile(rf"(?P<name>{_FULL})(?:,[ ]|[ ]\(){_OFFICES}"),
)
_INTRODUCES = (
    r"[Ww]e are|[Ww]e at|[Oo]n behalf of|I represent|I work (?:for|at)|[Oo]ur client,?|[Mm]y client,?|"
    r"I write (?:for|from)"
)
_FIRMS = (
    re.compile(rf"\b(?P<name>{_FIRM})[ ,]+(?:{_LEGAL})(?![\w])"),
    re.compile(
        rf"\b(?:{_INTRODUCES})[ ](?P<name>{_FIRM})"
        r"(?=[,(]|[ ][–—(-]|[ ](?:is|are|and|has|have|makes?|plans?|wants?|seeks?)\b)"
    ),
)
_SIGN_OFF = re.compile(
    r"^[ \t>]*(?:(?:with )?(?:kind|best|warm|many)(?:est)? (?:regards|wishes|thanks)|regards"
    r"|yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|best|cheers|thanks|thank you"
    r"|mit freundlichen grüßen|viele grüße|cordialement|bien à vous|"
    r"saludos(?: cordiales)?|atentamente|med venlig hilsen|vriendelijke groet(?:en)?)[ ,.!]*$",
    re.I | re.M,
)
_SIGNATURE_LINES = 8
_LONGEST_SIGNATURE_LINE = 70
_DEMONYM = re.compile(r"^(?:\w+(?:ish|ese|ian|ean)|German|French|Dutch|Swiss|American|Mexican|Greek|Czech|Thai|Welsh)$")
_KEPT = frozenset({
    "We", "Our", "The", "This", "All", "Team", "Sir", "Madam", "Colleague", "Colleagues",
    "Sirs", "UK", "Midlands", "East", "West", "North", "South", "University", "Hospital", "Council",
    "NHS", "England", "Britain", "Europe", "Director", "Manager", "Head", "Chief", "Officer", "Investment",
    "Everyone", "Both", "Friends", "Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor",
})  # fmt: skip
"""Words that stand where names do and are none."""


class Anonymiser:
    """Takes out of any words of one brief what would tell whose it is."""

    def __init__(self, brief: str) -> None:
        people, firms = _people(brief), _firms(brief)
        self._firms = _pattern(firms, re.I)
        self._short = _pattern(_short(firms, brief), 0)
        self._people = _pattern({*people, *_parts(people, brief)}, 0)

    def __call__(self, text: str) -> str:
        """The words without names, addresses and numbers."""
        text = _FILE.sub("[file]", text)
        for pattern, instead in ((_MAIL, "[e-mail]"), (_WEB, "[web address]"), (_PHONE, "[phone]")):
            text = pattern.sub(instead, text)
        text = _POSTCODE.sub(ADDRESS, _STREET.sub(ADDRESS, text))
        for names, shown in ((self._firms, COMPANY), (self._short, COMPANY), (self._people, PERSON)):
            text = names.sub(shown, text) if names else text
        return re.sub(r"(\[\w+\])(?:[ ,]+\1)+", r"\1", text)

    def whole(self, brief: str) -> str:
        """The brief itself, without signatures too."""
        return self(_FIELD.sub(_blank_field, _HEADER.sub(_blank_header, _without_signatures(brief))))


def _people(brief: str) -> set[str]:
    found: set[str] = set()
    for header in _HEADER.finditer(brief):
        found |= {n.strip(" \"'") for n in re.split(r"<[^>]*>|[,;]", header[1]) if re.fullmatch(_FULL, n.strip(" \"'"))}
    for pattern in _PEOPLE:
        found |= {m["name"] for m in pattern.finditer(brief)}
    for field in _FIELD.finditer(brief):
        if field["what"].lower() not in _FIRM_FIELDS:
            found |= set(re.findall(_FULL, field["value"]))
    for start, end in _signatures(brief):
        first = next((line.strip() for line in brief[start:end].splitlines() if line.strip()), "")
        if re.fullmatch(rf"{_NAME}(?:[ ].*)?", first):
            found.add(" ".join(re.findall(_NAME, first)[:3]))
    kept = (" ".join(w for w in name.split() if w not in _KEPT) for name in found)
    return {name for name in kept if name and not _is_place(name)}


def _parts(people: Iterable[str], brief: str) -> set[str]:
    """First and last names by themselves, but not those that the brief uses as common words too."""
    words = _common_words(brief)
    parts = {part for name in people for part in name.split() if len(part) > 2 and not part.isupper()}
    return {part for part in parts if part.lower() not in words}


def _firms(brief: str) -> set[str]:
    found = {m["name"] for pattern in _FIRMS for m in pattern.finditer(brief)}
    fields = [m["value"] for m in _FIELD.finditer(brief) if m["what"].lower() in _FIRM_FIELDS]
    found |= {m["name"] for value in fields if (m := _FIRM_VALUE.match(value.strip()))}
    domains = {m[1].lower() for m in _DOMAIN.finditer(brief)} - _PUBLIC
    found |= {re.sub(r"-", " ", domain) for domain in domains if len(domain) > 3}
    named = (re.sub(rf"[ ,]+(?:{_LEGAL})$", "", re.sub(r"^(?:The|We|At)[ ]", "", name)).strip(" .,") for name in found)
    return {n for n in named if len(n) > 2 and n not in _KEPT and not _DEMONYM.match(n) and not _is_place(n)}


def _short(firms: Iterable[str], brief: str) -> set[str]:
    """The first words of firms' names, by which people call them; not those that the brief uses as common words too."""
    words = _common_words(brief)
    first = {name.split()[0] for name in firms if " " in name and name[0].isupper()}
    return {word for word in first if len(word) > 3 and word.lower() not in words and not _DEMONYM.match(word)}


def _common_words(brief: str) -> set[str]:
    """Words that stand in small letters somewhere in the brief, outside addresses."""
    return set(re.findall(r"\b[a-zà-ÿ]{3,}\b", _WEB.sub(" ", _MAIL.sub(" ", brief))))


def _is_place(name: str) -> bool:
    return name in gazetteer() or name.removeprefix("the ") in gazetteer()


def _pattern(names: Iterable[str], flags: int) -> re.Pattern[str] | None:
    """Finds any of the names, longest first; blanks in them match hyphens and nothing, as names are written."""
    spelt = sorted({n for n in names if n not in _KEPT and not _is_place(n)}, key=lambda n: (-len(n), n))
    if not spelt:
        return None
    either = "|".join(r"[\s-]?".join(map(re.escape, name.split())) for name in spelt)
    return re.compile(rf"(?<!\w)(?:{either})(?:[ ,]+(?:{_LEGAL})(?!\w))?(?:['’]s)?(?!\w)", flags)


def _signatures(brief: str) -> list[tuple[int, int]]:
    """Where signatures stand: the short lines after each closing formula."""
    found: list[tuple[int, int]] = []
    for sign_off in _SIGN_OFF.finditer(brief):
        end = sign_off.end()
        for count, line in enumerate(brief[sign_off.end() :].splitlines(keepends=True)):
            if count > _SIGNATURE_LINES or len(line.strip()) > _LONGEST_SIGNATURE_LINE:
                break
            if re.match(r"[ \t>]*(?:[-*•]\s|(?:from|subject):)", line, re.I):
                break
            end += len(line)
        found.append((sign_off.end(), end))
    return found


def _without_signatures(brief: str) -> str:
    for start, end in reversed(_signatures(brief)):
        if brief[start:end].strip():
            brief = f"{brief[:start]}\n[signature]\n{brief[end:]}"
    return brief


def _blank_header(header: re.Match[str]) -> str:
    return f"{header[0][: header.start(1) - header.start()]}{PERSON}"


def _blank_field(field: re.Match[str]) -> str:
    if field["what"].lower() in _FIRM_FIELDS:
        return field[0]  # the name in it is taken out as such; the rest tells what the firm does
    return f"{field[0][: field.start('value') - field.start()]}{PERSON}"
