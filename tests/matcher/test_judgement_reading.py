"""Reading briefs: checked records out, and every problem told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import JudgementsError
from matcher.judgements import Landing, read_development_set
from matcher.judgements.csv_files import read_judgements
from matcher.judgements.reading import SHIPPED, HoldOut, NoMatchBrief, read_jsonl
from opportunities.catalogue import Catalogue

GOOD = '{"brief_id": "L1", "text": "We need a shed.", "destination_id": "magna-park-corby"}'


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_set_holds_together(catalogue: Catalogue) -> None:
    found = read_development_set()
    assert found.landings
    assert found.judged
    assert found.judgements
    assert found.no_match
    assert found.edge
    briefs = [b.brief_id for b in (*found.landings, *found.judged, *found.no_match, *found.edge)]
    assert len(set(briefs)) == len(briefs)
    assert {j.brief_id for j in found.judgements} == {b.brief_id for b in found.judged}
    assert {j.opportunity_id for j in found.judgements} <= set(catalogue.ids)
    assert {b.destination_id for b in found.landings} <= set(catalogue.ids)
    pairs = [(j.brief_id, j.opportunity_id, j.judge) for j in found.judgements]
    assert len(set(pairs)) == len(pairs), "no judge grades a pair twice"


def test_a_landing_says_what_must_not_have_been_known(tmp_path: Path) -> None:
    line = GOOD[:-1] + ', "hold_out": {"sources": ["https://a.example/b"], "mentions": ["Ghent"]}, "style": "notes"}'
    (landing,) = read_jsonl(written(tmp_path / "l.jsonl", line), Landing)
    assert landing.hold_out == HoldOut(sources=("https://a.example/b",), mentions=("Ghent",))
    assert landing.style == "notes"


def test_empty_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path / "l.jsonl", f"\n{GOOD}\n\n  \n{{}}\n")
    with pytest.raises(JudgementsError, match=r"^l\.jsonl:5: "):
        read_jsonl(path, Landing)


def test_every_bad_line_is_told_with_its_number_and_reason(tmp_path: Path) -> None:
    path = written(
        tmp_path / "l.jsonl",
        "\n".join([GOOD, "{not json", '{"brief_id": "L2", "text": "x"}', "[]", GOOD, GOOD.replace('"L1"', "7")]),
    )
    with pytest.raises(JudgementsError) as refused:
        read_jsonl(path, Landing)
    problems = str(refused.value).splitlines()
    assert [p.split(": ")[0] for p in problems] == [f"l.jsonl:{n}" for n in (2, 3, 4, 6)]
    assert "not JSON" in problems[0]
    assert "destination_id: Field required" in problems[1]
    assert "brief_id" in problems[3]


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "l.jsonl", GOOD.replace("shed", "\\ud800"))
    with pytest.raises(JudgementsError, match=r"l\.jsonl:1: not JSON"):
        read_jsonl(path, Landing)


def test_a_file_that_is_missing_or_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe")
    for name in ("none.jsonl", "bytes.jsonl"):
        with pytest.raises(JudgementsError, match=name):
            read_jsonl(tmp_path / name, NoMatchBrief)
    for name in ("none.csv", "bytes.csv"):
        with pytest.raises(JudgementsError, match=name):
            read_judgements(tmp_path / name)


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    for name in ("landings.jsonl", "judged.jsonl", "nomatch.jsonl", "edge.jsonl", "judgements.csv"):
        with pytest.raises(JudgementsError, match="cannot read"):
            read_development_set(tmp_path)
        written(tmp_path / name, (SHIPPED / name).read_text(encoding="utf-8"))
    assert read_development_set(tmp_path) == read_development_set()
