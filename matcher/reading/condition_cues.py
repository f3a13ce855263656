"""The words by which a brief insists, and those that show a clause to be no condition."""

from __future__ import annotations

import re

INSISTS = re.compile(
    r"\b(?:must(?!\s+(?:say|admit|confess|be\s+(?:said|joking)))|ha(?:s|ve|d)\s+to(?!\s+(?:say|admit|ask|tell"
    r"|go\s+to\s+you))|needs?\s+to\s+be|need\s+to\s+(?!know|understand|hear|find|ask|tell|talk|speak|see|look|check|go\b|get|move|hire)\w+"
    r"|essential|required|mandatory|compulsory|crucial|vital|indispensable|prerequisite"
    r"|non-?\s?negotiable|not\s+negotiable|necessary|insist\w*|at\s+least|minimum|min\.|or\s+more\b"
    r"|no\s+(?:more|further|less|later|fewer)\s+than|not\s+(?:less|more|fewer)\s+than|at\s+most|max(?:imum|\.)"
    r"|it\s+is\s+(?:most\s+)?important|deal[\s-]?breakers?|make[\s-]or[\s-]break|no\s+deal|non-?\s?starter\s+(?:without|if)"
    r"|walk\s+away|pre-?requisite|not\s+optional|absolute(?:ly)?\s+(?:must|need\w*)|won['’]?t\s+compromise"
    r"|hard\s+(?:requirement|constraint|limit)"
    r"|(?<!not\s)(?:the\s+)?most\s+important\s+(?:thing|point|requirement|condition)"
    r"|only(?=\s*(?:$|[.,;)!]|(?:if|where|when|sites?|with|in|on|within|interested|consider\w*|accept\w*|want|look\w*"
    r"|freehold|leasehold|serious\w*|work\w*|invest\s+in|fund|take)\b))"
    r"|key\s*[:=]|critical|without\s+exception|a\s+must|above\s+all|has\s+got\s+to|is\s+a\s+condition"
    r"|on\s+condition|provided\s+(?:that|a|the)|as\s+long\s+as)\b"
    r"|\d\s?(?:MVA|MW|kVA|sq\s?ft|sqm|sq\s?m|m2|acres?|ha|tonnes?|%)\s+min\b"
    r"|(?:muss|müssen|zwingend|mindestens|unbedingt|erforderlich|doit|doivent|il\s+(?:nous\s+)?faut"
    r"|indispensable|au\s+moins|obligatoire|debe[n]?|tiene[n]?\s+que|imprescindible|al\s+menos|mínimo|deve"
    r"|devono|almeno|deve|ten\s+de|moet|minstens|måste|minst|skal|mindst|musi|co\s+najmniej|gerek\w*|en\s+az"
    r"|en\s+fazla|şart)\b"
    r"|必须|必須|不少于|至少|以上|需要|最少|하는\s*곳|이상|반드시|필수",
    re.IGNORECASE,
)
NEEDS = re.compile(
    r"\b(?:we(?:['’]d|['’]ll)?|i|client|they|she|he|it)\s+(?:do\s+|really\s+|also\s+|will\s+|shall\s+)?(?:need"
    r"|needs|require|requires)\b(?!\s+(?:to\s+know|your|you|not|no\b))|^\s*(?:needs?|needed|requires?"
    r"|required|requirement|must|key|acquiring)\b|^\s*(?:wants?|wanted|seeking|target"
    r"|looking\s+for)\s*[:=]"
    r"|\b(?:needs|requires)\b|\bhas\s+been\s+refused\s+elsewhere",
    re.IGNORECASE,
)
MUST_HEADING = re.compile(
    r"(?:\w+\s+){0,2}(?:must[\s-]haves?|musts|essentials?|non-?\s?negotiables?|mandatory|required|minimum\s+requirements?"
    r"|(?:essential|minimum|mandatory)\s+(?:requirements?|criteria|conditions))\b.{0,30}$"
)
SOFT_HEADING = re.compile(
    r".{0,30}\b(?:nice[\s-]to[\s-]haves?|desirables?|preferred|preferences?|optional|bonus|wish\s?list|ideal(?:ly)?"
    r"|would\s+like|if\s+possible)\b.{0,30}$"
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
    r"|,\s+(?=(?:the\s+|our\s+)?(?:first|second|other|last|old|current|existing|present)\s+(?:\w+\s+)?(?:is|are|was|were"
    r"|has|have)\b)"  # what they have already
    r"|\bbut\s+(?=(?:we|i|it|they)\b)|\bbecause\b|，|。",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"\b(?:hesitate|happy\s+to|call\s+me|reply|e-?mail|phone|regards|meeting|visit|appointment|let\s+(?:me"
    r"|us)\s+know|confirm\s+(?:receipt|by)|get\s+back)\b",
    re.IGNORECASE,
)
NO_CONDITION = re.compile(
    r"\b(?:no\s+(?:deal\b|doubt|idea|problem|rush|hurry|hard\s+feelings|worries|thanks?|reply|answer|response"
    r"|one\s+(?:knows|has))|nothing\s+(?:yet|so\s+far|happened)|not\s+(?:sure|yet|as\s+yet)"
    r"|don['’]?t\s+(?:know|mind|worry|think|believe|hesitate)|do\s+not\s+(?:know|mind|think|hesitate))\b",
    re.IGNORECASE,
)
NO_DEAL = re.compile(r"\s*[,=:–—-]?\s*no\s+deal\b", re.IGNORECASE)
CONTRAST = re.compile(
    r"(?:rather\s+than|instead\s+of|as\s+opposed\s+to)\b"  # the other half of a wish, which that states itself
    r"|(?:nobody|no\s+one)\b|not\s+to\b|not\s+(?:\w+ly|(?:just\s+)?(?:one|two|three|four|five|six|ten|\d[\d,.]*|a\s+(?:few|dozen)|us|me|them|him|her|it"
    r"|money|personally|yet|now|quite|enough|vital|there|here|far|much|many)(?:\s+(?:years?|months?|weeks?|days?|hours?"
    r"|hundred|thousand|million|people))?)\W*$",
    re.IGNORECASE,
)
STATES = re.compile(
    r"\b(?:is|are|was|were|has|had|have|there|got|['’](?:s|re|ve)|we\s+(?:do|make|run|sell)|they\s+\w+)\b",
    re.IGNORECASE,
)
"""Verbs with which a sentence states a fact, whose "no" and "not" after a comma or "and" are facts as well."""
WISHING = re.compile(
    r"\b(?:want|need|wish|look(?:ing)?|seek|seeking|prefer|please|would|should|must|require|required|['’]d|after|no|not"
    r"|ideal\w*|only|but|don['’]?t)\b",
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
DESCRIBES = re.compile(
    r"\b(?:place|site|building|partner|plot|unit|lab(?:oratory)?|somewhere|somebody|someone|town|city|campus|estate|hospital"
    r"|landlord|council|university|factory|hall|shed|scheme|people|team)s?\b[^.;:]{0,60}?(?:\b(?:that|which|where|who|whose"
    r"|with|without|beside|next|near|close|within|already|able|inside|on|at|by|for|from|of|not|in|to|and|under|outside)\b"
    r"|,)",
    re.IGNORECASE,
)
"""What is wanted, with something said about it: "a site" alone is no condition, "a site with its own siding" is."""
TELLS = re.compile(
    r"^\W*(?:and\s+|so\s+|but\s+)?(?:we|i)(?:['’](?:re|m|ve)|\s+(?:are|am|have|make|own|run|employ|sell|bought|were|was))\b"
    r"(?!\s+(?:looking|seeking|after|searching|to\s))",
    re.IGNORECASE,
)
MONEY_OR_TIME = re.compile(
    r"[£$€¥₹]|\b(?:EUR|GBP|USD|CHF|SEK|DKK|NOK|JPY|INR|CNY|RMB|KRW|CAD|AUD|budget|ticket|capex|invest(?:ment)?"
    r"|jobs|employees|staff\s+of|headcount|timing|start\s+in|Q[1-4]|20[23]\d)\b",
    re.IGNORECASE,
)
