"""Negation and contrast: which stretches of a brief rule something out, and which merely deny."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from matcher.brief import Span
from matcher.reading import negation_cues as cues
from matcher.reading.clauses import Sentence, sentences, span_of

_MOST_SCOPES = 1000  # more than any brief holds, so that stuffing costs no time
_LONGEST_ITEM = 120  # characters of one item of a list that a negation governs


@dataclass(frozen=True)
class Scope:
    """A stretch governed by a negation, its cue included.

    ``wish`` is true where the writer rules something out ("no shared labs", "we do not want a fund", "X ruled out"),
    false where the text denies a fact ("we are not a charity", "there is no reply"). ``cue_end`` is where the
    governed words begin, or where the cue begins if it follows them (``after``). ``outside`` for "outside X".
    """

    span: Span
    cue: Span
    wish: bool
    after: bool = False
    outside: bool = False


def scopes(text: str, within: Sequence[Sentence] | None = None) -> tuple[Scope, ...]:
    """Every stretch governed by a negation or exclusion, in order, none inside an earlier one that starts with a cue.

    ``within`` are the text's sentences, if the caller has them. A text without negation gives none.
    """
    each = (
        scope
        for sentence in (sentences(text) if within is None else within)
        for scope in (_labelled(text, sentence) if _under_exclusion(sentence) else _in_sentence(text, sentence))
    )
    return tuple(islice(each, _MOST_SCOPES))


@lru_cache(maxsize=4)  # the conditions and every reader of what is negated ask for the same text's
def scopes_by_sentence(text: str) -> tuple[tuple[Sentence, tuple[Scope, ...]], ...]:
    """The sentences of a text, each with the stretches in it that a negation governs."""
    left = _MOST_SCOPES
    found: list[tuple[Sentence, tuple[Scope, ...]]] = []
    for sentence in sentences(text):
        here = scopes(text, [sentence])[:left]
        left -= len(here)
        found.append((sentence, here))
    return tuple(found)


def negated_stretches(text: str) -> tuple[Span, ...]:
    """The stretches of text governed by a negation or exclusion, cue included: what they name is not wished for.

    "No shared labs", "we don't need offices or a warehouse", "not a fund", "Scotland was ruled out". Phrases such as
    "not only", "no more than 20 minutes" and "do not hesitate" govern nothing. A text without negation gives none.
    """
    return tuple(scope.span for _, here in scopes_by_sentence(text) for scope in here)


def _under_exclusion(sentence: Sentence) -> bool:
    return bool(sentence.heading and cues.HEADING.match(sentence.heading))


def _labelled(text: str, sentence: Sentence) -> Iterator[Scope]:
    yield _scope(text, sentence.start, sentence.end, sentence.start, sentence.start, True)


def _scope(
    text: str,
    start: int,
    end: int,
    cue_start: int,
    cue_end: int,
    wish: bool,
    after: bool = False,
    outside: bool = False,
) -> Scope:
    span = span_of(text, start, end)
    return Scope(span, Span(start=cue_start, end=cue_end, text=text[cue_start:cue_end]), wish, after, outside)


def _in_sentence(text: str, sentence: Sentence) -> Iterator[Scope]:
    label = cues.LABEL.match(text, sentence.start, sentence.end)
    if label:
        yield _scope(text, sentence.start, sentence.end, label.start(), label.end(), True)
        return
    following = list(_following(text, sentence))
    for scope in _governing(text, sentence):
        meeting = [f for f in following if f.cue.start < scope.cue.end and scope.cue.start < f.cue.end]
        if not meeting:
            yield scope
        elif scope.wish and meeting[0].cue.text == scope.cue.text and _has_object(text, sentence, scope):
            following.remove(meeting[0])  # "we ruled out leasehold", not "leasehold was ruled out"
            yield scope
    yield from following


def _has_object(text: str, sentence: Sentence, scope: Scope) -> bool:
    passive = cues.PASSIVE.search(text, max(sentence.start, scope.cue.start - 20), scope.cue.start)
    return passive is None and bool(re.match(r"\s+\w", text[scope.cue.end : sentence.end]))


def _governing(text: str, sentence: Sentence) -> Iterator[Scope]:
    """The stretches that follow their cue."""
    reached = sentence.start
    asks = sentence.text.endswith(("?", "？"))
    for cue in cues.CUE.finditer(text, sentence.start, sentence.end):
        kind = cue.lastgroup
        if cue.start() < reached or kind == "harmless":
            continue
        if kind == "foreign" and cue[0].isupper() and cue[0].isascii() and not sentence.text.isupper():
            continue  # "NI" is Northern Ireland
        before = text[max(sentence.start, cue.start() - 40) : cue.start()]
        wish = kind in ("wish", "foreign", "outside")
        if kind == "bare":
            wish = _bare_wish(cue[0].casefold(), before) and not cues.FACT_AFTER.match(text, cue.end(), sentence.end)
        if asks and kind in ("bare", "denies") and cues.ASKING.search(text, sentence.start, cue.start()):
            wish = False
        reached = _scope_end(text, cue.end(), sentence.end)
        if cues.RATHER.match(cue[0]):  # "rather A than B" governs B alone
            start = cue.end() - len("than")
        else:
            subject = cues.SUBJECT.search(before)
            start = cue.start() - (len(before) - subject.start() if subject else 0)
        yield _scope(text, start, reached, cue.start(), cue.end(), wish, outside=kind == "outside")


def _bare_wish(word: str, before: str) -> bool:
    """Whether a bare "no" or "not" rules out: it opens a phrase, or "not" sets one thing against another."""
    if word in ("without", "w/o", "nor", "neither") or not before.strip() or cues.WISH_FRAGMENT.search(before):
        return True
    return word == "not" and bool(re.search(r"\w\s+$", before))


def _scope_end(text: str, start: int, limit: int) -> int:
    limit = min(limit, start + cues.REACH)
    stop = cues.STOP.search(text, start + 1, limit)
    end = stop.start() if stop else limit
    comma = text.find(",", start, end)
    while comma != -1:
        if cues.NEW_CLAUSE.match(text, comma + 1, end):
            return comma
        listed = _list_end(text, comma + 1, end)
        if listed is not None:
            comma = text.find(",", listed, end)
            continue
        if comma > start + 1:
            return comma
        comma = text.find(",", comma + 1, end)
    return end


def _list_end(text: str, start: int, end: int) -> int | None:
    """Where a list that goes on with ", b or c" ends; None if what follows the comma is no such list."""
    joint = cues.OR.search(text, start, end)
    if joint is None:
        return None
    last = cues.ITEM.match(text, joint.end(), end)
    listed = text[start : last.end()] if last else ""
    if not listed or cues.NO_ITEM.search(listed) or any(len(item) > _LONGEST_ITEM for item in listed.split(",")):
        return None
    return start + len(listed)


def _following(text: str, sentence: Sentence) -> Iterator[Scope]:
    last = sentence.start
    for cue in cues.AFTER.finditer(text, sentence.start, sentence.end):
        if cue[0].casefold().startswith("too") and re.search(
            r"(?:not|n['’]t)\s+$", text[max(0, cue.start() - 6) : cue.start()]
        ):
            continue
        begin = last
        for boundary in cues.CLAUSE_START.finditer(text, last, cue.start()):
            if cue.start() - boundary.end() > 12:
                begin = boundary.end()
        begin = max(begin, cue.start() - cues.REACH)
        yield _scope(text, begin, cue.end(), cue.start(), cue.end(), True, after=True)
        last = cue.end()
