"""What a sum of money is said to be: the investor's own investment, or turnover, assets, rent, salary, price."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal

# Words near which a sum in the same clause is the investor's own. The number is how plainly they say it.
_INVEST_CUES = (
    (
        5.0,
        r"tickets?|cheques?|checks of|stakes?|(?:per|an?) (?:asset|scheme|deal|hospital|project|company|"
        r"lot)|each|a (?:time|go)|lots",
    ),
    (
        4.0,
        r"invest(?!or)\w*(?![- ](?:committee|fees?|banks?|company|fund|desk|team|managers?|grade|zone|funds|"
        r"trust))|inver[st]i\w*|inwest\w*|investering\w*|"
        r"yatırım\w*|capex|capital(?! of)|budget\w*|presupuesto|bütçe\w*|bilancio|outlay|envelope|spend\w*|"
        r"consideration|price range|ev|dépens\w*|"
        r"uitgave\w*|ausgeben|aufwand|set aside|put aside|earmarked|ring-?fenced",
    ),
    (4.2, r"total(?:ling)?|altogether|all told|overall"),
    (
        3.5,
        r"equity|put (?:in(?:to)?|up|to work)|putting|put|sanctioned|approved?|approves|approval|allocat\w+|"
        r"assigned|commit\w*|pencilled|pledged?|"
        r"contribut\w*|appetite|to (?:place|deploy)|all[- ]in|prévoyons|(?:we|they|he|she) (?:can|have|would|"
        r"could|'d)|we've|i've|we'd|"
        r"they'd|he'd|she'd|bring|(?:will|would|can|could|to|'ll|'d) pay|"
        r"co-?fund|phase (?:one|1)|stage 1|amount|sum|scale|size|needs?|required",
    ),
    (
        3.0,
        r"(?:to|we|would|could|can|will|i) fund|funding|funds|financ\w*|costs?|build|fit-?out|money|kit|"
        r"plant|pilot|trial|study|project|ballpark|includ\w*|"
        r"incl|initial|first|board|year one|a year|yearly|line|raising|loan|want|back(?:ers|ing)|buy(?:ing)?|"
        r"acqui\w+|consider|in mind|order of magnitude|for|mov(?:e|ing)|relocat\w*|new (?:site|plant|building|"
        r"factory|hall|base|unit)|"
        r"over (?:the )?(?:next )?(?:\w+|\d+) (?:years|yrs|months)",
    ),
)
_INVEST = tuple((weight, re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)")) for weight, words in _INVEST_CUES)
_INVEST_EAST = re.compile("投资|投資|预算|予算|預算|투자|예산")

_BEFORE = {
    "turnover": r"(?:an|our|their) (?:order|contract)s? (?:of|worth|for)|turnover|turning over|turns over|revenues?|"
    r"sales|t/o|arr|ebitda|profits?|factur\w+|umsatz|chiffre d'affaires|fatturato|facturación|omsætning|"
    r"omsättning|omzet|ciro\w*|earn\w*|order book|orders are|sells?|sold|we (?:do|make|turn)|valued at",
    "raised": r"raised|series [a-e]|seed(?: round)?|just closed|closed (?:our|a|an|at)?|last round|market cap\w*|"
    r"rais\w+ last|backed with|money in",
    "assets": r"cash|manager of|holds?|held|already invested|have invested|aum|manag(?:e|es|ing)|assets|"
    r"looks? after|balance sheet|portfolio|hold about|suspense account|delivered|deployed|pension pool|"
    r"pot is|reserves|fund size",
    "rent": r"rents?(?: to| of| up to)?|service charge|rates of|up to £?(?=\d{3,4} a month)|psf",
    "salary": r"salar\w+|wages?|pay(?:ing)? (?:band|rate)s?|hourly",
    "price": r"price(?:d)?(?: is| of| per)?|fee|charges?|tariff|costs us|lost|losing|quot\w+|worth of|saves?|"
    r"saving|savings of|cheaper",
    "past": r"(?:bought|acquired|took over|sold) (?:[^,;.()\n]{0,40} )?for|paid|spent|has cost|"
    r"(?:last year|in 20(?:1\d|2[0-4])),?(?: [\w'’-]+){0,3}",
    "other": r"(?:customers|clients|users|households|patients|shoppers|members|consumers|visitors) (?:who |"
    r"that )?(?:spend|spent|pay|paid)",
    "public": r"public money|government|whitehall|campaign group says|settlement of|insurers? has agreed",
}
_AFTER = {
    "turnover": r"(?:annual |in |of )?(?:turnover|revenues?|sales|t/o|ebitda|arr|profit|umsatz|order book)|"
    r"of our sales",
    "raised": r"raised|(?:in )?(?:a )?series [a-e]|seed|(?:from|by) two angels|round|in the bank|in cash|cash",
    "assets": r"(?:of |in )?(?:(?<!per )assets?|aum|funds? under)|under management|(?:gross )?assets|"
    r"of (?:clinics|property|such property|goods|housing)|"
    r"spent|(?:is )?held|of (?:uk )?flats|[^.;\n]{0,40}(?:so far|to date|at home|since \d{4})|in (?:\w+ ){0,2}fees|"
    r"pipeline|deployed|delivered|in reserves|in property|fund\b|market cap\w*|group\b|gdv|vc\b|facility",
    "rent": r"(?:/|per |a |an )\s?(?:sq|ft|foot|square|m2|sqm|acre|month|mth|week|wk|pcm|pw)|psf|pcm|p\.?c\.?m",
    "salary": r"(?:/|per |an? )\s?(?:hour|hr|head|day)|salar\w+|band|wages?",
    "price": r"(?:/|per |the |a |each|pro |par |por )\s?(?:unit|piece|kg|kilo|tonne|ton|litre|kwh|mwh|user|"
    r"patient|head|licen[cs]e|part|stück|pièce|item|ticket|case|pallet)|"
    r"each\b|fee\b|for charity|wage\b|shop\b|apiece",
    "past": r"(?:out |of sales )?(?:last year|a year ago|in 20(?:1\d|2[0-4])(?!\d)|\w+ years? ago)",
    "public": r"(?:of )?public money|settlement|(?:grant )?from the (?:government|state|council)",
}
_NEAR_BEFORE = {
    role: re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)[^,;.()\n]{{0,22}}$") for role, words in _BEFORE.items()
}
_NEAR_AFTER = {
    role: re.compile(rf"(?i)[\s\-+)]{{0,3}}(?:(?!incl)\w+ ){{0,1}}(?:{words})(?!\w)") for role, words in _AFTER.items()
}
_FIRM = re.compile(
    r"(?i)\b(?:we are|we're|i (?:own|run)|our (?:company|firm|group)|maker|manufacturer|producer|company|firm|"
    r"group|fund|manager|listed|privately|"
    r"family|parent|established|founded|investor|pension|supplier|generation|staff|employees|strong)\b"
)
_STAFF = re.compile(
    r"(?i)\b\d[\d,.]* (?:staff|employees|people|ppl|mitarbeiter|employés|personnes)\b|\b(?:listed|turnover|revenue|"
    r"sales)\b"
)
_PART = re.compile(r"(?i)\b(?:of (?:it|which|that)|thereof|davon|dont|of this)[^,;.()\n]{0,8}$")
_SOUGHT = re.compile(r"(?i)\b(?:needs?|raising|wants?|seek\w*|looking for|to raise|to close) (?:\w+ ){0,2}$")
_FRAUD = re.compile(
    r"(?i)\b(?:beneficiary|next of kin|late client|suspense account|transfer fee|barrister|gift cards?|"
    r"100% (?:legal|risk)|no risk involved|bank (?:details|name)|"
    r"western union|strictly confidential)\b"
)
_LEAST_FRAUD_MARKS = 3
_NO_UNIT_PRICE = 1_000_000
_LONGEST_CLAUSE = 220


class Judge:
    """Tells the role of sums in one text; ``bounds`` are where its sentences begin (see ``Plain.sentences``)."""

    def __init__(self, plain: str, bounds: list[int]) -> None:
        self._plain = plain
        self._bounds = bounds
        self._fraud = len({mark.lower() for mark in _FRAUD.findall(plain)}) >= _LEAST_FRAUD_MARKS

    def role(self, start: int, end: int, low: Decimal | None, high: Decimal | None, *, told: bool) -> tuple[str, float]:
        """The role of the sum at ``start:end`` and, for an investment, how plainly it is one (higher is plainer)."""
        if self._fraud:
            return "other", 0.0
        place = bisect_right(self._bounds, start) - 1
        first = max(self._bounds[place], start - _LONGEST_CLAUSE)
        last = min(self._bounds[min(place + 1, len(self._bounds) - 1)], end + _LONGEST_CLAUSE)
        before, after = self._plain[first:start], self._plain[end:last]
        size = max(low or 0, high or 0)
        bracket = _bracket(self._plain, start, end)
        if bracket is None:
            weight = _weight(before, after)
        else:
            lead, inner = self._plain[max(0, bracket[0] - 40) : bracket[0]], self._plain[bracket[0] : start]
            weight = _weight(lead + inner, self._plain[end : bracket[1]])
        sought = _SOUGHT.search(before) is not None
        for role, pattern in _NEAR_AFTER.items():
            if (
                pattern.match(after)
                and not (role == "price" and size >= _NO_UNIT_PRICE)
                and not (role == "raised" and sought)
            ):
                return role, 0.0
        spoken = before if bracket is None else before.replace("(", " ")
        for role, pattern in _NEAR_BEFORE.items():
            if pattern.search(spoken) and not (role in ("price", "assets") and weight >= (4 if role == "price" else 5)):
                return role, 0.0
        if _PART.search(before):
            return "part", 0.0
        if bracket is not None:
            if weight < 2.6 or (_STAFF.search(self._plain[bracket[0] : bracket[1]]) and weight < 4):
                return "turnover", 0.0
            weight -= 1.5
        if weight < 2.6 and low == high and after.strip() and _FIRM.search(before[-45:]):
            return "assets" if size >= 10**9 else "turnover", 0.0
        if size < 1000 and weight < 4:
            return "price", 0.0
        if size < 10_000:
            weight -= 2
        if not told:
            weight -= 0.5
        return ("investment", weight) if weight > 0 else ("other", 0.0)


def _weight(before: str, after: str) -> float:
    """How plainly the words of the sentence call a sum the investor's own; 1 where they say nothing."""
    if _INVEST_EAST.search(before[-20:]) or _INVEST_EAST.search(after[:12]):
        return 4.5
    clause = re.split(r"[,;(]", after, maxsplit=1)[0][:45]
    best = 1.0
    for weight, pattern in _INVEST:
        if weight + 0.4 <= best:
            break
        distances = [len(before) - match.end() for match in pattern.finditer(before)]
        distances += [match.start() for match in pattern.finditer(clause)]
        if distances:
            nearest = min(distances)
            best = max(best, weight + 0.4 - 0.02 * nearest if nearest <= 45 else weight - 0.6)
    return best


def _bracket(plain: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the round brackets around ``start:end`` begin and end; None where there are none near."""
    left, right = plain.rfind("(", max(0, start - 120), start), plain.find(")", end, end + 120)
    if left < 0 or right < 0 or ")" in plain[left:start] or "\n" in plain[left:right]:
        return None
    return left, right + 1
