"""Jobs in briefs: those to come or people to be housed, and never the staff, patients or visitors of today."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.jobs import read_jobs

WANTED: list[tuple[str, int | None, int | None]] = [
    ("We would create 120 jobs.", 120, 120),
    ("£22m, 95 jobs, lease preferred", 95, 95),
    ("Approx. 60 new positions in the first two years", 60, 60),
    ("Headcount: 45", 45, 45),
    ("Headcount 200 going to 350", 200, 350),
    ("Headcount target: 80 by year three", 80, 80),
    ("Offices for 20 growing to 55, secure building.", 20, 55),
    ("We need an office for a dozen people.", 12, 12),
    ("Need: 240 workers, first 150.", 150, 240),
    ("It could bring as many as 300 jobs over ten years.", None, 300),
    ("5,000+ jobs on completion", 5000, None),
    ("Two-shift line: 2 shifts x 24", 48, 48),
    ("We'd hire 14 locally (technicians, a planner).", 14, 14),
    ("Staff of 65, mostly fitters.", 65, 65),
    ("We foresee 110 employees.", 110, 110),
    ("to employ around 75, mainly nurses", 75, 75),
    ("Direct employment 30-45.", 30, 45),
    ("Forty permanent posts.", 40, 40),
    ("Capacity for 900 in one building.", 900, 900),
    ("A British team of 6–8 engineers by March, rising to 20.", 6, 20),
    ("80 persons in the first stage, the total may reach 250 persons.", 80, 250),
    ("People: 15 in the first year", 15, 15),
    ("C. People: 140, welders and painters mostly; training is needed", 140, 140),
    ("hires: 12 to 16", 12, 16),
    ("around 150 people will be employed there", 150, 150),
    ("We want to build up to maybe 400 engineers over time", None, 400),
    ("about 35 hires, say over two years", 35, 35),
    ("We'd bring in 50 to 60 people.", 50, 60),
    ("Ten jobs the first year, thirty if it works.", 10, 30),
    ("100 engineers at opening, 180 in year three", 100, 180),
    ("Need: 160 workers on three shifts", 160, 160),
    ("maybe 4-5 ppl in client success later", 4, 5),
    ("small office, 3 to 4 persons, near the hospital", 3, 4),
    ("Three or four trainers hired over there", 3, 4),
    ("We plan a support centre of 120 seats", 120, 120),
    ("USD 12 mn, ~110 ppl", 110, 110),
    ("32 local hires. Start in May.", 32, 32),
    ("capex EUR 70m, 140 jobs", 140, 140),
    ("It would house 1,200 staff from four buildings", 1200, 1200),
    ("We are 90 people today and would add 40 jobs in England.", 40, 40),
    ("Team now 60, +25 engineers on top of what is there", 25, 25),
    ("We have 200 staff in Turin. The UK plant needs 80 people.", 80, 80),
    ("wir würden 60 Mitarbeiter einstellen", 60, 60),
    ("Es entstehen rund 90 Arbeitsplätze.", 90, 90),
    ("production with 800 m² and 25 MA", 25, 25),
    ("nous prévoyons 10 à 12 embauches sur place", 10, 12),
    ("création de 40 emplois", 40, 40),
    ("une trentaine d'emplois à créer", 30, 30),
    ("crearíamos unos 80 empleos", 80, 80),
    ("creeremo 45 posti di lavoro", 45, 45),
    ("criaremos 70 postos de trabalho", 70, 70),
    ("we scheppen 50 banen", 50, 50),
    ("vi vill skapa 35 jobb", 35, 35),
    ("istihdam en az 60 kişi", 60, None),
    ("就业约800人", 800, 800),
    ("预计招聘150人", 150, 150),
    ("첫해 20명, 3년 안에 50~80명까지 늘릴 계획입니다", 20, 80),
    ("the campus once full could hold some 6,000 jobs", 6000, 6000),
    ("We expect to recruit between 40 and 50 people.", 40, 50),
    ("no more than 12 new jobs", None, 12),
    ("at least 60 jobs", 60, None),
    ("Investment CHF 8m and 30 posts.", 30, 30),
    ("Jobs: 25 rising to 60", 25, 60),
    ("lab for 30 scientists wanted", 30, 30),
    ("we will need fifteen technicians from 2028", 15, 15),
    ("Employment: about 450 on opening, most of them existing colleagues", 450, 450),
]


@pytest.mark.parametrize(("text", "low", "high"), WANTED)
def test_reads_jobs(text: str, low: int | None, high: int | None) -> None:
    found = read_jobs(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)
    assert text[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize(
    "text",
    [
        "We are 120 people in Lyon.",
        "une société de Nantes (18 personnes) qui conçoit un robot",
        "(직원 90명) 게임 개발사입니다",
        "Danish maker of pumps, 300 employees.",
        "Tallinn, 60 people. We monitor traffic.",
        "We have 40k users in three countries",
        "420 patients, fast enrolment",
        "a town of 80,000 people",
        "Tel 07700 900512",
        "We need 30,000 sq ft and 12 docks",
        "50m shoppers a month, 12k staff",
        "a family company with 210 employees",
        "A 40-person company that maps floods",
        "The delegation is eight persons, two vegetarian.",
        "Our 140 people can machine anything.",
        "2,300 people in five sheds work for us already, worldwide",
        "US biotech, 55 staff, $40m raised",
        "30 to 40 lupus patients",
        "We would not bring more than a dozen of our own.",
        "established 1968, second generation",
        "two million people live within an hour",
        "We run 14 shops and 3 depots",
        "",
    ],
)
def test_reads_no_jobs(text: str) -> None:
    assert read_jobs(text) is None


@given(
    st.integers(3, 9000).filter(lambda n: not 1900 <= n <= 2100),
    st.sampled_from(["jobs", "new posts", "people", "engineers", "hires"]),
)
def test_a_plain_wish_reads_back(number: int, noun: str) -> None:
    found = read_jobs(f"We want to hire {number:,} {noun}.")
    assert found is not None
    assert (found.low, found.high) == (number, number)


@given(st.integers(3, 400), st.integers(3, 400), st.sampled_from(["-", "–", " to "]))
def test_a_range_reads_back(one: int, two: int, joint: str) -> None:
    low, high = sorted((one, two))
    if low == high:
        return
    found = read_jobs(f"The plant will create {low}{joint}{high} jobs.")
    assert found is not None
    assert (found.low, found.high) == (low, high)


@given(st.integers(3, 90_000), st.sampled_from([" sq ft", " m²", " acres", " patients", " users", " tonnes", " km"]))
def test_other_things_are_no_jobs(number: int, unit: str) -> None:
    assert read_jobs(f"We need {number:,}{unit}.") is None


@given(st.text(alphabet=st.sampled_from("0123456789 ,.-–()jobs people staff of to + 人名명\n"), max_size=80))
def test_any_text_reads_without_error(text: str) -> None:
    found = read_jobs(text)
    assert found is None or text[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize("piece", ["50 jobs ", "1 ", "people ", "3 shifts ", "grow to "])
def test_long_input_takes_linear_time(piece: str) -> None:
    begin = time.perf_counter()
    read_jobs((piece * 100_000)[:100_000])
    assert time.perf_counter() - begin < 2.0
