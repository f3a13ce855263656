"""Money in briefs: the grammar of sums, what is no money, and which sum is the investment."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.money import read_investment, read_money

K, M, BN = 10**3, 10**6, 10**9

SUMS: list[tuple[str, int | None, int | None, str]] = [
    ("Budget £150m–£200m.", 150 * M, 200 * M, "GBP"),
    ("Capex of EUR 8–12m over three years", 8 * M, 12 * M, "EUR"),
    ("Wir investieren €2,5 Mio. in der ersten Phase", 2_500_000, 2_500_000, "EUR"),
    ("Total spend $1.2bn (of which 10% in year one)", 1_200_000_000, 1_200_000_000, "USD"),
    ("The board has sanctioned ₹50 crore for it", 500 * M, 500 * M, "INR"),
    ("投資額は¥30億を予定", 3 * BN, 3 * BN, "JPY"),
    ("Capex 5m+ for phase one", 5 * M, None, "GBP"),
    ("up to £750k for fit-out", None, 750 * K, "GBP"),
    ("We can place a low eight-figure sum.", 10 * M, 40 * M, "GBP"),
    ("Investment of 1.2 billion dollars", 1_200 * M, 1_200 * M, "USD"),
    ("spend £40-55m", 40 * M, 55 * M, "GBP"),
    ("outlay 40-55m GBP", 40 * M, 55 * M, "GBP"),
    ("Spend: Â£2m â€“ Â£3.5m over two years", 2 * M, 3_500 * K, "GBP"),
    ("Ｂｕｄｇｅｔ　ＥＵＲ　７–９　ｍｉｌｌｉｏｎ", 7 * M, 9 * M, "EUR"),
    ("The cost: two million pounds.", 2 * M, 2 * M, "GBP"),
    ("we would put in half a million euros", 500 * K, 500 * K, "EUR"),
    ("a quarter of a million pounds to spend", 250 * K, 250 * K, "GBP"),
    ("We'd spend one and a half million euros", 1_500 * K, 1_500 * K, "EUR"),
    ("invest between USD 20 and 30 million", 20 * M, 30 * M, "USD"),
    ("una inversión de entre 12 y 15 millones de euros", 12 * M, 15 * M, "EUR"),
    ("un investissement de 3 à 4 M€", 3 * M, 4 * M, "EUR"),
    ("un budget de 800 k€ par an", 800 * K, 800 * K, "EUR"),
    ("Nous investirons 12,5 millions d'euros", 12_500 * K, 12_500 * K, "EUR"),
    ("Investitionsvolumen 20 bis 25 Mio. Euro", 20 * M, 25 * M, "EUR"),
    ("Budget 1.250.000 EUR", 1_250 * K, 1_250 * K, "EUR"),
    ("Budget CHF 1'500'000", 1_500 * K, 1_500 * K, "CHF"),
    ("budget: 2 400 000 euros", 2_400 * K, 2_400 * K, "EUR"),
    ("un investimento di 6 milioni di euro", 6 * M, 6 * M, "EUR"),
    ("um investimento de R$ 30 milhões", 30 * M, 30 * M, "BRL"),
    ("een investering van 4,5 miljoen euro", 4_500 * K, 4_500 * K, "EUR"),
    ("en investering på 60 MSEK", 60 * M, 60 * M, "SEK"),
    ("en investering på 40 mio. kr. i Danmark", 40 * M, 40 * M, "DKK"),
    ("investering på NOK 120 mill.", 120 * M, 120 * M, "NOK"),
    ("8-9 milyon sterlin yatırım", 8 * M, 9 * M, "GBP"),
    ("inwestycja 25 mln zł", 25 * M, 25 * M, "PLN"),
    ("投资约3.5亿元人民币", 350 * M, 350 * M, "CNY"),
    ("总投资5000万英镑", 50 * M, 50 * M, "GBP"),
    ("投資額は1億5000万円です", 150 * M, 150 * M, "JPY"),
    ("투자 규모는 약 120억 원입니다", 12 * BN, 12 * BN, "KRW"),
    ("투자금 500만 파운드", 5 * M, 5 * M, "GBP"),
    ("Investment approx. RMB 300-350 million", 300 * M, 350 * M, "CNY"),
    ("Outlay of Rs. 45 crore approved", 450 * M, 450 * M, "INR"),
    ("An amount of INR 80 lakh is earmarked", 8 * M, 8 * M, "INR"),
    ("We plan to invest US$18m", 18 * M, 18 * M, "USD"),
    ("A$12m to A$15m of capex", 12 * M, 15 * M, "AUD"),
    ("We've set aside C$4.5m", 4_500 * K, 4_500 * K, "CAD"),
    ("S$20 million committed", 20 * M, 20 * M, "SGD"),
    ("HK$90m earmarked for this", 90 * M, 90 * M, "HKD"),
    ("we have $3m (Canadian) to spend", 3 * M, 3 * M, "CAD"),
    ("Budget of 15 million Australian dollars", 15 * M, 15 * M, "AUD"),
    ("AED 75 million available for this project", 75 * M, 75 * M, "AED"),
    ("we'd commit ZAR 200m", 200 * M, 200 * M, "ZAR"),
    ("¥900m from a Chinese group, capex", 900 * M, 900 * M, "CNY"),
    ("RM 40 million of investment", 40 * M, 40 * M, "MYR"),
    ("Ticket size: €10m+", 10 * M, None, "EUR"),
    ("Tickets of £5m or more", 5 * M, None, "GBP"),
    ("over £30m of investment", 30 * M, None, "GBP"),
    ("at least EUR 15 million will be invested", 15 * M, None, "EUR"),
    ("Equity from GBP 25m upwards", 25 * M, None, "GBP"),
    ("not more than £400,000 all in", None, 400 * K, "GBP"),
    ("Budget £2m max", None, 2 * M, "GBP"),
    ("maximum budget: 900k EUR", None, 900 * K, "EUR"),
    ("a mid seven-figure budget", 4 * M, 7 * M, "GBP"),
    ("we'd put £60k to £90k into it", 60 * K, 90 * K, "GBP"),
    ("Capex: 3m to 4m euros", 3 * M, 4 * M, "EUR"),
    ("about fifty grand to spend", 50 * K, 50 * K, "GBP"),
    ("20 million quid of kit", 20 * M, 20 * M, "GBP"),
    ("£12 million build", 12 * M, 12 * M, "GBP"),
    ("Project cost c. £7.25m", 7_250 * K, 7_250 * K, "GBP"),
    ("GBP1.5m pilot", 1_500 * K, 1_500 * K, "GBP"),
    ("USD 5 mn – USD 7 mn for phase 1", 5 * M, 7 * M, "USD"),
    ("capital €500k–1m", 500 * K, 1 * M, "EUR"),
    ("£50-100,000 for a trial", 50 * K, 100 * K, "GBP"),
    ("Investment: 850 TEUR", 850 * K, 850 * K, "EUR"),
    ("We would spend £3m, £2m of it on machines.", 3 * M, 3 * M, "GBP"),
    ("CNY 900 million in two stages (600 million, then the rest)", 900 * M, 900 * M, "CNY"),
    ("Turnover £40m, 200 staff. We would invest £6m in a second plant.", 6 * M, 6 * M, "GBP"),
    ("We raised $30m last year; the UK budget is $4m.", 4 * M, 4 * M, "USD"),
    ("Fund of €400m, tickets €5-20m", 5 * M, 20 * M, "EUR"),
    ("£8.5m. 60 jobs. Derby.", 8_500 * K, 8_500 * K, "GBP"),
    ("Group sales are EUR 2bn. The plant would cost EUR 45m.", 45 * M, 45 * M, "EUR"),
    ("rent £14 per sq ft; fit-out £900k", 900 * K, 900 * K, "GBP"),
    ("Consideration USD 300-350m for the right target", 300 * M, 350 * M, "USD"),
    ("&pound;2.5m budget", 2_500 * K, 2_500 * K, "GBP"),
    ("Our £1½m budget", 1_500 * K, 1_500 * K, "GBP"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "currency"), SUMS)
def test_reads_the_investment(text: str, low: int | None, high: int | None, currency: str) -> None:
    found = read_investment(text)
    assert found is not None
    assert (found.low, found.high, found.currency) == (low, high, currency)
    assert text[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize(
    "text",
    [
        "50m sq ft of malls",
        "The site is 50m from the motorway",
        "5 m ceiling height",
        "400 V, three phase, 800 kVA",
        "12m lead time",
        "We looked at this on 12.05.2027",
        "Call 07700 900512 after 16.30",
        "45% of sales",
        "Postcode B15 2TT, near the M1 and the A46",
        "20,000 tonnes a year",
        "3 million people live within an hour",
        "40m eaves and 200m of quay",
        "Founded in 1998, moved in 2004",
        "1.2m users of our app",
        "a 12k steel strip line",
        "junction 21 of the M1, plot 4",
        "We won two contracts last year",
        "10 m clear, 25 m deep",
        "ISO 9001 and IATF 16949",
        "£££ jobs jobs",
        "",
    ],
)
def test_reads_no_money(text: str) -> None:
    assert read_money(text) == ()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Family firm, turnover £25m.", "turnover"),
        ("A group with sales of EUR 900m", "turnover"),
        ("EUR 900m sales", "turnover"),
        ("We just closed a $40m Series B", "raised"),
        ("USD 60m raised so far", "raised"),
        ("A pension manager with £38bn under management", "assets"),
        ("Rent must stay under £9.50 per sq ft", "rent"),
        ("Salaries of £45,000 are normal here", "salary"),
        ("The price is 1,95 EUR per piece", "price"),
        ("A maker of valves (Brescia, EUR 70m, 300 employees) wants a hall", "turnover"),
    ],
)
def test_tells_what_a_sum_is(text: str, role: str) -> None:
    assert [mention.role for mention in read_money(text)] == [role]
    assert read_investment(text) is None


def test_no_investment_in_an_advance_fee_letter() -> None:
    text = (
        "Dear Beneficiary, my late client left USD 20,000,000 in a suspense account and I wish to invest it with you. "
        "No risk involved. Send a transfer fee of $900 and your bank details."
    )
    assert read_investment(text) is None


def test_a_bare_sum_takes_the_only_currency_told() -> None:
    found = read_money("We have EUR 3m for studies. The budget may later rise to 20m.")
    assert [(mention.low, mention.currency, mention.told) for mention in found] == [
        (3 * M, "EUR", True),
        (20 * M, "EUR", False),
    ]


_SCALES = {"": 1, "k": K, "m": M, " million": M, "bn": BN, " billion": BN}
_CURRENCIES = {
    "£": "GBP",
    "€": "EUR",
    "US$": "USD",
    "GBP ": "GBP",
    "CHF ": "CHF",
    "SEK ": "SEK",
    "RMB ": "CNY",
    "₹": "INR",
    "A$": "AUD",
}


@given(
    st.sampled_from(sorted(_CURRENCIES)),
    st.integers(1, 999),
    st.integers(0, 9),
    st.sampled_from(sorted(_SCALES)),
    st.sampled_from(["", "Budget ", "We invest "]),
)
def test_a_written_sum_reads_back(sign: str, whole: int, tenth: int, scale: str, lead: str) -> None:
    number = f"{whole}.{tenth}" if tenth and scale else str(whole)
    (found,) = read_money(f"{lead}{sign}{number}{scale}")
    value = whole * _SCALES[scale] + (tenth * _SCALES[scale] // 10 if scale else 0)
    assert (found.low, found.high, found.currency) == (value, value, _CURRENCIES[sign])


@given(
    st.sampled_from(sorted(_CURRENCIES)),
    st.integers(10_000, 999_999_999),
    st.sampled_from([",", ".", "'", "\u202f", "\u00a0"]),
)
def test_grouped_digits_read_back(sign: str, value: int, mark: str) -> None:
    (found,) = read_money(f"Investment {sign}{value:,}".replace(",", mark))
    assert (found.low, found.high, found.currency) == (value, value, _CURRENCIES[sign])


@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.sampled_from(["-", "–", " - ", " to ", "—"]),
    st.sampled_from(["m", "k", " million"]),
)
def test_a_range_reads_back(one: int, two: int, joint: str, scale: str) -> None:
    low, high = sorted((one, two))
    if low == high:
        return
    (found,) = read_money(f"capex £{low}{joint}{high}{scale}")
    assert (found.low, found.high) == (low * _SCALES[scale], high * _SCALES[scale])


@given(
    st.integers(1, 999),
    st.sampled_from(["m", "k", " million", ""]),
    st.sampled_from([" sq ft", " square feet", " sq m", " people", " tonnes", " kVA", "%"]),
)
def test_units_are_no_money(number: int, scale: str, unit: str) -> None:
    assert read_money(f"We want to invest in {number}{scale}{unit}") == ()


@given(st.text(alphabet=st.sampled_from("£€$¥ 0123456789.,-–kmbn sqft to GBPEUR亿万元원(+)\n\u00a0Â“â€"), max_size=80))
def test_any_text_reads_without_error(text: str) -> None:
    for mention in read_money(text):
        assert text[mention.span.start : mention.span.end] == mention.span.text
    read_investment(text)


@given(st.text(max_size=300))
def test_any_unicode_reads_without_error(text: str) -> None:
    for mention in read_money(text):
        assert text[mention.span.start : mention.span.end] == mention.span.text


@pytest.mark.parametrize("piece", ["1 ", "£5m ", "5-", "£", "a ", "(", "million ", "Â£"])
def test_long_input_takes_linear_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    begin = time.perf_counter()
    read_investment(text)
    assert time.perf_counter() - begin < 2.0
