"""WCAG 2.2 AA by axe-core on the pages that keep records, in their states, and none wider than a narrow screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds, with the first places where each rule is broken."""
    page.evaluate(axe)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{v['id']}: {'; '.join(' '.join(map(str, n['target'])) for n in v['nodes'][:3])}" for v in found["violations"]
    ]


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def saved(matched: Opener) -> Callable[..., Page]:
    """Opens a brief that is saved."""

    def opened(narrow: bool = False) -> Page:
        page = matched(narrow=narrow)
        page.locator("#save-box summary").click()
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/briefs/*")
        return page

    return opened


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_the_pages_of_records_break_no_rule(saved: Callable[..., Page], axe: str, narrow: bool) -> None:
    page = saved(narrow)
    broken: dict[str, list[str]] = {}

    def look(what: str) -> None:
        if found := violations(page, axe) + ([] if fits(page) else ["too wide"]):
            broken[what] = found

    # Kept, dropped, noted on, with everything open and the text of a mail.
    for selector in ("[name=keep]", "[name=leave_out]"):
        with page.expect_response("**/shortlist"):
            page.locator(selector).nth(1).click()
        expect(page.locator(".mm-busy, .htmx-request, .htmx-settling")).to_have_count(0)
    page.locator("#send summary").first.click()
    with page.expect_response("**/shortlist"):
        page.locator("[name=mail]").click()
    expect(page.locator("#mail")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    expect(page.locator(".mm-busy, .htmx-request, .htmx-settling")).to_have_count(0)
    look("a saved brief, all open")

    host, brief_id = page.url.split("?")[0].rsplit("/briefs/", 1)
    one = "/opportunities/melton-stockyard"
    for path in ("/briefs", f"/briefs/{brief_id}/delete", "/demand", "/judgements", f"/judgements/{brief_id}",
                 "/weight-sets", "/opportunities/new", "/opportunities/import", f"{one}/edit", f"{one}/history",
                 f"{one}/briefs", one):  # fmt: skip
        page.goto(host + path)
        look(path)
    page.goto(host + "/opportunities/new")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_selector(".govuk-error-summary")
    look("a form with errors")
    page.goto(host + "/opportunities/import")
    page.set_input_files("#file", {"name": "x.csv", "mimeType": "text/csv", "buffer": b"id,colour\nx,red\n"})
    page.get_by_role("button", name="Look what it would do").click()
    page.wait_for_selector(".govuk-error-summary")
    look("an import with problems")
    page.goto(host + "/weight-sets")
    page.locator("summary").first.click()
    page.fill("#toml", "no weights")
    page.get_by_role("button", name="Propose it").click()
    page.wait_for_selector(".govuk-error-summary")
    look("weights that are refused")
    assert broken == {}
