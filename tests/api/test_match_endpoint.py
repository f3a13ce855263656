"""POST /v1/match: an explained shortlist for a brief, and a clear refusal for everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from matcher.matcher import Matcher
from matcher.shortlist import Shortlist

BRIEF = (
    "We are a Danish maker of blood tests, 140 people. We want about 700 sq m, half wet laboratory, near a large "
    "teaching hospital in Birmingham, from autumn 2027. Budget £3m–£4m, 25 jobs. No shared laboratories."
)
ProblemOf = Callable[..., dict[str, Any]]


def post(client: TestClient, body: bytes, kind: str | None = "application/json", **headers: str) -> Any:
    named = headers if kind is None else {"content-type": kind, **headers}
    return client.post("/v1/match", content=body, headers=named)


def ask(client: TestClient, **fields: Any) -> Any:
    return post(client, json.dumps(fields).encode())


def test_answers_with_the_matchers_own_shortlist(client: TestClient, matcher: Matcher) -> None:
    answer = ask(client, text=BRIEF, k=4)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert Shortlist.model_validate_json(answer.content) == matcher.match(BRIEF, 4)


def test_every_match_is_explained(client: TestClient) -> None:
    shortlist = ask(client, text=BRIEF, k=4).json()
    assert [m["rank"] for m in shortlist["matches"]] == [1, 2, 3, 4]
    for match in shortlist["matches"]:
        assert sum(s["contribution"] for s in match["signals"]) == pytest.approx(match["score"], abs=1e-9)
        needs = [e["need"] for e in match["met"] + match["unmet"]]
        assert len(needs) == len(shortlist["brief"]["needs"])
        assert all(BRIEF[n["start"] : n["end"]] == n["text"] for n in needs)
        assert all(e["passage"] and e["sources"] for e in match["met"])
        assert all(e["passage"] is None for e in match["unmet"])
    assert shortlist["matches"][0]["opportunity_id"] == "birmingham-health-innovation-campus"


def test_k_is_ten_unless_told_and_never_more_than_asked(client: TestClient) -> None:
    assert len(ask(client, text="A wet laboratory").json()["matches"]) == 10
    assert len(ask(client, text="A wet laboratory", k=1).json()["matches"]) == 1
    assert ask(client, text="A wet laboratory", k=50).status_code == 200


def test_the_same_question_gives_the_same_bytes(client: TestClient) -> None:
    assert ask(client, text=BRIEF, k=3).content == ask(client, text=BRIEF, k=3).content


def test_many_at_once_get_the_answers_of_one_at_a_time(client: TestClient) -> None:
    briefs = [f"{word} in the Midlands" for word in ("laboratory", "battery", "warehouse", "railway")] * 6
    alone = [ask(client, text=brief, k=2).content for brief in briefs[:4]]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda brief: ask(client, text=brief, k=2).content, briefs))
    assert together == alone * 6


@pytest.mark.parametrize(
    "text",
    [
        "lab\0 in \0Birmingham",
        "lab \u202e in Birmingham \u200f\u200e",
        "<script>alert(1)</script><b>lab</b> in <i onclick='x'>Birmingham</i>",
        "£" + "9" * 400 + " investment and " + "9" * 400 + " jobs",
        "🧬 " * 200,
        "\U0010ffff\ufffe lab",
        "Set-Cookie: a=b\r\n\r\nlab in Birmingham",
        "{{7*7}} ${jndi:ldap://x} ' OR 1=1; -- lab",
    ],
)
def test_odd_but_honest_text_is_a_brief_like_any_other(client: TestClient, text: str) -> None:
    answer = ask(client, text=text, k=2)
    assert answer.status_code == 200
    assert answer.json()["brief"]["text"] == text
    assert answer.headers["content-type"] == "application/json"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b'{"text":"lab","k":NaN}', "body.k"),
        (b'{"text":"lab","k":Infinity}', "body.k"),
        (b'{"text":"lab","k":-Infinity}', "body.k"),
        (b'{"text":"lab","k":1e400}', "body.k"),
        (b'{"text":"lab","k":true}', "body.k"),
        (b'{"text":"lab","k":"5"}', "body.k"),
        (b'{"text":"lab","k":5.0}', "body.k"),
        (b'{"text":"lab","k":5.5}', "body.k"),
        (b'{"text":"lab","k":null}', "body.k"),
        (b'{"text":"lab","k":0}', "body.k"),
        (b'{"text":"lab","k":-1}', "body.k"),
        (b'{"text":"lab","k":51}', "body.k"),
        (b'{"text":"lab","k":' + b"9" * 4000 + b"}", "body.k"),
        (b'{"text":NaN}', "body.text"),
        (b'{"text":7}', "body.text"),
        (b'{"text":["lab"]}', "body.text"),
        (b'{"text":""}', "body.text"),
        (b'{"text":"lab \\ud800 x"}', "body.text"),
        (b'{"text":"lab \xed\xa0\x80"}', "body.text"),
        (b'{"k":5}', "body.text"),
        (b'{"text":"lab","wights":{}}', "body.wights"),
        (b'{"text":"lab","a\\r\\nX-Evil: 1":2}', "body.a\r\nX-Evil: 1"),
        (b'{"text":"lab","deep":' + b"[" * 400 + b"]" * 400 + b"}", "body.deep"),
        (b'{"text":"lab","\\ud800":1}', "body"),
        (b"", "body"),
        (b"null", "body"),
        (b"[]", "body"),
        (b'"lab"', "body"),
    ],
    ids=lambda value: value[:40].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_a_field_that_cannot_be_used_is_named(
    client: TestClient, problem_of: ProblemOf, body: bytes, where: str
) -> None:
    answer = post(client, body)
    problem = problem_of(answer, 422, where)
    assert where in [fault["where"] for fault in problem["faults"]]
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 100_000,
        b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"text":"lab","k":' + b"9" * 500_000 + b"}",
        b'{"text":"lab \xff\xfe"}',
        '{"text":"café"}'.encode("latin-1"),
        b"\x1f\x8b\x08\x00",
    ],
    ids=["nested lists", "unclosed lists", "nested text", "nested objects", "overlong", "bytes", "latin-1", "gzip"],
)
def test_a_body_that_no_parser_should_take_is_refused(client: TestClient, problem_of: ProblemOf, body: bytes) -> None:
    problem_of(post(client, body), 400, "UTF-8", "nested")


def test_broken_json_is_told_with_its_place(client: TestClient, problem_of: ProblemOf) -> None:
    assert problem_of(post(client, b'{"text": lab}'), 422, "JSON")["faults"][0]["where"] == "body.9"


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "text/html",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
        ";;",
    ],
)
def test_a_body_of_another_kind_is_told_which_is_wanted(client: TestClient, problem_of: ProblemOf, kind: str) -> None:
    problem_of(post(client, b'{"text":"lab"}', kind), 415, "application/json")


def test_a_body_without_a_kind_is_told_which_is_wanted(client: TestClient, problem_of: ProblemOf) -> None:
    problem_of(post(client, b'{"text":"lab"}', None), 415, "application/json")


@pytest.mark.parametrize("text", [" ", "\n\t\r ", "\u2003\u3000"])
def test_an_empty_brief_is_told_what_to_do(client: TestClient, problem_of: ProblemOf, text: str) -> None:
    problem_of(ask(client, text=text), 422, "the brief is empty; paste")


def test_the_longest_brief_passes_and_one_more_character_does_not(client: TestClient, problem_of: ProblemOf) -> None:
    longest = "Ω" * 100_000
    assert ask(client, text=longest, k=1).status_code == 200
    problem_of(ask(client, text=longest + "a"), 422, "at most 100000 characters")


def test_a_flood_of_faults_is_not_answered_with_a_flood(client: TestClient, problem_of: ProblemOf) -> None:
    many = json.dumps({f"k{n}": 1 for n in range(50_000)} | {"text": "lab"}).encode()
    answer = post(client, many)
    assert len(problem_of(answer, 422, "and 49,980 more")["faults"]) == 20
    assert len(answer.content) < 10_000


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_told_which_is_allowed(client: TestClient, problem_of: ProblemOf, method: str) -> None:
    answer = client.request(method, "/v1/match")
    assert answer.headers["allow"] == "POST"
    assert answer.status_code == 405
    if method != "HEAD":
        problem_of(answer, 405)
