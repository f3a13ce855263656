"""The words by which a brief insists, and those that show a clause to be no condition."""

from __future__ import annotations

import re

INSISTS = re.compile(
    r"\b(?:must(?!\s+(?:say|admit|confess|be\s+(?:said|joking)))|ha(?:s|ve|d)\s+to(?!\s+(?:say|admit|ask|tell"
    r"|go\s+to\s+you))|needs?\s+to\s+be|need\s+to\s+(?!know|understand|hear|find|ask|tell|talk|speak)\w+"
    r"|essential|required|mandatory|compulsory|crucial|vital|indispensable|prerequisite"
    r"|non-?\s?negotiable|not\s+negotiable|necessary|insist\w*|at\s+least|minimum|min\.|or\s+more\b"
    r"|no\s+(?:more|further|less|later|fewer)\s+than|not\s+(?:less|more|fewer)\s+than|at\s+most|max(?:imum|\.)"
    r"|only|it\s+is\s+(?:most\s+)?important|most\s+important"
    r"|key\s*[:=]|critical|without\s+exception|a\s+must|above\s+all|has\s+got\s+to|is\s+a\s+condition"
    r"|on\s+condition|provided\s+(?:that|a|the)|as\s+long\s+as)\b"
    r"|(?:muss|müssen|zwingend|mindestens|unbedingt|erforderlich|doit|doivent|il\s+(?:nous\s+)?faut"
    r"|indispensable|au\s+moins|obligatoire|debe[n]?|tiene[n]?\s+que|imprescindible|al\s+menos|mínimo|deve"
    r"|devono|almeno|deve|ten\s+de|moet|minstens|måste|minst|skal|mindst|musi|co\s+najmniej|gerek\w*|en\s+az"
    r"|en\s+fazla|şart)\b"
    r"|必须|必須|不少于|至少|以上|需要|最少|하는\s*곳|이상|반드시|필수",
    re.IGNORECASE,
)
NEEDS = re.compile(
    r"\b(?:we(?:['’]d|['’]ll)?|i|client|they|she|he|it)\s+(?:do\s+|really\s+|also\s+|will\s+|shall\s+)?(?:need"
    r"|needs|require|requires)\b(?!\s+(?:to\s+know|your|you|not|no\b))|^\s*(?:need|needs|needed|require"
    r"|requires|required|wants?|requirement|must|key|wanted|acquiring|seeking|target|looking\s+for)\b\s*[:=]?"
    r"|\b(?:needs|requires)\b|\bhas\s+been\s+refused\s+elsewhere",
    re.IGNORECASE,
)
REQUIREMENT_HEADING = re.compile(
    r"(?:\w+\s+){0,3}(?:requirements?(?:\s+in\s+order)?|conditions|must[\s-]haves?|essentials?|needs|we\s+need"
    r"|criteria|non-?negotiables?|wants?|what\s+(?:we|they|he|she)\s+needs?|what\s+(?:we\s+want|is\s+wanted"
    r"|would\s+make\s+us\s+move|matters)|need|we\s+require|wishes|必要条件|主要要求如下)\b.{0,30}$"
)
NOT_REQUIREMENTS = re.compile(
    r"\b(?:about\s+us|who\s+we\s+are|background|company|please\s+send|respond\w*|what\s+we\s+(?:have|bring"
    r"|offer)|questions?|send|from\s+you|not\s+wanted|next\s+steps?|dates?|timetable)\b"
)
ANNOUNCES = re.compile(
    r"(?:.{0,30}\b)?(?:need|needs|want|wants|requirements?|required|criteria|conditions|require|wanted"
    r"|looking for|the following|requirement from.{0,60})(?:\s+(?:is|are|as\s+follows|in\s+order))?",
    re.IGNORECASE,
)
SOFT = re.compile(
    r"\b(?:ideal(?:ly)?|prefer\w*|nice\s+to\s+have|welcome|bonus|a\s+plus|optional|would\s+be\s+(?:good|nice"
    r"|great|helpful|perfect|ideal)|not\s+(?:essential|necessary|critical)|if\s+poss(?:ible)?|helpful|handy"
    r"|advantage|desirable|perhaps|maybe|later\b|no\s+need\s+to|kindly|please\s+(?:send|confirm|tell|give|say"
    r"|answer|call|reply))\b",
    re.IGNORECASE,
)
ABOUT_US = re.compile(
    r"^\s*(?:and\s+|so\s+|but\s+)?(?:we(?:['’]ve)?|i(?:['’]ve)?|they)\s+(?:had|have\s+had)\s+to\b"
    r"|\bthe\s+only\s+(?:one|thing|reason|people)|\bonly\s+(?:just|asking|say|wanted\s+to|yesterday|last)"
    r"|\bmust\s+(?:have|be)\s+(?:been|a\s+(?:joke|mistake))|\bif\s+only\b|\bnot\s+only\b|\bonly\s+because\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"[;:；：]|\s[-–—]{1,2}\s|—|\(|\)|,\s+(?:and|but|so)\s+(?=(?:we|i|it|they|he|she|the|our)\b)"
    r"|\bbut\s+(?=(?:we|i|it|they)\b)|\bbecause\b|，|。",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"\b(?:hesitate|happy\s+to|call\s+me|reply|e-?mail|phone|regards|meeting|visit|appointment|let\s+(?:me"
    r"|us)\s+know|confirm\s+(?:receipt|by)|get\s+back)\b",
    re.IGNORECASE,
)
NO_CONDITION = re.compile(
    r"\b(?:no\s+(?:doubt|idea|problem|rush|hurry|hard\s+feelings|worries|thanks?|reply|answer|response"
    r"|one\s+(?:knows|has))|nothing\s+(?:yet|so\s+far|happened)|not\s+(?:sure|yet|as\s+yet)"
    r"|don['’]?t\s+(?:know|mind|worry|think|believe|hesitate)|do\s+not\s+(?:know|mind|think|hesitate))\b",
    re.IGNORECASE,
)
FACT_CUE = re.compile(
    r"(?:without|w/o|instead|neither|nor\b|never|tired|sick|weary|fed|too\s|except|other\s+than|apart|declined"
    r"|dismissed|away\s+from|outside|fully\s+invested|rather\s+than\s+(?:just|start)"
    r"|(?:\w+\s+)?(?:can?|will|wo|would|could|should|may|shall|does|do)(?:n['’]t|not"
    r"|\s+not)\s+(?:\w+\s+)?(?:be(?!\s+(?:interested|prepared|willing|keen))|have|fit|mean|matter|help|love"
    r"|hear|make|get|see)\b)",
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"\b(?:given|asked|promised|discussed|told|mentioned|said|announced|decided|known|involved|scored|received"
    r"|yet|so\s+far|answered|told\s+yet)\b\W*$",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(r"\b(?:if|when|unless|whether|that|who)\s+$", re.IGNORECASE)
INTERROGATIVE = re.compile(
    r"\b(?:is|are|does|do|did|can|could|who|what|which|where|why|how|any|have|has|so)\b", re.IGNORECASE
)
WANTS = re.compile(
    r"\b(?:want|wants|wanted|seek|seeks|seeking|looking\s+for|look\s+for|searching|search|would\s+like"
    r"|['’]d\s+like|after|acquiring|target|wish\s+to|buscamos|cherchons|suchen)\b",
    re.IGNORECASE,
)
SPECIFIED = re.compile(
    r"\d[\d,.]*\s*(?:m\b|m2|m²|sq|ft|sqm|acres?|ha\b|hectares?|tonnes?|t\b|MVA|MW|kV|miles?|km|min\w*|hours?"
    r"|beds?|desks?|people|patients|homes|apartments|years?|yrs?|eaves)|\b(?:within|inside|next\s+to|beside"
    r"|near|walking\s+distance|adjacent|on\s+the\s+doorstep|one\s+site|same\s+site|access\s+to|planning"
    r"|motorway|licence|permit|university|hospital|track|rail)\b",
    re.IGNORECASE,
)
MONEY_OR_TIME = re.compile(
    r"[£$€¥₹]|\b(?:EUR|GBP|USD|CHF|SEK|DKK|NOK|JPY|INR|CNY|RMB|KRW|CAD|AUD|budget|ticket|capex|invest(?:ment)?"
    r"|jobs|employees|staff\s+of|headcount|timing|start\s+in|Q[1-4]|20[23]\d)\b",
    re.IGNORECASE,
)
