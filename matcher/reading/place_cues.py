"""The words around a place by which a brief wants it, excludes it, or merely mentions it."""

from __future__ import annotations

import re

LISTED = re.compile(
    r"\s*(?:\([^()\n]{0,60}\)|[()])?\s*(?:['’]s?\s+)?(?:(?:,|;)?\s*(?:/|&|\+|\band\b|\bor\b|\bnor\b|\bund\b"
    r"|\boder\b|\bet\b|\bou\b|\by\b|\bo\b|\be\b|[和与及或、와과]|및|또는)\s*(?:perhaps|possibly|poss|maybe|even|ideally"
    r"|also)?\s*"
    r"(?:in|near|around|at|on)?|,\s*(?:perhaps|possibly|poss|maybe|even|also)?)?\s*(?:the|el|la|le"
    r"|les)?\s*(?:city\s+of\s+)?$",
    re.IGNORECASE,
)
DIRECTION = re.compile(
    r"\b(north|south|east|west)(?:-?(?:east|west))?(?:ern)?\s+of\s+(?:the\s+)?(?:city\s+of\s+)?$", re.IGNORECASE
)
BOUND = re.compile(
    r"\b(?:cannot|not?|nothing|nowhere|never|n['’]t)\b[^.;]{0,30}\bfurther\s+(?:north|south|east|west"
    r"|away)\s+than\s+$",
    re.IGNORECASE,
)
PART = re.compile(
    r"\b(north|south|east|west)(?:-?(?:east|west))?(?:ern)?\s+(?:half|side|end|part|edge|third|corner|bit)\s+of\s+"
    r"(?:your\s+(?:region|patch|area|territory)|the\s+(?:region|Midlands))\b",
    re.IGNORECASE,
)
LATITUDE = re.compile(
    r"(?<!not )\b(?:north|south|east|west)\s+of\s+(?:the\s+)?\d{1,3}(?:\.\d+)?\s*(?:degrees?"
    r"|°)(?:\s*(?:of\s+)?(?:latitude|longitude|north|south|[NS]\b))?",
    re.IGNORECASE,
)
WITHIN = re.compile(
    r"\b(?:anywhere|somewhere|location|where|place)\W{1,3}(?:up\s+to\s+|about\s+|that\s+is\s+)?((?:within"
    r"|inside|under|less\s+than|up\s+to)\s+(?:\w+\s+){1,4}?(?:hours?|minutes?|mins?|hrs?|miles?"
    r"|km)['’]?\s+(?:\w+\s+){0,2}?(?:of|from)\s+)",
    re.IGNORECASE,
)
FILL = (
    r"(?:(?:in|at|near|of|the|a|an|to|for|from|anywhere|anything|somewhere|more|necessarily|really|even|either"
    r"|again|city|cities|centre|central|inner|around|within|inside|into|by|too|please|any|sites?|another|down"
    r"|up|over|places?|locations?|proposals?|schemes?|like|such|as|big|expensive|overpriced|à|a|en|au|aux|nach"
    r"|nel|nella|nelle|los|las|den|der|dem|des|w|we|på|til|te|em|no|na)\s+|[\"“'‘(])*"
)

NEGATED_HERE = re.compile(
    rf"\b(?:not?|never|nor|neither|nothing|nowhere|none|except(?:ing|\s+for)?|excluding|excl\.?|bar|barring"
    rf"|avoid(?:ing)?|other\s+than|apart\s+from|rather\s+than|instead\s+of|as\s+opposed\s+to"
    rf"|(?:any(?:thing|where|one)|everywhere|everything)\s+but|without|away\s+from|clear\s+of|hates?|loathes?"
    rf"|dislikes?|(?:tired|sick|weary)\s+of|fed\s+up\s+with|(?:rul(?:ed|ing|es)|cross(?:ed|ing))\s+out|rejected"
    rf"|turned\s+down|dropped|dismissed|discarded|discounted|eliminated|nowt|pas|sans|sauf|hors\s+de|ni|nicht"
    rf"|kein\w*|außer|ohne|excepto|salvo|geen|niet"
    rf"|ikke|inte|utom|tranne|eccetto|non|né|nem|não|sem|bez|nie|ei)\s+{FILL}$",
    re.IGNORECASE,
)
RATHER = re.compile(rf"\b(?:rather|sooner|better|prefer\w*)\b[^.;]{{0,80}}\bthan\s+{FILL}$", re.IGNORECASE)
ASKS = re.compile(
    r"(?:so\s+|and\s+|but\s+)?(?:is|are|why|do|does|did|have|has|can|could|any|what|what['’]s)\b", re.IGNORECASE
)
THAT_IS_NOT = re.compile(
    rf"\b(?:that|which|it|where|provided|so\s+long\s+as|as\s+long\s+as)\s*(?:is|['’]s|are|was)?(?:n['’]t"
    rf"|\s+not)\s+{FILL}$",
    re.IGNORECASE,
)
NOT_ONLY = re.compile(
    r"\bnot\s+(?:only|just|even|necessarily|least|far|too\s+far|unlike|until|least)\b[^,;.]{0,30}$", re.IGNORECASE
)
OUTSIDE_HERE = re.compile(r"\boutside(?:\s+of)?\s+(?:(?:the|your|our|of|central|greater|inner)\s+)*$", re.IGNORECASE)
DOUBLE = re.compile(
    r"\b(?:no(?:t|thing|where)?|dont|cannot|[a-z]+n['’]t)(?:\s+(?!been\b|yet\b)[\w-]+){0,3}\s*$", re.IGNORECASE
)
PRICED = re.compile(r"\s+(?:rents?|prices?|traffic|salar\w+|wages?|levels?|costs?|money|rates)\b", re.IGNORECASE)
STATED = re.compile(
    rf"\b(?:was|is|are|were|had|have|has|['’]ve|got)\s+(?:no|none|nothing|never)\s+(?:yet\s+)?{FILL}$", re.IGNORECASE
)
NOT_LEAVING = re.compile(r"(?:\bnot|\bnever|\bcannot|n['’]t)\s+(?:\w+\s+){0,2}?leave\s+(?:the\s+)?$", re.IGNORECASE)
STAYING = re.compile(r"\b(?:not|never|n['’]t|cannot|won['’]t)\b[^.;,]{0,40}$", re.IGNORECASE)
LEAVING = re.compile(
    r"\b(?:mov\w*|relocat\w*|get(?:ting)?|shift\w*|decant\w*|com(?:e|ing)|pull\w*|spread\w*"
    r"|expand\w*)\s+(?:\w+\s+){0,8}?(?:out\s+of|away\s+from|beyond)\s+(?:the\s+)?$|\b(?:to\s+leave|leaving"
    r"|escap(?:e|ing)|quitting)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
ENOUGH_LEFT = re.compile(
    r"(?:\b(?:own|have|has|got|hold|already)|['’]ve)\s+(?:\w+\s+){0,2}?(?:enough|plenty|all\s+the\s+\w+"
    r"|sufficient|too\s+much|too\s+many)\b(?:\s+\w+){0,3}?\s+(?:in|for|around|at)\s+(?:the\s+)?$"
    r"|\b(?:fully\s+\w+|overexposed|overweight|saturated)\s+(?:in|to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
QUOTA = re.compile(r"\b(?:quota|allocation|budget|limit|allowance)\s+(?:for|in)\s+(?:the\s+)?$", re.IGNORECASE)
JUDGED = re.compile(
    r"(?:['’]s)?\s*(?:\([^()]{0,80}\)\s*)?(?:(?:,[^,.;]{0,80},)\s*)?(?:[^.;:,，。、；]{0,70}?\b|[^.;:,，。、；\w]{0,3}"
    r"|[:=–—-]\s*(?:\w+\s+){0,2}?)(?:is\s+|are\s+|was\s+|were\s+|we\s+|have\s+|has\s+|been\s+|both\s+|all\s+)*"
    r"(?:(?:looked\s+at|priced|tried|considered|examined|seen)\s+and\s+)?(?:ruled\s+(?:\w+\s+)?out"
    r"|set\s+aside(?!\s+(?:[A-Z£$€¥₹\d]|for\b|a\b|some\b))|out\s+of\s+(?:the\s+question|scope|reach)|excluded"
    r"|off\s+the\s+(?:list|table|map)|unsuitable|not\s+(?:\w+\s+)?(?:suitable|an\s+option|possible|acceptable"
    r"|wanted|welcome|for\s+us|of\s+interest|considered)"
    r"|rejected|dismissed|voted\s+no|crossed\s+(?:\w+\s+)?(?:off|out)|struck\s+(?:\w+\s+)?off"
    r"|turned\s+(?:\w+\s+)?down|dropped(?:\s+out)?|fell\s+(?:away|through)|discarded|discounted|(?:is|are|now"
    r"|also)\s+closed|(?:a"
    r"|an\s+absolute)\s+no\b|(?:no|non|nicht)\s+(?:nos|me|les|ci|uns)\s+\w+|interessiert\s+\w+\s+nicht"
    r"|no\s+(?:good|go|slots|use|thanks?|thank\s+you|way|chance)|overpriced|fully\s+(?:priced|invested)"
    r"|too\s+(?:\w+\s+)?(?:expensive|dear|costly|pricey|far|crowded|remote|congested|political|hot)"
    r"|(?:do(?:es)?|would|will|did|wo)(?:n['’]t|\s+not)\s+(?:\w+\s+)?(?:work|suit|fit|interest|count|appeal"
    r"|do\b)|(?:is|are)\s+(?:full|exhausted|saturated|used\s+up|sold\s+out)"
    r"|kommt\s+nicht|scheide\w*\s+aus|ausgeschlossen|exclu[es]?\w*|descartad\w+)",
    re.IGNORECASE,
)
FLAT_NO = re.compile(
    r"\s*[,:–-]?\s*(?:absolutely|definitely|certainly)?\s*(?:not?|ne|nein|nie|nee|não|non)\s*(?:[,;!()]|\.(?!\s*\d)|$)"
    r"|\s*(?:would|will|does|do|is|are)(?:n['’]t|\s+not)\s*(?:[.,;]|$)|\s+valt\s+af\b"
    r"|[^.;:,]{0,30}?\b\w+n['’]t\s+(?:\w+\s+)?(?:suitable|an\s+option|possible|acceptable|for\s+us|of\s+interest|right)"
    r"|\s+(?:would\s+be|is)\s+(?:our|the|my)\s+(?:very\s+)?last\s+(?:choice|resort)",
    re.IGNORECASE,
)
OUT_NOW = re.compile(
    r"['’]?s?\s*(?:is|are|was|were|['’]s|:|=|[-–—])\s*(?:both\s+|all\s+|also\s+"
    r"|definitely\s+)?(?:out\b(?!\s+of)|off\b(?=\s*(?:[,.;]|$)))",
    re.IGNORECASE,
)
IN_CJK = re.compile(
    r"[^。，、；,.]{0,30}(?:除外|以外|を除|は対象外|は不要|은[^.。]{0,40}제외|는[^.。]{0,40}제외"
    r"|[은는을를도][^.。]{0,40}(?:원하지 않|원치 않|안 됩니다|고려하지 않)"
    r"|['’]?\w{0,6}\s*(?:hariç|dışında|istemiyoruz|değil|düşünmüyoruz))"
)
PRONOUN = re.compile(
    r"[^.]{0,160}\b(?:don['’]?t|do\s+not|no|not|never|please\s+not)\b[^.;]{0,40}\b(?:in|from|to|near"
    r"|for)\s+(?:them|there|those|any\s+of\s+them|either)\b",
    re.IGNORECASE,
)
OTHER_CLAUSE = re.compile(r"\b(?:not|want|wants|need|prefer\w*|than|it|ones|therefore|so\s+that)\b", re.IGNORECASE)
UK_PART = frozenset({"nation", "region", "county"})
COMPARED = re.compile(
    r"\b(?:than|under|below|above|cheaper|lower|compared\s+(?:to|with)|versus|vs\.?|against|unlike|like"
    r"|level\s+of|such\s+as)\s+(?:in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
HOME = re.compile(
    r"\b(?:based|headquartered|registered|founded|established|listed|incorporated|born|living|lives?|live"
    r"|sits?|made|built|produced|manufactured|studied|trained|grew\s+up|working|works?)\s+(?:\w+\s+)?(?:in|at"
    r"|near|from|outside|around|on|of)\s+(?:the\s+|both\s+)?$"
    r"|\b(?:greetings|hello|hi|regards|shalom|writing|coming|come|comes|came|are|am|is|company|firm|group"
    r"|maker|enterprise|start-?up|people|team|we|family|developer|investor"
    r"|developers)\s+(?:to\s+you\s+)?(?:here\s+)?(?:from|of)\s+(?:the\s+)?$"
    r"|\b(?:our|my|its|their|his|her|the\s+group['’]s|the\s+client['’]s)\s+(?:[\w-]+\s+){0,4}?(?:works"
    r"|offices?|plants?|labs?|laborator\w+|sites?|factor(?:y|ies)|hq|parent|headquarters|head\s+office|base"
    r"|team|warehouses?|branch\w*|depots?|place|partner|manager|agent|lead|nephew|arm|shops?|unit|shed"
    r"|workshop|bench|studio|board|boss\w*|chairman|colleagues?|sisters?|customers?|clients?|members?"
    r"|patients?|lawyers?|bank\w*|landlord|lease|home|trial|pilot|subsidiary|owner)\s+(?:(?:is|are|was"
    r"|sits?)\s+)?(?:in|at|near|of|from|outside|around|on)\s+(?:the\s+)?$"
    r"|^\s*(?:we(?:['’]re|\s+are)|i(?:['’]m|\s+am))\s+(?!\w+ing\b|interested"
    r"|after)(?:an?\s+)?(?:\w+\s+){0,3}(?:in|from|of)\s+$",
    re.IGNORECASE,
)
MEETING = re.compile(
    r"\b(?:met|meeting|saw|spoke|talked|spoken|panel|conference|roadshow|dinner|lunch|stand|event|seminar|fair"
    r"|coffee|taxi|wedding|born|grew\s+up|studied|season\s+ticket|friends?|cousin|brother|sister|uncle|nephew"
    r"|niece|daughter|wife['’]s|husband|holiday|concert|match)\b(?:(?!\bthat\b)[^.;:,]){0,40}\b(?:in|at"
    r"|to|from|near|around|of|on)\s+(?:the\s+)?$"
    r"|\b(?:i|he|she)(?:['’](?:m|s|ll\s+be)|\s+(?:am|will\s+be|is|shall\s+be|arrive|land))\s+in\s+(?:the\s+)?$"
    r"|\b(?:fly|flying|flies|travell?ing|(?:we|i)\s+arrive)\s+(?:\w+\s+){0,2}?(?:in\s+to|into|to|in|at)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
OUTWARD = re.compile(
    r"\b(?:(?:our|best|main|their|its|of|my|some|many|existing)\s+)?(?:customers|clients|dealers|friends"
    r"|competitors|supermarkets|markets|competitor)\s+(?:[\w-]+\s+){0,3}?(?:in|from|to|across)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"(?:^|[\n;.,(]\s*|\b(?:preferred|target|search|our|the)\s+)\W{0,4}(?:site\s+)?(?:location|locations|where|region"
    r"|regions|area|areas|geography|place|places|target\s+\w+|territory|site|country|countries|zone|locality"
    r"|preference|preferred\s+\w+|shortlist(?:ed)?|search|options?|short\s*list|standort|región\s+preferida"
    r"|région|region|lieu"
    r"|ort|lugar|zona|konum|localização|regione|regio|plats|sijainti|lokalizacja)\s*(?:is|are"
    r"|[:=–—-])\s*(?:in\s+|the\s+|either\s+|between\s+|primarily\s+|ideally\s+|only\s+|on\s+)*$",
    re.IGNORECASE,
)
MUST_LIE = re.compile(
    r"\b(?:must|has\s+to|have\s+to|needs?\s+to|got\s+to)\s+(?:be(?!\s+able)|stay|remain|take\s+place|sit|lie"
    r"|go|keep|stand|happen|come|locate)\b[^.;,]{0,60}?\b(?:in|inside|within|at|near|on"
    r"|around)\s+(?:\w+\s+){0,6}$",
    re.IGNORECASE,
)
ONLY_AFTER = re.compile(
    r"\s*(?:region|area|city|county)?\s*[-–—,(]?\s*\b(?:only|exclusively|or\s+nothing|and\s+nowhere\s+else"
    r"|non-negotiable|is\s+(?:essential|a\s+must|non-negotiable))\b",
    re.IGNORECASE,
)
ONLY_BEFORE = re.compile(
    r"\b(?:only|solely|exclusively|strictly)\s+(?:(?:in|at|within|around|near|the|for|consider(?:ing)?|inside"
    r"|look(?:ing)?|interested|to|on)\s+)*$",
    re.IGNORECASE,
)
APPROVED = re.compile(
    r"['’]?s?\s*(?:[,(]?\s*(?:is|are|would(?:\s+be)?|seems?|sounds?|looks?|appeals?|remains?|fits?|suits?"
    r"|was)\s+(?:\w+\s+){0,3}?(?:interesting|preferred|natural|right|suit(?:\s+us)?|do|favou?rite"
    r"|first\s+choice|ideal|best|good|our\s+list|our\s+shortlist|welcome|attractive|possible|fine|target"
    r"|our\s+(?:first|only|preferred)\s+\w+)|(?:strongly\s+)?preferred|possible\b|welcome\b|ideally|fits"
    r"|suits\s+us|(?:if\s+)?poss(?:ible)?\b|pref\b|first\s+choice|either\b|are\s+our\s+list|ok\b|fine\b)",
    re.IGNORECASE,
)
INTENT = re.compile(
    r"\b(?:intends?|plans?|planning|want\w*|wish\w*|would\s+like|['’]d\s+like|hop(?:e|es|ing)|aim\w*|decided"
    r"|looking|seek\w*|search\w*|need\w*|requir\w*|interested|target\w*|incline\w*|favou?r\w*|prefer\w*"
    r"|welcome|shortlist\w*|mandate"
    r"|(?:will|shall|going\s+to)\s+(?:open|build|establish|locate|set\s+up|start|settle|invest))\b:?"
    r"(?:(?!\b(?:we|i|they|he|she|it|is|are|was|were|has|have|had|will|which|who|that|because|if|than|when|sell|export|serve|supply|visit"
    r"|whether|can|so|though|before|after|as|told|know|travel)\b)[^.;:]){0,110}"
    r"\b(?:in|at|near|inside|within|around|on|to|between|of)\s+(?:the\s+|either\s+|or\s+|both\s+)*(?:(?:city"
    r"|port|region|county|north|south|east|west|port\s+estate)\s+(?:of|at)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
TOO_WIDE = frozenset(
    {
        "Europe",
        "European Union",
        "EU",
        "Asia",
        "Africa",
        "North America",
        "Western Europe",
        "Central Europe",
        "Eastern Europe",
        "Northern Europe",
        "Gulf",
        "Far East",
        "Southeast Asia",
        "South East Asia",
        "Caribbean",
    }
)
POSSESSED = re.compile(
    r"\b(?:our|my|its|their|his|her|existing|current|present|own)\b[^.;:,]{0,50}$|\b(?:customers?|suppliers?"
    r"|sold|listed|imports?|exports?|colleagues?|train|trains|fly|flight|like\s+the)\b[^.;:]{0,50}$",
    re.IGNORECASE,
)
TRAVEL = re.compile(
    r"\b(?:hours?|hrs?|hr|minutes?|mins?|miles?|km|train|trains|flights?|drive|ride|trip|line|link"
    r"|connections?|lorry|lorries|truck|way|up|down|back|over|across|road|motorway|route|travel|commut\w+|bus"
    r"|run|dash|direct)\b[^.;:,]{0,24}\b(?:from|of|to|into|for|out\s+of|via|and)\s+(?:the\s+)?(?:\w+\s+)?$"
    r"|\b(?:between|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
NARROW = frozenset({"lad", "town", "post_town", "site_or_local", "alias", "parish", "postcode_district"})
NEAR = re.compile(
    r"\b(?:near|nearer|nearby|closer?\s+to|around|within|inside|between|north|south|east|west)\b[^.;,]{0,20}$",
    re.IGNORECASE,
)
PERSONAL = re.compile(
    r"\b(?:members?|staff\s+\w+\s+from|stud(?:y|ies|ied)|master['’]s|degree|lives?|living|family|wife"
    r"|breakfast|finish(?:ing|es)?|stockbroker|drive[sn]?|drove|commutes?|mostly|few|jobs|turnover|partner"
    r"|manager|arm|bought|competitor|own(?:s|ed)?|hotel|coffee|retired|uni)\b[^.;]{0,40}$"
    r"|\b(?:we|i)(?:['’](?:m|re)|\s+(?:am|are|do|make|run|have|were|was))\b[^.;]{0,70}\b(?:in|at|from"
    r"|near)\s+(?:the\s+)?$|\b(?:compan(?:y|ies)|firm|staff|men|people|employees)[^.;]{0,20}\b(?:in|from"
    r"|at)\s+(?:the\s+)?$",
    re.IGNORECASE,
)

# The place is the object of the wish itself: "we want Leeds", "would also consider Cheshire".
DIRECT = re.compile(
    r"\b(?:want|wants|prefer|prefers|preferring|favou?rs?|favou?ring|(?:would|could|might"
    r"|will)\s+(?:also\s+)?(?:consider|look\s+at|take)"
    r"|considering|(?:limited|confined|restricted)\s+to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(?:will|shall|is\s+to|are\s+to|must|should)\s+be\s+(?:built|located|placed|opened|established|based"
    r"|sited|made|produced)\s+(?:in|at|near)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
STAY = re.compile(
    r"\b(?:to|must|we|i|and|would|will|should|can|us|['’]ll|['’]d|only|,)\s+(?:\w+\s+)?(?:stay|stays|staying|remain|remains|remaining)\s+(?:\w+\s+){0,2}?(?:in|at|near|around|within"
    r"|inside)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
NO_STATE = re.compile(
    r"(?:^|[.;,]\s*)(?:but\s+)?(?:definitely\s+)?not\s+(?:in\s+)?(?:the\s+)?$|\b(?:not|n['’]t"
    r"|never)\s+(?:consider|want)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
EXCEPT_FOR = re.compile(r"\b(?:except|without|apart\s+from|other\s+than|instead|rather)\b[^.;]{0,30}$", re.IGNORECASE)
ANY = re.compile(r"\b(?:any|all|every)", re.IGNORECASE)
SO_FAR = re.compile(r"\b(?:yet|so\s+far)\b|\bin\s+(?:Britain|England|the\s+UK)\s*$", re.IGNORECASE)
NOTHING = re.compile(r"\b(?:none|nothing|no|not|never|nowhere)\b|n['’]t\b", re.IGNORECASE)
SOUGHT_OUTSIDE = re.compile(
    r"\b(?:anywhere|somewhere|only|but|must|ideally|want\w*|need\w*|seek\w*|look\w*)\s[^.;]{0,40}$", re.IGNORECASE
)
BETWEEN = re.compile(r"\b(?:between|both|from|halfway)\s+(?:the\s+)?$", re.IGNORECASE)
