"""The words by which a sentence asks for something, by which it tells or thanks, and by which it gives a reason."""

from __future__ import annotations

import re

ASKS = re.compile(
    r"\b(?:need(?:s|ed)?|want(?:s|ed)?|look(?:s|ing)?\s+(?:for|at|to)|seek(?:s|ing)?|sought|requir(?:e|es|ed|ements?|ing)"
    r"|wish(?:es)?|would\s+(?:like|love|prefer|suit|welcome|consider)|['’]d\s+(?:like|love|prefer|rather|pay)"
    r"|search(?:ing)?|interested\s+in|keen\s+(?:on|to)|must|should|ideal(?:ly)?|prefer(?:s|red|ably)?"
    r"|hop(?:e|es|ing)\s+(?:to|for|that)|plan(?:s|ning)?\s+to|intend(?:s|ing)?\s+to|aim(?:s|ing)?\s+(?:to|for)"
    r"|happy\s+to\s+(?:pay|take|invest|share|fund)|in\s+the\s+market\s+for|require|essential|somewhere|someone|somebody"
    r"|anyone|anybody|who\s+(?:can|could|will|would|has)|which|where\s+(?:we|i|our|the|can|could)|suche?n?|brauchen"
    r"|benötig\w+|cherch\w+|besoin|il\s+(?:nous\s+)?faut|busc\w+|necesit\w+|cerc\w+|zoeken|söker|szukamy|arıyoruz)\b"
    r"|[?？]|需要|寻找|求|찾|필요|探し",
    re.IGNORECASE,
)
"""Words that ask plainly, in whatever sentence they stand."""
SUGGESTS = re.compile(
    r"\b(?:where|place|access|near|close\s+to|within|beside|next\s+to|space|sites?|buildings?|land|plots?|labs?"
    r"|laborator(?:y|ies)|halls?|sheds?|warehous\w+|workshops?|clean\s?rooms?|cold\s+stores?|studios?|yards?|cranes?"
    r"|docks?|eaves|\d\s?(?:mva|mw)"
    r"|units?|partners?|test|trials?|lease|freehold|leasehold|rent|buy|acquire|stakes?|portfolios?|platforms?|assets?|schemes?|build|hire|recruit|open|set\s+up"
    r"|expand|relocate|help|support|grant|joint\s+venture|jv|acres?|sq\s?m|sqm|sq\s?ft|m2|m²|target"
    r"|exposure|opportunit\w+|pipeline|wanted)\b",
    re.IGNORECASE,
)
"""Words that ask unless the sentence tells about the firm itself."""
INTRODUCES = re.compile(
    r"^\W*(?:and\s+|so\s+|but\s+|now\s+|quick\s+intro:?\s+|today\s+|currently\s+)?(?:"
    r"(?:we|i|they|he|she|it)(?:['’](?:re|m|s|ve|d)\b|\s+(?:are|am|is|was|were|have|has|had|make|made|makes|do|does|did"
    r"|design|manufactur\w+|produc\w+|own|owns|run|runs|ran|operat\w+|employ\w*|sell|sells|sold|suppl\w+|serve\w*|bring|buy"
    r"|cast|represent\w*|act|acts|advise|manage\w*|work|started|began|founded|learned|moved|came|already|currently"
    r"|understand|know|got|took|spent|built|won|lost|tried|met|spoke|heard|grew|turn|turned|develop|treat|specialise\w*))\b"
    r"|my\s+(?:name|late|wife|husband|father|boss|company|firm|client|patch)\b|i['’]m\b"
    r"|(?:our|the|this)\s+(?:own\s+)?(?:\w+\s+){0,2}(?:is|are|was|were|has|have|had|sits?|stands?|makes?|employs?|owns?"
    r"|supplies|asked|runs?|came|says?|said)\b"
    r"|(?:founded|established|based|headquartered|incorporated|listed)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that tells about the firm, its people or its history."""
COURTESY = re.compile(
    r"\b(?:(?:nice|good|great|lovely|pleasure|pleasant)\s+(?:\w+\s+)?to\s+(?:meet|see|catch|talk|speak|hear|chat)"
    r"|(?:hope|trust)\s+(?:you|this|all|your|that\s+you)|following\s+(?:up|on\s+from|our)|further\s+to\s+(?:our|your|my)"
    r"|look(?:ing)?\s+forward|let\s+(?:me|us)\s+know|happy\s+to\s+(?:call|talk|discuss|do\s+a|chat|meet|answer|jump"
    r"|explain|share\s+more)|(?:thank\s+you|thanks|grateful)\s+(?:for|always|to\s+you|in\s+advance|so\s+much)"
    r"|many\s+thanks|thank\s+you\b|apolog(?:ies|ise)|sorry\s+(?:for|about|to)|excuse\s+(?:my|our|the)|by\s+way\s+of\s+introduction|nice\s+lunch"
    r"|aside:|do(?:n['’]t|\s+not)\s+hesitate|feel\s+free|at\s+your\s+(?:earliest\s+)?convenience|any\s+questions"
    r"|(?:best|right)\s+person\s+to|pleased\s+to\s+(?:introduce|meet|make)|introduce\s+(?:myself|ourselves|our)"
    r"|your\s+(?:kind|prompt|early)\s+(?:reply|response|attention|guidance|help|assistance|reply)"
    r"|(?:get|got)\s+(?:your|in)\s+(?:name|touch|contact)|was\s+given\s+your|call\s+(?:me|us)\s+(?:on|at|if|any)"
    r"|please\s+(?:find\s+attached|see\s+attached|see\s+below|reply|call|get\s+back|revert|advise\s+by|forgive|bear\s+with)"
    r"|(?:attached|enclosed)\s+(?:is|are|please|you)|as\s+(?:discussed|agreed|promised|mentioned)\W*$"
    r"|(?:would|['’]d)\s+(?:like|love|be\s+(?:happy|glad|delighted|pleased))\s+to\s+(?:visit\b|meet\b|call\b|chat|speak"
    r"|discuss|catch\s+up|arrange\s+a|set\s+up\s+a\s+(?:call|meeting)|hear\s+from))",
    re.IGNORECASE,
)
"""What is said for the sake of manners, or about the exchange of mails itself."""
REASON = re.compile(
    r"[,(;]?\s*\b(?:because|since\s+(?:we|our|the|it|most|that)|as\s+(?:we|our|it|most|that)\s|given\s+(?:that|our)"
    r"|so\s+that\s+we\s+can\s+(?:plan|budget|report))[^;.]*",
    re.IGNORECASE,
)
"""Why something is asked; the reason asks for nothing itself."""
