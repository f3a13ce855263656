"""What a brief says about the places it names together: wanted, insisted on, excluded, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.reading import place_cues as cues
from matcher.reading.clauses import Sentence
from matcher.reading.mentions import Mention
from matcher.reading.negation import Scope


@dataclass(frozen=True)
class Group:
    """Mentions named together ("Scotland and Wales"), with the words of the sentence on either side."""

    mentions: tuple[Mention, ...]
    sentence: Sentence
    left: str
    right: str
    text: str

    @property
    def start(self) -> int:
        return self.mentions[0].span.start

    @property
    def end(self) -> int:
        return self.mentions[-1].span.end

    @property
    def midlands(self) -> bool:
        return any(m.kind == "midlands" for m in self.mentions)


def groups(text: str, found: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Group]:
    """Runs of place names that stand in one list within a sentence, in the order of the text."""
    at = 0
    for sentence in found:
        inside: list[Mention] = []
        while at < len(mentions) and mentions[at].span.start < sentence.end:
            if mentions[at].span.start >= sentence.start:
                inside.append(mentions[at])
            at += 1
        group: list[Mention] = []
        for mention in inside:
            if group and not cues.LISTED.match(text, group[-1].span.end, mention.span.start):
                yield _group(text, sentence, group)
                group = []
            group.append(mention)
        if group:
            yield _group(text, sentence, group)


def _group(text: str, sentence: Sentence, mentions: list[Mention]) -> Group:
    start, end = mentions[0].span.start, mentions[-1].span.end
    left = text[max(sentence.start, start - 240) : start]
    return Group(tuple(mentions), sentence, left, text[end : min(sentence.end, end + 240)], text)


def _excluded(group: Group, ruled: Sequence[Scope]) -> bool | None:
    """Whether a group is ruled out; None for a double negative, which insists on it ("no sites outside Germany")."""
    if cues.NOT_ONLY.search(group.left) or cues.BOUND.search(group.left):
        return False
    bare = cues.DIRECTION.sub("", group.left)
    if cues.OUTSIDE_HERE.search(bare):
        return _outside(group, cues.OUTSIDE_HERE.sub("", bare))
    if cues.NOT_LEAVING.search(bare):
        return _leaving(group, stays=True)
    if cues.PRICED.match(group.right) or cues.STATED.search(bare) or _asked_about(group, bare):
        return False
    if cues.LEAVING.search(bare):
        return _leaving(group, cues.STAYING.search(cues.LEAVING.sub("", bare)) is not None)
    if _all(group, "state"):
        return bool(cues.NO_STATE.search(bare)) or (_judged(group) and not cues.COMPARED.search(bare))
    if _all(group, "abroad") and cues.EXCEPT_FOR.search(bare) and not cues.ANY.search(bare):
        return False
    if cues.NEGATED_HERE.search(bare) or cues.RATHER.search(bare):
        return True
    here = cues.THAT_IS_NOT.search(bare) or cues.ENOUGH_LEFT.search(bare) or cues.QUOTA.search(bare)
    if not _says_home(group) and (here or (not cues.COMPARED.search(bare) and _judged(group))):
        return True
    return bool(cues.PRONOUN.match(group.right)) or any(_rules_out(group, scope) for scope in ruled)


def _leaving(group: Group, stays: bool) -> bool | None:
    """To leave a place is to exclude it; not to leave a Midlands place is to insist on it."""
    if stays:
        return None if group.midlands else False
    return not _all(group, "abroad")


def _all(group: Group, kind: str) -> bool:
    return all(mention.kind == kind for mention in group.mentions)


def _asked_about(group: Group, bare: str) -> bool:
    """Whether the sentence asks about the place ("is there nothing in Shropshire?") rather than rules it out."""
    sentence = group.sentence.text
    return sentence.endswith("?") and bool(cues.ASKS.match(sentence)) and not cues.THAT_IS_NOT.search(bare)


def _outside(group: Group, before: str) -> bool | None:
    """What "outside X" says: not X, where X is a part of the country; X alone, in "nothing outside X"."""
    if cues.DOUBLE.search(before) and not cues.SO_FAR.search(before):
        return None
    part = any(m.kind in cues.UK_PART or m.name in ("London", "Golden Triangle") for m in group.mentions)
    return part or (_all(group, "city") and bool(cues.SOUGHT_OUTSIDE.search(before)))


def _judged(group: Group) -> bool:
    match = (
        cues.JUDGED.match(group.right)
        or cues.FLAT_NO.match(group.right)
        or cues.OUT_NOW.match(group.right)
        or cues.IN_CJK.match(group.right)
    )
    return match is not None and not any(
        word in match[0].casefold()
        for word in (" than ", " prefer", " want ", "suits", "not too", "n't too", " before ", " ones ")
    )


def _rules_out(group: Group, scope: Scope) -> bool:
    if not (scope.wish and scope.span.start <= group.start and group.end <= scope.span.end):
        return False
    if scope.outside:
        return False
    if scope.after:
        between = group.text[group.end : scope.cue.start]
        blocked = (
            _says_home(group)
            or cues.OUTWARD.search(group.left)
            or cues.MEETING.search(group.left)
            or cues.OTHER_CLAUSE.search(between)
        )
        return scope.cue.start >= group.end and not blocked and len(between.split()) <= 14
    if re.match(
        r"(?:without|w/o|never|rather|instead|as\s+opposed|hate|tired|sick|except|other|apart|outside|spare)",
        scope.cue.text.strip(),
        re.IGNORECASE,
    ):
        return False
    between = group.text[scope.cue.end : group.start]
    if re.search(r"\b(?:except|apart\s+from|other\s+than)\b", between, re.IGNORECASE):
        return False
    if (
        re.search(r"\b(?:outside|than\s+in|from)\b[^,]*$", between, re.IGNORECASE)
        and "from" not in scope.cue.text.casefold()
    ):
        return bool(re.search(r"\b(?:in|near)\s+(?:the\s+)?$", between, re.IGNORECASE))
    if group.midlands and len(between.split()) > 12:
        return False
    return len(between.split()) <= 14


def _says_home(group: Group) -> bool:
    return (
        all(m.adjective for m in group.mentions)
        or bool(cues.HOME.search(group.left))
        or bool(re.search(r"\b(?:sales|head|our|their)\s+office\s+is\b", group.right[:40], re.IGNORECASE))
    )


def verdict(group: Group, ruled: Sequence[Scope]) -> str | None:
    """ "wanted", "firm" (wanted, and the text insists), "excluded", or None where the text takes no side."""
    mentions = group.mentions
    if group.sentence.aside or all(m.organisation for m in mentions):
        return None
    excluded = _excluded(group, ruled)
    if excluded:
        return "excluded"
    if excluded is None:
        return "firm"
    if _firm(group):
        return "firm"
    if any(m.adjective for m in mentions) or cues.COMPARED.search(group.left):
        return None
    if group.midlands:
        return _in_midlands(group)
    return _elsewhere(group)


def _elsewhere(group: Group) -> str | None:
    """A place outside the Midlands is wanted only where the words ask for it; the country and continents never are."""
    left = group.left
    if all(m.kind == "state" or m.name in cues.TOO_WIDE for m in group.mentions) or cues.MEETING.search(left):
        return None
    if cues.PLANNED.search(left) or cues.LABELLED.search(left) or _listed_alone(group):
        return "wanted"
    if _says_home(group):
        return None
    travels = cues.TRAVEL.search(left)
    if cues.DIRECT.search(left) or (cues.APPROVED.match(group.right) and not travels):
        return "wanted"
    return "wanted" if cues.INTENT.search(left) and not travels and not cues.POSSESSED.search(left) else None


def _firm(group: Group) -> bool:
    if group.sentence.text.endswith("?") or cues.NOT_ONLY.search(group.left) or _says_home(group):
        return False
    if cues.ONLY_AFTER.match(group.right) or cues.MUST_LIE.search(group.left):
        return True
    only = cues.ONLY_BEFORE.search(group.left)
    return only is not None and (group.midlands or not group.left[: only.start()].strip())


def _listed_alone(group: Group) -> bool:
    """A bullet that holds hardly more than the names ("- Bangladesh or Ethiopia") is about where."""
    sentence = group.sentence
    words = group.left.split()
    plain = len(words) <= 4 and all(
        w[0].isupper() or w in ("and", "or", "the", "of", "in", "either", "–", "-") for w in words
    )
    return (
        (sentence.bullet or " or " in sentence.text) and plain and 2 * (group.end - sentence.start) > len(sentence.text)
    )


def _in_midlands(group: Group) -> str | None:
    """A region or county is wanted unless the words are about a visit or customers; a town also unless an address."""
    if cues.MEETING.search(group.left) or cues.OUTWARD.search(group.left):
        return None
    if cues.STAY.search(group.left):
        return "wanted"
    narrow = all(m.place is None or m.place.level in cues.NARROW for m in group.mentions)
    address = narrow and not cues.NEAR.search(group.left) and (_says_home(group) or cues.PERSONAL.search(group.left))
    return None if address else "wanted"
