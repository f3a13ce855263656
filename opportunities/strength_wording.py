"""What a reader must know beside the number: the note of a sector's strength, in plain words."""

from __future__ import annotations

from opportunities.sectors import SEPARATOR
from opportunities.strength_areas import Area, Level
from opportunities.strength_estimates import Estimate
from opportunities.strength_tables import JOBS, SITES, SectorCodes, StrengthTables

LEVEL_NAMES: dict[Level, str] = {
    "lad": "local authority", "itl3": "ITL3 area", "itl2": "ITL2 area", "region": "region"
}  # fmt: skip
LEVEL_PLURALS: dict[Level, str] = {
    "lad": "local authorities", "itl3": "ITL3 areas", "itl2": "ITL2 areas", "region": "regions"
}  # fmt: skip
SOURCES = {
    "S1": "Office for National Statistics, Census 2021, table TS060",
    "S2": "Office for National Statistics, Business Register and Employment Survey (BRES) open access, first release",
    "S3": "Office for National Statistics, Business Register and Employment Survey (BRES) open access, revised release",
    "S8": "Office for National Statistics, Business Register and Employment Survey (BRES) open access, from Nomis",
    "S5": "Office for National Statistics, regional gross value added (balanced), current prices",
    "S6": "Office for National Statistics, regional gross value added (balanced) by local authority, current prices",
}
GAP_JOBS, GAP_SHARE = 250.0, 0.1  # a gap between two releases of one year that a reader is warned of
SHRUNK_FAR = 1.25  # the factor by which shrinkage must move a quotient to be told
_HEALTH = "86"
_ONE_ADDRESS = ("70", "78", "81")  # head offices, agencies, cleaners: staff elsewhere, counted at one desk


def last_name(path: str) -> str:
    """The last part of a sector path."""
    return path.rsplit(SEPARATOR, 1)[-1]


def readable(path: str) -> str:
    """A sector path as a reader says it: ``Medical devices and equipment: digital and data``."""
    first, *rest = path.split(SEPARATOR)
    return ": ".join((first, *(part if part[1:2].isupper() else part[:1].lower() + part[1:] for part in rest)))


def note(path: str, measured: str, estimate: Estimate, tables: StrengthTables, authorities: frozenset[str]) -> str:
    """Every caveat that bears on this figure, one sentence each; empty where none does."""
    said = [
        _inherited(path, measured, tables.sectors.get(path)),
        _level(measured, estimate, authorities),
        _part(estimate),
        _skipped(estimate),
        _set_aside(estimate),
        _others(estimate),
        _scale(estimate, tables),
        _shrunk(estimate),
        _caveats(estimate),
        _release(estimate, tables),
    ]
    return " ".join(sentence for sentence in said if sentence)


def _inherited(path: str, measured: str, asked: SectorCodes | None) -> str:
    if path == measured:
        return ""
    if asked is None:
        why = "the crosswalk to industry codes does not have it"
    elif asked.codes:
        why = "official surveys do not count its own codes apart"
    else:
        why = f"no industry code is its own ({asked.reason})"
    return f"{last_name(path)} is measured by its parent sector {readable(measured)}: {why}."


def _level(measured: str, estimate: Estimate, authorities: frozenset[str]) -> str:
    here = estimate.area
    if estimate.counts is None:
        basis = "where people live" if estimate.fallback and estimate.fallback.unit == "residents" else "value added"
        return f"No workplace count reaches this place: the figure is {basis}, without an interval."
    if authorities == here.authorities or not authorities:
        return ""
    asked = next(iter(authorities)) if len(authorities) == 1 else "the places asked for"
    if any(len(c) > 2 for c in estimate.codes) and here.level == "itl2" and not estimate.skipped:
        why = f": workplace counts of {last_name(measured).lower()} go no finer than ITL2"
    elif here.level == "itl3":
        why = ": no workplace count by industry goes finer than ITL3"
    else:
        why = ""
    return f"The figure is for the {LEVEL_NAMES[here.level]} {here.name}, which holds {asked}{why}."


def _part(estimate: Estimate) -> str:
    if estimate.share >= 1:
        return ""
    return (
        f"Below ITL2 only division {' and '.join(estimate.codes)} is counted, which holds {estimate.share:.0%} of the "
        "sector's jobs in Great Britain."
    )


def _skipped(estimate: Estimate) -> str:
    names = [area.name for area in estimate.skipped]
    if not names:
        return ""
    return f"{' and '.join(names)} alone would have fewer than four plants of typical weight, too few to judge."


def _set_aside(estimate: Estimate) -> str:
    """Which narrower counts are not relied on, and why."""
    return " ".join(f"{doubt}." for doubt in estimate.set_aside)


def _others(estimate: Estimate) -> str:
    if not estimate.others:
        return ""
    others = ", ".join(map(str, estimate.others))
    codes, counts = estimate.compared or (estimate.codes, estimate.counts)
    only = "" if codes == estimate.codes else f" on division {' and '.join(codes)} alone"
    if not estimate.disagree or counts is None:
        return f"Beside it, not added{only}: {others}."
    return (
        f"Sources disagree{only}: BRES {counts.jobs:,.0f} jobs (LQ {counts.quotient:.2f}), {others}; "
        f"none should be quoted alone, and the grade is the lowest that any gives."
    )


def _scale(estimate: Estimate, tables: StrengthTables) -> str:
    counts = estimate.counts
    if counts is None:
        return ""
    plants = counts.effective_plants
    said = f"Scale: {counts.jobs:,.0f} jobs, as many as {plants:,.1f} plants of typical weight"
    sites = _sites(estimate.area, estimate.codes, tables)
    if sites is not None:
        said += f", {sites:,.0f} sites ({tables.years[SITES]})"
    if estimate.small and estimate.quotient > 1:
        said += "; too small to call a cluster, however specialised"
    return said + "."


def _shrunk(estimate: Estimate) -> str:
    """Where shrinkage moves the quotient so far that the grade would puzzle a reader of the raw one."""
    counts, value, expected = estimate.counts, estimate.value, estimate.expected
    if counts is None or counts.jobs == 0 or expected is None or 1 / SHRUNK_FAR < value / counts.quotient < SHRUNK_FAR:
        return ""
    around = f"the rest of {estimate.area.parent.name} and" if estimate.area.parent else "Great Britain and"
    return (
        f"Grade and score rest on LQ {value:.2f}: with so few plants, the count is weighed against the LQ "
        f"{expected:.2f} that {around} related industries here lead one to expect."
    )


def _sites(area: Area, codes: tuple[str, ...], tables: StrengthTables) -> float | None:
    """Sites of the codes in a region; none where a code is finer than a class or the area is no region."""
    places = [tables.sites.get(code) for code in area.codes]
    if any(not p for p in places) or any(len(c) > 4 for c in codes):
        return None
    return sum(value for p in places if p for c, value in p.items() if c.startswith(codes))


def _caveats(estimate: Estimate) -> str:
    said = []
    if estimate.counts is not None and estimate.counts.jobs == 0:
        said.append("Zero means zero after rounding or disclosure control, not certain absence.")
    if any(c.startswith(_HEALTH) for c in estimate.codes):
        said.append("Human health jobs are mostly the NHS: care and skills, not an investable industry.")
    if any(c.startswith(_ONE_ADDRESS) for c in estimate.codes):
        said.append("Head offices and agencies register staff at one address who work elsewhere.")
    return " ".join(said)


def _release(estimate: Estimate, tables: StrengthTables) -> str:
    """That local and national counts are of two releases, and how far the local ones miss their ITL2 sum."""
    code = estimate.area.codes[0]
    if estimate.counts is None or estimate.area.level != "itl3" or tables.sources.get((JOBS, code)) != "S3":
        return ""
    said = "Local counts are of the revised BRES release, the national ones of the first."
    local, around = itl3_sum(tables, code[:4], estimate.codes)
    if abs(local - around) <= max(GAP_JOBS, GAP_SHARE * around):
        return said
    said += f" The ITL3 counts of {code[:4]} add up to {local:,.0f} jobs where the first release has {around:,.0f}"
    revised = tables.revised.get(code[:4], {})
    if any(c not in revised for c in estimate.codes):
        return f"{said}: check this figure before quoting it."
    return f"{said} and the revised one {sum(revised[c] for c in estimate.codes):,.0f}: quote it with its release."


def itl3_sum(tables: StrengthTables, itl2: str, codes: tuple[str, ...]) -> tuple[float, float]:
    """Jobs in the codes over the ITL3 areas of an ITL2 area, and the ITL2 area's own count."""
    parts = [p for place, p in tables.jobs.items() if place.startswith(itl2) and len(place) > len(itl2)]
    around = tables.jobs.get(itl2, {})
    return sum(p.get(c, 0.0) for p in parts for c in codes), sum(around.get(c, 0.0) for c in codes)
