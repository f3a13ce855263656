"""The pages as answers: guarded headers, requests from elsewhere refused, refusals in words, corrections carried on."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.security.permissions import PERMISSIONS, Permission, Permissions
from matcher.amendments import Amendments
from matcher.matcher import Matcher

ROOT = Path(__file__).parents[2]
BRIEF = (
    "We are a Danish maker of blood tests, 140 people. We want about 700 sq m, half wet laboratory, near a large "
    "teaching hospital, ideally Birmingham, from autumn 2027. Budget £3m–£4m, 25 jobs. We cannot use shared space."
)
BROWSER = {"accept": "text/html,application/xhtml+xml"}
ProblemOf = Callable[..., dict[str, Any]]


def post(client: TestClient, headers: dict[str, str] | None = None, path: str = "/shortlist", **fields: Any) -> Any:
    several = {
        name: (value if isinstance(value, list) else [value]) for name, value in ({"text": BRIEF} | fields).items()
    }
    files = [(name, (None, value)) for name, values in several.items() for value in values]
    return client.post(path, files=files, headers=BROWSER | (headers or {}))


def plain(answer: Any) -> str:
    """What a page says, without its mark-up."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", answer.text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def carried(answer: Any) -> Amendments:
    """The corrections that a page carries on."""
    found = re.search(r'name="amendments" value="([^"]*)"', answer.text)
    assert found
    return Amendments.model_validate_json(html.unescape(found[1]))


@pytest.mark.parametrize("path", ["/", "/nowhere", "/healthz", "/v1/signals", "/static/pages.js"])
def test_every_answer_is_guarded(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"


def test_the_nonce_is_new_each_time_and_the_pages_own(client: TestClient) -> None:
    pages = [client.get("/") for _ in range(2)]
    nonces = [re.findall(r'nonce="([^"]+)"', page.text) for page in pages]
    assert nonces[0] != nonces[1]
    for page, nonce in zip(pages, nonces, strict=True):
        assert len(nonce) == 1
        assert f"'nonce-{nonce[0]}'" in page.headers["content-security-policy"]


def test_static_files_may_be_kept_because_their_address_changes_with_them(client: TestClient) -> None:
    page = client.get("/").text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(addresses) >= 4
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/none.css?v=1").headers["cache-control"] == "no-store"


def test_nothing_is_asked_of_another_host_and_no_crown_is_worn(client: TestClient) -> None:
    everything = [p for p in (ROOT / "api" / "pages").rglob("*") if p.suffix in {".html", ".css", ".svg"}]
    assert everything
    for path in everything:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|url)\s*[=(]\s*["']?(?:https?:)?//""", text), path
        assert not re.search(r"#1d70b8|GDS Transport|crown", text, re.IGNORECASE), path


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"}, True),
        ({"origin": "http://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": "https://127.0.0.1"}, True),
        ({"origin": "http://127.0.0.1"}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({}, False),
    ],
)
def test_what_another_site_sends_is_refused(
    client: TestClient, problem_of: ProblemOf, headers: dict[str, str], refused: bool
) -> None:
    answer = client.post("/v1/match", json={"text": "lab", "k": 1}, headers=headers)
    if refused:
        problem_of(answer, 403, "another site")
    else:
        assert answer.status_code == 200
    assert client.get("/", headers=headers).status_code == 200, "a link from elsewhere may be followed"


def test_refusals_are_pages_for_people_and_problems_for_machines(client: TestClient, problem_of: ProblemOf) -> None:
    page = client.get("/nowhere", headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "This page is not here" in page.text
    problem_of(client.get("/nowhere"), 404)
    problem_of(client.get("/v1/nowhere", headers=BROWSER), 404)
    assert "too large" in plain(post(client, text="x" * 1_000_001))
    wrong = client.put("/", headers=BROWSER)
    assert wrong.status_code == 405
    assert wrong.headers["allow"]
    assert "<h1" in wrong.text


def test_a_mistake_of_ours_is_told_without_its_inside(matcher: Matcher) -> None:
    app = create_app(lambda: matcher)

    @app.get("/throw")
    def throw() -> None:
        raise ZeroDivisionError("secret of the inside")

    app.state.permissions = Permissions(app, PERMISSIONS | {"GET /throw": Permission(None)})
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.get("/throw", headers=BROWSER)
        assert answer.status_code == 500
        assert "went wrong" in answer.text
        assert "secret" not in answer.text
        assert "content-security-policy" in answer.headers


@pytest.fixture(scope="module")
def loading(matcher: Matcher) -> Iterator[TestClient]:
    """An application whose matcher does not come before it is let."""
    let = threading.Event()

    def opener() -> Matcher:
        let.wait(60)
        return matcher

    with TestClient(create_app(opener), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client
        let.set()


def test_while_the_catalogue_loads_a_page_says_so_and_looks_again(loading: TestClient) -> None:
    page = loading.get("/opportunities", headers=BROWSER)
    assert page.status_code == 503
    assert re.search(r'<meta http-equiv="refresh" content="\d+">', page.text)
    assert "being loaded" in page.text
    assert loading.get("/", headers=BROWSER).status_code == 200


def test_a_brief_sent_while_loading_is_kept_on_the_page_and_not_lost(loading: TestClient) -> None:
    page = post(loading, text='A "laboratory" <b>\n in Derby', k="5")
    assert page.status_code == 503
    assert page.headers["retry-after"]
    assert 'name="text" value="A &#34;laboratory&#34; &lt;b&gt;\n in Derby"' in page.text
    assert 'name="k" value="5"' in page.text
    assert "http-equiv" not in page.text, "a reload would send nothing"


@pytest.mark.parametrize("text", ["", "  \r\n "])
def test_an_empty_brief_comes_back_with_what_to_do(client: TestClient, text: str) -> None:
    page = post(client, text=text)
    assert page.status_code == 422
    assert "The brief is empty; paste" in plain(page)
    assert 'href="#text"' in page.text
    assert page.text.count("<title>Error: ") == 1


def test_a_brief_that_is_too_long_comes_back_whole(client: TestClient) -> None:
    page = post(client, text="Ω" * 100_001)
    assert page.status_code == 422
    assert "more than 100,000" in plain(page)
    assert page.text.count("Ω") >= 100_001


def test_the_longest_brief_in_the_widest_script_passes(client: TestClient) -> None:
    assert post(client, text="🧬" * 100_000, k="5").status_code == 200


def test_a_shortlist_has_no_address_of_its_own(client: TestClient) -> None:
    answer = client.get("/shortlist", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


def test_every_sample_can_be_tried(client: TestClient) -> None:
    page = client.get("/").text
    samples = re.findall(r'href="(/\?sample=[^"]+)"', page)
    assert len(samples) == 3
    for sample in samples:
        assert len(re.findall(r"<textarea[^>]*>\s*\S{3}", client.get(sample).text)) == 1
    assert client.get("/?sample=../../etc/passwd").status_code == 200


def test_the_page_shows_the_matchers_own_answer(client: TestClient, matcher: Matcher) -> None:
    page = post(client, k="5")
    shortlist = matcher.match(BRIEF, 5)
    told = plain(page)
    at = -1
    for match in shortlist.matches:
        assert match.name in told
        at = page.text.index(f'id="name-{match.opportunity_id}"', at + 1)  # in this order
        for evidence in match.met:
            assert evidence.passage in told
        for evidence in match.unmet:
            assert f"“{' '.join(evidence.need.text.split())}”" in told
    for miss in shortlist.near_misses:
        assert miss.name in told
    for question in shortlist.questions:
        assert question in told


def test_line_ends_of_browsers_do_not_shift_what_was_read(client: TestClient, matcher: Matcher) -> None:
    text = "We need a laboratory.\nWe invest £3m.\nIn Birmingham, please."
    sent = post(client, text=text.replace("\n", "\r\n"))
    assert f'name="text" value="{text}"' in sent.text


def test_a_criterion_is_taken_out_and_put_back(client: TestClient, matcher: Matcher) -> None:
    first = post(client)
    assert 'name="take_out" value="places_wanted:Birmingham"' in first.text
    without = post(client, take_out="places_wanted:Birmingham")
    assert carried(without) == Amendments(removed=("places_wanted:Birmingham",))
    assert 'name="take_out" value="places_wanted:Birmingham"' not in without.text
    assert "place_fit" not in without.text
    again = post(client, amendments=carried(without).model_dump_json(), put_back="places_wanted:Birmingham")
    assert carried(again) == Amendments()
    assert plain(again) == plain(first)


def test_what_an_officer_knows_is_put_in_by_hand(client: TestClient) -> None:
    page = post(
        client,
        sector="agriculture, horticulture, fisheries and pets: arable crops",
        place="lincs",
        excluded="Nottingham",
        money="€2m to €3m",
    )
    given = carried(page)
    assert given.sectors == ("Agriculture, horticulture, fisheries and pets : Arable crops",)
    assert given.places_wanted == ("Lincolnshire",)
    assert given.places_excluded == ("Nottingham",)
    assert given.investment is not None
    assert (given.investment.low, given.investment.high, given.investment.currency) == (2_000_000, 3_000_000, "EUR")
    assert plain(page).count("added by hand") == 4
    taken = post(client, amendments=given.model_dump_json(), take_place="Lincolnshire", take_money="yes")
    assert carried(taken).places_wanted == ()
    assert carried(taken).investment is None
    assert carried(post(client, amendments=given.model_dump_json(), start_over="yes")) == Amendments()


def test_words_that_name_nothing_are_told_beside_their_field_and_the_rest_is_used(client: TestClient) -> None:
    page = post(client, place="Atlantis", sector="wizardry", money="lots", excluded="Derby")
    assert page.status_code == 422
    for name, words in (("place", "Atlantis"), ("sector", "wizardry"), ("money", "lots")):
        assert f'href="#{name}"' in page.text
        assert f'id="{name}-error"' in page.text
        assert f"“{words}”" in plain(page)
    assert carried(page).places_excluded == ("Derby",)


def test_a_gate_is_overridden_with_a_reason_and_not_without(client: TestClient) -> None:
    text = BRIEF + " We will not go to the East Midlands."
    first = post(client, text=text, k="50")
    found = re.search(r'name="gates:([^"]+)" value="([^"]+)"', first.text)
    assert found
    opportunity_id, gates = found.groups()
    asked = post(client, text=text, k="50", override=opportunity_id, **{f"gates:{opportunity_id}": gates})
    assert asked.status_code == 422
    assert f'id="reason-{opportunity_id}-error"' in asked.text
    fields = {f"gates:{opportunity_id}": gates, f"reason:{opportunity_id}": "they know <b>the owner</b>"}
    done = post(client, text=text, k="50", override=opportunity_id, **fields)
    assert done.status_code == 200
    assert f'id="match-{opportunity_id}"' in done.text
    assert "they know <b>the owner</b>" in plain(done) or "they know &lt;b&gt;the owner&lt;/b&gt;" in done.text
    assert "Overridden" in plain(done)
    undone = post(client, text=text, k="50", amendments=carried(done).model_dump_json(), take_override=opportunity_id)
    assert f'id="match-{opportunity_id}"' not in undone.text


def test_filters_keep_the_ranks_and_say_when_nothing_is_left(client: TestClient, matcher: Matcher) -> None:
    ranks = {m.opportunity_id: m.rank for m in matcher.match(BRIEF, 50).matches}
    page = post(client, k="50", kind="zone")
    shown = re.findall(r'id="match-([^"]+)"', page.text)
    assert shown
    assert all(matcher.catalogue.opportunity(i).kind.value == "zone" for i in shown)
    for opportunity_id in shown:
        assert f"Rank </span>{ranks[opportunity_id]}</p>" in page.text
    nothing = post(client, kind="fund", status="proposed")
    assert "No eligible opportunity is left by these filters" in plain(nothing)
    assert re.findall(r'id="match-([^"]+)"', post(client, region="East Midlands", k="50").text)


def test_sorting_orders_what_is_shown_and_nothing_else(client: TestClient) -> None:
    by_rank = re.findall(r'id="match-([^"]+)"', post(client).text)
    by_name = post(client, sort="name")
    assert sorted(by_rank) == sorted(re.findall(r'id="match-([^"]+)"', by_name.text))
    names = [html.unescape(n) for n in re.findall(r'id="name-[^"]+"><a [^>]+>([^<]+)<', by_name.text)]
    assert names == sorted(names, key=str.casefold)


@pytest.mark.parametrize("k", ["0", "-1", "51", "9" * 30, "ten", "", "٥"])
def test_a_count_that_makes_no_sense_gives_the_usual_one(client: TestClient, k: str) -> None:
    assert len(re.findall(r'id="match-([^"]+)"', post(client, k=k).text)) == 10


def test_two_to_four_stand_side_by_side(client: TestClient) -> None:
    ids = re.findall(r'id="match-([^"]+)"', post(client).text)
    table = post(client, compare=ids[:3]).text.split("mm-comparison")[1].split("</table>")[0]
    assert table.count('scope="col"') == 3
    assert "Tick one more" in plain(post(client, compare=ids[:1]))
    assert "More than four are ticked" in plain(post(client, compare=ids[:6]))
    assert "More than four" not in plain(post(client, compare=ids[:4]))
    assert post(client, compare=ids[:6]).text.split("mm-comparison")[1].split("</thead>")[0].count('scope="col"') == 4


def test_the_bar_of_every_match_adds_up_to_its_score(client: TestClient, matcher: Matcher) -> None:
    page = post(client, k="5").text
    for match in matcher.match(BRIEF, 5).matches:
        bar = page.split(f'id="name-{match.opportunity_id}"')[1].split("<svg")[1].split("</svg>")[0]
        pieces = [(float(x), float(w)) for x, w in re.findall(r'x="([\d.]+)" width="([\d.]+)"', bar)]
        assert sum(w for _, w in pieces) == pytest.approx(100 * match.score, abs=0.01)
        for (x, w), (after, _) in pairwise(pieces):
            assert x + w == pytest.approx(after, abs=0.01)


def test_corrections_that_these_pages_did_not_write_are_refused(client: TestClient) -> None:
    for broken in ("{", '{"wishes": 1}', "[]", json.dumps({"places_wanted": ["x"] * 51})):
        assert post(client, amendments=broken).status_code == 422
    unknown = post(client, amendments=json.dumps({"places_wanted": ["Atlantis"]}))
    assert unknown.status_code == 422
    assert "Atlantis" in plain(unknown)


def test_a_removal_that_the_edited_text_no_longer_has_is_dropped_and_told(client: TestClient) -> None:
    gone = Amendments(removed=("places_wanted:Birmingham",)).model_dump_json()
    edited = post(client, path="/", amendments=gone)
    assert edited.status_code == 200
    assert "places_wanted:Birmingham" in edited.text
    page = post(client, text="We need a wet laboratory.", amendments=gone)
    assert page.status_code == 200
    assert "1 of your corrections no longer applies" in plain(page)
    assert carried(page) == Amendments()


HOSTILE = [
    "<script>alert(1)</script> lab in <img src=x onerror=alert(1)> Birmingham",
    '"><svg onload=alert(1)> laboratory in Derby',
    "' onmouseover='alert(1) laboratory; budget £3m",
    "</textarea><script>alert(1)</script> We need a lab",
    "{{7*7}} {% raw %} laboratory in Derby",
    "We need a laboratory\0 in Derby \u202e not \u2028 here",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_brief_stays_text(client: TestClient, text: str) -> None:
    for path in ("/", "/shortlist"):
        page = post(client, path=path, text=text)
        assert page.status_code == 200
        tags = Tags()
        tags.feed(page.text)
        for tag, attributes in tags.found:
            assert tag not in {"img", "iframe", "object", "embed", "base"}
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            if tag == "script":
                assert "nonce" in attributes or str(attributes["src"]).startswith("/static/")
        if "{{" in text:
            assert "{{7*7}}" in page.text


class Tags(HTMLParser):
    """Every tag of a page with its attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_no_link_on_the_shortlist_leaves_it(client: TestClient) -> None:
    tags = Tags()
    tags.feed(post(client, k="5").text.split('<form id="answer"')[1].split("</form>")[0])
    links = [a for tag, a in tags.found if tag == "a" and not str(a["href"]).startswith("#")]
    assert len(links) > 5
    assert all(a.get("target") == "_blank" for a in links)


def test_the_api_takes_the_same_corrections(client: TestClient) -> None:
    given = {"removed": ["places_wanted:Birmingham"], "places_excluded": ["Nottingham"]}
    answer = client.post("/v1/match", json={"text": BRIEF, "k": 3, "amendments": given}).json()
    assert answer["amendments"]["removed"] == given["removed"]
    assert answer["brief"]["places_wanted"] == []
    assert [p["name"] for p in answer["brief"]["places_excluded"]] == ["Nottingham"]
    wrong = client.post("/v1/match", json={"text": BRIEF, "amendments": {"places_wanted": ["Atlantis"]}})
    assert wrong.status_code == 422
    assert "Atlantis" in wrong.json()["detail"]
