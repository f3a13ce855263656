"""The words by which a brief negates: what rules out, what merely denies, and what only looks like a negation."""

from __future__ import annotations

import re

# Words that look like a negation and are none; they are matched first and consumed.
HARMLESS = (
    r"(?:no|not|never|nothing|nor)\s+(?:only|just|least|more\s+than|less\s+than|fewer\s+than|later\s+than"
    r"|earlier\s+than|sooner|longer\s+than"
    r"|smaller\s+than|larger\s+than|bigger\s+than|higher\s+than|lower\s+than|further\s+than"
    r"|further\s+\w+\s+than|shorter\s+than|older\s+than"
    r"|matter|doubt|problem|idea|wonder|rush|hurry|pressure|worries|hard\s+feelings|obligation|stranger"
    r"|particular\s+order|need\s+to\s+worry"
    r"|to\s+mention|yet|bad|sure|fussy|bothered|(?:too\s+)?far\s+(?:from|off|away)|a\s+problem|an\s+issue"
    r"|essential|critical|decisive|urgent"
    r"|fancy|unlike|until|before|necessarily|mind|exceed\w*|exclusively|everybody|everyone|everything|all"
    r"|every|always|to\s+exceed|at\s+all|proud)\b"
    r"|\b(?:do|does|would|will|did)(?:n[’'â€™]{1,4}t|nt|\s+not)\s+(?:hesitate|mind|matter|worry|bother|know"
    r"|care|forget)\b"
    r"|\bcan(?:n[’']?t|not|['’]t)\s+(?:wait|tell|say|remember|complain)\b|\b(?:why|if|or|whether|hope"
    r"|believe)\s+not\b|\bnothing\s+but\b"
    r"|\bno\.?\s*\d|\b(?:without|sans)\s+(?:delay|prejudice|doubt|question)\b|\bno\s+(?:one|other)\s+(?:than"
    r"|but)\b|\bnon-"
    r"|\bnicht\s+nur\b|\bno\s+s[oó]lo\b|\bnon\s+solo\b|\bpas\s+seulement\b|\bniet\s+alleen\b"
    r"|\bnot\s+the\s+only\b|\bcould\s+not\s+be\s+better\b"
)
NOT = r"(?:n[’'´`]t|nt|n[â€™]{1,3}t|\s+not|\s+never|\s+no\s+longer)"
WANT = (
    r"(?:(?:want|need|requir|seek|look|search|consider|accept|invest|plan|inten[ds]|build|manufactur|interest"
    r"|deal|entertain|pursu|forward|assembl|envisag"
    r"|relocat|commut|operat|produc|contemplat|foresee|participat|tolerat|financ|handl|locat|occup|entertain"
    r"|compet|acquir|purchas|relinquish)\w*"
    r"|(?:wish|like|take|buy|do|lend|send|offer|propose|show|suggest|put|keen|go|move|share|fund|prepared"
    r"|willing|open|come|rent|lease|own|use|pay|give|spend|visit|work"
    r"|agree|bid|act|carry|cross|join|leave|bring|include|touch|enjoy|support|sign|test|travel|run|aim|try|ask"
    r"|get|make|be|have|start|stay|settle|pitch|quote"
    r"|treat|call|contact|approach|help|mean|fit|suit|trade|split|return|fly|cover|permit|allow|site|store"
    r"|serve|back|hold|host"
    r"|add|see|wait|live)\b)"
)
WISHES = (
    rf"\b(?:do|does|would|will|shall|wo|ca|can|could|must|should|need|may)(?:{NOT}"
    rf"|not)\s+(?:(?!not\b)\w+\s+){{0,2}}?{WANT}"
    rf"|\bdont\s+{WANT}|\bwont\s+{WANT}|(?:\b(?:am|are|is|['’](?:m|re|s))(?:n[’']t|\s+not)|(?<=[a-z0-9)] )not"
    rf"|\bnot)\s+(?:really\s+|currently\s+|particularly\s+)?(?:looking|interested|keen|seeking|after|asking"
    rf"|in\s+the\s+market"
    r"|here\s+for|prepared|willing|going|planning|considering|of\s+interest|wanted|hunting|buying|chasing"
    r"|for\s+us|pursuing|inclined|minded|giving|handing|able\s+to\s+(?:use|take|share))\b"
    r"|\b(?:nobody|no\s+one)\s+(?:\w+\s+)?(?:wants?|needs?)\b|\bnot\s+(?:giving|selling|leaving|moving"
    r"|handing)\b|\b(?:rather|sooner)\s+(?!than)[^.;:\n]{1,120}?\bthan\b"
    r"|\b(?:(?:there\s+is|there['’]s|have|has|is|of)\s+)?(?:no|little|zero)\s+(?:interest|wish|appetite|desire"
    r"|intention|need|use|time|room)\b(?:\s+(?:in|for|of|to))?"
    r"|\b(?:want|need|wants|needs|seek|require|please|prefer|wanted)\s+(?:no|nothing|none)\b"
    r"|\b(?:avoid(?:ing|s)?|exclud(?:e|es|ing)|except(?:ing)?(?:\s+for)?|other\s+than|apart\s+from"
    r"|rather\s+than|instead\s+of|as\s+opposed\s+to"
    r"|anything\s+but|anywhere\s+but|everywhere\s+but|nowhere\s+near|hates?|loathes?|dislikes?|(?:tired|sick"
    r"|weary|fed\s+up)\s+(?:of|with)|steer(?:ing)?\s+clear\s+of"
    r"|leave\s+out|leaving\s+out|stop\s+(?:sending|offering|forwarding|showing)|stay(?:ing)?\s+away\s+from"
    r"|away\s+from|refus(?:e|es|ed)|spare\s+us|spare\s+me"
    r"|rul(?:e|es|ed|ing)\s+out|reject(?:s|ed)?|turn(?:ed|s)?\s+down|decline[sd]?|can(?:no|')?t\s+(?:face"
    r"|stand|bear)|not\s+to(?!\s+be\s+(?:missed|named))|say\s+no\s+to|no\s+to)\b"
)
OUTSIDE = r"\boutside(?:\s+of)?\b(?=\s+(?!(?:the|our|my|your|their|its)\s+(?:door|gate|window|fence|office|box))\S)"
DENIES = (
    rf"\b(?:is|are|was|were|am|be|been|being|has|have|had|do|does|did|can|could|will|would|should|must|may"
    rf"|might)(?:{NOT}|not)\b"
    r"|['’](?:s|re|m|ve|d|ll)\s+not\b"
    r"|\b(?:has|have|had|['’]ve|['’]s|there\s+(?:is|are|was|were)|there['’]s|is|are|was|were|got|carry|carries"
    r"|brings?|means?|at)\s+no\b(?!\s+(?:room|time))"
    r"|\b(?:is|are|was|were|has|have|had|know|knows|there\s+(?:is|are))\s+(?:nothing|none|nobody|never)\b"
    r"|\b(?:nobody|no\s+one|none|never|no\s+longer|hardly|neither\s+of)\b"
)
BARE = r"\b(?:no|not|nothing|neither|nor|without|w/o|never)\b(?![-/’'])"
FOREIGN = (
    r"\b(?:keine?[nmrs]?|nicht|ohne|außer|keinesfalls|weder|pas\s+d(?:e\b|['’]|u\b|es\b)|sans|sauf|hors\s+de"
    r"|aucune?|ni|sin|excepto|salvo|tampoco|não|nem|sem|exceto"
    r"|non|né|senza|tranne|eccetto|geen|niet|zonder|behalve|inte|inga|inget|utan|utom|ikke|ingen|uden|undtagen"
    r"|nie|bez|oprócz|kromě|ei|paitsi|aucun|excluons|не|без|кроме)(?![\w-])"
    r"|(?:不考虑|不考慮|不接受|不需要|不要|不想|不希望|不租|不得|不打算|不在|排除|无需|無需|拒绝|拒絕|不选|非)"
)
CUE = re.compile(
    r"(?:(?<!\w)|(?=['’不排无無拒非]))"  # only where a word begins: five times as fast
    rf"(?:(?P<harmless>{HARMLESS})|(?P<outside>{OUTSIDE})|(?P<wish>{WISHES})|(?P<denies>{DENIES})|(?P<bare>{BARE})"
    rf"|(?P<foreign>{FOREIGN}))",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:and\s+)?(?:hors\s+de\s+question|ausgeschlossen|excluidos?|esclus[oi]|uitgesloten|uteslut\w+"
    r"|wykluczon\w+|nicht|exclus?)\s*:"
    r"|(?:and\s+)?(?:not(?:\s+(?:interested|wanted|of\s+interest|looking\s+for|required|needed|for\s+us"
    r"|considered|sought|suitable|acceptable|relevant|a\s+fit|in\s+scope))?"
    r"|no(?:\s+to|\s+go|-go|s)?|exclu(?:ded|des|sions?|ding)|avoid|out(?:\s+also|\s+of\s+scope)?|also\s+out"
    r"|won['’]?t\s+(?:do|consider|take|look\s+at)|no-?gos?|deal[\s-]?breakers?|ruled\s+out"
    r"|reject(?:ed)?|unwanted|do(?:n['’]t|\s+not)\s+(?:want|send|need)|don['’]ts|what\s+(?:we|i)\s+(?:do\s+not"
    r"|don['’]t|are\s+not|aren['’]t|['’]re\s+not)\s+(?:want|need|looking\s+for|after)"
    r"|what\s+(?:we|i)['’](?:re|m)\s+not\s+(?:after|looking\s+for)|what\s+would\s+(?:make\s+us\s+walk\s+away"
    r"|put\s+us\s+off)|turn-?offs?|red\s+lines?|please\s+no|exceptions?|(?:(?:considered|visited|looked\s+at|studied|seen)"
    r"\s*(?:and|but|,|&)\s*)?(?:dropped|declined|refused|discarded|discounted|binned)|said\s+no\s+to|turned\s+down"
    r"|excluded\s+(?:geograph\w+|areas?|regions?|places?|locations?|countries|territor\w+))\s*(?::|=|\||\s[-–—]\s)",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"(?:not\s+(?:wanted|interested|of\s+interest|looking\s+for|required|needed|for\s+us|suitable|acceptable"
    r"|in\s+scope)|exclu(?:ded|sions?)|avoid|out\s+of\s+scope|no-?gos?|deal[\s-]?breakers?"
    r"|ruled\s+out|we\s+do(?:n['’]t|\s+not)\s+want|what\s+we\s+do(?:n['’]t|\s+not)\s+want|red\s+lines?"
    r"|what\s+would\s+(?:make\s+us\s+walk\s+away|put\s+us\s+off)|unwanted|rejected)$"
)
AFTER = re.compile(
    r"\b(?:ruled\s+(?:\w+\s+)?out|set\s+aside(?!\s+(?:[A-Z£$€¥₹\d]|for\b|a\b|some\b))"
    r"|out\s+of\s+the\s+question|(?:is|are|was|were|['’]s|['’]re)\s+out\b(?!\s+of)(?=\s*(?:[,;.)]|$))"
    r"|off\s+the\s+(?:list|table|map)|unsuitable|rejected|dismissed|voted\s+no|crossed\s+off|struck\s+off"
    r"|(?:is|are|be|were|was)\s+excluded|(?:is|are)\s+(?:a|an\s+absolute|definitely\s+a)\s+no\b|no\s+good"
    r"|no-?go|need\s+not\s+apply|fully\s+invested"
    r"|not\s+(?:really\s+)?(?:an\s+option|suitable|acceptable|of\s+(?:\w+\s+)?interest|wanted|required|needed"
    r"|envisaged|considered|encouraged|welcome|possible\s+for\s+us|our\s+thing|our\s+field|for\s+us|what\s+we"
    r"|what\s+i|on\s+our\s+list|in\s+question|foreseen|planned|permitted)"
    r"|(?:do(?:es)?|would|will|did|wo)(?:n['’]t|\s+not)\s+(?:\w+\s+)?(?:satisfy|work|suit|fit|interest|count"
    r"|appeal|do\b|help\s+us)"
    r"|(?:is|are)\s+(?:now\s+)?(?:also\s+)?closed(?:\s+to\s+us)?|needed\s+here|too\s+(?:\w+\s+)?(?:expensive"
    r"|dear|costly|pricey|far|crowded|remote|congested))"
    r"|değil\w*|istemi\w+|aramıyor\w+|düşünmüyor\w+|gerekmi\w+|hariç|kommt\s+nicht\s+in\s+frage"
    r"|scheide\w*\s+aus|ausgeschlossen|exclus?e?s?\b|descartad\w+|esclus\w+|uitgesloten|uteslut\w+"
    r"|wykluczon\w+"
    r"|제외\S*|필요\s*없\S*|원하지\s*않\S*|원치\s*않\S*|고려하지\s*않\S*|관심\s*없\S*|안\s*됩니다|아닙니다|除外|を除(?:く|き)|以外|は不要|対象外|必要ありません"
    r"|希望しません|考えていません|检讨しません|避けたい|除外",
    re.IGNORECASE,
)
STOP = re.compile(
    r"[;:]|\.{3}|\s[-–—]{1,2}\s|[—]|\)|\b(?:but|however|though|although|because|since|instead|unless"
    r"|as\s+(?:we|they|it|our|the)|where\s+(?:we|our|entry)|so\s+(?:we|please|that|the|it|not)|and\s+(?:we|i"
    r"|they|it|he|she|our|never|not|the\s+team|have|has)|which\s+(?:we|is|are)|if|when|while|then|we\s+(?:want"
    r"|need|seek))\b|[，、；。]",
    re.IGNORECASE,
)
OR = re.compile(r"\b(?:or|nor|oder|ou|ni)\b", re.IGNORECASE)
ITEM = re.compile(r"[^,.;:()\n]{1,60}")
NO_ITEM = re.compile(r"[.;:()\n]|\b(?:we|our|it|they)\b", re.IGNORECASE)
NEW_CLAUSE = re.compile(
    r"\s*(?:and\s+|or\s+)?(?:we|i|you|they|it|he|she|our|my|please|this|that|there|but|so|which|who|where|with"
    r"|as|because|not|no|only|just|(?:[\w’'-]+\s+){1,3}(?:is|are|was|were|will|has|have|can|would|sits?)\b)\b",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"(?:\bplease\s+)?(?:\b(?:we|i|they|he|she|it|you|the\s+client|client|our\s+(?:client|board"
    r"|group))\s+)?(?:(?:also|really|certainly|definitely|would|will|do|just|much)\s+){0,2}$",
    re.IGNORECASE,
)
CLAUSE_START = re.compile(
    r"[;:(]|\s[-–—]\s|,\s*(?:and|but|so)\s|\bbut\s|\band\s+(?:we|i|they|it|he|she)\b", re.IGNORECASE
)
WISH_FRAGMENT = re.compile(
    r"(?:^|[,;:(–—\-/&]|\b(?:and|but|or|please|so|also|then|certainly|definitely|want|wants|need|absolutely"
    r"|preferably|ideally|i['’]d\s+say))\s*[\"“'*]*$",
    re.IGNORECASE,
)
FACT_AFTER = re.compile(
    r"\s+(?:reply|answer|news|response|tenant\s+(?:yet|so)|uk\s+(?:entity|assets|presence)|end\s+date|ceiling"
    r"|figure)\b|\s+\w+\s+(?:yet|so\s+far)\b",
    re.IGNORECASE,
)
ASKING = re.compile(r"\b(?:is|are|does|do|did|can|could|who|what|which|where|why|how|any|have|has|so)\b", re.IGNORECASE)
REACH = 320  # characters: no negation governs more
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|got)\s+(?:\w+\s+)?$", re.IGNORECASE)
RATHER = re.compile(r"(?:rather|sooner)\s+(?!than)", re.IGNORECASE)
