"""Every opportunity, asset, programme and strength that the five source documents name is carried by a profile.

The documents are those the project grew from: the Midlands Engine's home page (2024) and recruitment page (2017),
the Midlands Engine Health brochure (2021), a page on Midlands Innovation, and the West Midlands Combined Authority's
economy page (2025). Each row: what the document calls the thing, the profile that carries it, and words that the
profile must say (in its name, aliases, summary, themes or statements).
"""

from __future__ import annotations

import pytest

from opportunities.catalogue import Catalogue
from opportunities.opportunity import Opportunity

NAMED = [
    # Midlands Engine home page
    ("Midlands Engine partnership", "midlands-engine", "partnership"),
    ("Midlands Engine Health", "midlands-health-life-sciences-cluster", "Midlands Engine Health"),
    ("health, medical technologies and life sciences", "midlands-health-life-sciences-cluster", "life science"),
    ("ethnically diverse population, test bed", "midlands-health-life-sciences-cluster", "test bed"),
    ("largest Clinical Trials Unit", "midlands-health-life-sciences-cluster", "largest clinical trials unit"),
    ("Black and Minority Ethnic Health centre", "centre-for-ethnic-health-research", "Minority Ethnic Health"),
    ("Mental Health and Productivity Pilot", "midlands-mental-health-productivity-pilot", "mental health; Pilot"),
    ("accelerator for rehabilitation technologies", "emerge-rehabtech-accelerator", "accelerator; rehabilitation"),
    ("Digital learning platform for cancer nursing", "east-midlands-cancer-nursing-learning-platform", "cancer nurs"),
    ("Midlands Investment success stories", "midlands-investment-portfolio", "Midlands Investment Portfolio"),
    ("two Life Sciences Opportunity Zones", "life-sciences-opportunity-zones-midlands", "Opportunity Zone; Two"),
    ("Life Sciences Opportunity Zone: Charnwood", "charnwood-campus", "Life Sciences Opportunity Zone"),
    ("Life Sciences Opportunity Zone: Birmingham", "birmingham-health-innovation-campus", "Opportunity Zone"),
    ("private incubator space", "biocity-nottingham", "incubator"),
    # Midlands Engine Health brochure: at a glance and partners
    ("largest MedTech cluster", "midlands-medtech-cluster", "more medtech firms; cluster"),
    ("three Biomedical Research Centres: Birmingham", "nihr-birmingham-biomedical-research-centre", "NIHR"),
    ("three Biomedical Research Centres: Leicester", "nihr-leicester-biomedical-research-centre", "NIHR"),
    ("three Biomedical Research Centres: Nottingham", "nihr-nottingham-biomedical-research-centre", "NIHR"),
    ("Applied Research Collaborations: East", "nihr-arc-east-midlands", "Applied Research Collaboration"),
    ("Applied Research Collaborations: West", "nihr-arc-west-midlands", "Applied Research Collaboration"),
    ("School for Primary Care Research", "keele-impact-accelerator-unit", "School for Primary Care Research"),
    ("Patient Recruitment Centre Leicester", "nihr-patient-recruitment-centre-leicester", "Patient Recruitment Centre"),
    ("seven Medical Schools", "midlands-innovation-health", "seven medical"),
    ("two of the three largest NHS trusts", "midlands-health-life-sciences-cluster", "three largest NHS trusts"),
    ("Midlands Innovation Health", "midlands-innovation-health", "Midlands Innovation Health"),
    ("Midlands Health Alliance", "midlands-health-alliance", "Midlands Health Alliance; research; NHS"),
    ("Midlands Engine Observatory", "midlands-engine-observatory", "Observatory; data and intelligence"),
    # the brochure: medical technologies
    ("NHS-partnering ecosystem", "medilink-midlands", "NHS"),
    ("birthplace of magnetic resonance imaging", "ultra-high-field-mri-nottingham", "birthplace of MRI"),
    ("pioneering use of X-ray", "ultra-high-field-mri-nottingham", "X-ray"),
    ("Ultra High Field Imaging", "ultra-high-field-mri-nottingham", "Ultra High Field Imaging"),
    ("11.7T MRI", "ultra-high-field-mri-nottingham", "11.7T MRI"),
    ("National Centre for Regulatory Science", "national-centre-for-regulatory-science", "Regulatory Science"),
    (
        "Centre for Regulatory Science and Innovation, Birmingham",
        "national-centre-for-regulatory-science",
        "Birmingham Centre for Regulatory Science",
    ),
    ("Midlands Life Science Manufacturing Hub", "midlands-life-science-manufacturing-hub", "supply chains; jobs"),
    ("Medical Technologies Innovation Facility", "mtif-nottingham", "Medical Technologies Innovation Facility"),
    ("MTIA", "medical-technologies-innovation-accelerator", "MTIA; adopt"),
    # the brochure: health diversity
    ("Centre for BME Health", "centre-for-ethnic-health-research", "BME Health"),
    ("Keele Impact Accelerator Unit", "keele-impact-accelerator-unit", "Impact Accelerator Unit"),
    ("Midlands Health Inequalities Commission", "midlands-health-inequalities-commission", "Inequalities; commission"),
    ("inclusive clinical research", "midlands-health-inequalities-commission", "inclusive research; diabetes"),
    # the brochure: rehabilitation and trauma
    ("National Centre for Sport and Exercise Medicine", "ncsem-east-midlands", "Sport and Exercise Medicine"),
    ("Trauma Management MedTech Co-operative", "nihr-trauma-management-medtech-co-operative", "Trauma Management"),
    ("National Rehabilitation Centre", "national-rehabilitation-centre", "National Rehabilitation Centre"),
    ("Defence Medical Rehabilitation Centre", "defence-medical-rehabilitation-centre", "Armed forces rehabilitation"),
    ("Leicester and Leicestershire HPO", "leicester-leicestershire-rehabilitation-hpo", "High Potential Opportunity"),
    ("High Priority Opportunity", "leicester-leicestershire-rehabilitation-hpo", "High Priority Opportunity"),
    ("Rehabilitation of patients with long Covid", "long-covid-rehabilitation-midlands", "long Covid; defence model"),
    # the brochure: health data and AI
    (
        "Centre for Patient Reported Outcomes",
        "centre-for-patient-reported-outcomes-research",
        "only centre of its kind",
    ),
    ("Health Data Research UK site", "hdr-uk-midlands", "Health Data Research UK; artificial intelligence"),
    ("health data and AI", "data-driven-healthcare-hpo-birmingham-solihull", "health data; AI"),
    ("three of seven Digital Innovation Hubs", "hdr-uk-midlands", "digital innovation hubs"),
    ("Digital Innovation Hub: acute care", "pioneer-acute-care-data-hub", "hub"),
    ("Digital Innovation Hub: eye health", "insight-eye-health-data-hub", "hub"),
    ("cluster of digital start-ups", "hdr-uk-midlands", "digital start-ups"),
    ("largest NHS genetics service", "west-midlands-genomic-medicine", "genetics service"),
    ("Genomic Medicine Centre", "west-midlands-genomic-medicine", "Genomic Medicine Centre; genomics"),
    ("Birmingham Health Innovation Campus", "birmingham-health-innovation-campus", "life science campus"),
    # the brochure: clinical trials
    ("clinical trials at scale and pace", "midlands-clinical-trials-offer", "adaptive; vaccines"),
    ("vaccines for groups left out", "midlands-clinical-trials-offer", "pregnant women"),
    (
        "precision medicine cancer clinical trials unit",
        "cancer-research-uk-clinical-trials-unit-birmingham",
        "largest precision cancer trials unit",
    ),
    ("Academic Health Science Network: East", "nihr-arc-east-midlands", "Academic Health Science Network"),
    ("Academic Health Science Network: West", "nihr-arc-west-midlands", "Academic Health Science Network"),
    ("Advanced Therapy Treatment Centre", "midlands-wales-advanced-therapy-treatment-centre", "Advanced Therapy"),
    # the recruitment page
    ("Midlands Engine Strategy", "midlands-engine", "Midlands Engine Strategy"),
    ("Science and Innovation Audit", "midlands-engine", "Science and Innovation Audit"),
    ("theme groups", "midlands-engine", "Theme groups"),
    ("Energy Research Accelerator", "energy-research-accelerator", "£180 million"),
    ("Midlands Engine Investment Fund", "midlands-engine-investment-fund", "Investment Fund; equity"),
    ("the second Midlands Engine Investment Fund", "midlands-engine-investment-fund-ii", "Investment Fund II"),
    ("Midlands Connect Strategy", "midlands-connect", "Midlands Connect Strategy"),
    ("20 overseas trade missions", "midlands-overseas-trade-missions", "trade missions"),
    ("Investment Portfolio", "midlands-investment-portfolio", "Investment Portfolio"),
    ("MIPIM 2017", "midlands-mipim-ukreiif-programme", "MIPIM; 2017"),
    ("Toyota's investment near Derby", "toyota-burnaston", "Toyota"),
    ("HSBC's headquarters in Birmingham", "birmingham-financial-professional-services", "HSBC"),
    ("finance and service businesses", "birmingham-financial-professional-services", "professional"),
    ("ceramic design and manufacture", "midlands-industrial-ceramics-group", "ceramics; sector deal"),
    ("ceramics sites", "ceramic-valley-enterprise-zone", "ceramics"),
    ("audit strength: Next Generation Transport", "next-generation-transport-midlands", "Science and Innovation Audit"),
    ("aerospace, space, motorsport, rail", "next-generation-transport-midlands", "aerospace; space; motorsport; rail"),
    ("audit strength: Medical Technologies", "midlands-medtech-cluster", "Science and Innovation Audit"),
    ("Pharmaceuticals, imaging, software", "midlands-medtech-cluster", "Pharmaceuticals; imaging; software"),
    ("audit strength: Future Food Processing", "future-food-processing-midlands", "Science and Innovation Audit"),
    ("zero waste food chain", "future-food-processing-midlands", "zero-waste"),
    ("audit strength: Energy and Low Carbon", "energy-low-carbon-midlands", "Science and Innovation Audit"),
    ("geo-energy, nuclear, storage", "energy-low-carbon-midlands", "geo-energy; thermal; nuclear; storage; smart"),
    # About Midlands Innovation
    ("Midlands Innovation", "midlands-innovation", "Midlands Innovation; universities"),
    ("manufacturers of the region", "midlands-innovation", "JCB; Rolls-Royce; Jaguar Land Rover; Alstom"),
    ("agricultural technologies", "midlands-innovation", "agricultural"),
    ("Leicester Curve", "midlands-theatres-arts-centres", "Leicester Curve"),
    ("Midlands Arts Centre", "midlands-theatres-arts-centres", "Midlands Arts Centre"),
    ("Nottingham Playhouse", "midlands-theatres-arts-centres", "Nottingham Playhouse"),
    ("Warwick Arts Centre", "midlands-theatres-arts-centres", "Warwick Arts Centre"),
    ("the heritage of Shakespeare", "midlands-theatres-arts-centres", "Shakespeare"),
    # the combined authority's economy page
    ("test site of 5G", "west-midlands-5g", "5G test bed"),
    ("test site of autonomous vehicles", "midlands-future-mobility", "autonomous vehicle"),
    ("Energy Systems Catapult", "energy-systems-catapult", "low-carbon energy"),
    ("science, energy and technology parks: science", "university-of-warwick-science-park", "science park"),
    ("science, energy and technology parks: energy", "tyseley-energy-park", "energy park"),
    ("science, energy and technology parks: technology", "coventry-university-technology-park", "technology park"),
    ("Digital Innovation", "west-midlands-digital-innovation", "Digital innovation"),
    ("better digital and transport links", "west-midlands-digital-innovation", "transport links"),
    ("Net-Zero Economy", "west-midlands-net-zero-economy", "net-zero; green manufacturing"),
    ("jobs from HS2", "hs2-west-midlands-supply-chain", "HS2; local jobs"),
    ("Growth Plan", "west-midlands-plan-for-growth", "Growth Plan"),
    ("UKSPF", "uk-shared-prosperity-fund-west-midlands", "UKSPF"),
    ("Economic Analysis", "west-midlands-economic-analysis", "Economic Analysis; productivity"),
    ("WM Innovation Accelerator", "west-midlands-innovation-accelerator", "Innovation Accelerator"),
    ("Health Inequalities workshops", "west-midlands-health-inequalities-prevention", "health devolution; workshops"),
    ("West Midlands Investment Zone", "west-midlands-investment-zone", "advanced manufacturing"),
    ("medical technology firms backed by the Mayor", "west-midlands-healthtech-cluster", "mayor"),
    ("Coventry firm against super bugs", "west-midlands-healthtech-cluster", "Coventry firm"),
    ("West Midlands Business Festival", "west-midlands-business-festival", "Business Festival; 2026"),
    ("Business Growth West Midlands", "business-growth-west-midlands", "high-growth"),
]

DOCUMENTS = {
    "midlands-engine-home-page",
    "midlands-engine-health-brochure",
    "midlands-engine-recruitment-page",
    "about-midlands-innovation",
    "wmca-economy-page",
}

CLOSED_WITH_THE_MIDLANDS_ENGINE = (
    "midlands-engine",
    "midlands-engine-observatory",
    "midlands-overseas-trade-missions",
    "midlands-mipim-ukreiif-programme",
)


def said_by(opportunity: Opportunity) -> str:
    """All words of a profile's own: name, aliases, summary, themes, statements."""
    statements = (*opportunity.offers, *opportunity.incentives, *opportunity.not_for)
    texts = (
        opportunity.name,
        *opportunity.aliases,
        opportunity.summary.text,
        *opportunity.themes,
        *(statement.text for statement in statements),
    )
    return "\n".join(texts).casefold()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.read()


@pytest.mark.parametrize(("named", "carrier", "words"), NAMED, ids=[row[0] for row in NAMED])
def test_what_the_documents_name_is_carried(catalogue: Catalogue, named: str, carrier: str, words: str) -> None:
    said = said_by(catalogue.opportunity(carrier))
    missing = [word for word in words.split("; ") if word.casefold() not in said]
    assert not missing, f"{carrier} carries {named!r} but does not say: {', '.join(missing)}"


def test_documents_are_cited_by_their_known_names(catalogue: Catalogue) -> None:
    cited = {source.document for opportunity in catalogue for source in opportunity.sources if source.document}
    assert cited == DOCUMENTS


@pytest.mark.parametrize("closed", CLOSED_WITH_THE_MIDLANDS_ENGINE)
def test_nothing_that_closed_with_the_midlands_engine_reads_as_live(catalogue: Catalogue, closed: str) -> None:
    opportunity = catalogue.opportunity(closed)
    assert opportunity.status.value == "closed"
    assert "no live contact" in (opportunity.status_note or "") or "no contact" in (opportunity.status_note or "")


def test_the_midlands_engine_is_never_a_live_promoter(catalogue: Catalogue) -> None:
    live = [
        f"{opportunity.id}: {promoter}"
        for opportunity in catalogue
        for promoter in opportunity.promoters
        if promoter.startswith("Midlands Engine") and "closed" not in promoter
    ]
    assert not live, f"say '(closed 2025)' behind the Midlands Engine: {live}"
