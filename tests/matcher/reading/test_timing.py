"""Times in briefs, the months that they stand for, and which time is the investor's."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.timing import read_timeline, read_times

TODAY = datetime.date(2026, 11, 20)

TIMES: list[tuple[str, str, str | None, str | None]] = [
    ("ready in Q3 2027", "Q3 2027", "2027-07", "2027-09"),
    ("handover 1Q28", "1Q28", "2028-01", "2028-03"),
    ("FPFV Q2 27", "Q2 27", "2027-04", "2027-06"),
    ("Q3/Q4 2027", "Q3/Q4 2027", "2027-07", "2027-12"),
    ("the second quarter of 2028", "second quarter of 2028", "2028-04", "2028-06"),
    ("start H2 2026", "H2 2026", "2026-07", "2026-12"),
    ("the first half of 2028", "first half of 2028", "2028-01", "2028-06"),
    ("budget for FY2026/27", "FY2026/27", "2026-04", "2027-03"),
    ("opening mid-2028", "mid-2028", "2028-05", "2028-08"),
    ("two assets by end 2028", "by end 2028", None, "2028-12"),
    ("early 2027", "early 2027", "2027-01", "2027-04"),
    ("within 18 months", "within 18 months", "2026-11", "2028-05"),
    ("over five years", "over five years", "2026-11", "2031-11"),
    ("<12 mths to shelf", "<12 mths", "2026-11", "2027-11"),
    ("within 12-18 months", "within 12-18 months", "2026-11", "2028-05"),
    ("by spring 2027", "by spring 2027", None, "2027-05"),
    ("summer '28", "summer '28", "2028-06", "2028-08"),
    ("next autumn", "next autumn", "2027-09", "2027-11"),
    ("before 30.06.2028", "before 30.06.2028", None, "2028-06"),
    ("shortlist by 15/1/27", "by 15/1/27", None, "2027-01"),
    ("on 2027-09-01", "2027-09-01", "2027-09", "2027-09"),
    ("by Christmas 2028", "by Christmas 2028", None, "2028-12"),
    ("this financial year", "this financial year", "2026-04", "2027-03"),
    ("in 2027 and 2028", "in 2027 and 2028", "2027-01", "2028-12"),
    ("2027–28", "2027–28", "2027-01", "2028-12"),
    ("from 2029", "from 2029", "2029-01", None),
    ("from May 2027", "from May 2027", "2027-05", None),
    ("8 March 2027", "March 2027", "2027-03", "2027-03"),
    ("March 8, 2027", "March 8, 2027", "2027-03", "2027-03"),
    ("May to July 2027", "May to July 2027", "2027-05", "2027-07"),
    ("mars à octobre", "mars à octobre", "2027-03", "2027-10"),
    ("2027年底前动工", "2027年底前", None, "2027-12"),
    ("2027年9月に開業", "2027年9月", "2027-09", "2027-09"),
    ("2027년 9월에 문을", "2027년 9월", "2027-09", "2027-09"),
    ("2028年上半年", "2028年上半年", "2028-01", "2028-06"),
    ("18个月内", "18个月内", "2026-11", "2028-05"),
    ("en la primavera de 2028", "primavera de 2028", "2028-03", "2028-05"),
    ("ab März 2027", "ab März 2027", "2027-03", None),
    ("im 2. Halbjahr 2027", "2. Halbjahr 2027", "2027-07", "2027-12"),
    ("Ende 2027", "Ende 2027", "2027-10", "2027-12"),
    ("fin 2028", "fin 2028", "2028-10", "2028-12"),
    ("entro giugno 2028", "entro giugno 2028", None, "2028-06"),
    ("em setembro de 2027", "setembro de 2027", "2027-09", "2027-09"),
    ("vanaf september 2027", "vanaf september 2027", "2027-09", None),
    ("Eylül 2027", "Eylül 2027", "2027-09", "2027-09"),
    ("by 12 December", "by 12 December", None, "2026-12"),
    ("available at once", "available at once", "2026-11", "2026-11"),
    ("end of January", "end of January", "2027-01", "2027-01"),
    ("Ｑ３　２０２７", "Ｑ３　２０２７", "2027-07", "2027-09"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "start", "end"), TIMES)
def test_reads_times(text: str, quote: str, start: str | None, end: str | None) -> None:
    (found,) = read_times(text, TODAY)
    assert (found.start, found.end) == (start, end)
    assert text[found.span.start : found.span.end] == found.span.text
    assert quote in found.span.text


def test_without_today_relative_times_have_no_months() -> None:
    (found,) = read_times("within 18 months")
    assert (found.start, found.end) == (None, None)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Founded in 1951. We want to open in Q3 2027.", "Q3 2027"),
        ("Call 4 Nov. Production from autumn 2028.", "autumn 2028"),
        ("A 15 year lease from May 2027", "May 2027"),
        ("We have sold here since 2019 and need a hall by mid-2028.", "mid-2028"),
        ("Lease, new, this financial year.", "this financial year"),
        ("Could start tomorrow.", "start tomorrow"),
        ("Budget £3m over three years, 20 hires", "over three years"),
        ("First product out of the door by Christmas 2028", "Christmas 2028"),
        ("Timing: SOP 2029", "2029"),
    ],
)
def test_chooses_when_something_is_wanted(text: str, quote: str) -> None:
    found = read_timeline(text, TODAY)
    assert found is not None
    assert quote in found.span.text


@pytest.mark.parametrize(
    "text",
    [
        "Founded in 1951",
        "We closed a site in 2019.",
        "a lease of 15 years",
        "Call me at 16.30",
        "20 years of experience",
        "£2027",
        "30 minutes",
        "",
        "M1, A46",
    ],
)
def test_no_timeline(text: str) -> None:
    assert read_timeline(text, TODAY) is None


@given(st.integers(2026, 2049), st.integers(1, 4))
def test_quarters_read_back(year: int, quarter: int) -> None:
    for text in (f"Q{quarter} {year}", f"{quarter}Q{year % 100}", f"Q{quarter} '{year % 100}", f"{year} Q{quarter}"):
        (found,) = read_times(text, TODAY)
        assert (found.start, found.end) == (f"{year}-{3 * quarter - 2:02d}", f"{year}-{3 * quarter:02d}")


@given(
    st.dates(datetime.date(2026, 12, 1), datetime.date(2049, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%B %Y", "%b %Y"]),
)
def test_dates_read_back(day: datetime.date, form: str) -> None:
    (found,) = read_times(day.strftime(form), TODAY)
    assert (found.start, found.end) == (f"{day:%Y-%m}", f"{day:%Y-%m}")


@given(
    st.text(alphabet=st.sampled_from("0123456789 ./-Q年月底byinMarchspring'over years\n"), max_size=60),
    st.none() | st.just(TODAY),
)
def test_any_text_reads_without_error(text: str, today: datetime.date | None) -> None:
    for found in read_times(text, today):
        assert text[found.span.start : found.span.end] == found.span.text
    read_timeline(text, today)


@pytest.mark.parametrize("piece", ["1.1.2027 ", "by 2027 ", "march ", "within 3 "])
def test_long_input_takes_linear_time(piece: str) -> None:
    begin = time.perf_counter()
    read_timeline((piece * 100_000)[:100_000], TODAY)
    assert time.perf_counter() - begin < 2.0
