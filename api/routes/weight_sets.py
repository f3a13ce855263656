"""/v1/weight-sets: weights proposed by one person, compared, published by another, and rolled back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.comparing import compare as compared_on_judged_briefs
from api.database.briefs import Briefs
from api.database.errors import RecordConflict
from api.database.idempotency import Creations
from api.database.judgements import Judgements
from api.database.weight_sets import Publication, WeightSet, WeightSets
from api.manners import Cut, IdempotencyKey, asked_hash, created
from api.people import Person, person
from api.problems import described
from api.running import Standing, standing_in_use
from api.service import Service, service_in_use
from matcher.signals import SIGNAL_NAMES
from matcher.weights import parse_weights, read_weights

router = APIRouter(prefix="/v1/weight-sets", tags=["weights"])

Who = Annotated[Person, Depends(person)]
In = Annotated[Service, Depends(service_in_use)]
Now = Annotated[Standing, Depends(standing_in_use)]
SetId = Annotated[str, Path(max_length=36)]
_READS = described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
_CHANGES = _READS | described(HTTPStatus.CONFLICT, HTTPStatus.FORBIDDEN)


class NewWeights(BaseModel):
    """A weights file, as `midlands-match weights tune` writes it."""

    model_config = ConfigDict(extra="forbid")

    toml: Annotated[str, Field(min_length=1, max_length=50_000, description="The contents of the file.")]


class WeightSetPage(BaseModel):
    """A page of the weight sets, newest first. ``next_offset`` is null on the last page."""

    model_config = ConfigDict(extra="forbid")

    total: int
    next_offset: int | None
    in_force: str | None
    weight_sets: tuple[WeightSet, ...]


class PublicationList(BaseModel):
    """All that ever came into force, oldest first; null stands for the shipped weights."""

    model_config = ConfigDict(extra="forbid")

    publications: tuple[Publication, ...]


def _example() -> dict[str, Any]:
    return {"toml": read_weights().model_copy(update={"name": "mine", "encoder": None}).as_toml()}


@router.post(
    "",
    summary="Propose weights",
    status_code=201,
    responses=_READS
    | described(HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
)
def propose(
    new: Annotated[NewWeights, Body(examples=[_example()])],
    request: Request,
    response: Response,
    who: Who,
    service: In,
    standing: Now,
    key: IdempotencyKey = None,
) -> WeightSet:
    """Add a weight set for others to look at. It must name every signal, and changes nothing yet."""
    weights = parse_weights(new.toml, "the weights").checked(SIGNAL_NAMES)
    standing.matcher.changed(standing.matcher.catalogue, weights)  # refuses those of another encoder
    asked = asked_hash(request, who, new)
    with service.records.writing() as session:
        sets, creations = WeightSets(session, who), Creations(session, who)
        earlier = creations.made(key, asked)
        if earlier is None:
            made = sets.propose(weights)
            creations.keep(key, asked, made.id)
        else:
            made = sets.one(earlier)
    created(response, f"/v1/weight-sets/{made.id}", again=earlier is not None)
    return made


@router.get("", summary="List weight sets", responses=_READS)
def list_sets(asked: Annotated[Cut, Query()], who: Who, service: In) -> WeightSetPage:
    """The weight sets, newest first, and the id of the one in force: null for the shipped weights."""
    with service.records.reading() as session:
        sets = WeightSets(session, who)
        page = sets.page(asked.limit, asked.offset)
        return WeightSetPage(
            total=page.total, next_offset=page.next_offset, in_force=sets.in_force(), weight_sets=page.records
        )


@router.get("/publications", summary="List what came into force", responses=_READS)
def publications(who: Who, service: In) -> PublicationList:
    """Every publication and every way back: what, by whom, and when."""
    with service.records.reading() as session:
        return PublicationList(publications=WeightSets(session, who).publications())


@router.get("/{weight_set_id}", summary="Show a weight set", responses=_READS)
def show(weight_set_id: SetId, who: Who, service: In) -> WeightSet:
    """A weight set with its provenance, where it stands, and how it compared."""
    with service.records.reading() as session:
        return WeightSets(session, who).one(weight_set_id)


@router.post("/{weight_set_id}/compare", summary="Compare a weight set with the one in force", responses=_READS)
def compare(weight_set_id: SetId, who: Who, service: In, standing: Now) -> WeightSet:
    """Rank the judged briefs with both, the shipped ones and the team's own, and keep the figures with the set."""
    with service.records.reading() as session:
        weights = WeightSets(session, who).one(weight_set_id).weights
        own = Judgements(session, who).standing()
        texts = {brief_id: Briefs(session, who).one(brief_id).text for brief_id in {j.brief_id for j in own}}
    comparison = compared_on_judged_briefs(standing.matcher, weights, texts, own)
    with service.records.writing() as session:
        return WeightSets(session, who).compared(weight_set_id, comparison)


@router.post("/{weight_set_id}/publish", summary="Publish a weight set", responses=_CHANGES)
def publish(weight_set_id: SetId, request: Request, who: Who, service: In) -> WeightSet:
    """Put a compared weight set in force for everybody. Whoever proposed it cannot be the one."""
    _refuse_beside_own(service)
    with service.records.writing() as session:
        published = WeightSets(session, who).publish(weight_set_id)
    request.app.state.following.look()
    return published


@router.post("/roll-back", summary="Go back to the weights before", responses=_CHANGES)
def roll_back(request: Request, who: Who, service: In) -> Publication:
    """Put back in force what was before the present set: an earlier one, or the shipped weights."""
    _refuse_beside_own(service)
    with service.records.writing() as session:
        publication = WeightSets(session, who).roll_back()
    request.app.state.following.look()
    return publication


def _refuse_beside_own(service: Service) -> None:
    if service.own_weights:
        raise RecordConflict("MIDLANDS_MATCH_WEIGHTS names the weights of this installation, which prevail; unset it")
