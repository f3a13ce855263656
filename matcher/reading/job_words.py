"""The words by which jobs to come are told from today's staff, visitors, patients and other counts (see ``jobs``)."""

from __future__ import annotations

import re

_STRONG = (
    r"jobs?|posts|positions|roles|hires|headcount|vacancies|recruits|ma\b|job opportunities|new starters|"
    r"emplois|embauches|postes(?: de travail)?|empleos|puestos(?: de trabajo)?|contrataciones|arbeitsplätzen?|"
    r"stellen|neueinstellungen|"
    r"posti di lavoro|addetti|assunzioni|empregos|postos de trabalho|arbeidsplaatsen|banen|arbetstillfällen|jobb|"
    r"arbejdspladser|stillinger|"
    r"arbeidsplasser|työpaikkaa|iş imkânı|istihdam|miejsc pracy|pracovních míst|рабочих мест|pairs of hands"
)
_TRADE = (
    r"workers|heads|ftes?|operatives|machinists|welders|operators|trainers|joiners|electricians|fitters|toolmakers|"
    r"technicians|nurses|therapists|drivers|pickers|"
    r"permanents?(?= ?[,.;(])|full-timers?|part-timers?|claims handlers|agents|apprentices|graduates|chemists|"
    r"programmers|coders|packers|craftsmen|crew|trainees|perm(?:s|anent)?|engs|techs|vets|fixed|"
    r"installers|machine hands"
)
_CRAFT = (
    r"[a-z]{2,12}(?:logists|icians|smiths|wrights|makers|keepers|workers)|makers|academics|teachers|lecturers|tutors|"
    r"instructors|coaches|surgeons|doctors|clinicians|dentists|carers|paramedics|mechanics|builders|carpenters|cooks|"
    r"chefs|bakers|brewers|butchers|millers|buyers|planners|lawyers|accountants|actuaries|auditors|traders|brokers|"
    r"bankers|advis[eo]rs|managers|supervisors|assemblers|artists|animators|editors|musicians|actors|curators|pilots|"
    r"guards|growers|gardeners|foresters|miners|divers|riggers|scaffolders|plumbers|roofers|painters|plasterers|"
    r"bricklayers|weavers|tailors|seamstresses|cutters|finishers|platers|moulders|turners|inspectors|controllers|"
    r"loaders|couriers|cleaners|porters|architects|planters|pipefitters|testers|postdocs|phds|souls|women|men"
)
"""Crafts and professions, which as often are customers, pupils or a present staff as they are jobs."""
_WEAK = (
    r"people|ppl|persons?|staff|employees?|workers?|technicians?|engineers?|operators?|scientists|developers|designers|researchers|analysts|"
    r"professionals|specialists|colleagues|folk|folks|"
    r"associates|consultants|desks|workstations|workplaces|seats|team members|personnel|hands|forskare|ingenjörer|"
    r"of us|pax|roles|"
    r"mitarbeiter(?:innen|n)?|beschäftigten?|personen|leute|ingenieure?|techniker|personnes|salariés|"
    r"collaborateurs|ingénieurs|techniciens|personas|empleados|trabajadores|ingenieros|"
    r"persone|dipendenti|ingegneri|pessoas|funcionários|trabalhadores|medewerkers|mensen|anställda|personer|"
    r"ansatte|medarbejdere|medarbetare|"
    r"kişi(?:ye|lik|yi)?|çalışan|osób|pracowników|zaměstnanců|lidí|henkilöä|työntekijää|сотрудников|человек"
)
_MODIFIER = (
    r"(?:(?!(?:of|in|on|at|to|and|or|by|for|from|with|the|a|an|per|m2|sq|square|years?|months?|weeks?|days?|hours?|"
    r"beds?|patients?|homes?|people|staff|"
    r"our|their|tonnes?|acres?|hectares?|ha|km|miles?|million|billion|other|customers?|users?|sites?|countries|"
    r"companies|firms|students?|fewer|is|are|was|miles|"
    r"minutes?|min|kg|mw|square|cases|lorries|trucks|shifts?|percent|of)\b)[^\W\d_][\w'&/-]{1,22}[ -]){0,3}"
)
NOUN = re.compile(
    rf"(?:\+?[ -]| ?(?=[人名명]))(?:of (?:our|the|these) |d'|de |di )?(?:{_MODIFIER})?(?:(?P<strong>{_STRONG})|"
    rf"(?P<trade>{_TRADE})|(?P<craft>{_CRAFT})|(?P<weak>{_WEAK}))(?![\w])"
    r"| ?(?:个|個)?(?P<east>人(?!民)|名(?!字)|员工|명)",
    re.IGNORECASE,
)
NO_COUNT_AFTER = re.compile(
    r"(?i)\+?[ -]?(?:%|per ?cent|(?:and |or )?(?:sq|square|m2|m3|sqm|ft|feet|acres?|hectares?|ha|km|miles?|metres?|"
    r"m|mm|cm|kg|t|tonnes?|mw|mva|kva|kv|v|gwh|"
    r"years?|yrs?|months?|mths?|weeks?|wks?|days?|hours?|hrs?|min(?:ute)?s?|am|pm|beds?|patients?|homes|flats|"
    r"apartments|users|members|customers|visitors|"
    r"million|billion|bn|mn|k|x|units?|sites?|floors?|rooms?|pages?|countries|companies|firms|clients|shops|stores|"
    r"docks?|containers|lorries|trucks|vehicles|"
    r"shoot|students?|places|pupils|cases|pallets|trials?|studies|plants?|buildings?|minutes|houses|hospitals|"
    r"schools|pounds|euros|dollars|th|st|nd|rd)\b)"
)
_APPROX = (
    r"(?:(?:about|around|some|approx\.?|approximately|roughly|circa|c\.|ca\.?|~|maybe|perhaps|say,?|"
    r"at least|up to|over|as many as|another|an?|initially|likely|of|is|will be|at|to|up|environ|unos|"
    r"unas|etwa|rund|circa|約|约|en az|min\.?|minimum|max\.?|more than|between|from|first|estimated at|"
    r"estimated|target|targeted|planned|expected|total|in total) ?)*"
)
CUE = re.compile(
    r"(?:\b(?:(?:head ?counts?(?: [a-z]+){0,3}|jobs|(?:direct )?employment|hires|recruits|posts|"
    r"positions|workforce|fte|effectifs?|"
    r"emplois|empleo|beschäftigung|occupazione|istihdam)"
    r"(?: target| plan| forecast| numbers| needed| wanted| required)?(?: heading for| rising to|"
    r" going to)?(?: ?[:=])?|"
    r"(?:people|persons|personnel|staff(?:ing)?|team|crew|heads|labour|manpower|mitarbeiter|personal|personale|"
    r"employees)(?: needed| wanted| required| numbers)? ?[:=|]|"
    r"(?:manpower|heads|posts|staff|employment)\.? (?=$|about|some|approx)|"
    r"(?:staff|team|crew|workforce|squad|(?:pod|hub|group|cell|branch|outpost|bureau)[\"']? of)(?: of)?(?! ?[.,;])|"
    r"(?:team|staff|office|workforce)\b[^.;\n\d]{0,25}\b(?:start|begin|open)(?:s|ing)? (?:at|with)|"
    r"(?:number of|no\.? of) (?:employees|staff|jobs|people)(?: ?[:=])?|(?:people|staff|employees|workers|"
    r"operators|engineers|jobs|posts|personnel|team|hands|souls|beschäftigte|arbeitsplätze|stellen|mitarbeiter|"
    r"effectif|addetti|posti|empleos|puestos|postos|banen|jobb)(?: [\w-]+){0,5}[\"”]?"
    r"(?: ?\([^)\n]{0,20}\)| created| planned| expected| to be created| previsti| previstos| prévus| geplant)?"
    r" ?(?:[:=?]|-(?= )))|"
    r"(?:^|[.;|\n\"”•*-]) ?(?:people|personnel|hands|staff|crew|welders|jobs)(?: [\w-]+){0,3},?(?= )|"
    r"(?:就业|用工|인력|岗位))[ (]{0,2}" + _APPROX + r"$",
    re.IGNORECASE,
)
ASK = re.compile(
    r"(?:(?<!not )(?<!n't )\b(?:hire|hiring|recruit(?:ing)?|take on|contract|creates?|creating|creation of|engage|"
    r"accommodate|(?:to|would|will|'d|we'll|could|might|may|and) (?:employ|house|seat|staff)|"
    r"foresee|headcount heading for|we(?:'ll| will| would|'d) be)|"
    r"\b(?:offices?|capacity|(?<!in )space|room|desks?|seats|base|home|hub|centre|center|studio|labs?|laboratory|"
    r"workshop|accommodation|facility|site|plant|factory|operation)(?: space)?,? (?:for|of)|"
    r"(?:雇用|招聘|雇佣|創出|고용|채용|첫해|처음))[ (]{0,2}" + _APPROX + r"$",
    re.IGNORECASE,
)
BARE_AFTER = re.compile(
    r"(?i)\+?(?: ?(?:$|[.,;:)(\n\]]|人|名|명)| (?:is|are|would|will|planned|expected|somewhere|for|near|who|with|"
    r"working|in|on|by|at|within|over|initially|locally|to (?:start|begin)|growing|rising|going|grow|and|mostly|"
    r"plus|when|from|moving|first|there|here|local|locally|"
    r"later|or|then|across|during|this|next|if|but|incl|including|all|-)(?!\w))"
)
LOCALLY = re.compile(
    r"(?i) (?:locally|on (?:two|three|four|five|\d) shifts|at peak|in year (?:one|two|three|\d)|"
    r"in (?:the uk|england|britain)|over there|in country|in the first year|within \w+ years|"
    r"on opening|on day one|to start|at the start)\b"
)
FUTURE = re.compile(
    r"(?i)(?<!\w)(?:will|would|'d|we'll|shall|wants?|wish(?:es)?|needs?|required?|requires|plans?|planned|planning|"
    r"hir(?:e|es|ed|ing)|recruit\w*|employ|employed|creat\w+|"
    r"grow(?:ing|s)?(?: to)?|foresee|expect\w*|consider\w*|propos\w*|requirements?:?|stellen|stellt|brauchen|söker|"
    r"suchen|cherchons|buscamos|cerchiamo|zoeken|intend\w*|may(?! \d)|might|could|can see|talk of|by 20\d\d|"
    r"first (?:year|stage|phase)|in year|year (?:one|two|three|\d)|yr \d|phase(?: \w+)?|initially|"
    r"opening|peak|target|(?:design|sales|service|support|development|delivery|engineering|assembly|"
    r"production) (?:centre|center|hub|office|base|plant|site),?|looking (?:for|at)|(?:'m|am|are|is|'re) after|"
    r"seek\w*|search\w*|somewhere for|set up|offices?(?: for| of|,)?|team of|staffed (?:with|by)|reach|to house|"
    r"brings?|bringing|allowed|possible|possibly|afterwards|new (?!zealand|york|jersey|delhi|orleans)\w+|"
    r"start with|add|outlay|"
    r"capex|investment|budget|on top|later|future|jobs|people:|put up|put in|proposed|take on|must|to move|"
    r"relocat\w+|"
    r"werden|würden|wollen|souhaitons|voulons|queremos|necesitamos|vorremmo|willen|vill|ønsker|prévoyons|créer\w*|"
    r"embauch\w*|recruter\w*|crear\w*|crearemos|contratar\w*|trabajar\w*|einstellen|schaffen|geplant|planen|suchen|"
    r"assumer\w*|creare|criar|contratar|aansteuren|"
    r"anställa|ansætte|ansette|skapa|skabe|zatrudni\w*|istihdam|yatırım)(?!\w)|计划|预计|拟|招聘|聘用|新增|就业|雇用|予定|採用|채용|계획|"
    r"고용|첫해|안에|처음"
)
FUTURE_AFTER = re.compile(
    r"(?i)(?<!\w)(?:will|would|to (?:start|begin)|initially|at (?:the )?(?:start|opening|beginning|peak|full|"
    r"first)|on (?:opening|day one|site|completion)|once running|when|in (?:the )?(?:beginning|first|second|third|"
    r"year)|"
    r"in \w+ (?:years|yrs)|by (?:20\d\d|year|yr|the)|over (?:time|\w+ (?:years|yrs))|within \w+ (?:months|years|"
    r"yrs)|eventually|at maturity|at the end|if|hired|locally|to (?:be )?(?:hired|recruited|employed|"
    r"put|moved?|housed|brought|relocated?)|needed|required|"
    r"wanted|yr \d|"
    r"growing to|rising to|going to|peak|first \d|later|in time|new|planned|proposed|incl|on (?:three|two|"
    r"\d) shifts|on top|nach|ab 20\d\d|sur place|"
    r"in de begin\w*|in der anfangsphase|au démarrage|au départ|au début|al inicio|all'inizio|fra start|später|"
    r"später|plus tard|trabajar\w*|lavorer\w*|geplant|einstellen|schaffen|entstehen|beschäftigen|créer|recruter|"
    r"contratar|assumer\w*|başla\w*)(?!\w)|계획|채용|늘릴|고용|예정|雇用|採用|予定|计划|招聘"
)
PRESENT = re.compile(
    r"(?i)(?<!\w)(?:we are|we're|we have|we've|i have|i've|i(?: own and)? run|we (?:run|own|employ|make|machine|"
    r"cut|build|wind|produce|supply|do|monitor)|our (?!new|uk|first|needs?|requirements?|plans?|target|aim|"
    r"wish)\w*|there are|has|(?<!'d )(?<!would )(?<!will )(?<!to )(?<!like )(?<!you )have|had|employs|employing|"
    r"company of|firm of|"
    r"today|currently|already|worldwide|existing|present|my|established|founded|lose|losing|turnover|revenue|sales|"
    r"raised|series [a-e]|just closed|listed|who we are|about us|"
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ )?(?:plants|sites|factories|depots|kilns|"
    r"countries|hospitals|stores|shops|sheds|settings|offices)|"
    r"nous sommes|somos|siamo|wir sind|vi är|vi er|we zijn|jesteśmy|şirketimiz)(?!\w)|직원|社員|从业|员工|従業員"
)
PRESENT_AFTER = re.compile(
    r"(?i)[ ,]*(?:now\b|today\b|currently\b|already\b|worldwide|in (?:\w+ )?(?:countries|plants|offices|all\b)|"
    r"at home|back home|on (?:the )?payroll|listed|family|privately|turnover|revenue|sales|raised|"
    r"employed at|existing|out of \d|third generation|second generation|fourth generation|here,|strong\b)"
)
FIRM = re.compile(
    r"(?i)(?<!\w)(?:company|firm|co|maker|manufacturer|producer|group|start-?up|scale-?up|spin-?out|sme|developer|"
    r"supplier|specialist|house|foundry|bakery|business|vendor|organisation|consultancy|"
    r"integrator|operator|agency|brand|federation|biotech|medtech|outfit|client|fund|bank|parent|subsidiary|"
    r"provider|studio|laboratory|practice|entreprise|société|empresa|azienda|firma|unternehmen|fintech|"
    r"gmbh|ltd|inc|ab|as|s\.?r\.?l|b\.?v|ag)(?!\w)"
)
VISIT = re.compile(
    r"(?i)\b(?:visit\w*|delegation|hotels? (?:for|near|booked)|mission|dinner|panel|committee|jury|"
    r"vegetarian|passport|directors? will|"
    r"trip|meeting|outing|call with|attend\w*|flying|stud(?:y|ies) with|trial of|volunteers?|patients?)\b"
)
NOT_JOBS = re.compile(
    r"(?i)\b(?:population|catchment|towns? of|cit(?:y|ies) of|not more than|would not bring|lost|redundan\w+|"
    r"trained? (?:up )?|training (?:for|of)|visitors|neither|no(?: new)?|nowhere near) (?:about |of |for |some )?$"
)
ALSO = re.compile(
    r"(?i)\b(?:also|of (?:whom|which|them)|including|incl\.?|plus|another|separately) (?:about |around |some |"
    r"maybe |perhaps )?$"
)
LIST_ITEM = re.compile(r"(?:^|\n) ?(?:[-*•]|\(?[\da-z]{1,2}[.)])? ?(?:~|approx\.? |about |c\. )?$", re.IGNORECASE)
MONEY_BEFORE = re.compile(
    r"(?i)(?:[£$€¥]|\b[A-Z]{3} ?)\d[\d.,-]* ?(?:m|mn|mio|million|bn|k|crore)?\b(?:(?!turnover|sales|"
    r"revenue|angels|round|seis|raised|"
    r"series|assets|under man|market|seed|of us)[^\n]){0,42}$"
)
GROWTH = re.compile(
    r"(?i)\b(?:(?:grow|ris|go|expand|increas|ramp|build|head|scal|climb)(?:e|ing|s)?(?: up)?(?: later)?(?: to)?|"
    r"later|then|thereafter|at (?:the end|maturity)|in season|d'ici|peak(?:ing)?(?: of| at)?|reach(?:ing)?|"
    r"eventually|first|afterwards|at full|"
    r"up to|in total|rising|from \d{4},? |puis|luego|después|später|dann|poi|daarna|sedan|wachsend auf|hasta)\b|"
    r"(?:까지|안에|至|增至|later )|, (?:maybe|perhaps|possibly|probably) |after (?:a few|some|\w+) (?:years|months)"
)
GROWTH_AFTER = re.compile(
    r"(?i)[ ,(]*(?:later|(?:year|yr|y) ?\d|(?:in|by|after) (?:the )?(?:year|yr|third|second|\w+ (?:year|christmas)|"
    r"20\d\d|yr)|in (?:year )?(?:two|three|four|five|\d)|by (?:the )?(?:end of )?20\d\d|in 20\d\d|"
    r"at (?:full|peak)|eventually|"
    r"in (?:the )?(?:second|third|phase)|if\b|when\b|in total|at maturity|in season|at the end|d'ici|(?:by|"
    r"in) (?:yr|year)|over time)"
)
SPLIT = re.compile(
    r"(?i)\b(?:talk of|down from|instead of|out of|of whom|of which|of them|including|training|also|plus|sq|square|"
    r"patients|visit)\b|[.](?=\s+[A-Z])|\n\n"
)
GROW_TO = re.compile(
    r"(?i)\b(?:grow|scale|expand|build(?: up)?|get) (?!ing)[^.;\d]{0,60}\bto (?:maybe |perhaps |about |around |"
    r"some |approx\.? )?$"
)
SHIFTS = re.compile(r"(?i)\b(?P<one>\d{1,2}) shifts? ?(?:x|of|×|\*|@|with) ?(?P<two>\d{1,4})\b(?! ?(?:h|hours|hrs))")
GROWS_NEXT = re.compile(r"(?i)[ ,]*(?:and )?(?:growing|going|rising|expanding|grow|increasing)(?: up)? to\b")
WITH = re.compile(r"(?i)\bwith (?:about |around |some |over |a )?$")
STUDY = re.compile(
    r"(?i)\b(?:trials?|stud(?:y|ies)|enrol\w*|participants|screening|patients|volunteers|subjects|cohort)\b"
)
PEOPLE = re.compile(r"(?i)(?:people|persons|ppl|folk|personnes|personas|personen)$")
DESKS = re.compile(r"(?i)(?:desks|seats|workstations|workplaces)$")
NEGATED = re.compile(r"(?i)(?:\b(?:not|never|without|cannot)|n't)\b[^.,;:]{0,30}$")
ADDED = re.compile(r"(?i)\b(?:new|additional|extra|local|permanent|further|more)\b")
OWN = re.compile(r"(?i)\b(?:of our|of my|existing|of us|own|current|present)\b")
SQUAD = re.compile(r"(?i)(?:team|crew|squad)(?: of)? ?(?:\w+ )?$")
PRESENT_LATE = re.compile(r"(?i)\b(?:for us|already|live|lives|walk|use|used|depend|worldwide|in all|so far)\b")
MORE = re.compile(
    r"(?i) (?:more|further|extra|additional)(?=[.,;)\n]|$| (?:in|into|at|on|if|by|from|there|here|later|to)\b)"
)
EAST_AFTER = re.compile(r"^.{0,3}(?:予定|採用|雇用|고용|채용|예정|计划|招聘|就业)")
OF_THEM = re.compile(r"(?i)\b(?:people|staff|colleagues|engineers|employees|workers|team),? (?:about |around |some )?$")
THEM = re.compile(r"(?i) (?:of them|of us|strong|in all|all told|in total)\b")
SPENT_ON = re.compile(
    r"(?i)\d ?(?:m|mn|mio|million|bn|k|crore)?\b[^\n]{0,14}\b(?:cost|capex|invest\w*|spend|build|phase|"
    r"budget|for|kit|all in|incl\w*)\b"
)
PHASES = re.compile(r"(?i) ?,?(?:then|later|rising to|growing to|going to|, then|, later) ?")
HUB = re.compile(r"(?i)\b(?:hub|centre|center|campus|base|pod)(?:,| -) ?(?:about |around |some |c\. |~)?$")
