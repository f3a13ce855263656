"""WCAG 2.2 AA by axe-core, on every page in every state, wide and narrow; and proof that the check bites."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

Opener = Callable[..., Page]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
PAGES = (
    "/",
    "/?sample=cold-chain-food",
    "/opportunities",
    "/opportunities?words=unicorns",
    "/opportunities/east-midlands-freeport",
    "/opportunities/forging-ahead",
    "/strength",
    "/strength?sector=medical+devices",
    "/strength?sector=wizardry",
    "/weights?place_fit=2",
    "/quality",
    "/transparency",
    "/privacy",
    "/accessibility",
    "/nowhere",
)


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds once nothing is under way: the rule, and the first places where it is broken."""
    page.wait_for_function("!document.querySelector('.mm-busy')")
    page.evaluate(axe)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{v['id']}: {v['help']}: {'; '.join(' '.join(map(str, n['target'])) for n in v['nodes'][:3])}"
        for v in found["violations"]
    ]


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_no_page_breaks_a_rule(open_page: Opener, axe: str) -> None:
    page = open_page("/privacy")
    host = "//".join(page.url.split("/")[0:3:2])
    broken: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(host + path)
        if found := violations(page, axe):
            broken[path] = found
    assert broken == {}


def test_no_page_has_to_be_scrolled_sideways_on_a_narrow_screen(open_page: Opener, axe: str) -> None:
    page = open_page("/privacy", narrow=True)
    host = "//".join(page.url.split("/")[0:3:2])
    wide: list[str] = []
    for path in PAGES:
        page.goto(host + path)
        if not fits(page):
            wide.append(path)
    assert wide == []
    page.goto(host + "/opportunities/east-midlands-freeport")
    assert violations(page, axe) == []


@WIDTHS
def test_the_shortlist_breaks_none_in_any_state(matched: Opener, axe: str, narrow: bool) -> None:
    page = matched(narrow=narrow)
    assert violations(page, axe) == []
    assert fits(page)
    # Everything open, something typed wrong, two compared, something taken out, suggestions shown.
    for box in page.get_by_label("Compare ").all()[:3]:
        box.check()
    page.locator("#place").fill("Atlantis")
    page.locator("#excluded").fill("Lincolnshire")
    with page.expect_response("**/shortlist"):
        page.locator(".mm-chip__out").first.click()
    page.wait_for_selector("#errors")
    page.wait_for_selector(".mm-comparison")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.locator("#sector").press_sequentially("medic")
    page.wait_for_selector("#sector__listbox [role=option]")
    assert violations(page, axe) == []
    assert fits(page)


def test_nothing_fits_breaks_none(matched: Opener, axe: str) -> None:
    page = matched("We sell ice cream in Sydney and look for a beach.")
    assert violations(page, axe) == []


def test_an_empty_brief_breaks_none(open_page: Opener, axe: str) -> None:
    page = open_page("/")
    page.fill("#text", "  ")
    page.get_by_role("button", name="Find opportunities").click()
    page.wait_for_selector(".govuk-error-summary")
    assert violations(page, axe) == []


def test_the_check_bites(browser: Browser, axe: str) -> None:
    page = browser.new_page()
    page.set_content(
        "<html><body><img src='x'><input><a href='#'></a><p style='color:#aaa;background:#fff'>pale</p>"
        "<button aria-hidden='true'>x</button><div role='listitem'>y</div></body></html>"
    )
    told = " ".join(violations(page, axe))
    for rule in ("image-alt", "label", "link-name", "color-contrast", "html-has-lang", "document-title"):
        assert rule in told
    page.close()
