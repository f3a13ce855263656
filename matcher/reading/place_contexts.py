"""The words that make a place merely the writer's context: where people, sheds and customers are already."""

from __future__ import annotations

import re

from matcher.reading.place_wishes import AT, SITE, STOPS, WISHED

_THINGS = (
    r"(?:distributors?|suppliers?|customers?|clients?|dealers?|agents?|brokers?|bankers?|lawyers?|consultants?|advisers?"
    r"|competitors?|parents?|headquarters|hq|head\s+office|offices?|plants?|factor(?:y|ies)|works|warehouses?|depots?|labs?"
    r"|laborator(?:y|ies)|teams?|hubs?|mothers?|fathers?|sons?|daughters?|wife|husband|family|friends?|sisters?|brothers?|cousins?"
    r"|contacts?|partners?|subsidiar(?:y|ies)|founders?|landlord|engineers?|contractors?|sheds?|shops?|desks?|stores?"
    r"|workshops?|kilns?|mills?|quarr(?:y|ies)|farms?|surger(?:y|ies)|homes?|schools?|sites?|branch(?:es)?)"
)
SITS = re.compile(
    rf"\b(?:our|my|their|its|his|her|the|a|an|one|two|three|four|five|six|\w+['’]s)\s+(?:[\w-]+\s+){{0,4}}?{_THINGS}"
    rf"(?:['’]s\s+|\s+(?:(?:both|all|mostly|still|already|currently)\s+)?(?:sits?|is|are|lies?|lives?|works?|operates?|runs?"
    r"|stands?|stays?|remains?|was|were|keeps?)\s+(?:\w+\s+){0,2}?)" + AT + r"\s+(?:the\s+)?$"
    r"|\b(?:suppl(?:y|ied|ies)|served|bought|sourced|made|tested|run|handled|looked\s+after)\s+(?:\w+\s+){0,3}?(?:by|from|through|via)\s+(?:\w+\s+){0,4}?"
    + AT
    + r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
ASSETS = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few|all|existing|other|current)"
    rf"\s+(?:[\w-]+\s+){{0,3}}?{_THINGS}\s+(?:{AT}|along|across)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
LEAVES = re.compile(
    r"\b(?:mov(?:e|es|ing)|relocat\w+|bring\w*|lodging|transferr?\w*)\s+(?:[\w-]+\s+){0,4}?from\s+$", re.IGNORECASE
)
STAYS = re.compile(
    r"[^.;:]{0,40}\b(?:stays?|remains?|is\s+unchanged|continues?|will\s+(?:stay|remain|continue)|no\s+change|does\s+not\s+enlarge"
    r"|(?:is|are)\s+(?:not\s+)?affected|for\s+sale|are\s+sellers)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:shot|filmed|worked|invested|trained|ran|operated|tested|bought|built|opened|closed|sold|served|visited|came|been"
    r"|met|had|kept|have\s+(?:evaluated|tested|worked|been)|liked?\s+(?:your|our|the))\b[^.;]{0,60}"
    r"\b(?:in|at|from|near|to|around)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
LIVES = re.compile(
    r"\b(?:lives?|living|living|lived|born|raised|grew\s+up|studied|studies|taught|retired|buried|married)\s+(?:\w+\s+)?"
    + AT
    + r"\s+(?:the\s+)?$"
    r"|\b(?:man|bloke|chap|woman|lady|girl|lad|fellow|friend|mate|banker|reader|professor|someone)\s+(?:(?!told\b)[\w-]+\s+){0,2}?(?:in|from|at|near)\s+(?:the\s+|an\s+)?$"
    r"|\b(?:he|she|they)\s+knows?\s+$|\b(?:one|he|she)['’]s\s+(?:at|in)\s+$"
    r"|\b(?:asked|wants?|wishes|would\s+like|hopes?|likes?)\s+to\s+(?:see|visit|tour)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
WORKFORCE = re.compile(
    r"\b(?:staff|workforce|team|people|employees|machinists|men|women|of\s+whom|workers|technicians)\b[^.;,]{0,25}?"
    r"\b(?:live|come|most|mostly|are|all)\s+(?:in|between|around|near|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
CARRIED = re.compile(
    r"\b(?:send|sends|sent|ship|ships|shipped|deliver\w*|export\w*|sells?|sold|sale[sd]?|truck\w*|drive|drives|trains?|flights?|flies|fly|bus|buses"
    r"|transport|road|motorway|lorr(?:y|ies)|trailers|line|travel\w*|commut\w+)\b[^.;:]{0,70}\b(?:in)?(?:to|into|towards?|leave)\s+(?:the\s+)?$"
    r"|\b(?:halfway|midway)\s+between\s+[^.;]{0,30}$|\b(?:trailers|lorries|trucks|goods|parcels)\s+(?:leave|come\s+from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
FLIGHT = re.compile(r"\b(?:flights?|fly|flies|trains?)\s+(?:in)?to\s+$", re.IGNORECASE)
COMMUTES = re.compile(r"\b(?:commute|drive|travel|come|fly|write|call|ring|report)\s+(?:\w+\s+)?to\s+$", re.IGNORECASE)
HEADCOUNT = re.compile(
    r"\b(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|forty|fifty|hundred)"
    rf"(?:[ -]?\w+)?\s+(?:of\s+us|staff|people|ppl|persons|employees|colleagues|men|heads)\s*,\s+(?:the\s+)?$"
    rf"|\bof\s+us\s+{AT}\s+(?:the\s+)?$",
    re.IGNORECASE,
)
FIRM = (
    r"(?:company|firm|business|group|maker|manufacturer|producer|wholesaler|bakery|factory|fab|fabricator|start-?up|sme|indie"
    r"|charity|developer|operator|printer|foundry|works|consultancy|agency|practice|bureau|studio|brewery|builder|haulier"
    r"|installer|farm|family|engineering|cleantech|fintech|medtech|agritech|biotech|saas|people|ppl|staff|men|employees)"
)
_INTRODUCED = re.compile(
    rf"\b{FIRM}\b(?:,[^,;.:]{{0,40}}\b(?:staff|people|ppl|men|employees|colleagues|heads|turnover|revenue|years?)\b[^,;.:]{{0,20}})?,\s+$",
    re.IGNORECASE,
)
_FIRM_OF = re.compile(rf"\s+(?:(?!because|and|is|has|for|to|with|or|as)[\w-]+\s+){{0,2}}?{FIRM}\b", re.IGNORECASE)


def introduces_firm(left: str, right: str) -> bool:
    """Whether a place is where the writer's firm is: "steel works, 40 men, | Dudley."; "| Coventry company"."""
    if WISHED.search(left) or SITE.search(left):
        return False
    if HEADCOUNT.search(left) or (_INTRODUCED.search(left) and STOPS.match(right)):
        return True
    return len(left.split()) <= 3 and _FIRM_OF.match(right) is not None and WISHED.search(right[:12]) is None


_ONE_OF = re.compile(r"\b(?:the|our|their|a|that|this|your|his|her)\s+$", re.IGNORECASE)
_ITS = re.compile(
    r"\s+(?:one|firm|office|team|company|desk|branch|agent|colleagues?|subsidiary|fund|bank|cluster|lab|plant)\b"
)


def names_another(left: str, right: str) -> bool:
    """Whether a place only tells which firm or office is meant: "the | Paris one"."""
    return _ONE_OF.search(left) is not None and _ITS.match(right) is not None
