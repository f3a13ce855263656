"""Places that a brief names together, with the words on either side of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.reading import place_cues as cues
from matcher.reading import place_wishes as wishes
from matcher.reading.clauses import Sentence
from matcher.reading.mentions import Mention


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
    left = wishes.COMPASS.sub("", wishes.UNKNOWN.sub("", left))
    left = re.sub(r"(?<=\d)\.(?=\d)", ",", left)  # "80.000 m2" ends no clause
    return Group(tuple(mentions), sentence, left, text[end : min(sentence.end, end + 240)], text)
