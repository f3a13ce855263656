"""What a brief says about the places it names together: wanted, insisted on, excluded, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.reading import place_contexts as contexts
from matcher.reading import place_cues as cues
from matcher.reading import place_refusals as refusals
from matcher.reading import place_wishes as wishes
from matcher.reading.negation import Scope
from matcher.reading.place_groups import Group


def _excluded(group: Group, ruled: Sequence[Scope]) -> bool | None:
    """Whether a group is ruled out; None for a double negative, which insists on it ("no sites outside Germany")."""
    if cues.NOT_ONLY.search(group.left) or cues.BOUND.search(group.left):
        return False
    bare = cues.DIRECTION.sub("", group.left)
    if cues.OUTSIDE_HERE.search(bare):
        return _outside(group, cues.OUTSIDE_HERE.sub("", bare))
    if cues.NOT_LEAVING.search(bare):
        return _leaving(group, stays=True)
    if refusals.turns_down(bare, group.right):
        return not _says_home(group)
    if refusals.forbids(group.left, group.right):
        return True
    another = not group.midlands and contexts.names_another(group.left, group.right)
    if another or contexts.COMMUTES.search(bare) or refusals.FOR_NOW.match(group.right):
        return False
    if refusals.BUT_NOT.search(bare) and not _says_home(group) and not cues.PRICED.match(group.right):
        return True
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
    if not _says_home(group) and (
        here or (not cues.COMPARED.search(bare) and not cues.DIRECT.search(bare) and _judged(group))
    ):
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
    if cues.SO_FAR.search(before) and cues.NOTHING.search(before):
        return False
    if cues.DOUBLE.search(before):
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
    if not scope.after and scope.cue.start == group.sentence.start and scope.cue.text.rstrip().endswith((":", "=")):
        return True  # "Exclusions: a; b; anything in Kent" rules out all it lists
    if scope.after:
        between = group.text[group.end : scope.cue.start]
        blocked = (
            ";" in between
            or cues.DIRECT.search(group.left)
            or _says_home(group)
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


_TURNS_TO_WISH = re.compile(
    r"\b(?:and|but|so)\s+(?:(?:we|now|therefore|also|would)\s+){0,2}(?:need|want|seek|require|look|like)\w*\b",
    re.IGNORECASE,
)
"""Where a sentence that told what the firm does goes on to what it wants: "we make robots | and need a hall in"."""


def _wish(left: str) -> str:
    turns = list(_TURNS_TO_WISH.finditer(left))
    return left[turns[-1].start() :] if turns else left


def _says_home(group: Group) -> bool:
    return (
        all(m.adjective for m in group.mentions)
        or bool(cues.HOME.search(_wish(group.left)))
        or bool(re.search(r"\b(?:sales|head|our|their)\s+office\s+is\b", group.right[:40], re.IGNORECASE))
    )


def verdict(group: Group, ruled: Sequence[Scope]) -> str | None:
    """What the text says of the places: "excluded", or one of three shades of wish, or None where it takes no side.

    "firm" where the text insists, "asked" where it asks in so many words, "named" where it merely names a place of
    the Midlands in an enquiry that goes to the Midlands.
    """
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
    if any(m.adjective for m in mentions) or cues.COMPARED.search(group.left) or cues.PRICED.match(group.right):
        return None
    asked = _asked(group)
    if group.midlands:
        return _in_midlands(group, asked)
    return "asked" if asked else None


def _asked(group: Group) -> bool:
    """Whether the words ask for the place; the country and continents are never asked for."""
    left = group.left
    if all(m.kind == "state" or m.name in cues.TOO_WIDE for m in group.mentions) or cues.MEETING.search(left):
        return False
    if not group.midlands and (wishes.HERE.match(group.right) or cues.EXCEPT_FOR.search(left)):
        return False
    if cues.PLANNED.search(left) or cues.LABELLED.search(left) or _listed_alone(group):
        return True
    outright = wishes.OUTRIGHT.search(left)
    if outright and not wishes.TELLS.match(group.right):
        return True
    travels = cues.TRAVEL.search(left) or wishes.ALREADY.search(left)
    if wishes.BUILDS.search(left) and not travels:
        return True
    if _says_home(group) or contexts.SITS.search(left):
        return False
    if contexts.ASSETS.search(left) and not wishes.WISHED.search(left):
        return False
    if cues.DIRECT.search(left) or (cues.APPROVED.match(group.right) and not travels):
        return True
    if wishes.offers_site(left, group.right):
        return True
    return bool(cues.INTENT.search(left) and not travels and not cues.POSSESSED.search(left))


def _firm(group: Group) -> bool:
    if group.sentence.text.endswith("?") or cues.NOT_ONLY.search(group.left):
        return False
    if wishes.SUPERLATIVE.search(group.left) and not group.midlands:
        return False
    if cues.MUST_LIE.search(group.left):
        return True
    if _says_home(group):
        return False
    if cues.ONLY_AFTER.match(group.right):
        return True
    if wishes.ONLY_SITES.search(group.left):
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


def _in_midlands(group: Group, asked: bool) -> str | None:
    """A region or county is wanted unless the words are about a visit or customers; a town also unless an address."""
    left = group.left
    narrow = all(m.place is None or m.place.level in cues.NARROW for m in group.mentions)
    if narrow and contexts.WORKFORCE.search(left):
        return "named"  # where the staff live is where the work should be
    if (
        cues.MEETING.search(left)
        or cues.OUTWARD.search(left)
        or contexts.LIVES.search(left)
        or contexts.FLIGHT.search(left)
    ):
        return None
    if narrow and contexts.CARRIED.search(left):
        return None
    if cues.STAY.search(left):
        return "asked"
    if contexts.introduces_firm(left, group.right) or contexts.SITS.search(left) or contexts.LEAVES.search(left):
        return None
    if not asked and _is_there(group, narrow):
        return None
    address = narrow and not cues.NEAR.search(left) and (_says_home(group) or cues.PERSONAL.search(_wish(left)))
    if address:
        return None
    return "asked" if asked else "named"


def _is_there(group: Group, narrow: bool) -> bool:
    """Whether something of the writer's stands or happened there already, and no wish goes before."""
    if wishes.WISHED.search(group.left):
        return False
    if contexts.ASSETS.search(group.left) or contexts.STAYS.match(group.right):
        return True
    return narrow and contexts.PAST.search(group.left) is not None
