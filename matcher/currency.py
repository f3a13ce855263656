"""Currencies: rough sterling values, for comparing sizes, never for accounts."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

RATES_FILE = Path(__file__).parent / "reading" / "words" / "rates.csv"


@cache
def rates() -> dict[str, tuple[float, str]]:
    """For each ISO 4217 code, units to the pound and the month of the rate (``YYYY-MM``)."""
    with RATES_FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["currency"]: (float(row["per_gbp"]), row["as_of"]) for row in rows}


def in_sterling(amount: float | None, currency: str) -> float | None:
    """An amount in pounds, by the shipped rates; null for a null amount or a currency without a rate."""
    if amount is None or currency not in rates():
        return None
    return amount / rates()[currency][0]
