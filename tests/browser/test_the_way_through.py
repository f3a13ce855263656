"""The whole way of an officer, in a real browser, with JavaScript and without: the same answers on both ways."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from matcher.matcher import Matcher

Opener = Callable[..., Page]
BOTH = pytest.mark.parametrize("script", [True, False], ids=["with-script", "without"])


def press(page: Page, name: str | re.Pattern[str], script: bool) -> None:
    """Press a button and wait for the answer, swapped in or loaded whole."""
    button = page.get_by_role("button", name=name).first
    with page.expect_response("**/shortlist"):
        button.click()
    if script:
        expect(page.locator(".mm-busy, .htmx-request, .htmx-settling")).to_have_count(0)
    page.wait_for_selector("#answer")


def names(page: Page) -> list[str]:
    return [a.evaluate("a => a.firstChild.textContent") for a in page.locator(".mm-match__name a").all()]


@BOTH
def test_from_the_paste_to_a_corrected_shortlist(matched: Opener, matcher: Matcher, brief: str, script: bool) -> None:
    page = matched(script=script)
    assert names(page) == [m.name for m in matcher.match(brief).matches]
    expect(page.locator("mark.mm-mark--investment")).to_contain_text("£3m–£4m")

    # Correct it: take out a criterion, put one in.
    press(page, re.compile("^Take out place: Birmingham"), script)
    expect(page.locator(".mm-chip--gone")).to_contain_text("Birmingham")
    page.fill("#place", "Lincolnshire")
    page.fill("#money", "£20m")
    press(page, "Match again", script)
    expect(page.locator(".mm-chip--places_wanted")).to_contain_text("added by hand")
    expect(page.locator(".mm-chip--investment")).to_contain_text("20,000,000")

    # Look closer: fewer kinds, two side by side.
    page.select_option("#kind", "facility")
    press(page, "Apply", script)
    assert names(page)
    assert all(text.startswith("Facility") for text in page.locator(".mm-match__meta").all_inner_texts())
    page.select_option("#kind", "")
    press(page, "Apply", script)
    for box in page.get_by_label(re.compile("^Compare")).all()[:2]:
        box.check()
    press(page, re.compile("Compare the ticked"), script)
    expect(page.locator(".mm-comparison thead th")).to_have_count(2)
    press(page, "Stop comparing", script)
    expect(page.locator(".mm-comparison")).to_have_count(0)

    # All corrections undone: the first shortlist again.
    press(page, "Undo all corrections", script)
    assert names(page) == [m.name for m in matcher.match(brief).matches]


@BOTH
def test_a_near_miss_is_matched_anyway_with_a_reason(matched: Opener, script: bool) -> None:
    page = matched(script=script)
    first = page.locator(".mm-near__one").first
    name = first.locator("h3 a").evaluate("a => a.firstChild.textContent")
    first.locator("summary").click()
    press(page, f"Match anyway {name}", script)
    wrong = page.locator(".mm-near__one .mm-field__error")
    expect(wrong).to_contain_text("Say in a few words why")
    reason = page.get_by_label("Why it should be matched all the same").first
    reason.fill("The investor knows the site")
    press(page, f"Match anyway {name}", script)
    assert name in names(page)
    expect(page.locator(".mm-override")).to_contain_text("“The investor knows the site”")


@BOTH
def test_the_text_can_be_edited_and_an_empty_one_is_told(matched: Opener, brief: str, script: bool) -> None:
    page = matched(script=script)
    page.get_by_role("button", name="Edit the text").click()
    page.wait_for_selector("textarea#text")
    assert page.input_value("#text") == brief
    page.fill("#text", "   ")
    page.get_by_role("button", name="Find opportunities").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("The brief is empty")
    if script:
        expect(page.locator(".govuk-error-summary")).to_be_focused()


def test_enter_in_a_field_adds_and_takes_nothing_out(matched: Opener) -> None:
    page = matched()
    before = page.locator(".mm-chip").count()
    page.locator("#money").focus()
    page.keyboard.type("£20m")
    with page.expect_response("**/shortlist"):
        page.keyboard.press("Enter")
    expect(page.locator(".mm-chip--investment")).to_contain_text("20,000,000")
    expect(page.locator(".mm-chip--gone")).to_have_count(0)
    expect(page.locator(".mm-chip")).to_have_count(before)


def test_after_a_swap_the_focus_is_where_one_works_and_nothing_jumps(matched: Opener) -> None:
    page = matched()
    page.locator("#apply").scroll_into_view_if_needed()
    page.select_option("#k", "5")
    page.locator("#apply").focus()
    at = page.evaluate("document.querySelector('#apply').getBoundingClientRect().top")
    press(page, "Apply", True)
    expect(page.locator("#apply")).to_be_focused()
    assert abs(page.evaluate("document.querySelector('#apply').getBoundingClientRect().top") - at) < 2
    expect(page.locator("#announce")).to_contain_text("5 of")
    page.locator(".mm-chip__out").first.focus()
    with page.expect_response("**/shortlist"):
        page.keyboard.press("Enter")
    expect(page.locator("#understood")).to_be_focused()


def test_the_list_of_places_helps_and_can_be_used_with_the_keyboard(matched: Opener) -> None:
    page = matched()
    page.locator("#excluded").focus()
    page.keyboard.type("derby")
    expect(page.locator("#excluded__listbox [role=option]").first).to_contain_text("Derby")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#rematch").click()
    expect(page.locator(".mm-chip--places_excluded").last).to_contain_text("Derby")


def test_when_the_server_is_gone_it_is_told_and_the_page_stays(matched: Opener) -> None:
    page = matched()
    before = names(page)
    page.route("**/shortlist", lambda route: route.abort())
    page.locator("#apply").click()
    expect(page.locator("#trouble")).to_contain_text("did not answer")
    page.unroute("**/shortlist")
    page.route("**/shortlist", lambda route: route.fulfill(status=500, content_type="text/html", body="<p>broken"))
    page.locator("#apply").click()
    expect(page.locator("#trouble")).to_contain_text("could not be updated")
    assert names(page) == before


def test_waiting_is_told_in_words(open_page: Opener, brief: str) -> None:
    page = open_page("/")
    page.evaluate("document.addEventListener('submit', event => event.preventDefault())")  # so that it goes on waiting
    page.fill("#text", brief)
    page.get_by_role("button", name="Find opportunities").click()
    expect(page.locator(".mm-working")).to_contain_text("Reading the brief")
    assert page.get_attribute("form[data-working]", "aria-busy") == "true"


def test_the_mail_can_be_copied(matched: Opener) -> None:
    page = matched()
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator(".mm-copied")).to_contain_text(re.compile("Copied|Selected"))
    assert "Who takes the decision" in page.input_value("#email")


@BOTH
def test_a_hostile_brief_does_nothing(matched: Opener, script: bool) -> None:
    hostile = (
        "<script>window.hit=1</script><img src=x onerror=window.hit=1> \"' onfocus=window.hit=1 autofocus x=' "
        "We need a <b>laboratory</b> in <svg onload=window.hit=1>Derby</svg>, budget £3m. Not <i>Corby</i>.</textarea>"
        "<style>*{display:none}</style>"
    )
    page = matched(hostile, script=script)
    assert page.locator("#answer img, #answer .mm-brief svg, #answer script, #answer style").count() == 0
    assert page.inner_text(".mm-brief").count("<script>") == 1
    press(page, "Match again", script)
    if script:
        assert page.evaluate("window.hit") is None


def test_the_policy_stops_what_escaping_would_let_through(browser: Browser, address: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b id=made onclick=\"window.hit = 1\">x</b>')")
    page.click("#made")
    page.evaluate("const s = document.createElement('script'); s.text = 'window.hit = 2'; document.body.append(s)")
    assert page.evaluate("window.hit") is None
    assert len([words for words in said if "Content Security Policy" in words]) == 2
    page.close()


def test_a_slider_ranks_the_sample_again_at_once(open_page: Opener) -> None:
    page = open_page("/weights")
    first = page.locator("#trial-result").inner_text()
    page.locator("#shared_words").focus()
    with page.expect_response("**/weights?*"):
        page.keyboard.press("Home")
    expect(page.locator("#trial-result")).to_contain_text("how far each has moved")
    expect(page.locator("#shared_words")).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("Ranked again")
    assert page.locator("output[for=shared_words]").inner_text() == "0.00"
    assert page.locator("#trial-result").inner_text() != first


def test_without_script_a_button_ranks_the_sample_again(open_page: Opener) -> None:
    page = open_page("/weights", script=False)
    page.select_option("#sample", "cold-chain-food")
    page.get_by_role("button", name="Rank again").click()
    expect(page.locator("#trial-title")).to_contain_text("chilled-food")


def test_an_officer_browses_from_the_catalogue_to_a_profile_and_its_sectors_strength(open_page: Opener) -> None:
    page = open_page("/opportunities", script=False)
    page.fill("#words", "freeport")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="East Midlands Freeport").click()
    page.locator(".mm-gates--roomy a").first.click()
    expect(page.locator("h1")).to_contain_text("How strong is the Midlands in")
    assert page.locator(".mm-compared tbody tr").count() == 6
