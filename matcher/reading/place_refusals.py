"""The words by which a brief turns a place down, beyond a plain "not": "barred from", "off limits", "but crowded"."""

from __future__ import annotations

import re

_GOES_NOWHERE = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bnobody(?:['’]s)?|\bno\s+one(?:['’]s)?|\bno\s+wish|\bno\s+intention\s+of)\b[^.;,]{0,30}"
    r"\b(?:go|going|move|moving|relocat\w+|march\w*|send\s+(?:us|them|me|people|anyone)|shift\w*|transfer\w*)\b[^.;,]{0,50}\b(?:to|in|into)\s+(?:the\s+)?$"
    r"|\b(?:resign|leave|quit|walk)\s+if\s+[^.;,]{0,25}\b(?:move|moved|go|sent|relocat\w+)\b[^.;,]{0,20}\bto\s+$"
    r"|\b(?:drives?|driving|drove|dragg\w+|keeps?\s+(?:showing|sending|driving|offering))\s+(?:me|us|them)\b[^.;,]{0,40}\b(?:in|to|at)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
FOR_NOW = re.compile(r"\s*,?\s*(?:before|until|till|unless|without|yet|just\s+yet|for\s+now)\b", re.IGNORECASE)
_FAULT = r"(?:crowded|expensive|dear|pricey|picked\s+over|congested|over-?priced|saturated|overheated"
_FAULTED = re.compile(
    r"(?:\s*[;–-]\s*(?:far\s+|much\s+)?too\s+(?:\w+\s+)?|[^.;:]{0,60}\bbut\s+(?:it['’]s\s+|is\s+|was\s+|a\s+bit\s+|rather\s+|too\s+|very\s+)*)"
    + _FAULT
    + r"|grand|big|full|hot|remote|far)\b"
    r"|['’]?s?\s+(?:looks?|feels?|seems?|is|was|are)\s+(?:(?!not\b|less\b|n['’]t)\w+\s+)?(?:and\s+)?"
    + _FAULT
    + r"|hot\s+and\s+\w+)\b"
    r"|\s+is(?:n['’]t|\s+not)\s+(?:because|under\s+consideration|on\s+(?:our|the)\s+(?:list|table)|in\s+scope|$|[,.;])"
    r"|\s+(?:has|have)\s+been\s+(?:\w+\s+)?(?:studied|examined|considered|tried|looked\s+at)[^.;]{0,20}\b(?:excluded|rejected|declined|dropped|too)",
    re.IGNORECASE,
)
BUT_NOT = re.compile(
    r"\bnon-$|\b(?:we|they|i|to|will|would|must)\s+(?:\w+\s+)?pass(?:ed)?\s+on\s+(?:the\s+)?$|\bno\s+more\s+(?:of|in|to)\s+(?:the\s+)?$|\b(?:without\s+being|excl(?:uding)?\.?|minus|\w+s\s+ex)\s+(?:in\s+|around\s+|near\s+|the\s+)*$|\bnumber\s+\d+\s+in\s+$",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(
    r"\b(?:forbid(?:s|den)?|prohibit(?:s|ed)?|preclude[sd]?|prevent(?:s|ed)?|bar(?:s|red)\s+(?:us|them|him|her|it)?\s*from)\s+"
    r"(?:[\w-]+\s+){0,3}?(?:(?:in|from|at|near|for)\s+)?(?:the\s+)?$"
    r"|\b(?:do\s+not|don['’]?t|never|stop|please\s+not)\s+(?:send|sending|offer|offering|show|showing|propose|suggest|consider|forward)\s+"
    r"(?:us\s+|me\s+|him\s+|her\s+)?(?:(?:any(?:thing)?|sites?|details|schemes?|in|from|of|the|around|near|more)\s+)*$"
    r"|\b(?:except(?:ing)?(?:\s+for)?|excluding|excl\.?|other\s+than|apart\s+from|but\s+not)\s*:\s*(?:the\s+)?$"
    r"|(?:^|[.;]\s*)(?:not|no|nothing|nowhere)\s+(?:where|acceptable|allowed|permitted|eligible|wanted|interested|in|suitable|areas?|locations?|sites?"
    r"|considered|possible|for\s+us)\b[^.;:]{0,50}:\s*(?:\d+\s+\w+\s+(?:round|of|from|around)\s+)?(?:the\s+)?$"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bsits )"
    r"\b(?:more\s+than|over|at\s+least|not\s+within|outside)\s+\d+\s*(?:miles?|km|minutes?|mins?"
    r"|hours?)\s+(?:drive\s+)?(?:away\s+)?(?:from|of|round|around)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_STRUCK = re.compile(
    r"[^.;:]{0,50}?\b(?:(?:was|were|been|is|are)\s+struck\s+out|(?:all\s+)?off[\s-]limits|out\s+of\s+bounds|(?:is|are|was|were)\s+barred"
    r"|(?:is|are)\s+(?:forbidden|prohibited|red-?lined)|(?:priced|crowded)\s+out|broke\s+down|(?:we\s+|they\s+)?(?:find\s+)?overbuilt"
    r"|(?:looked\s+at|visited|studied|tried|considered|seen)(?:\s+it)?\s*(?:and|&|→|,|-|–)\s*(?:\w+\s+){0,2}?(?:binned|declined|dropped|rejected"
    r"|said\s+no|no\b)|(?:we|they|i|board|he|she)\s+(?:have\s+|has\s+)?(?:said\s+no|declined)|(?:not|n['’]t)\s+(?:looking|going|moving)\s+there"
    r"|so\s+(?:not|no|leave)\b|leave\s+(?:it|that|them)\s*(?:off|out|[,.;]|$)|no\s+more\b)"
    r"|\s*(?:full|pricey|dear)\s*(?:\+|and|&|,)\s*(?:full|pricey|dear|expensive)\b",
    re.IGNORECASE,
)


def turns_down(left: str, right: str) -> bool:
    """Whether nobody will move to a place, or a fault is found with it: "we liked | Derby but it's crowded"."""
    nowhere = _GOES_NOWHERE.search(left) is not None and FOR_NOW.match(right) is None
    return nowhere or _FAULTED.match(right) is not None


def forbids(left: str, right: str) -> bool:
    """Whether a place is barred, or not to be sent or offered: "do not send us | Derby", "| Derby is off limits"."""
    return _FORBIDDEN.search(left) is not None or _STRUCK.match(right) is not None
