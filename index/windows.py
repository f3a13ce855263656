"""Windows: a text of any length cut into pieces that an encoder reads whole, so that nothing is truncated."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.encoder import Encoder

_SENTENCE_END = re.compile(r"(?<=[.!?;:。！？])\s+|\n+")


def windows(parts: Sequence[str], encoder: Encoder, header: str = "") -> list[str]:
    """Neighbouring parts joined into as few texts as fit the encoder, each begun with the header.

    ``parts`` are sentences or statements; one that is too long alone is cut at sentence ends, then between words.
    No word is lost: the windows hold every word of every part, in order. No parts give the header alone, if any.
    """
    pieces = [piece for part in parts for piece in _fitting(part, encoder, header)]
    room = encoder.longest
    joined: list[str] = []
    counts = encoder.count_tokens(pieces)
    head = encoder.count_tokens([header])[0] if header else 2
    held: list[str] = []
    size = head
    for piece, count in zip(pieces, counts, strict=True):
        if held and size + count > room:
            joined.append(" ".join(filter(None, [header, *held])))
            held, size = [], head
        held.append(piece)
        size += count  # two tokens too many for each piece: a little room to spare
    if held or (header and not joined):
        joined.append(" ".join(filter(None, [header, *held])))
    return joined


def _fitting(part: str, encoder: Encoder, header: str) -> list[str]:
    room = encoder.longest - (encoder.count_tokens([header])[0] if header else 2)
    if encoder.count_tokens([part])[0] <= room:
        return [part] if part.strip() else []
    sentences = [s for s in _SENTENCE_END.split(part) if s.strip()]
    if len(sentences) > 1:
        return [piece for sentence in sentences for piece in _fitting(sentence, encoder, header)]
    words = part.split()
    if len(words) < 2:
        # One unbroken run of characters. How many tokens a character has differs by script (a Korean syllable has up to
        # three), so it is halved until it fits.
        half = len(part) // 2
        return [p for piece in (part[:half], part[half:]) for p in _fitting(piece, encoder, header)] if half else [part]
    half = len(words) // 2
    return _fitting(" ".join(words[:half]), encoder, header) + _fitting(" ".join(words[half:]), encoder, header)
