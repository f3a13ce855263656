"""Numbers in a text: digits with the separators of many countries, words, Chinese and Korean forms, scales.

All functions work on the plain form of a text (``matcher.reading.plain.Plain``) and take linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal

from matcher.reading.number_words import SCALE_WORDS, TIMES, VAGUE, WORDS

_SCALES = {word: Decimal(10) ** power for power, words in SCALE_WORDS.items() for word in words.split()}
_SCALE = re.compile(
    r"[ -]?(?:(?P<thousandfold>mil millones|mil milhões|thousand million)\b|(?P<word>[^\W\d_]{1,12})(?:(?<=mio)\.|"
    r"(?<=mrd)\.|(?<=tsd)\.|(?<=mln)\.|(?<=mill)\.)?(?!\d))",
    re.IGNORECASE,
)
_ROMANCE = re.compile(
    r" ?(?:€|eur|libra|reais|peso|d[óo]lar|persona|pessoa|emple|metro|m2|de )", re.IGNORECASE
)  # after them "mil" is 1,000
_EASTERN = {
    "万": 10**4,
    "萬": 10**4,
    "만": 10**4,
    "亿": 10**8,
    "億": 10**8,
    "억": 10**8,
    "兆": 10**12,
    "조": 10**12,
    "十": 10,
    "십": 10,
    "百": 100,
    "백": 100,
    "千": 1000,
    "천": 1000,
}
_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2}
_EAST_SCALE = "(?: ?[十百千십백천]?[万萬亿億兆만억조]| ?[천백])"
_TOKEN = re.compile(
    rf"(?P<east>\d[\d,.]*{_EAST_SCALE}(?: ?\d[\d,.]*{_EAST_SCALE})?)"
    r"|(?P<han>[零一二三四五六七八九十百千两]{1,7}[万亿億]?(?=[ ]?(?:[人名个個元円英美欧万亿億]|多人|余人)))"
    r"|(?<![\w/.:#,])(?P<spaced>\d{1,3}(?:(?: \d{3})+|(?:'\d{3})+)(?:[.,]\d{1,2})?(?![\d]))"
    r"|(?P<digits>\d+(?:[.,]\d+)*)"
    r"|(?P<letters>[^\W\d_\u2e80-\u9fff\uac00-\ud7af]+|[\u2e80-\u9fff\uac00-\ud7af])"
)
_BARRED = re.compile(
    r"(?:\+\d{1,3}|\(0\d|\b0\d)[\d ()/-]{6,16}\d"  # telephone numbers
    r"|\b(?:https?://|www\.)[^\s<>\"]{1,200}|[\w.+-]{1,64}@[\w.-]{1,100}"  # addresses
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"  # post codes
    r"|\b\d{1,2}[:h]\d{2}\b|\b\d{1,2}\.\d{2}(?= ?(?:[ap]m\b|hrs\b|uhr\b))"  # times of day
    r"|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"  # dates
)
_LONGEST = 24
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Number:
    """One number: its place in the plain text, its value without scale, and whether letters touch it on the left."""

    start: int
    end: int
    value: Decimal
    glued: bool = False
    in_words: bool = False


def scan(plain: str) -> list[Number]:
    """The first 2,000 numbers of the text, in order.

    Those in telephone numbers, dates, times of day, post codes and addresses are left out.
    """
    barred = [match.span() for match in _BARRED.finditer(plain)]
    starts = [begin for begin, _ in barred]
    found: list[Number] = []
    words: list[re.Match[str]] = []
    for match in _TOKEN.finditer(plain):
        if len(found) + len(words) >= _MOST:
            break
        if match.lastgroup == "letters":
            if match[0].lower() in _NUMBER_WORDS:
                words.append(match)
            elif match[0] in "aA" and _ONE_SCALE.match(plain, match.end()) and not _halves(words, match.start()):
                found += _from_words(plain, words)
                words = []
                found.append(Number(match.start(), match.end(), Decimal(1), in_words=True))
            continue
        found += _from_words(plain, words)
        words = []
        place = bisect_right(starts, match.start()) - 1
        if place >= 0 and match.start() < barred[place][1]:
            continue
        value = _value(match, plain)
        if value is not None:
            before = plain[match.start() - 1 : match.start()]
            found.append(Number(match.start(), match.end(), value, glued=before.isalpha() and before < "\u2e80"))
    return found + _from_words(plain, words)


def scale_after(plain: str, end: int) -> tuple[Decimal, int] | None:
    """The factor of the scale word directly after ``end`` ("m", "Mio.", "crore"), and where the word ends."""
    match = _SCALE.match(plain, end)
    if match is None:
        return None
    if match["thousandfold"]:
        return Decimal(10) ** 9, match.end()
    if match["word"].lower() in ("mil", "mil."):
        return Decimal(10) ** (3 if _ROMANCE.match(plain, match.end()) else 6), match.end()
    factor = _SCALES.get(match["word"].lower())
    return None if factor is None else (factor, match.end())


_NUMBER_WORDS = frozenset(WORDS) | frozenset(TIMES) | frozenset(["half", "quarter", "couple"])
_ONE_SCALE = re.compile(r" (?:thousand|million|billion|crore|lakh)\b", re.IGNORECASE)


def _halves(words: list[re.Match[str]], start: int) -> bool:
    """Whether the "a" at ``start`` belongs to "half a" or "a quarter of a"."""
    return bool(words) and words[-1][0].lower() in ("half", "quarter", "couple") and start - words[-1].end() <= 4


def _value(match: re.Match[str], plain: str) -> Decimal | None:
    raw = match[0]
    if len(raw) > _LONGEST:
        return None
    if match.lastgroup == "han":
        return _han(raw)
    if match.lastgroup == "east":
        return _eastern(raw)
    if match.lastgroup == "spaced":
        return Decimal(re.sub("[ ']", "", raw).replace(",", "."))
    return parse_digits(raw, scaled=scale_after(plain, match.end()) is not None)


def parse_digits(raw: str, *, scaled: bool = False) -> Decimal | None:
    """The value of digits with points and commas; None for what is no number (dates, versions, telephone numbers).

    A comma or point before exactly three digits parts thousands, unless it comes after a lone 0 or, for a point, before
    a scale word ("1.234 million"); before any other count of digits it is the decimal mark.
    """
    marks = [char for char in raw if char in ".,"]
    groups = re.split("[.,]", raw)
    if not marks:
        return None if len(raw) > 1 and raw[0] == "0" else Decimal(raw)
    if len(set(marks)) == 1 and len(marks) > 1:
        whole = len(groups[0]) <= 3 and len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups[1:-1])
        return Decimal("".join(groups)) if whole else None
    if len(marks) > 1:
        if marks[-1] in marks[:-1] or not all(len(group) in (2, 3) for group in groups[1:-1]):
            return None
        return Decimal("".join(groups[:-1]) + "." + groups[-1])
    thousands = len(groups[1]) == 3 and groups[0] != "0" and len(groups[0]) <= 3 and not (marks[0] == "." and scaled)
    return Decimal("".join(groups)) if thousands else Decimal(".".join(groups))


def _eastern(raw: str) -> Decimal | None:
    """ "1億5000万" and "3천만": parts of digits and scales, added up."""
    total = Decimal(0)
    for digits, scale in re.findall(r"(\d[\d,.]*) ?([^\d\s,.]+)", raw):
        value = parse_digits(digits.rstrip(",."))
        if value is None:
            return None
        for char in scale:
            value *= _EASTERN[char]
        total += value
    return total


def _han(raw: str) -> Decimal:
    total, section, digit = 0, 0, 0
    for char in raw:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif _EASTERN[char] < 10**4:
            section += (digit or 1) * _EASTERN[char]
            digit = 0
        else:
            total += (section + digit or 1) * _EASTERN[char]
            section = digit = 0
    return Decimal(total + section + digit)


def _from_words(plain: str, words: list[re.Match[str]]) -> list[Number]:
    found: list[Number] = []
    at = 0
    while at < len(words):
        upto = at + 1
        while upto < len(words) and _goes_on(plain, words[upto - 1], words[upto]):
            upto += 1
        number = _from_run(plain, words[at:upto])
        if number is not None:
            found.append(number)
        at = upto
    return found


def _goes_on(plain: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether two number words belong to one number ("sixty five", "two hundred and ten", "half a dozen")."""
    between = plain[left.end() : right.start()].lower()
    before, after = left[0].lower(), right[0].lower()
    if after in TIMES:
        return between in (" ", "-", " a ", " of ", " of a ")
    if before in TIMES:
        return between in (" ", " and ", "-") and after in WORDS
    if after == "half":
        return between == " and a "
    return (
        between in (" ", "-")
        and before in WORDS
        and after in WORDS
        and WORDS[before] % 10 == 0
        and 20 <= WORDS[before] < 100 > WORDS[after] < 10
    )


def _from_run(plain: str, run: list[re.Match[str]]) -> Number | None:
    value = Decimal(0)
    start, end = run[0].start(), run[-1].end()
    first = run[0][0].lower()
    lead = plain[max(0, start - 9) : start].lower().split(" ")
    if first in TIMES and len(lead) > 1 and lead[-2] in VAGUE:
        return None
    if first in ("half", "quarter"):
        part = re.match(r"(?:half|quarter) (?:of )?an? ", plain[start : start + 14], re.IGNORECASE)
        if part is None:
            return None
        if len(run) == 1:
            end = start + part.end() - 1
    if first == "couple" and len(run) == 1:
        end += 3 if plain[end : end + 3].lower() == " of" else 0
    for match in run:
        word = match[0].lower()
        if word == "half":
            value += Decimal("0.5")
        elif word == "quarter":
            value += Decimal("0.25")
        elif word == "couple":
            value += 2
        elif word in TIMES:
            value = (value or Decimal(1)) * TIMES[word]
        else:
            value += WORDS[word]
    return Number(start, end, value, in_words=True) if value else None
