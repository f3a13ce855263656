"""The matcher: a brief is read, the index finds, gates and signals decide, and the shortlist says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import DEFAULT_ENCODER, Encoder, Progress
from index.retrieval import Found, Index
from index.roles import ReadRoles, load_roles
from index.watching import outcome, stage
from index.windows import windows
from matcher.amendments import Amendments, amended
from matcher.brief import Brief
from matcher.building import Opening, open_matching
from matcher.confidence import Calibration, confidence_of, read_calibration
from matcher.errors import WeightsError
from matcher.explanation import evidence, signal_scores
from matcher.gates import GATE_NAMES, pass_gates
from matcher.investment_value import investment_value
from matcher.offers import Offered
from matcher.questions import questions
from matcher.ranking import Scored, order, score
from matcher.reading import read_brief
from matcher.reading.sectors import sectors_encoder
from matcher.shortlist import Confidence, Fingerprints, GateResult, Match, NearMiss, Shortlist
from matcher.signals import SIGNAL_NAMES, Evidences
from matcher.weights import Weights, read_weights
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Opportunity
from opportunities.strength import SectorStrength, strength_table
from opportunities.strength_claims import claims_of

MOST_NEAR_MISSES = 5
MOST_MATCHES = 50
MOST_STRENGTHS = 2
MOST_CLAIMS = 2


@dataclass(frozen=True)
class Ranked:
    """A brief measured against a whole catalogue, before anything is shown.

    ``eligible`` are positions in the catalogue, best first; ``blocked`` the positions that a gate kept out, likewise.
    """

    brief: Brief
    amendments: Amendments
    catalogue: Catalogue
    index: Index
    found: Found
    scored: Scored
    gates: tuple[tuple[GateResult, ...], ...]
    eligible: tuple[int, ...]
    blocked: tuple[int, ...]


class Matcher:
    """Ranks a catalogue against briefs. Safe to share between threads: nothing in it changes after it is built."""

    def __init__(
        self,
        catalogue: Catalogue,
        index: Index,
        encoder: Encoder,
        weights: Weights | None = None,
        calibration: Calibration | None = None,
        read_roles: ReadRoles | None = None,
    ) -> None:
        """``read_roles`` tells what mentions mean; null: the reference does."""
        self.catalogue = catalogue
        self.index = index
        self.encoder = encoder
        self.weights = (weights or read_weights()).checked(SIGNAL_NAMES)
        if self.weights.encoder not in (None, encoder.fingerprint):
            raise WeightsError(
                f"weights {self.weights.name!r} were learnt with another encoder than {encoder.name!r}; "
                "run `midlands-match weights tune` with this one, or set MIDLANDS_MATCH_ENCODER back"
            )
        self._offered = Offered(catalogue)
        self._strength = strength_table()
        self._calibration = calibration
        self._read_roles = read_roles

    @classmethod
    def open(
        cls,
        home: Path,
        catalogue: Catalogue | None = None,
        encoder_name: str = DEFAULT_ENCODER,
        weights: Weights | None = None,
        calibration: Calibration | None = None,
        progress: Progress | None = None,
        on_build: Callable[[], None] | None = None,
        rebuild: bool = False,
        told: Callable[[str], None] = lambda message: None,
        opening: Opening | None = None,
    ) -> Matcher:
        """The matcher over the snapshot kept under ``home``; the very first time it is built there.

        ``opening`` is the back-end, where it began to be opened before.
        Its networks are compiled beside it, once, where that works here; where not, it is ``told`` and the reference
        reads.
        ``rebuild`` has a stale or broken snapshot built again as well; what it still holds is not encoded twice.

        Raises:
            SnapshotError: when the snapshot is stale or broken, and is not to be rebuilt.
            EncoderError, CatalogueError, WeightsError: when a part cannot be used.
        """
        catalogue = catalogue or Catalogue.read()
        index, backend = open_matching(home, catalogue, encoder_name, progress, on_build, rebuild, told, opening)
        return cls(catalogue, index, backend.encoder, weights, calibration, backend.read_roles)

    def changed(self, catalogue: Catalogue, weights: Weights | None) -> Matcher:
        """This matcher over another state of the catalogue, with other weights (null: the shipped ones).

        What was encoded before is not encoded again, and this matcher itself stays as it is.
        """
        if catalogue.fingerprint == self.catalogue.fingerprint:
            index = self.index
        else:
            known = self.index.vectors_by_key()
            index = Index.build(catalogue, self.encoder, known, known_windows=self.index.windows_by_profile())
        return Matcher(catalogue, index, self.encoder, weights, self.calibration, self._read_roles)

    @stage("read")
    def read(self, text: str) -> Brief:
        """What was asked, as the engine reads it.

        Raises:
            BriefError: when the text is empty or too long.
        """
        vectorise = self._vectorise if self.encoder.fingerprint == sectors_encoder() else None
        return read_brief(text, vectorise, self._read_roles or load_roles().read)

    @stage("encode")
    def _vectorise(self, sentences: list[str]) -> NDArray[np.float32] | None:
        pieces = windows(sentences, self.encoder)
        if not pieces:
            return None
        centre = self.encoder.encode(pieces).mean(axis=0)
        return np.asarray(centre / max(float(np.linalg.norm(centre)), 1e-12), dtype=np.float32)

    @stage("decide")
    def rank(self, brief: Brief, amendments: Amendments | None = None) -> Ranked:
        """Every opportunity measured, gated and ordered, once an officer's amendments are applied to the brief.

        Raises:
            AmendmentsError: when they name something that is not there.
        """
        amendments = amendments or Amendments()
        amendments.check(brief, self.catalogue.ids, GATE_NAMES)
        brief = amended(brief, amendments)
        found = self.index.find(*self._texts(brief), self.encoder)
        evidences = Evidences(brief, found, self._offered, self._strength)
        scored = score(evidences, self.weights)
        gates = tuple(pass_gates(brief, opportunity, amendments.overrides) for opportunity in self.catalogue)
        ordered = order(scored.scores, self.catalogue.ids)
        failed = {n for n, results in enumerate(gates) if any(r.blocks for r in results)}
        return Ranked(
            brief=brief,
            amendments=amendments,
            catalogue=self.catalogue,
            index=self.index,
            found=found,
            scored=scored,
            gates=gates,
            eligible=tuple(n for n in ordered if n not in failed),
            blocked=tuple(n for n in ordered if n in failed),
        )

    def match(self, text: str, k: int = 10, amendments: Amendments | None = None) -> Shortlist:
        """The shortlist for a pasted brief: the k best of what is eligible, and what only a gate kept out.

        Raises:
            BriefError: when the text is empty or too long.
            AmendmentsError: when the amendments name something that is not there.
        """
        return self.shortlist(self.rank(self.read(text), amendments), k)

    @stage("explain")
    def shortlist(self, ranked: Ranked, k: int = 10, shown: Callable[[Opportunity], bool] | None = None) -> Shortlist:
        """A ranking with its reasons. ``k`` from 1 to 50.

        ``shown`` picks the opportunities to tell of; ranks and confidence stay those of the whole ranking.
        """
        confidence, value, notes = self.confidence(ranked)
        picked = [(n, at) for n, at in enumerate(ranked.eligible, start=1) if not shown or shown(self.catalogue[at])]
        if shown is None:
            outcome("answer", confidence.value)
        best = picked[: max(1, min(k, MOST_MATCHES))]
        last = ranked.scored.scores[best[-1][1]] if best else 0.0
        missed = [
            at for at in ranked.blocked if ranked.scored.scores[at] >= last and (not shown or shown(self.catalogue[at]))
        ]
        return Shortlist(
            brief=ranked.brief,
            amendments=ranked.amendments,
            confidence=confidence,
            confidence_value=value,
            matches=tuple(self._match(rank, at, ranked) for rank, at in best),
            near_misses=tuple(self._near_miss(at, ranked) for at in missed[:MOST_NEAR_MISSES]),
            notes=notes,
            questions=questions(ranked.brief),
            investment_value=investment_value(ranked.brief),
            fingerprints=self.fingerprints,
        )

    def confidence(self, ranked: Ranked) -> tuple[Confidence, float, tuple[str, ...]]:
        """How sure the engine is that anything answers, the probability behind it, and what the officer is told."""
        return confidence_of(ranked.brief, ranked.found, ranked.eligible, self.encoder.fingerprint, self.calibration)

    @property
    def calibration(self) -> Calibration:
        """What says how sure an answer is; the shipped one is read only here, since calibrating needs none."""
        return self._calibration or read_calibration()

    @property
    def fingerprints(self) -> Fingerprints:
        return Fingerprints(
            catalogue=self.catalogue.fingerprint,
            encoder=self.encoder.fingerprint,
            weights=self.weights.fingerprint,
            version=product_version(),
        )

    def without(self, sources: Iterable[str] = (), mentions: Iterable[str] = ()) -> Matcher:
        """This matcher as it would be had some pages never been read and some names never been written."""
        reduced = self.catalogue.without(sources, mentions)
        if reduced.fingerprint == self.catalogue.fingerprint:
            return self
        index = Index.build(reduced, self.encoder, self.index.vectors_by_key())
        return Matcher(reduced, index, self.encoder, self.weights, self._calibration, self._read_roles)

    @stage("encode")
    def _texts(self, brief: Brief) -> tuple[list[str], list[str]]:
        needs = [need.text for need in brief.needs]
        sentences = sorted([*brief.needs, *brief.context], key=lambda sentence: sentence.span.start)
        whole = windows([sentence.text for sentence in sentences], self.encoder)
        # A need is a sentence; the rare one that is too long for the encoder is measured by its beginning's window.
        return whole, [windows([need], self.encoder)[0] for need in needs]

    def _match(self, rank: int, at: int, ranked: Ranked) -> Match:
        opportunity = self.catalogue[at]
        met, unmet = evidence(at, ranked.brief, opportunity, ranked.found, self.index)
        return Match(
            rank=rank,
            opportunity_id=opportunity.id,
            name=opportunity.name,
            kind=opportunity.kind.value,
            places=tuple(place.name for place in opportunity.places),
            summary=opportunity.summary.text,
            status=opportunity.status.value,
            score=float(np.clip(ranked.scored.scores[at], 0, 1)),
            signals=signal_scores(at, ranked.brief, opportunity, ranked.scored, self.weights.weights),
            gates=ranked.gates[at],
            strength=self._strengths(at, ranked.brief),
            claims=claims_of(opportunity)[:MOST_CLAIMS],
            met=met,
            unmet=unmet,
        )

    def _strengths(self, at: int, brief: Brief) -> tuple[SectorStrength, ...]:
        """How strong the brief's surest sectors are there: of those that the opportunity serves, if it names any."""
        served = [s for s in brief.sectors if self._offered.sector_closeness(s.path)[at] != 0]  # NaN: it names none
        surest = sorted(served, key=lambda s: -s.certainty)[:MOST_STRENGTHS]
        told = (self._strength.strength(s.path, self._offered.authorities[at]) for s in surest)
        return tuple(t for t in told if t is not None)

    def _near_miss(self, at: int, ranked: Ranked) -> NearMiss:
        opportunity = self.catalogue[at]
        return NearMiss(
            opportunity_id=opportunity.id,
            name=opportunity.name,
            score=float(np.clip(ranked.scored.scores[at], 0, 1)),
            blocked_by=tuple(r for r in ranked.gates[at] if r.blocks),
        )


def product_version() -> str:
    """The installed version of the product."""
    try:
        return version("midlands-match")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "0+unknown"
