"""The value bands of the Department for Business and Trade."""

from __future__ import annotations

import pytest

from opportunities.errors import CatalogueError
from opportunities.strength import value_band

MEDICAL = "Medical devices and equipment"


class TestValueBand:
    def test_of_an_investment_by_money_or_by_jobs(self) -> None:
        automotive = value_band("Automotive", 50_000_000, 200)
        assert automotive is not None
        assert (automotive.band, automotive.unit, automotive.financial_year) == ("A", "GBP of foreign equity", 2022)
        assert automotive.gva_gbp == pytest.approx(0.209650945 * 50_000_000)
        medical = value_band(MEDICAL, 50_000_000, 30)
        assert medical is not None
        assert (medical.band, medical.unit, medical.amount, medical.starts_at) == ("B", "new jobs", 30, 21)

    def test_what_is_not_stated_has_no_band(self) -> None:
        assert value_band(MEDICAL, 50_000_000, None) is None
        assert value_band("Automotive", None, 200) is None
        assert value_band("Automotive", 5_000, None) is None

    def test_a_descendant_takes_its_parent_and_an_unknown_sector_is_refused(self) -> None:
        known, deeper = (value_band(p, 1e6, 10) for p in ("Automotive", "Automotive : Flying cars"))
        assert known == deeper
        with pytest.raises(CatalogueError, match="no sector is called 'Alchemy'"):
            value_band("Alchemy", 1e6, 10)
        with pytest.raises(CatalogueError, match="investment_gbp is -1"):
            value_band("Automotive", -1, 10)
