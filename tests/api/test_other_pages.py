"""The other pages: catalogue, profiles, strength, weights, and what a public service says of itself."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.pages.quality_figures import quality_figures, read_figures
from api.pages.strength import across, plotted
from api.pages.tiles import COLUMNS, ROWS, tile_map, tiles
from api.pages.weighing import HEAVIEST
from matcher.matcher import Matcher
from matcher.signals import SIGNALS
from opportunities.catalogue import Catalogue
from opportunities.opportunity import Opportunity
from opportunities.places import gazetteer
from opportunities.strength import strength_table

BROWSER = {"accept": "text/html"}


def plain(answer: Any) -> str:
    """What a page says, without its mark-up."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", answer.text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def listed(answer: Any) -> list[str]:
    """The ids that a page of the catalogue lists."""
    return re.findall(r'mm-list__name"><a href="/opportunities/([^"]+)"', answer.text)


def test_the_catalogue_lists_everything_once(client: TestClient, small_catalogue: Catalogue) -> None:
    assert sorted(listed(client.get("/opportunities"))) == sorted(small_catalogue.ids)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("kind=fund", lambda o: o.kind.value == "fund"),
        ("status=closed", lambda o: o.status.value == "closed"),
        ("words=battery", lambda o: "battery" in o.model_dump_json().casefold()),
        ("words=BATTERY++coventry", lambda o: "coventry" in o.model_dump_json().casefold()),
        ("region=East+Midlands&kind=site", lambda o: o.kind.value == "site"),
    ],
)
def test_a_search_lists_what_fits_and_counts_it(
    client: TestClient, small_catalogue: Catalogue, query: str, fits: Any
) -> None:
    answer = client.get(f"/opportunities?{query}")
    found = listed(answer)
    assert found
    assert all(fits(small_catalogue.opportunity(i)) for i in found)
    assert f"{len(found)} of {len(small_catalogue)} opportunities" in plain(answer)


def test_the_count_beside_a_choice_is_what_the_choice_gives(client: TestClient) -> None:
    page = client.get("/opportunities?region=West+Midlands").text
    kinds = page.split('id="kind"')[1].split("</select>")[0]
    for value, count in re.findall(r'<option value="([^"]+)"[^>]*>[^(]+\((\d+)\)', kinds):
        assert len(listed(client.get(f"/opportunities?region=West+Midlands&kind={value}"))) == int(count)


def test_nothing_found_says_what_to_do(client: TestClient) -> None:
    page = client.get("/opportunities?words=unicorns")
    assert page.status_code == 200
    assert "Use fewer words" in plain(page)
    assert client.get("/opportunities?kind=<script>&page=99999999").status_code == 200


def test_long_lists_are_cut_into_pages(catalogue: Catalogue) -> None:
    from api.pages.catalogue import PAGE_SIZE, Search, found

    hits = found(catalogue, Search())
    assert len(hits) == len(catalogue) > PAGE_SIZE
    assert Search(words="a b", kind="site").address(page=2) == "/opportunities?words=a+b&kind=site&page=2"


def test_a_profile_tells_every_fact_figure_and_source(client: TestClient, small_catalogue: Catalogue) -> None:
    for opportunity in small_catalogue:
        page = client.get(f"/opportunities/{opportunity.id}")
        told = plain(page)
        for statement in (*opportunity.offers, *opportunity.incentives, *opportunity.not_for):
            assert " ".join(statement.text.split()) in told, opportunity.id
        for figure in opportunity.figures:
            assert figure.measure[1:] in told
        for at, source in enumerate(opportunity.sources, start=1):
            row = page.text.split(f'id="source-{at}"')[1].split("</li>")[0]
            assert source.publisher in html.unescape(row)
            assert (f'href="{html.escape(source.url or "-")}"' in row) == (source.url is not None and not source.copy_)
        for at in re.findall(r'href="#(source-\d+)"', page.text):
            assert f'id="{at}"' in page.text


def test_what_contradicts_is_shown_together_and_what_is_hoped_for_is_called_so(client: TestClient) -> None:
    page = client.get("/opportunities/east-midlands-freeport").text
    together = page.split('class="mm-conflict"')[1].split("</tbody>")[0]
    assert "Sources disagree" in together
    assert together.count('<th scope="row">') >= 2
    assert together.count(">projected<") >= 2


def test_an_opportunity_that_is_not_there_is_told_in_words(client: TestClient) -> None:
    page = client.get("/opportunities/no-such-thing", headers=BROWSER)
    assert page.status_code == 404
    assert "No opportunity is at this address" in plain(page)


@pytest.mark.parametrize("level", ["lad", "itl3", "itl2", "region"])
def test_places_are_compared_as_the_table_has_them(client: TestClient, level: str) -> None:
    page = client.get(f"/strength?sector=automotive&level={level}")
    found = strength_table().places("Automotive", level)  # type: ignore[arg-type] # the levels above
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>', page.text)
    assert [html.unescape(r) for r in rows] == [s.place for s in found]
    told = plain(page)
    for strength in found:
        assert f"{strength.raw:.2f}" in told
        assert str(strength.year) in told
        assert strength.note in told
        assert strength.source in told


def test_the_axis_is_even_in_ratios_and_holds_its_ends() -> None:
    assert across(1) == pytest.approx(50)
    assert across(2) - across(1) == pytest.approx(across(1) - across(0.5), abs=0.02)
    assert across(0) == across(0.1) == 0
    assert across(99) == 100
    for strength in strength_table().places("Aerospace", "itl2"):
        drawn = plotted(strength)
        if drawn.low is not None and drawn.high is not None:
            assert drawn.low <= drawn.dot <= drawn.high


def test_a_sector_that_is_not_there_and_one_without_counts_are_told(client: TestClient) -> None:
    assert client.get("/strength").status_code == 200
    wrong = client.get("/strength?sector=wizardry")
    assert wrong.status_code == 422
    assert "No sector is called “wizardry”" in plain(wrong)
    empty = client.get("/strength?sector=aerospace&level=itl3")
    assert "No official count reaches" in plain(empty)


def test_weights_on_trial_rank_anew_as_the_matcher_would(client: TestClient, matcher: Matcher) -> None:
    from api.pages.briefs import sample
    from matcher.weights import Weights

    trial = dict.fromkeys((s.name for s in SIGNALS), 0.0) | {"place_fit": 2.0, "needs_met": 0.5}
    query = "&".join(f"{k}={v}" for k, v in trial.items())
    page = client.get(f"/weights?sample=cold-chain-food&{query}").text
    table = page.split('id="trial-result"')[1].split("</table>")[0]
    other = Matcher(matcher.catalogue, matcher.index, matcher.encoder, Weights(name="trial", weights=trial))
    expected = other.match(sample("cold-chain-food"), 10)
    assert re.findall(r'href="/opportunities/([^"]+)"', table) == [m.opportunity_id for m in expected.matches]
    assert re.findall(r'mm-num">([\d.]+)<', table) == [f"{m.score:.2f}" for m in expected.matches]


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "1e9", "x", str(HEAVIEST + 1)])
def test_a_weight_that_makes_no_sense_is_as_in_force(client: TestClient, value: str) -> None:
    page = client.get(f"/weights?place_fit={value}")
    assert page.status_code == 200
    assert "under the weights in force" in plain(page)


def test_all_weights_at_zero_are_as_in_force(client: TestClient) -> None:
    page = client.get("/weights?" + "&".join(f"{s.name}=0" for s in SIGNALS))
    assert page.status_code == 200
    assert "under the weights in force" in plain(page)


def test_every_signal_is_explained_on_the_page(client: TestClient) -> None:
    told = plain(client.get("/weights"))
    for signal in SIGNALS:
        assert signal.title in told


def test_the_figures_are_those_of_the_document(client: TestClient, shipped_readme: str) -> None:
    told = plain(client.get("/quality"))
    rows = [line.split("|")[2].strip() for line in shipped_readme.splitlines() if line.startswith("| nDCG@10")]
    assert rows
    assert rows[0] in told
    assert "another catalogue" in told, "the small catalogue is not the one that was measured"
    figures = quality_figures()
    assert figures is not None
    assert not figures.belong_to("0" * 64)
    assert figures.belong_to(figures.catalogue + "0" * 52)


@pytest.fixture
def shipped_readme() -> str:
    """The product's own document."""
    from api.pages.quality_figures import README

    return README.read_text(encoding="utf-8")


def test_a_document_without_figures_is_no_failure() -> None:
    assert read_figures("").tables == ()
    assert read_figures("| a |\n|---|\n| 1 |\n\nTold. Catalogue `ab12`, x.").catalogue == "ab12"


def test_the_record_describes_what_runs(client: TestClient, matcher: Matcher) -> None:
    told = plain(client.get("/transparency"))
    assert "Tier 1" in told
    assert "Tier 2" in told
    assert matcher.catalogue.fingerprint[:12] in told
    assert matcher.weights.fingerprint[:12] in told
    assert matcher.encoder.name in told
    assert f"{len(matcher.catalogue)} profiles" in told
    assert "To be filled in by the organisation" in told
    assert "Not measured on the catalogue that is served now" in told


@pytest.mark.parametrize("path", ["/privacy", "/accessibility"])
def test_what_a_public_service_owes_is_there(client: TestClient, path: str) -> None:
    assert len(plain(client.get(path))) > 800


def test_every_authority_has_a_tile_of_its_own_that_lies_as_it_does() -> None:
    every = tiles()
    assert {t.authority for t in every} == gazetteer()["England"].authorities or len(every) == 65
    assert len({(t.column, t.row) for t in every}) == len(every)
    assert all(0 <= t.column < COLUMNS and 0 <= t.row < ROWS for t in every)
    at = {t.authority: t for t in every}
    assert at["Herefordshire, County of"].column < at["Birmingham"].column < at["Lincoln"].column
    assert at["Bassetlaw"].row < at["Nottingham"].row < at["Leicester"].row < at["Stratford-on-Avon"].row
    assert all(len(line) <= 13 and len(t.lines) <= 3 for t in every for line in t.lines)


def test_the_map_and_its_list_say_the_same(small_catalogue: Catalogue) -> None:
    from api.pages.answer import authorities_of

    def lying(o: Opportunity) -> frozenset[str]:
        return authorities_of(o)

    drawn = tile_map((n, lying(o)) for n, o in enumerate(small_catalogue, start=1))
    assert {(t.tile.authority, t.ranks) for t in drawn.tiles if t.ranks} == set(drawn.listed)
    told = {rank for _, ranks in drawn.listed for rank in ranks} | set(drawn.wide)
    assert told == set(range(1, len(small_catalogue) + 1))
