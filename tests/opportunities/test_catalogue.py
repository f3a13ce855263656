"""The catalogue: all of it loads, its fingerprint is its content's, and a held-out page leaves nothing behind."""

from __future__ import annotations

import json
import re
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import passages_of
from opportunities.catalogue import Catalogue, normalised_url
from opportunities.errors import CatalogueError, UnknownOpportunity
from opportunities.opportunity import Figure, Opportunity, Source, Statement, Ticket, Unit

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "opportunities.json"
CITING = ("offers", "incentives", "not_for", "figures", "tickets")


def test_the_shipped_catalogue_loads(catalogue: Catalogue) -> None:
    assert len(catalogue) >= 290
    assert list(catalogue.ids) == sorted(catalogue.ids)
    assert [o.id for o in catalogue] == list(catalogue.ids)


def test_every_fact_sheet_has_its_profile(catalogue: Catalogue) -> None:
    if not FACTS.is_file():
        pytest.skip(f"the fact sheets are not beside this checkout ({FACTS})")
    sheets = {sheet["id"] for sheet in json.loads(FACTS.read_text(encoding="utf-8"))}
    assert len(sheets) == 282
    assert sheets - set(catalogue.ids) == set()


def test_every_summary_fits_and_is_no_copy_of_another(catalogue: Catalogue) -> None:
    texts = [o.summary.text for o in catalogue]
    assert all(20 <= len(text) <= 300 for text in texts)
    assert len(set(texts)) == len(texts)


def test_every_fact_is_cited(catalogue: Catalogue) -> None:
    for opportunity in catalogue:
        for field in CITING:
            for record in getattr(opportunity, field):
                assert record.sources
                assert max(record.sources) < len(opportunity.sources)


def test_an_opportunity_is_found_by_its_id(catalogue: Catalogue) -> None:
    assert catalogue.opportunity("charnwood-campus").id == "charnwood-campus"
    with pytest.raises(UnknownOpportunity, match=r"no opportunity has the id 'no-such'.*catalogue list"):
        catalogue.opportunity("no-such")


def test_an_empty_catalogue_and_a_repeated_id_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError, match="at least one"):
        Catalogue([])
    with pytest.raises(CatalogueError, match=f"share an id: {catalogue[0].id};"):
        Catalogue([catalogue[0], catalogue[1], catalogue[0]])


# --- the fingerprint


def test_the_order_changes_no_fingerprint(small_catalogue: Catalogue) -> None:
    other = Catalogue([*small_catalogue[5:], *reversed(small_catalogue[:5])])
    assert other.fingerprint == small_catalogue.fingerprint
    assert other.ids == small_catalogue.ids


def test_any_changed_field_changes_the_fingerprint(small_catalogue: Catalogue) -> None:
    """Every field of the profile, and every field of every kind of record in it."""
    statement = Statement(text="A fact", sources=(0,))
    rich = small_catalogue.opportunity("west-midlands-co-investment-fund").model_copy(
        update={"incentives": (statement,), "not_for": (statement,), "related": ("ansty-park",), "aliases": ("Alias",)}
    )
    others = [o for o in small_catalogue if o.id != rich.id]

    def fingerprint(opportunity: Opportunity) -> str:
        return Catalogue([*others, opportunity]).fingerprint

    seen = {fingerprint(rich)}

    def changes(record: object, field: str) -> object:
        value = getattr(record, field)
        if isinstance(value, Enum):
            return next(other for other in type(value) if other is not value)
        if isinstance(value, tuple):
            return value[:-1] if value and field != "sources" else (*value, *(value[:1] or ("x",)))
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)) or field in ("low", "high"):
            return (value or 0) + 1
        return f"{value or ''}x"

    expected = 1
    for field in Opportunity.model_fields:
        if field == "summary":
            continue
        seen.add(fingerprint(rich.model_copy(update={field: changes(rich, field)})))
        expected += 1
    for field, kind in (
        ("offers", Statement), ("incentives", Statement), ("not_for", Statement), ("figures", Figure),
        ("tickets", Ticket), ("sources", Source),
    ):  # fmt: skip
        first, *rest = getattr(rich, field)
        for inner in kind.model_fields:
            new = first.model_copy(update={inner: changes(first, inner)})
            seen.add(fingerprint(rich.model_copy(update={field: (new, *rest)})))
            expected += 1
    for inner in ("text", "sources"):
        new = rich.summary.model_copy(update={inner: changes(rich.summary, inner)})
        seen.add(fingerprint(rich.model_copy(update={"summary": new})))
        expected += 1
    assert len(seen) == expected


def test_the_fingerprint_is_the_contents_and_no_more(catalogue: Catalogue) -> None:
    again = Catalogue.read()
    assert again.fingerprint == catalogue.fingerprint
    assert len(catalogue.fingerprint) == 64


# --- hold-out

SAME_PAGE = [
    "https://www.Example.org/Page/",
    "http://example.org/page",
    "HTTPS://EXAMPLE.ORG/PAGE",
    "https://www.example.org/page//",
    "  https://example.org/page ",
    "www.example.org/page",
    "example.org/page/",
]


def test_ways_to_write_one_address_are_one() -> None:
    assert {normalised_url(url) for url in SAME_PAGE} == {"example.org/page"}


@pytest.mark.parametrize(
    "other",
    ["https://example.org/page2", "https://example.org/", "https://example.org/page?x=1", "https://a.example.org/page"],
)
def test_another_page_is_another(other: str) -> None:
    assert normalised_url(other) != "example.org/page"


def profile(catalogue: Catalogue) -> Opportunity:
    """A profile of which every part cites source 0, source 1 or both, and the summary source 1."""
    sources = tuple(
        Source(url=url, publisher="P", title="T") for url in ("https://www.example.org/Page/", "https://other.org/x")
    )
    summary = catalogue[0].summary.model_copy(update={"text": "A summary that is long enough", "sources": (1,)})

    def statements(word: str) -> tuple[Statement, ...]:
        return (
            Statement(text=f"{word} held out", sources=(0,)),
            Statement(text=f"{word} of both", sources=(1, 0)),
            Statement(text=f"{word} kept", sources=(1,)),
        )

    def figure(measure: str, *cites: int, note: str | None = None) -> Figure:
        return Figure(measure=measure, value=1, unit=Unit.COUNT, note=note, sources=cites)

    def ticket(purpose: str, *cites: int) -> Ticket:
        return Ticket.model_validate({"purpose": purpose, "direction": "seeks", "low": 5, "sources": cites})

    return catalogue[0].model_copy(
        update={
            "sources": sources, "summary": summary, "offers": statements("offer"),
            "incentives": statements("incentive"), "not_for": statements("bar"),
            "figures": (figure("figure held out", 0), figure("figure kept", 1), figure("noted", 1, note="by Acme")),
            "tickets": (ticket("ticket held out", 0), ticket("ticket kept", 1)),
            "themes": ("rail", "Acme works"), "aliases": ("Acme Park",), "promoters": ("ACME", "Acmeville Council"),
            "status_note": "sold to acme",
        }
    )  # fmt: skip


@pytest.mark.parametrize("url", SAME_PAGE)
def test_holding_a_page_out_removes_exactly_what_cites_it(catalogue: Catalogue, url: str) -> None:
    before = profile(catalogue)
    whole = Catalogue([before, *catalogue[1:40]])
    after = whole.without([url])
    one = after.opportunity(before.id)
    for field, word in (("offers", "offer"), ("incentives", "incentive"), ("not_for", "bar")):
        assert [s.text for s in getattr(one, field)] == [f"{word} kept"]
    assert [f.measure for f in one.figures] == ["figure kept", "noted"]
    assert [t.purpose for t in one.tickets] == ["ticket kept"]
    unchanged = set(Opportunity.model_fields) - set(CITING)
    assert all(getattr(one, field) == getattr(before, field) for field in unchanged)
    assert all(after.opportunity(o.id) is o for o in whole if o.id != before.id)
    assert after.fingerprint != whole.fingerprint


def test_a_summary_that_rests_on_a_held_out_page_is_replaced(catalogue: Catalogue) -> None:
    before = profile(catalogue)
    after = Catalogue([before]).without(["other.org/x"]).opportunity(before.id)
    assert after.summary.text == f"{before.name}: {before.kind.value} in {before.places[0].name}."
    assert [s.text for s in after.offers] == ["offer held out"]


def test_holding_a_name_out_removes_exactly_what_says_it(catalogue: Catalogue) -> None:
    before = profile(catalogue)
    said = before.model_copy(
        update={
            "offers": (*before.offers, Statement(text="Taken by ACME, in part", sources=(1,)),
                       Statement(text="Acmes and acmed are others", sources=(1,))),
            "summary": before.summary.model_copy(update={"text": "A summary that tells of acme's plant"}),
        }
    )  # fmt: skip
    after = Catalogue([said]).without(mentions=["Acme"]).opportunity(before.id)
    assert [s.text for s in after.offers] == [
        "offer held out", "offer of both", "offer kept", "Acmes and acmed are others",
    ]  # fmt: skip
    assert [f.measure for f in after.figures] == ["figure held out", "figure kept"]
    assert after.themes == ("rail",)
    assert after.aliases == ()
    assert after.promoters == ("Acmeville Council",)
    assert after.status_note is None
    assert "acme" not in after.summary.text.casefold()
    assert after.tickets == said.tickets


@pytest.mark.parametrize(
    ("name", "text", "gone"),
    [
        ("A.B", "owned by A.B today", True),
        ("A.B", "owned by AxB today", False),
        ("C++ (Leeds)", "a C++ (Leeds) office", True),
        ("Yum!", "bought by Yum! in May", True),
        ("[", "what [ is this", True),
        ("a|b", "only b here", False),
        ("Marks & Spencer", "a MARKS & SPENCER depot", True),
        ("Société Générale", "with SOCIÉTÉ GÉNÉRALE", True),
        ("Rolls-Royce", "Rolls-Royce's works", True),
        ("Rolls", "Rollsworth", False),
        ("3i", "backed by 3i.", True),
        ("3i", "backed by 13i", False),
        ("  ", "nothing at all", False),
        ("", "nothing at all", False),
    ],
)
def test_a_name_is_plain_text_and_a_whole_word(catalogue: Catalogue, name: str, text: str, gone: bool) -> None:
    one = profile(catalogue).model_copy(update={"offers": (Statement(text=text, sources=(1,)),)})
    after = Catalogue([one]).without(mentions=[name]).opportunity(one.id)
    assert (after.offers == ()) is gone


@given(st.lists(st.text(max_size=12), max_size=4))
def test_any_name_at_all_can_be_held_out(catalogue: Catalogue, names: list[str]) -> None:
    after = Catalogue([profile(catalogue)]).without(mentions=names)
    assert len(after) == 1


def test_nothing_held_out_is_the_same_catalogue(catalogue: Catalogue) -> None:
    assert catalogue.without() is catalogue
    assert catalogue.without([], ["  "]) is catalogue
    untouched = catalogue.without(["https://nobody-cites-this.example"], ["Zzyzx Holdings"])
    assert untouched.fingerprint == catalogue.fingerprint
    assert all(a is b for a, b in zip(untouched, catalogue, strict=True))


def test_nothing_of_a_held_out_page_survives_in_any_passage(catalogue: Catalogue) -> None:
    """Over every shipped source, a tenth at a time: what only it carries is in no passage, all else is."""
    urls = sorted({normalised_url(s.url) for o in catalogue for s in o.sources if s.url})
    for part in range(0, len(urls), len(urls) // 9):
        held = set(urls[part : part + len(urls) // 9])
        after = catalogue.without(held)
        for before, now in zip(catalogue, after, strict=True):
            gone = {n for n, s in enumerate(before.sources) if s.url and normalised_url(s.url) in held}
            if not gone:
                assert now is before
                continue
            kept_passages = [(p.kind, p.text) for p in passages_of(before) if not gone.intersection(p.sources)]
            now_passages = [(p.kind, p.text) for p in passages_of(now)]
            rewritten = bool(gone.intersection(before.summary.sources))
            if rewritten:
                assert before.summary.text not in [text for _, text in now_passages]
                now_passages = [p for p in now_passages if p[1] != now.summary.text]
            assert now_passages == kept_passages


def test_no_name_of_the_shipped_landings_survives(catalogue: Catalogue) -> None:
    """The real names that are held out are in no passage afterwards, but for the opportunity's and its places' own."""
    landings = Path(__file__).parents[2] / "matcher" / "judgements" / "landings.jsonl"
    rows = [json.loads(line) for line in landings.read_text(encoding="utf-8").splitlines()]
    names = sorted({name for row in rows for name in row["hold_out"]["mentions"]})
    assert names
    after = catalogue.without(mentions=names)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    for opportunity in after:
        own = " ".join([opportunity.name, *(p.name for p in opportunity.places)])
        if not pattern.search(own):
            assert [p.text for p in passages_of(opportunity) if pattern.search(p.text)] == []


def test_a_rewritten_summary_is_at_most_300_characters(catalogue: Catalogue) -> None:
    before = profile(catalogue).model_copy(update={"name": "Long name " * 60})
    after = Catalogue([before]).without(["https://other.org/x"]).opportunity(before.id)
    assert len(after.summary.text) <= 300
