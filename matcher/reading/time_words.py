"""The phrases that hold times, the words with which they may begin, and those that tell whose time it is."""

from __future__ import annotations

import re

from matcher.reading.time_names import FEASTS, MONTHS, PARTS, SEASONS, SMALL_NUMBERS


def _names(table: dict[str, object] | dict[str, int] | dict[str, tuple[int, int]]) -> str:
    return "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))


_MONTH = rf"(?:{_names(MONTHS)})\b\.?"
_YEAR = r"(?:20[0-6]\d)(?![\ds])"
_SHORT = r"(?:20[0-6]\d|'?[2-4]\d)(?![\d%])(?! ?(?:m2|sq|people|jobs|staff|ha|acres))"
_PART = rf"(?:{'|'.join(re.escape(n) for n in sorted(PARTS, key=len, reverse=True) if n[0] < '一')})"
_OF = (
    r"(?:[ -](?:of |de |del |des |di |do |da |av |af |van |of the |der |in |du |d')?(?:the |year |año |année |jaar )?)"
)
LEAD = re.compile(
    r"(?i)(?<![^\W_])(?P<word>not later than|no later than|by|before|from|until|till|in|during|since|around|about|"
    r"for|at|on|bis|ab|vor|im|ab dem|pour|avant|dès|à partir de|d'ici|en|"
    r"desde|antes de|para|entro|dal|nel|in der|från|senast|fra|innen|vanaf|voor|od|do|na|tegen|på|om|"
    r"after)(?: (?:the|la|le|el|der|den|il|early|late|about|around))*(?: [0-3]?\d(?:st|nd|rd|th|\.)?"
    r"(?: ?- ?[0-3]?\d)?(?: of)?)?(?: years?| the years?)? $"
)
_COUNT = rf"(?:\d{{1,3}}|{_names(SMALL_NUMBERS)})"
_UNIT = (
    r"(?P<unit>months?|mths?|mos?|monate?n?|mois|meses|mesi|meseci|maanden|månader|måneder|miesięcy|ay|years?|yrs?|"
    r"jahren?|ans?|années?|años|anni|anos|jaar|år|lat|yıl|"
    r"weeks?|wks?|wochen|semaines|semanas|settimane|weken|veckor|uger|quarters?|decade)\b"
)
_ALL: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "quarter",
            rf"(?:\b[QT](?P<q>[1-4])(?:[-/](?P<r>Q?[1-4]))?(?:[ /-]*(?:of )?(?P<y>{_SHORT}))?|"
            rf"\b(?P<q2>[1-4])Q ?(?P<y2>{_SHORT})|(?P<y3>{_YEAR})[ -/]?Q(?P<q3>[1-4]))(?!\w)",
        ),
        (
            "quarter_words",
            r"(?P<o>first|1st|second|2nd|third|3rd|fourth|4th|last|[1-4]\.|ersten|zweiten|dritten|vierten|"
            r"1er|premier|deuxième|2e|troisième|3e|4e|primer|segundo|tercer|cuarto|primo|secondo|terzo|"
            r"quarto) "
            rf"(?:quarter|quartal|trimestre){_OF}(?P<y>{_YEAR})",
        ),
        ("half", rf"(?:\bH(?P<h>[12])[ /-]*(?:of )?(?P<y>{_SHORT})|\b(?P<h2>[12])H ?(?P<y2>{_SHORT}))"),
        (
            "half_words",
            r"(?P<o>first|1st|second|2nd|[12]\.|ersten|zweiten|premier|deuxième|second|primer|segundo|primo|"
            rf"secondo) (?:half|halbjahr|semestre|hälfte){_OF}(?P<y>{_YEAR})",
        ),
        (
            "fiscal",
            r"(?:\bFY ?(?P<y>20\d\d|\d\d)(?:[/-](?P<z>20\d\d|\d\d))?(?!\d)|(?:fiscal|financial year|"
            r"tax year|fiscal year) (?P<y2>20\d\d)(?:[/-](?P<z2>20\d\d|\d\d))?(?!\d)|(?P<rel>this|next|"
            r"the current|the next) (?:financial|fiscal|tax) year)",
        ),
        ("part_year", rf"\b(?P<part>{_PART})(?:{_OF}| )(?P<y>{_YEAR})"),
        (
            "part_month",
            rf"\b(?P<part>{_PART}|first week|second week|third week|last week|"
            rf"week){_OF}(?P<m>{_MONTH})(?: (?:de )?(?P<y>{_SHORT}))?",
        ),
        (
            "eastern",
            r"(?P<y>20\d\d) ?[年년](?: ?(?P<m>1[0-2]|[1-9]) ?[月월](?: ?(?P<d>[0-3]?\d) ?[日일])?|"
            r" ?(?P<half>[上下상하])半?반?[年기]| ?第?(?P<q>[一二三四1-4])季度?| ?(?P<q2>[1-4])분기|"
            r" ?(?P<part>[初底末中초말]|중반))? ?(?:까지|전|前|내|以前|之前|に|부터)?",
        ),
        ("season", rf"\b(?P<s>{_names(SEASONS)}){_OF}(?P<y>{_SHORT})"),
        (
            "season_next",
            rf"\b(?:(?P<rel>next|this|the coming) )?(?P<s>{_names(SEASONS)})\b(?: (?P<rel2>next year|"
            r"this year))?",
        ),
        ("feast", rf"\b(?P<f>{_names(FEASTS)})\b(?: (?P<y>{_SHORT}))?(?: (?P<rel>next year))?"),
        ("iso_date", r"\b(?P<y>20\d\d)-(?P<m>0[1-9]|1[0-2])(?:-(?P<d>[0-3]\d))?\b"),
        ("date", r"\b(?P<d>[0-3]?\d)(?P<sep>[./-])(?P<m>[01]?\d)(?P=sep)(?P<y>20\d\d|[2-4]\d)\b"),
        ("month_slash", r"\b(?P<m>0?[1-9]|1[0-2])/(?P<y>20\d\d)\b"),
        (
            "month_range",
            rf"\b(?P<m>{_MONTH})(?: (?P<y0>{_SHORT}))?(?: ?- ?| to | until | till | bis | à | a | al | tot |"
            rf" til | and )(?P<n>{_MONTH})(?: (?:de )?(?P<y>{_SHORT}))?",
        ),
        ("month_year", rf"\b(?P<m>{_MONTH})(?: [0-3]?\d(?:st|nd|rd|th)?,)?,?{_OF}(?P<y>{_SHORT})"),
        ("month", rf"\b(?P<m>{_MONTH})(?! \d{{1,2}}(?:,|\b(?! ?(?:people|staff|jobs))))"),
        (
            "duration",
            r"(?P<how>within|inside|in(?: under| about| the next| less than)?|over(?: the)?(?: next|"
            r" about)?|for the next|next|<|less than|under|up to|ready in|sur|dans(?: les)?|d'ici|"
            r"innerhalb(?: von)?|binnen|über|"
            rf"en|durante|entro|em|inom|inden(?: for)?|binnen|w ciągu)? ?(?:about |approx\.? |the |say |"
            rf"some |around )?\b(?P<a>{_COUNT})(?:(?:-| to | or |/)(?P<b>{_COUNT}))?(?: calendar| short|"
            rf" full| of)?[ -]?{_UNIT}(?P<ok> ok| fine| max| at most| from signature| of signature)?",
        ),
        (
            "duration_east",
            r"(?P<a>\d{1,3}|[一二三四五六十两]{1,2}) ?"
            r"(?P<unit>个月|個月|か月|ヶ月|개월|年|년)(?P<how>内|以内|之内| 안에| 이내| 내)",
        ),
        ("years", rf"\b(?P<y>{_YEAR})(?:(?:-|/| to | and | or )(?P<z>20\d\d|\d\d)(?!\d))?"),
        (
            "soon",
            r"\b(?:available (?:at once|now|immediately)|immediate(?:ly)? (?:available|start|occupation|"
            r"need|entry)|as soon as possible|a\.?s\.?a\.?p|straight ?away|right away|"
            r"(?:could |can |to |want to )?start (?:tomorrow|now|straight away|at once)|at short notice|"
            r"short notice|without delay|(?:already|standing|finished|built) (?:built |finished |or |"
            r"and )+nearly(?: finished)?|"
            r"sofort|umgehend|ab sofort|dès que possible|immédiatement|lo antes posible|inmediatamente|"
            r"o mais rápido|zo snel mogelijk|hemen|尽快|立即)(?!\w)",
        ),
        (
            "relative",
            r"\b(?:end of )?(?P<rel>this|next|coming) (?P<unit>year|month|week|quarter|autumn|winter|spring|"
            r"summer)\b",
        ),
    )
)
_DIGIT = "0"
_STARTERS = {
    "quarter": f"q t {_DIGIT}",
    "quarter_words": "first second third fourth last premier deuxième troisième ersten zweiten dritten vierten primer "
    f"segundo tercer cuarto primo secondo terzo quarto {_DIGIT}",
    "half": f"h {_DIGIT}",
    "half_words": f"first second premier deuxième ersten zweiten primer segundo primo secondo {_DIGIT}",
    "fiscal": "fy fiscal financial tax this next the",
    "part_year": " ".join(PARTS),
    "part_month": " ".join(PARTS) + " first second third last week",
    "eastern": _DIGIT,
    "season": " ".join(SEASONS),
    "season_next": " ".join(SEASONS) + " next this the",
    "feast": " ".join(FEASTS),
    "iso_date": _DIGIT,
    "date": _DIGIT,
    "month_slash": _DIGIT,
    "month_range": " ".join(MONTHS),
    "month_year": " ".join(MONTHS),
    "month": " ".join(MONTHS),
    "duration": "within inside in over for next less under up ready sur dans d innerhalb binnen über en durante "
    "entro em inom inden w about approx the say some around " + " ".join(SMALL_NUMBERS) + f" {_DIGIT}",
    "duration_east": f"一 二 三 四 五 六 十 两 {_DIGIT}",
    "years": _DIGIT,
    "soon": "available immediate immediately as asap a straight straightaway right could can to want start "
    "short without already standing finished built sofort umgehend ab dès "
    "immédiatement lo inmediatamente o zo hemen",
    "relative": "end this next coming",
}
_PLACED = tuple(
    (place, kind, pattern, frozenset(_STARTERS[kind].split())) for place, (kind, pattern) in enumerate(_ALL)
)
# For each word with which a time may begin (``_DIGIT`` for any digit): the kinds to try there, with their rank.
PATTERNS = {
    word: tuple((place, kind, pattern) for place, kind, pattern, starters in _PLACED if word in starters)
    for word in frozenset().union(*(starters for *_, starters in _PLACED))
}
WORD_OR_NUMBER = re.compile(r"\d+|[^\W\d_]+|<(?= ?\d)")


def starting_with(word: str) -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    """The kinds of time that may begin with ``word``, each with its rank and its pattern."""
    if word.isdigit() or word == "<":
        return PATTERNS[_DIGIT]
    return PATTERNS.get(word.lower()) or (PATTERNS.get(word[0], ()) if word[0] >= "一" else ())


AIM = re.compile(
    r"(?i)\b(?:start\w*|open\w*|operat\w*|produc\w*|ready|deliver\w*|first|launch\w*|begin\w*|complet\w*|"
    r"possession|mov(?:e|ing)|occup\w*|needs?|needed|wants?|wanted|site|construction|"
    r"sop|available|hand-?over|decision|decide|short ?-?list|selection|keys|line|go live|live|built|build|timing|"
    r"timescale|timeline|when|deadline|programme|schedule|investment|spend|invest|"
    r"running|commission\w*|must|fpfv|dose|patient|shooting|trial|test\w*|contract|capacity|produire|proposals?|"
    r"응|문을|동工|动工|投产|开业|start|baslamak|başla\w*|üretim\w*|primavera|producir|within|by|before|finish\w*|done|"
    r"submit\w*|submission|planning|visit|mission|prep)\b"
)
PAST = re.compile(
    r"(?i)\b(?:founded|established|since|was|were|last|set up|began|started in|in business|grew|acquired|closed in|"
    r"closed (?:our|a)|bought|built in|from 19|went|had|won|raised|"
    r"opened in|moved here|years ago|used to|met|seit|gegründet|depuis|desde|fundada|dal 19|took on|took over|sold|"
    r"passed|history|background|dated|back in)\b[^.;\n]{0,30}$"
)
NOT_AIM = re.compile(
    r"(?i)\b(?:sent|call(?:ed)?(?: note| w/)?|meeting|tel|mtg|issued|dated|attended|holiday|conference|"
    r"fully invested|expires?|runs? out|action|age[ds]?|anniversary|festival|drinks|dinner|"
    r"flew|no|not|don't|won't|responses?|replies|every|each|twice|once|next autumn|invoice|row|"
    r"tied up)\b[^.;\n]{0,28}$"
)
NOT_AIM_SPAN = re.compile(
    r"(?i)\b(?:lease[sd]?|leasehold|term|let|rent(?:al|ed)?|hold(?:ing)?|guarantee|patent|experience|old|"
    r"track record|warranty|payback|horizon|tenancy|notice|apprenticeship|degree|training|"
    r"visits?|stay|shelf life|own no end|followed|stud(?:y|ies)|sign(?:ed)?(?: for)?|campaign group says|"
    r"a year)\b[^.;\n]{0,28}$"
)
NOT_AIM_AFTER = re.compile(
    r"(?i)^[ -]?(?:lease|leases|term|old|ago|experience|of experience|income|guarantee|history|warranty|needle|"
    r"a year|-old|or longer|or more|plus|and more|minimum|min\b|on (?:our|the) lease|of age|"
    r"training|later|apart|by (?:train|car|road|truck|van)|from the (?:motorway|station)|walk|drive|in business|"
    r"with the company|staff|jury)"
)
