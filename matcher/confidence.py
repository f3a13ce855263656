"""Confidence: whether the catalogue answers the brief at all, told apart from how opportunities compare.

A logistic model over a few plain features, fitted on texts with and without a credible answer (see
``matcher.calibration``). One of them is what the text reads like as a whole: an enquiry that can be answered, one that
is tied to a place elsewhere, one for what is not to be had, or no enquiry at all. It belongs to one encoder, whose
vectors and cosines it was fitted to, and refuses another's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from index.retrieval import Found
from matcher.brief import Brief
from matcher.errors import WeightsError
from matcher.reading.label_features import terms_of, word_features
from matcher.shortlist import Confidence

SHIPPED_CALIBRATION = Path(__file__).parent / "weights" / "confidence.json"
FEATURES = (
    "best_profile",  # highest cosine of the whole brief with an eligible profile
    "lead",  # by how much it leads the twentieth
    "needs_covered",  # mean over the needs of the highest cosine with a passage of an eligible profile
    "words_covered",  # highest share of the brief's rare words in one eligible profile
    "in_the_midlands",  # 1 when a place in the Midlands is wanted
    "elsewhere_only",  # 1 when places are wanted and none is in the Midlands
    "no_need",  # 1 when nothing in the brief asks for anything
    "sector_certainty",  # how sure the surest sector is, 0 when none was read
    "activity_certainty",  # the same of activities
    "needs",  # how many needs there are
    "conditions",  # how many conditions: must and must not
    "money",  # 1 when an investment is stated
    "jobs",  # 1 when jobs are stated
    "timing",  # 1 when a date or span of time is stated
    "extent",  # 1 when land or floor space is stated
    "investor",  # 1 when the text tells what sort of investor writes
    "words",  # logarithm of the number of words
    "question",  # 1 when something is asked
    "wanted_here",  # how many places in the Midlands are wanted
    "wanted_elsewhere",  # how many places elsewhere are wanted
    "firm_elsewhere",  # how many of these the text insists on
    "most_excluded",  # 1 when half of the Midlands' authorities, or more, are ruled out
)
NEVER_AGAINST = frozenset({"best_profile", "lead", "needs_covered", "words_covered", "sector_certainty"})
"""Features of which more never makes an answer less likely: the fit holds them at zero or above."""
MIDLANDS_AUTHORITIES = 65
WORDS_WEIGH = 3.0
"""How much the words of a text count beside its vector before regularisation."""
KINDS = ("answered", "no enquiry", "elsewhere", "not to be had")
"""What a text can read like, as a whole. The log-odds of each are features too."""
ALL_FEATURES = (*FEATURES, *(f"reads like: {kind}" for kind in KINDS))


class Calibration(BaseModel):
    """A fitted model: standardised features times coefficients, and the two thresholds on the probability.

    ``kinds`` are linear in the brief's vector and words: for each of ``KINDS`` its coefficients for the vector, for the
    terms of ``vocabulary`` (weighed by ``idf``), and the intercept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: str
    fitted_on: str
    date: str
    vocabulary: tuple[str, ...]
    idf: tuple[float, ...]
    kinds: tuple[tuple[float, ...], ...]
    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    none_below: float
    strong_from: float

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of all that it holds."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @cached_property
    def _terms(self) -> dict[str, int]:
        return {term: n for n, term in enumerate(self.vocabulary)}

    @cached_property
    def _numbers(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return np.array(self.kinds), np.array(self.idf)

    def reads_like(self, text: str, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """The log-odds of each of ``KINDS`` for a text and its unit vector."""
        rows, idf = self._numbers
        at, weights = word_features(terms_of(text), self._terms, idf)
        logits = rows[:, : len(vector)] @ vector.astype(np.float64) + rows[:, -1]
        return log_odds(logits + WORDS_WEIGH * rows[:, len(vector) + at] @ weights)

    def measure(self, brief: Brief, found: Found, eligible: Sequence[int]) -> NDArray[np.float64]:
        """All features of one brief, in the order of ``ALL_FEATURES``."""
        return np.concatenate([features_of(brief, found, eligible), self.reads_like(brief.text, found.brief)])

    def probability(self, features: NDArray[np.float64]) -> float:
        """How likely it is that something in the catalogue answers, in [0, 1]."""
        standard = (features - np.array(self.means)) / np.array(self.scales)
        return float(1 / (1 + np.exp(-(standard @ np.array(self.coefficients) + self.intercept))))

    def grade(self, probability: float) -> Confidence:
        """Strong, possible or none."""
        if probability < self.none_below:
            return Confidence.NONE
        return Confidence.STRONG if probability >= self.strong_from else Confidence.POSSIBLE


@cache
def read_calibration(path: Path = SHIPPED_CALIBRATION) -> Calibration:
    """The calibration in a file; the shipped one unless told.

    Raises:
        WeightsError: when the file is missing or is not a calibration for these features.
    """
    try:
        found = Calibration.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise WeightsError(f"{path.name} cannot be read: {error}; run `midlands-match calibrate`") from error
    if found.features != ALL_FEATURES:
        raise WeightsError(f"{path.name} was fitted to the features {found.features}; run `midlands-match calibrate`")
    return found


def log_odds(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log-odds of each class, the last axis holding the classes' logits; within ±8, beyond which none is surer."""
    shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares = shares / shares.sum(axis=-1, keepdims=True)
    return np.asarray(np.clip(np.log(shares + 1e-12) - np.log1p(1e-12 - shares), -8, 8), dtype=np.float64)


def features_of(brief: Brief, found: Found, eligible: Sequence[int]) -> NDArray[np.float64]:
    """The features of one brief, in the order of ``FEATURES``. The first four are zero when nothing is eligible."""
    in_the_midlands = any(p.authorities for p in brief.places_wanted)
    at = np.array(eligible, dtype=np.int64)
    cosines = np.sort(found.profile_cosine[at])[::-1] if at.size else np.zeros(1)
    needs = found.need_cosine[:, at].max(axis=1).mean() if at.size and len(brief.needs) else 0.0
    return np.array(
        [
            cosines[0],
            cosines[0] - cosines[min(19, len(cosines) - 1)],
            needs,
            found.lexical[at].max() if at.size else 0.0,
            in_the_midlands,
            bool(brief.places_wanted) and not in_the_midlands,
            not brief.needs,
            max((s.certainty for s in brief.sectors), default=0.0),
            max((a.certainty for a in brief.activities), default=0.0),
            len(brief.needs),
            len(brief.must) + len(brief.must_not),
            brief.investment is not None,
            brief.jobs is not None,
            brief.timeline is not None,
            bool(brief.extents),
            brief.investor_type is not None,
            np.log1p(len(brief.text.split())),
            "?" in brief.text,
            sum(bool(p.authorities) for p in brief.places_wanted),
            sum(not p.authorities for p in brief.places_wanted),
            sum(p.firm and not p.authorities for p in brief.places_wanted),
            2 * len(frozenset[str]().union(*(p.authorities for p in brief.places_excluded))) >= MIDLANDS_AUTHORITIES,
        ],
        dtype=np.float64,
    )


def confidence_of(
    brief: Brief, found: Found, eligible: Sequence[int], encoder: str, calibration: Calibration
) -> tuple[Confidence, float, tuple[str, ...]]:
    """How sure, the probability behind it in [0, 1], and what the officer should be told.

    With an encoder that the calibration does not belong to, the answer is "possible" and says that it is not
    calibrated; a brief in another language is never "strong", since the similarity reads English.
    """
    notes: list[str] = []
    if not eligible:
        return Confidence.NONE, 0.0, ("Every opportunity in the catalogue is kept out by what was asked.",)
    if encoder != calibration.encoder:
        notes.append(
            "How sure the answer is cannot be told: no calibration belongs to this encoder. "
            "Run `midlands-match calibrate`."
        )
        return Confidence.POSSIBLE, 0.5, tuple(notes)
    probability = calibration.probability(calibration.measure(brief, found, eligible))
    grade = calibration.grade(probability)
    if brief.language != "en":
        notes.append(
            f"The brief is written in {language_name(brief.language)}. Sums, jobs, places, dates and many sectors are "
            "read all the same; the similarity reads English and is unreliable here. Paste a translation, or set "
            "MIDLANDS_MATCH_ENCODER to a multilingual sentence-transformers model."
        )
        grade = Confidence.POSSIBLE
    if brief.ignored:
        notes.append("Words that address the machine instead of asking for something were set aside.")
    return grade, probability, tuple(notes)


def language_name(code: str) -> str:
    """The English name of a language."""
    from babel import Locale

    return str(Locale("en").languages.get(code, code))
