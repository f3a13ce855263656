"""The analysts' commands of ``midlands-match``: ``weights`` and ``judgements``. Heavy parts come when needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.exits import Quiet

weights_app = typer.Typer(help="Learn, compare and publish weights.", no_args_is_help=True)
judgements_app = typer.Typer(
    help="Take in and give out judgements, and see how far judges agree.", no_args_is_help=True
)

Briefs = Annotated[Path | None, typer.Option("--briefs", help="Folder of judged briefs; the shipped ones unless told.")]


@weights_app.command("tune")
def weights_tune(
    output: Annotated[Path, typer.Option("--output", "-o", help="Weights file to write; its name ends in .toml.")],
    briefs: Annotated[Path | None, typer.Option(help="Briefs with answers; the shipped ones unless told.")] = None,
    author: Annotated[str, typer.Option(help="Who answers for these weights.")] = "",
    quiet: Quiet = False,
) -> None:
    """Learn weights from answered briefs, with intervals, and say whether the gain can be told from noise."""
    from api.commands.weighing import tune

    raise typer.Exit(tune(output, briefs, author, quiet))


@weights_app.command("publish")
def weights_publish(
    file: Annotated[Path, typer.Argument(help="The weights file to put into force.")],
    author: Annotated[str, typer.Option(help="Who answers for it.")],
    anyway: Annotated[bool, typer.Option("--anyway", help="Even if it measures worse by more than noise.")] = False,
    folder: Briefs = None,
    quiet: Quiet = False,
) -> None:
    """Measure a weight set on the judged briefs against the one in force, and put it into force."""
    from api.commands.weighing import publish

    raise typer.Exit(publish(file, author, anyway, folder, quiet))


@weights_app.command("rollback")
def weights_rollback(
    author: Annotated[str, typer.Option(help="Who answers for it.")],
    to: Annotated[int | None, typer.Option(min=0, help="A number of the history; 0 for the shipped weights.")] = None,
) -> None:
    """Put the weight set that was in force before back into force; nothing is erased."""
    from api.commands.weighing import rollback

    raise typer.Exit(rollback(author, to))


@weights_app.command("history")
def weights_history() -> None:
    """Tell which weight sets were in force, newest first, by whom, and how they measured."""
    from api.commands.weighing import tell_history

    raise typer.Exit(tell_history())


@weights_app.command("challenge")
def weights_challenge(
    briefs: Annotated[Path | None, typer.Option(help="Briefs with answers; the shipped ones unless told.")] = None,
    quiet: Quiet = False,
) -> None:
    """Try trees and the few non-linear numbers against the weights in force; changes nothing."""
    from api.commands.weighing import challenge

    raise typer.Exit(challenge(briefs, quiet))


@weights_app.command("diff")
def weights_diff(
    one: Annotated[Path, typer.Argument(help="A weights file.")],
    other: Annotated[Path, typer.Argument(help="Another.")],
    folder: Briefs = None,
    quiet: Quiet = False,
) -> None:
    """Show how two weight sets differ, and which ranks they move on the judged briefs."""
    from api.commands.weighing import diff

    raise typer.Exit(diff(one, other, folder, quiet))


@judgements_app.command("agreement")
def judgements_agreement(
    file: Annotated[
        Path | None, typer.Argument(help="CSV or qrels; the shipped and the office's judgements unless told.")
    ] = None,
) -> None:
    """Tell how far judges agree: Krippendorff's alpha and weighted kappa, with intervals over briefs."""
    from api.commands.judging import agreement

    raise typer.Exit(agreement(file))


@judgements_app.command("import")
def judgements_import(
    file: Annotated[Path, typer.Argument(help="Judgements: CSV if its name ends in .csv, else TREC qrels.")],
    judge: Annotated[str | None, typer.Option(help="Who judged, for qrels that do not say.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Let them replace the same judge's earlier ones.")] = False,
) -> None:
    """Add judgements to the office's own: all of a file, or none if anything is wrong with it."""
    from api.commands.judging import take_in

    raise typer.Exit(take_in(file, judge, replace))


@judgements_app.command("export")
def judgements_export(
    output: Annotated[Path, typer.Argument(help="File to write: CSV if its name ends in .csv, else TREC qrels.")],
    judge: Annotated[str | None, typer.Option(help="One judge's only; qrels of several need it.")] = None,
) -> None:
    """Write all judgements, shipped and the office's, to a file that other tools read."""
    from api.commands.judging import give_out

    raise typer.Exit(give_out(output, judge))
