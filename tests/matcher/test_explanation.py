"""Explanations: every word quoted stands where it is said to stand, and every source belongs to what is quoted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder import SentenceTransformersEncoder
from index.passages import Passage, PassageKind, passages_of
from index.retrieval import Found, Index
from matcher.brief import Brief
from matcher.explanation import MET_FROM, MET_FROM_LEXICAL, evidence, signal_scores, sources_of
from matcher.matcher import Matcher, Ranked
from matcher.shortlist import Shortlist
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Opportunity, Source

SAMPLES = Path(__file__).parents[2] / "matcher" / "samples"
TEXT = (SAMPLES / "rehabilitation-devices.txt").read_text(encoding="utf-8")
PASTED = (
    TEXT.replace("- ", "• ").replace("\n", "\r\n").replace("ward", "<b>ward</b>") + "\nWe also want caf&eacute; space."
)
BOTH = pytest.mark.parametrize("text", [TEXT, PASTED], ids=["plain", "as pasted"])


def shortlist_of(matcher: Matcher, text: str) -> Shortlist:
    return matcher.match(text, 50)


@pytest.fixture(scope="module")
def ranked(matcher: Matcher) -> Ranked:
    return matcher.rank(matcher.read(TEXT))


@pytest.fixture(scope="module")
def shortlist(matcher: Matcher, ranked: Ranked) -> Shortlist:
    return matcher.shortlist(ranked, 50)


def cited(opportunity: Opportunity, passage: Passage) -> list[Source]:
    return [opportunity.sources[n] for n in passage.sources]


@BOTH
def test_every_need_is_quoted_from_the_brief_and_told_once(matcher: Matcher, text: str) -> None:
    shortlist = shortlist_of(matcher, text)
    needs = sorted((n.span for n in shortlist.brief.needs), key=lambda s: s.start)
    assert len(needs) > 2
    assert shortlist.matches
    for match in shortlist.matches:
        told = sorted((e.need for e in (*match.met, *match.unmet)), key=lambda s: s.start)
        assert told == needs, "met and unmet together are the needs"
        for need in told:
            assert text[need.start : need.end] == need.text


@BOTH
def test_every_criterion_s_words_stand_in_the_brief(matcher: Matcher, text: str) -> None:
    brief = matcher.read(text)
    spans = [c.span for c in (*brief.must, *brief.must_not)]
    spans += [c.span for c in (*brief.places_wanted, *brief.places_excluded)]
    spans += [found.span for found in (brief.investment, brief.jobs, brief.timeline) if found is not None]
    spans += [c.span for c in brief.sectors if c.span is not None]
    spans += [c.span for c in brief.activities if c.span is not None]
    assert spans
    for span in spans:
        assert text[span.start : span.end] == span.text


def test_every_passage_is_quoted_from_that_profile_with_its_own_sources(
    shortlist: Shortlist, small_catalogue: Catalogue
) -> None:
    quoted = 0
    for match in shortlist.matches:
        opportunity = small_catalogue.opportunity(match.opportunity_id)
        passages = {(p.text, p.kind): p for p in passages_of(opportunity)}
        for met in match.met:
            assert met.passage is not None
            assert met.passage_kind is not None
            passage = passages[met.passage, met.passage_kind]
            assert met.passage_kind is not PassageKind.PROFILE, "what has no source is not quoted"
            assert met.sources
            publishers = {(s.publisher, s.title) for s in cited(opportunity, passage)}
            assert {(s.publisher, s.title) for s in met.sources} == publishers
            quoted += 1
    assert quoted


def test_what_is_unmet_quotes_nothing(shortlist: Shortlist) -> None:
    unmet = [e for match in shortlist.matches for e in match.unmet]
    assert unmet
    for e in unmet:
        assert (e.passage, e.passage_kind, e.sources) == (None, None, ())


def test_what_is_met_is_told_most_similar_first(shortlist: Shortlist) -> None:
    for match in shortlist.matches:
        similarities = [e.similarity for e in match.met]
        assert similarities == sorted(similarities, reverse=True)


def test_a_similarity_is_the_highest_over_the_profile(
    shortlist: Shortlist, small_catalogue: Catalogue, encoder: SentenceTransformersEncoder
) -> None:
    match = max(shortlist.matches, key=lambda m: len(m.met))
    passages = list(passages_of(small_catalogue.opportunity(match.opportunity_id)))
    vectors = encoder.encode([p.text for p in passages])
    text_of = {n.span: n.text for n in shortlist.brief.needs}
    for e in (*match.met, *match.unmet):
        cosines = vectors @ encoder.encode([text_of[e.need]])[0]
        assert e.similarity == pytest.approx(float(cosines.max()), abs=1e-5)


def test_no_address_of_a_copy_is_shown(matcher: Matcher, small_catalogue: Catalogue) -> None:
    copies = {s.url for o in small_catalogue for s in o.sources if s.copy_ and s.url}
    assert copies
    for opportunity in small_catalogue:
        for passage in passages_of(opportunity):
            for source in sources_of(passage, opportunity):
                assert source.url not in copies
                assert source.copy_ == (source.document == "seen-as-a-copy")
    shown = "".join(matcher.match(path.read_text(encoding="utf-8"), 50).model_dump_json() for path in SAMPLES.iterdir())
    assert not [url for url in copies if url in shown]


def test_originals_stand_before_copies_and_each_once(small_catalogue: Catalogue) -> None:
    opportunity = small_catalogue.opportunity("melton-stockyard")
    copy, original = opportunity.sources[:2]
    assert copy.copy_
    assert not original.copy_
    passage = Passage(opportunity_id=opportunity.id, kind=PassageKind.OFFER, text="x", sources=(0, 1, 0))
    shown = sources_of(passage, opportunity)
    assert [s.title for s in shown] == [original.title, copy.title]
    assert shown[0] == original


def altered(found: Found, cosine: float, lexical: float) -> Found:
    return Found(
        brief=found.brief,
        profile_cosine=found.profile_cosine,
        lexical=found.lexical,
        need_cosine=np.full_like(found.need_cosine, cosine),
        need_lexical=np.full_like(found.need_lexical, lexical),
        best_passage=found.best_passage.copy(),
    )


@pytest.mark.parametrize(
    ("cosine", "lexical", "met"),
    [
        (MET_FROM, 0.0, True),
        (MET_FROM - 0.001, 0.0, False),
        (0.0, MET_FROM_LEXICAL, True),
        (0.0, MET_FROM_LEXICAL - 0.001, False),
        (-0.5, 0.0, False),
    ],
)
def test_a_need_is_met_by_meaning_or_by_words(
    ranked: Ranked, small_index: Index, cosine: float, lexical: float, met: bool
) -> None:
    found = altered(ranked.found, cosine, lexical)
    yes, no = evidence(0, ranked.brief, ranked.catalogue[0], found, small_index)
    assert (len(yes), len(no)) == ((len(ranked.brief.needs), 0) if met else (0, len(ranked.brief.needs)))


def test_a_profile_without_a_citable_passage_meets_nothing(ranked: Ranked, small_index: Index) -> None:
    found = altered(ranked.found, 0.9, 0.9)
    found.best_passage[:] = -1
    assert evidence(0, ranked.brief, ranked.catalogue[0], found, small_index)[0] == ()


def test_a_brief_without_needs_has_no_evidence(ranked: Ranked, small_index: Index) -> None:
    assert evidence(0, Brief(text="x"), ranked.catalogue[0], ranked.found, small_index) == ((), ())


def test_signals_are_told_with_both_sides_and_add_up(shortlist: Shortlist, matcher: Matcher) -> None:
    for match in shortlist.matches:
        assert sum(s.contribution for s in match.signals) == pytest.approx(match.score, abs=1e-9)
        for signal in match.signals:
            assert signal.weight == matcher.weights[signal.signal]
            assert signal.detail
            if signal.signal in ("sector_fit", "activity_fit", "place_fit", "sector_strength"):
                assert signal.asked
                assert signal.offered


def test_a_silent_profile_is_told_as_not_stated(ranked: Ranked, matcher: Matcher) -> None:
    at = ranked.catalogue.ids.index("midlands-engine-observatory")
    told = signal_scores(at, ranked.brief, ranked.catalogue[at], ranked.scored, matcher.weights.weights)
    activity = next(s for s in told if s.signal == "activity_fit")
    assert not activity.stated
    assert activity.offered == "not stated"
    assert activity.value == 0.5
    assert all(s.stated for s in told if s.signal in ("overall_similarity", "needs_met", "shared_words"))
