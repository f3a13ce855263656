"""Weight: what a browser has to fetch for a page, as it goes over the wire."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

Opener = Callable[..., Page]
HEAVIEST = 150_000  # bytes


def weighed(page: Page) -> int:
    """Bytes of the page and everything on it, as transferred, from the browser's own count."""
    return int(
        page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".reduce((sum, entry) => sum + entry.transferSize, 0)"
        )
    )


@pytest.mark.parametrize("path", ["/", "/opportunities", "/strength?sector=automotive&level=lad", "/weights"])
def test_a_page_is_light(open_page: Opener, path: str) -> None:
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    assert 5_000 < weighed(page) < HEAVIEST


def test_the_shortlist_is_light(matched: Opener) -> None:
    page = matched()
    page.wait_for_load_state("networkidle")
    assert 5_000 < weighed(page) < HEAVIEST
    answered: list[Response] = []
    page.on("response", lambda response: answered.append(response))
    with page.expect_response("**/shortlist"):
        page.locator("#apply").click()
    page.wait_for_load_state("networkidle")
    assert [r.url.rsplit("/", 1)[1] for r in answered] == ["shortlist"], "a swap fetches nothing else"
