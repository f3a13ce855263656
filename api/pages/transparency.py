"""The algorithmic transparency record of the running service, in the order of the ATRS's tiers 1 and 2.

Source: Algorithmic Transparency Recording Standard, template, Department for Science, Innovation and Technology.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.pages import wording
from api.pages.quality_figures import quality_figures
from matcher.gates import GATE_NAMES
from matcher.matcher import Matcher
from matcher.signals import SIGNALS

TO_FILL_IN = "To be filled in by the organisation that runs this service."


@dataclass(frozen=True)
class Entry:
    """One field of the record; ``open_`` where only the organisation that runs the service can fill it in."""

    field: str
    text: str
    open_: bool = False


@dataclass(frozen=True)
class Part:
    """Some fields under a heading of the standard."""

    heading: str
    entries: tuple[Entry, ...]


Tier = tuple[str, tuple[Part, ...]]


def transparency_record(matcher: Matcher) -> tuple[Tier, ...]:
    """Tiers 1 and 2 for the service as it runs with this matcher."""
    return (
        ("Tier 1", (_summary(matcher),)),
        (
            "Tier 2",
            (_ownership(), _rationale(matcher), _decisions(), _specification(matcher), _data(matcher), _risks()),
        ),
    )


def _summary(matcher: Matcher) -> Part:
    return Part(
        "Summary",
        (
            Entry("Name", "Midlands Match"),
            Entry(
                "Description",
                "Helps trade officers find, for an investor's brief, the opportunities of the English Midlands that "
                f"suit it. It reads the brief, compares it with {len(matcher.catalogue)} published opportunities and "
                "gives a ranked list with reasons and sources. An officer decides what is sent on.",
            ),
            Entry("Website", TO_FILL_IN, True),
            Entry("Contact e-mail", TO_FILL_IN, True),
        ),
    )


def _ownership() -> Part:
    names = ("Organisation", "Team", "Senior responsible owner", "External suppliers and their role", "Procurement")
    return Part("Owner and responsibility", tuple(Entry(name, TO_FILL_IN, True) for name in names))


def _rationale(matcher: Matcher) -> Part:
    signals = "; ".join(f"{wording.name_of(s.name)} ({matcher.weights[s.name]:.2f})" for s in SIGNALS)
    gates = "; ".join(wording.name_of(g).lower() for g in GATE_NAMES)
    return Part(
        "Description and rationale",
        (
            Entry(
                "Detailed description",
                f"Criteria and needs are read from the text. Checks of eligibility come first: {gates}. What passes is "
                f"scored by signals with fixed weights: {signals}. A calibrated model says whether anything fits.",
            ),
            Entry("Scope", "Opportunities in the East and West Midlands of England. No person is assessed."),
            Entry("Benefit", "The whole catalogue is looked at for every brief, in the same way, with reasons shown."),
            Entry("Previous process", TO_FILL_IN, True),
            Entry(
                "Alternatives considered", "Search by words alone and by meaning alone; both are measured beside it."
            ),
        ),
    )


def _decisions() -> Part:
    return Part(
        "Decision-making process",
        (
            Entry("Process integration", "It informs an officer's choice of what to send to an investor."),
            Entry(
                "Provided information",
                "Rank, score with its parts, eligibility, needs met and not met with passages and dated sources, "
                "official sector strength with intervals, and what to check.",
            ),
            Entry("Frequency and scale of usage", TO_FILL_IN, True),
            Entry(
                "Human decisions and review",
                "Officers can take out or add any criterion, and set a failed check aside with a reason that is shown. "
                "Nothing is sent by the tool itself.",
            ),
            Entry("Required training", "None to use it. Reasons and limits are told on each page."),
            Entry("Appeals and review", TO_FILL_IN, True),
        ),
    )


def _specification(matcher: Matcher) -> Part:
    prints, weights = matcher.fingerprints, matcher.weights
    figures = quality_figures()
    measured = figures.measured_on if figures and figures.belong_to(matcher.catalogue.fingerprint) else ""
    return Part(
        "Tool specification",
        (
            Entry("System architecture", "One program on one machine, without any service outside it."),
            Entry("Phase", TO_FILL_IN, True),
            Entry("Maintenance", TO_FILL_IN, True),
            Entry("Version", f"{prints.version}; catalogue {prints.catalogue[:12]}; weights {prints.weights[:12]}"),
            Entry("Model", f"Sentence encoder “{matcher.encoder.name}” ({prints.encoder[:40]}), run locally."),
            Entry("Ranking model", f"Linear, weights “{weights.name}”. {weights.note}".strip()),
            Entry(
                "Model performance",
                f"{measured} See “How good it is”."
                if measured
                else "Not measured on the catalogue that is served now: run `midlands-match evaluate`.",
            ),
        ),
    )


def _data(matcher: Matcher) -> Part:
    sources = [s for o in matcher.catalogue for s in o.sources]
    dates = sorted(s.date for s in sources if s.date)
    span = f", dated {wording.date(dates[0])} to {wording.date(dates[-1])}" if dates else ""
    return Part(
        "Data",
        (
            Entry(
                "Source data",
                f"{len(matcher.catalogue)} profiles that cite {len(sources)} published sources{span}; Office for "
                "National Statistics counts of employment by industry and place; the sector tree of the Department "
                "for Business and Trade.",
            ),
            Entry(
                "Development data",
                "Briefs written for the purpose, some after real investments. No real enquiry was used.",
            ),
            Entry("Personal data", "Names in a pasted brief are read with the rest of it and not kept."),
            Entry(
                "Data storage and retention",
                "What is pasted is stored only where an officer saves it; the privacy notice tells what and how long.",
            ),
            Entry("Data sharing", "None. The service asks no other service for anything."),
        ),
    )


def _risks() -> Part:
    return Part(
        "Risks, mitigations and impact assessments",
        (
            Entry("A criterion is misread", "What was read is shown in the brief's own words and can be corrected."),
            Entry("A fact is out of date", "Every fact shows its source and date; old ones are marked."),
            Entry("A good opportunity is missing", "The catalogue is not complete; officers know others."),
            Entry("Trust in a weak answer", "A calibrated confidence says when nothing fits."),
            Entry("A brief tries to steer the ranking", "Words that address the machine are set aside and told."),
            Entry("Impact assessments", TO_FILL_IN, True),
        ),
    )
