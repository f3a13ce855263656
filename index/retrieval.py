"""Retrieval: what a brief's needs find in the passages of every profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.encoder import Encoder, Progress, Vectors
from index.lexical import LexicalIndex
from index.passages import Passage, PassageKind, passages_of, text_key
from index.watching import stage
from index.windows import windows
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Opportunity

LEXICAL_IN_EVIDENCE = 0.5  # a passage that shares the need's rare words is the better quotation


@dataclass(frozen=True)
class Found:
    """What one brief finds. With m needs and n opportunities, in the catalogue's order:

    ``brief`` (d,): the unit vector of the whole brief; zero for a brief without a word.
    ``profile_cosine`` (n,): whole brief against whole profile, in [-1, 1].
    ``lexical`` (n,): whole brief against whole profile, in [0, 1].
    ``need_cosine``, ``need_lexical`` (m, n): each need against the best passage of each profile.
    ``best_passage`` (m, n): the position, in the index's passages, of the citable passage that answers best; -1 where
    the profile has none.
    """

    brief: NDArray[np.float32]
    profile_cosine: NDArray[np.float64]
    lexical: NDArray[np.float64]
    need_cosine: NDArray[np.float64]
    need_lexical: NDArray[np.float64]
    best_passage: NDArray[np.int64]


def profile_windows(opportunity: Opportunity, encoder: Encoder) -> list[str]:
    """The whole profile as texts that the encoder reads whole: all its passages but tickets, each begun alike."""
    parts = [p.text for p in passages_of(opportunity)]
    return (
        windows(parts[1:], encoder, header=parts[0])
        if encoder.count_tokens(parts[:1])[0] < encoder.longest // 2
        else (windows(parts, encoder))
    )


class Index:
    """The passages of a catalogue, searchable by meaning and by words. Exact: every passage is compared."""

    def __init__(
        self,
        opportunity_ids: Sequence[str],
        passages: Sequence[Passage],
        passage_vectors: Vectors,
        window_owner: NDArray[np.int64],
        window_keys: Sequence[str],
        window_vectors: Vectors,
        lexical_passages: LexicalIndex,
        lexical_profiles: LexicalIndex,
    ) -> None:
        self.opportunity_ids = tuple(opportunity_ids)
        self.passages = tuple(passages)
        self.passage_vectors = passage_vectors
        self.window_owner = window_owner
        self.window_keys = tuple(window_keys)
        self.window_vectors = window_vectors
        self.lexical_passages = lexical_passages
        self.lexical_profiles = lexical_profiles
        position = {opportunity_id: n for n, opportunity_id in enumerate(self.opportunity_ids)}
        owner = np.array([position[p.opportunity_id] for p in self.passages], dtype=np.int64)
        self._starts = np.searchsorted(owner, np.arange(len(position)))  # passages lie in the catalogue's order
        self._citable = np.array([bool(p.sources) for p in self.passages])
        self._dense = DenseIndex(passage_vectors)
        self.profile_vectors = _profile_vectors(window_vectors, window_owner, len(position))

    @classmethod
    def build(
        cls,
        catalogue: Catalogue,
        encoder: Encoder,
        known: Mapping[str, NDArray[np.float32]] | None = None,
        progress: Progress | None = None,
        known_windows: Mapping[str, Sequence[str]] | None = None,
    ) -> Index:
        """The index of a catalogue. ``known`` vectors, by text key, are taken over instead of encoding again.

        ``known_windows`` are what ``windows_by_profile`` of an earlier index of the same encoder gave: a profile
        whose words did not change is not cut into windows again.
        """
        by_profile = [list(passages_of(opportunity)) for opportunity in catalogue]
        passages = [p for of_one in by_profile for p in of_one]
        texts = {p.key: p.text for p in passages}
        vectors = dict(known or {})
        cut: list[list[str]] = []
        for opportunity, of_one in zip(catalogue, by_profile, strict=True):
            keys = list((known_windows or {}).get(_profile_key(of_one), ()))
            if not keys or not all(key in vectors for key in keys):
                cut_anew = profile_windows(opportunity, encoder)
                keys = [text_key(text) for text in cut_anew]
                texts |= zip(keys, cut_anew, strict=True)
            cut.append(keys)
        window_keys = [key for keys in cut for key in keys]
        missing = [key for key in texts if key not in vectors]
        if missing:
            vectors.update(zip(missing, encoder.encode([texts[key] for key in missing], progress), strict=True))
        return cls(
            opportunity_ids=catalogue.ids,
            passages=passages,
            passage_vectors=np.stack([vectors[p.key] for p in passages]).astype(np.float32),
            window_owner=np.repeat(np.arange(len(cut)), [len(one) for one in cut]),
            window_keys=window_keys,
            window_vectors=np.stack([vectors[key] for key in window_keys]).astype(np.float32),
            lexical_passages=LexicalIndex.build([p.text for p in passages]),
            lexical_profiles=LexicalIndex.build([_profile_text(opportunity) for opportunity in catalogue]),
        )

    def vectors_by_key(self) -> dict[str, NDArray[np.float32]]:
        """Every vector by the key of its text, for a build that reuses them."""
        keys = [*(p.key for p in self.passages), *self.window_keys]
        return dict(zip(keys, [*self.passage_vectors, *self.window_vectors], strict=True))

    def windows_by_profile(self) -> dict[str, tuple[str, ...]]:
        """The windows' keys of every profile, by a key of the profile's words, for a build that reuses them."""
        ends = [*self._starts[1:], len(self.passages)]
        keys: list[list[str]] = [[] for _ in self.opportunity_ids]
        for owner, key in zip(self.window_owner, self.window_keys, strict=True):
            keys[int(owner)].append(key)
        return {
            _profile_key(self.passages[start:end]): tuple(of_one)
            for start, end, of_one in zip(self._starts, ends, keys, strict=True)
        }

    def texts_with_vectors(self, catalogue: Catalogue, encoder: Encoder) -> tuple[list[str], Vectors]:
        """Every text of the catalogue that was encoded, passages and windows, with its vector."""
        vectors = self.vectors_by_key()
        texts = {p.key: p.text for p in self.passages}
        texts |= {text_key(text): text for o in catalogue for text in profile_windows(o, encoder)}
        known = [key for key in texts if key in vectors]
        return [texts[key] for key in known], np.stack([vectors[key] for key in known])

    @stage("find")
    def find(self, whole: Sequence[str], needs: Sequence[str], encoder: Encoder) -> Found:
        """What a brief finds.

        ``whole`` is the brief as windows that the encoder reads whole, ``needs`` its needs, each within the
        encoder's length. Raises nothing of its own; no text at all finds nothing (zeros).
        """
        n = len(self.opportunity_ids)
        with stage("encode"):
            vectors = encoder.encode([*whole, *needs])
        brief = vectors[: len(whole)]
        centre = brief.mean(axis=0) if len(brief) else np.zeros(self.profile_vectors.shape[1], np.float32)
        length = float(np.linalg.norm(centre))
        centre = centre / length if length else centre
        need_cosine = np.zeros((len(needs), n))
        need_lexical = np.zeros((len(needs), n))
        best_passage = np.full((len(needs), n), -1, dtype=np.int64)
        if needs:
            cosines = self._dense.cosines(vectors[len(whole) :]).astype(np.float64)
            lexical = np.stack([self.lexical_passages.scores(need) for need in needs])
            need_cosine = np.maximum.reduceat(cosines, self._starts, axis=1)
            need_lexical = np.maximum.reduceat(lexical, self._starts, axis=1)
            answer = np.where(self._citable, cosines + LEXICAL_IN_EVIDENCE * lexical, -np.inf)
            ends = [*self._starts[1:], len(self.passages)]
            for at, (start, end) in enumerate(zip(self._starts, ends, strict=True)):
                if self._citable[start:end].any():
                    best_passage[:, at] = start + answer[:, start:end].argmax(axis=1)
        return Found(
            brief=centre,
            profile_cosine=(self.profile_vectors @ centre).astype(np.float64),
            lexical=self.lexical_profiles.scores(" ".join(whole)),
            need_cosine=need_cosine,
            need_lexical=need_lexical,
            best_passage=best_passage,
        )


def _profile_key(passages: Sequence[Passage]) -> str:
    return text_key("\0".join(f"{p.kind.value}\0{p.text}" for p in passages))


def _profile_text(opportunity: Opportunity) -> str:
    return "\n".join(p.text for p in passages_of(opportunity) if p.kind is not PassageKind.TICKET)


def _profile_vectors(window_vectors: Vectors, owner: NDArray[np.int64], n: int) -> Vectors:
    """One unit vector a profile: the mean of its windows'."""
    sums = np.zeros((n, window_vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owner, window_vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)
