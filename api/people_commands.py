"""The commands about people: ``midlands-match people``, by which the first administrator is made."""

from __future__ import annotations

from typing import Annotated

import typer

people_app = typer.Typer(help="Who may sign in, their passwords and tokens.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name with which they sign in.")]


@people_app.command("add")
def people_add(
    name: Name,
    team: Annotated[str, typer.Option(help="The team whose briefs they see.")],
    role: Annotated[str, typer.Option(help="officer, analyst or administrator.")] = "officer",
) -> None:
    """Add somebody, and print the password to hand over; they change it when they first sign in."""
    from api.commands.people import add

    raise typer.Exit(add(name, team, role))


@people_app.command("list")
def people_list() -> None:
    """List who may sign in: name, team, role and state."""
    from api.commands.people import list_all

    raise typer.Exit(list_all())


@people_app.command("disable")
def people_disable(
    name: Name, undo: Annotated[bool, typer.Option("--undo", help="Let them in again.")] = False
) -> None:
    """Let somebody in no more: sessions end at once, and their tokens are not accepted."""
    from api.commands.people import disable

    raise typer.Exit(disable(name, undo))


@people_app.command("role")
def people_role(
    name: Name,
    role: Annotated[str, typer.Argument(help="officer, analyst or administrator.")],
    team: Annotated[str | None, typer.Option(help="Another team as well.")] = None,
) -> None:
    """Give somebody another role or team; their sessions end."""
    from api.commands.people import place

    raise typer.Exit(place(name, role, team))


@people_app.command("password")
def people_password(name: Name) -> None:
    """Give somebody a new password, which is printed to hand over, and unlock the account."""
    from api.commands.people import reset

    raise typer.Exit(reset(name))


@people_app.command("token")
def people_token(
    name: Name,
    scope: Annotated[list[str], typer.Option(help="What it may be used for; may be given again.")],
    purpose: Annotated[str, typer.Option(help="What it is for.")],
    days: Annotated[int, typer.Option(help="Days until it ends, up to 366.")] = 90,
) -> None:
    """Make a token with which a program asks for somebody, and print it; it cannot be had again."""
    from api.commands.people import token

    raise typer.Exit(token(name, scope, purpose, days))


@people_app.command("revoke")
def people_revoke(token_id: Annotated[str, typer.Argument(help="Id of a token, as `people token` told it.")]) -> None:
    """Have a token accepted no more."""
    from api.commands.people import revoke

    raise typer.Exit(revoke(token_id))
