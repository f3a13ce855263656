"""Asides: what stands in a mail without being its message - headers, greetings, signatures, disclaimers, commands."""

from __future__ import annotations

import re

MAIL_HEADER = re.compile(
    r"[ \t>]*(?:(?:from|to|cc|bcc|sent|tel|phone|mobile|mob|fax|e-?mail|attn|www|http|our ref|your ref|ref|reference"
    r"|von|an|gesendet|de|à|envoyé|importance|attachments?)[ \t]?:[ \t]*\S"
    r"|date[ \t]?:[^\n]*\d{1,2}[:.]\d\d|-{3,}[ \t]*(?:original|forwarded|begin))",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"[ \t>]*(?:subject|re|fw|fwd|aw|tr|objet|betreff|asunto|oggetto|konu)[ \t]?:", re.IGNORECASE)
"""The line that names the matter of a mail: it may say where and what, but asks for nothing yet."""
GREETING = re.compile(
    r"[ \t]*(?:dear|hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|morning|afternoon|greetings"
    r"|to whom it may concern|bonjour|guten tag|hallo|hola|buenos d[ií]as|hei|hej|ciao|merhaba|sehr geehrte[rs]?"
    r"|madame|estimad[oa]s?|안녕하세요|您好|尊敬的)\b[^.:;?]{0,40}[,!.:]?$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"[ \t]*(?:(?:kind|best|warm|warmest|many|yours|with|all)\b.{0,24}\b(?:regards|wishes|thanks|greetings"
    r"|faithfully|sincerely|best|truly|respect)"
    r"|best|regards|rgds|thanks(?: a million| again| in advance)?|thank you|thanking you|thx|ta|cheers"
    r"|sincerely|yours|respectfully|cordially"
    r"|sent from my.{0,20}|mvh|br|kr|mit freundlichen.{0,12}|(?:bien )?cordialement|un saludo|saludos"
    r"|v[äa]nliga.{0,12}|med v[äe]nli.{0,12}"
    r"|sayg[ıi]lar.{0,12}|cordiali saluti|sincerely yours|bien à vous|warmly|best greetings|감사합니다|敬具"
    r"|此致)[ \t]*[,.!]*[ \t]*(?:[-–—/,][^\n]{0,30}|[A-Z][\w'’-]{1,14}(?: [A-Z][\w'’-]{1,14})?)?$",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"[ \t]*p\.?[ \t]?s\b", re.IGNORECASE)

_THIS = (
    r"(?:this|the (?:above|attached|enclosed|following|present|foregoing)|our|any) "
    r"(?:e-?mail|message|document|communication|note|summary|letter|memo|paper|material|information|enquiry|brief)"
)
_DISCLAIMER = re.compile(
    r"\bnot\s+an\s+offer\b"
    r"|\bnot\s+(?:constitute|form|be\s+(?:taken|construed|treated|read)\s+as|represent)\s+(?:an?\s+|any\s+)?"
    r"(?:offer|solicitation|invitation|commitment|part\s+of\s+(?:an?|any)\s+(?:offer|contract)|contract|advice"
    r"|recommendation|prospectus)\b"
    r"|\b(?:not|non)[-\s]+(?:legally[-\s]+)?binding\b|\bno(?:thing)?\b[^.;]{0,30}\blegally\s+binding\b"
    r"|\b(?:strictly|private\s+(?:and|&)|commercial(?:ly)?[-\s]+in)\s+(?:private|confiden(?:tial|ce))"
    r"|\bconfidentiality\s+(?:notice|statement)|\bintended\s+recipient|\bintended\s+(?:solely|only)\s+for"
    r"|\b(?:received|got)\s+(?:this|it)\b[^.;]{0,40}\b(?:in|by)\s+(?:error|mistake)"
    rf"|\b{_THIS}\b(?=[^.]{{0,80}}\b(?:confidential|privileged|intended|binding|addressee|recipient|virus|circulat"
    r"|disclos|legal|liab|solely|third\s+part))"
    r"|\bthis (?:e-?mail|message)\s+(?:and\s+any|is\s+for|may\s+contain|was\s+sent)"
    r"|\bregistered\s+office\s*:|\b(?:company|registration|registered)\s+(?:no\.?|number)\s*:?\s*\d"
    r"|\bauthorised\s+and\s+regulated|\baccepts?\s+no\s+(?:liability|responsibility)"
    r"|\bunsubscribe\b|\bviews\s+expressed|\bconsider\s+the\s+environment|\b(?:automatically|auto[-\s]?)\s*generated"
    r"|\bpast\s+performance|\ball\s+rights\s+reserved|\bnot\s+for\s+(?:onward|(?:further\s+)?(?:circulation"
    r"|distribution|publication))|\be\s?&\s?o\s?e\b|\bcaution:?\s+external|\bexternal\s+(?:e-?mail|sender)"
    r"|\bfor\s+(?:information|discussion)\s+(?:purposes\s+)?only\b|\bwithout\s+(?:prejudice|obligation)\b"
    r"|\bsubject\s+to\s+contract\b|\be-?mails?\b[^.]{0,40}\b(?:monitored|scanned)\b|\bsent\s+from\s+my\b|\bget\s+outlook\b"
    r"|\b(?:do(?:n['’]t|\s+not)|must\s+not\s+be|not\s+to\s+be)\s+(?:be\s+)?(?:reply|replied|respond|print|disclose[d]?"
    r"|circulate[d]?|forward(?:ed)?|distribute[d]?|cop(?:y|ied)|shared?|quote[d]?|pass(?:ed)?)(?=\s*(?:$|[.!,;)]|this\b"
    r"|it\b|on\b|our\s+name|(?:further|outside|beyond|without|directly)\b|(?:to|with)\s+(?:this|any(?:one|body)?"
    r"|the\s+press|third|anyone)\b))"
    r"|\b(?:ce\s+(?:message|courriel)|diese\s+e-?mail|este\s+(?:mensaje|correo))\b",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\W*(?:(?:strictly\s+|highly\s+)?(?:private|confidential|in\s+confidence|internal|sensitive|privileged|draft|copy"
    r"|original|forwarded|message|memo|not|an?|offer|without|prejudice|subject|to|contract|use|only|do|circulate|and|&"
    r"|please|in\s+strict|confidence|end|of)\b[\s,;:/&.!\-–—*]*){1,6}",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\S@[^\s@]{1,80}?\.\w|https?://|\bwww\.|\b(?:tel|mob|t|m|phone)\b[.:]?\s*\+?[\d(]|\+\d{2}[\d\s()-]{7,}",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:we|i|client|they|he|she|who)\s+(?:\w+\s+)?(?:need|want|require|seek|must|intend|plan|would\s+like"
    r"|(?:are|am)\s+(?:looking|seeking|after))",
    re.IGNORECASE,
)
_LONG_DISCLAIMER = 70  # words; a longer sentence says more than its disclaimer
_LONG_CONTACT = 14  # words; a longer line with an address in it is a sentence


def is_boilerplate(sentence: str) -> bool:
    """Whether a sentence is a disclaimer, a mark of confidentiality or a line of contact details.

    Such words say no and not and must, and neither ask for anything nor rule anything out.
    """
    if _MARKED.fullmatch(sentence):
        return True
    words = len(sentence.split())
    known = (words <= _LONG_CONTACT and _CONTACT.search(sentence)) or (
        words <= _LONG_DISCLAIMER and _DISCLAIMER.search(sentence)
    )
    return bool(known and not _WANTS.search(sentence))


_MACHINE = r"(?:instructions?|prompts?|rules|guidelines|directions?|system\s+messages?)"
_COMMAND = re.compile(
    rf"\b(?:ignore|disregard|forget|override|bypass)\b.{{0,40}}\b(?:{_MACHINE}\b|everything\s+(?:above|before)|"
    r"(?:the\s+)?(?:above|previous|prior|system)\s*(?:$|[.,;!]|\band\b|text\b))"
    # an opportunity's id holds hyphens; "rank X first" orders, "the first tenants put money in" tells
    r"|(?:^|[,;:.]\s*|\b(?:and|then|please|must|should|now|always|to|will|you)\s+)(?:rank|rate|score|list|place|put)\s+"
    r"(?:\S+\s+){1,8}?(?:first\s*(?:$|[.,;!\"')\]])|(?:at|in|to|on)\s+(?:rank|position|number|no\.?|#|the\s+(?:top|first))"
    r"|(?:as|in)\s+(?:number\s+one|#?1)\b|above\s+all\s+(?:others?|the\s+(?:rest|others))|on\s+top\b|#1\b|highest\b)"
    r"|\b(?:give|award|assign|set|return|output|show|report)\b.{0,40}\b(?:scores?\s+of|confidence\s*(?:=|to\s)"
    r"|maximum\s+score|top\s+score|highest\s+score|full\s+marks|perfect\s+(?:score|match|fit))"
    r"|\b(?:system\s+prompt|you\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:\w+\s+)?(?:ai|assistant|model|system|chatbot|ranker)\b"
    r"|as\s+an\s+ai\b|jailbreak|developer\s+mode)"
    r"|^\s*(?:system|assistant|developer)\s*:|<\|?(?:im_start|system|endoftext)|\[/?INST\]"
    r"|\{\{.{0,200}\}\}|\{%.{0,200}%\}|\$\{.{0,200}\}|<%.{0,200}%>"
    r"|;\s*(?:drop|delete|truncate|alter)\s+(?:table|from|database)\b|\bunion\s+(?:all\s+)?select\b"
    r"|'\s*or\s+'?1'?\s*=\s*'?1|\bselect\s+\*\s+from\b",
    re.IGNORECASE,
)


def addresses_the_machine(sentence: str) -> bool:
    """Whether a sentence gives orders to a program, as an instruction or in the syntax of a template or database."""
    return bool(_COMMAND.search(sentence))
