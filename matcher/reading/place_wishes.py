"""The words by which a brief asks for a place in so many words."""

from __future__ import annotations

import re

COMPASS = re.compile(
    r"(?:\b(?:(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?|upper|lower|central|far|greater|mid|inner"
    r"|downtown|metropolitan|rural|coastal|[nsew])\b[ -]*(?:or\s+)?(?:the\s+)?)+$",
    re.IGNORECASE,
)
"""Words that belong to the name of a part of the place: "in South East | Wales"."""
UNKNOWN = re.compile(r"(?<=\b[a-z]{2}\s)(?:[A-Z][\w-]+\s*(?:,|/|or\b|and\b)\s*){1,3}$")
"""Capitalised words in one list with the place, that no gazetteer knows: "at Morbi or | Wankaner"."""
AT = r"(?:in|at|near|nr|inside|within|around|round|on|beside|next\s+to|close\s+to|between|by)"
_WISH = (
    r"(?:wants?|wanted|wish(?:es)?|would\s+(?:like|prefer|love)|['’]d\s+(?:like|prefer|love)|needs?|seek(?:s|ing)?|look(?:s|ing)?"
    r"\s+(?:for|to|at)|require[sd]?|requirement|plan(?:s|ned|ning)?|intends?|aims?|hop(?:e|es|ing)|decid(?:ed|ing)"
    r"|decision|search(?:es|ing)?|hunting|after|scouting|buying|acquiring|comparing|shortlist(?:ed|ing)?|mandate"
    r"|target(?:s|ing)?|prefer(?:s|red|ence|ably)?|ideally|interested|must|has\s+to|have\s+to|only|will|shall|going\s+to"
    r"|proposal\s+for|moving|relocating|expanding|please)"
)
WISHED = re.compile(rf"\b{_WISH}\b", re.IGNORECASE)
_DONE_THERE = (
    r"(?:build|open|establish|locate|place|put|set\s+up|move|relocate|bring|concentrate|create|erect|site"
    r"|house|base|assemble|invest|develop|acquire|buy|lease|rent|stand|sit)"
)
_SAME_CLAUSE = (
    r"(?:(?!\b(?:we|i|they|he|she|it|that|who|which|if|whether|when|because|since|so|though|before|after|as|know|told"
    r"|not|meet|see|visit)\b|n['’]t\b)[^.;:])"
)
_NO_OTHERS = _SAME_CLAUSE.replace("(?!", r"(?!\b(?:from|suppl\w+|customers?|clients?|tenants?|existing)\b|", 1)
BUILDS = re.compile(
    rf"\b{_WISH}\b{_SAME_CLAUSE}{{0,90}}?\b{_DONE_THERE}\b{_NO_OTHERS}{{0,110}}\b(?:{AT}|to)\s+(?:the\s+|either\s+|both\s+)*$",
    re.IGNORECASE,
)
"""A wish and what is to be done there: "has decided to build its line in"."""
OUTRIGHT = re.compile(
    r"(?:^|[.;(]\s*)(?:[a-z-]+\s+)?(?:sites?|plots?|plant|hub|factory|base|terminal|hall|fab|premises)\s*"
    rf"(?::|{AT})\s+(?:the\s+)?$"
    r"|\b(?:buying|looking|searching|scouting|hunting)\s+(?:\w+\s+)?"
    rf"{AT}\s+(?:the\s+)?$"
    rf"|\b(?:somewhere|anywhere)\s+{AT}\s+(?:the\s+)?$"
    r"|\b(?:comparing|shortlist(?:ed|ing)?|choos(?:e|ing)\s+between|weigh(?:ing)?|decid(?:e|ing)\s+between|narrowed\s+(?:it\s+)?(?:down\s+)?to)\s+(?:the\s+)?$"
    r"|\b(?:mov\w+|relocat\w+|transferr?\w*)\s+(?:\w+\s+){0,5}?from\s+[^.;]{0,40}?\bto\s+$"
    r"|\b(?:must|has\s+to|have\s+to|needs?\s+to)\s+be\s+$"
    r"|\b(?:maximum|max\.?|at\s+most|no\s+more\s+than|must\s+be\s+within|base\s+within|not\s+more\s+than)\s+\d+\s+(?:miles?|km|minutes?|mins?)"
    r"\b[^.;]{0,40}\b(?:of|from|at)\s+(?:the\s+)?(?:[A-Z0-9/]+\s+){0,3}\(?$"
    rf"|\bto\s+(?:sit|stand|lie|be\s+(?:built|located|based|placed|sited))\b[^.;]{{0,60}}\b{AT}\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Phrases that ask for the place that follows, whatever stands around them."""
ONLY_SITES = re.compile(
    rf"\bonly\s+(?:\w+\s+)?(?:sites?|locations?|plots?|places?|schemes?|land|buildings?|parks?|ports?)\s+{AT}\s+(?:the\s+)?$",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(
    r"\b(?:\w{3,}est|most\s+\w+|best|first|only)\s+(?:\w+\s+){0,2}?in\s+(?:the\s+)?$", re.IGNORECASE
)
TELLS = re.compile(
    r"\s+(?:makes?|made|was|were|has|had|have|employs?|runs?|serves?|supplies|closed|opened|produces?)\b", re.IGNORECASE
)
HERE = re.compile(r"\s*(?:,|and|or)\s+here\b", re.IGNORECASE)
ALREADY = re.compile(r"\balready\b|\b(?:nobody|no\s+one|never)\b|\bso\s+far\b|\bno\s+need\b", re.IGNORECASE)
SITE = re.compile(
    r"\d[\d.,]*\s*(?:k\b)?\s*(?:-|–|to)?\s*(?:\d[\d.,]*)?\s*\+?\s*(?:sq\.?\s*(?:ft|m)\b|sqm\b|sqft\b|square\s+(?:feet|metres)"
    r"|m2|m²|ha\b|hectares?|acres?|mw\b|beds?\b|flats\b|homes\b|apartments\b|seats\b|desks\b|pallets?\b|pitches\b|keys\b"
    r"|m\s+(?:runway|quay|berth)|m\s+x\s+\d)|\b(?:purchase|freehold|leasehold|long\s+lease)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|have|has|had|do|does|did|stays?|remains?|our|my|its|their|his|her|existing|current"
    r"|own|owns|run|runs|bought|sold|came|come|went|visit\w*|suppl\w+|customers?|served|based|from|ex|we['’]ve|they['’]ve"
    r"|like|than|staff|ppl|people|employees|men|we|i|leaving|former)\b",
    re.IGNORECASE,
)
_INTO_PLACE = re.compile(rf"(?:[,:–—-]|\b{AT})\s+(?:the\s+|either\s+)*$", re.IGNORECASE)
_WHERE = re.compile(rf",\s+{AT}\s+(?:the\s+|either\s+)*$", re.IGNORECASE)
_FUNDS = re.compile(r"\b(?:fund|bank|adviser|advisor|investor|manager|office|tickets?|nothing)\b", re.IGNORECASE)
STOPS = re.compile(r"\s*(?:[.,;]|$|-\s|–)")


def offers_site(left: str, right: str) -> bool:
    """Whether a note says how much of what is wanted and then where: "200+ flats, | Edinburgh"."""
    if _INTO_PLACE.search(left) is None:
        return False
    if SITE.search(left):
        return _VERB.search(left) is None or (
            WISHED.search(left) is not None and left.rstrip().endswith(",") and STOPS.match(right) is not None
        )
    counted = _WHERE.search(left) and re.search(r"\d", left) and not _VERB.search(left) and not _FUNDS.search(left)
    return bool(counted)
