"""The command line: ``midlands-match``. Heavy parts are imported only by the commands that need them."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.exits import Exit as Exit
from api.exits import Quiet
from api.people_commands import people_app
from api.workbench_commands import judgements_app, weights_app

app = typer.Typer(
    name="midlands-match",
    help="Ranks real investment opportunities of the English Midlands against an investor's brief, and says why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
catalogue_app = typer.Typer(help="Look at and check the catalogue of opportunities.", no_args_is_help=True)
app.add_typer(catalogue_app, name="catalogue")
app.add_typer(weights_app, name="weights")
app.add_typer(judgements_app, name="judgements")
app.add_typer(people_app, name="people")

records_app = typer.Typer(help="Check the audit log, and leave no trace of what was deleted.", no_args_is_help=True)
app.add_typer(records_app, name="records")

Count = Annotated[int, typer.Option("--k", "-k", min=1, max=50, help="How many matches to give.")]


@app.command()
def match(
    briefs: Annotated[
        list[str],
        typer.Argument(
            metavar="BRIEF...",
            help="Files that hold the brief: text, PDF, Word, PowerPoint, Excel, mail; - for standard input.",
        ),
    ],
    k: Count = 5,
    json_: Annotated[bool, typer.Option("--json", help="The whole answer as JSON, for machines.")] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            help="File to write instead: its end says what, .docx, .pdf, .xlsx, .csv, or .txt for a mail's text."
        ),
    ] = None,
    with_brief: Annotated[
        bool, typer.Option("--with-brief", help="Put the whole brief into the file, with the investor's name.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Rank the catalogue against one brief. Ends with 3 when nothing is a credible match."""
    from api.commands.matching import match_one

    raise typer.Exit(match_one(briefs, k, json_, quiet, export, with_brief))


@app.command()
def batch(
    briefs: Annotated[Path, typer.Argument(help='JSON Lines: {"brief_id", "text", "hold_out"} on each line.')],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the answers, one line a brief.")],
    k: Count = 20,
    quiet: Quiet = False,
) -> None:
    """Rank the catalogue against many briefs. The output appears whole or not at all."""
    from api.commands.matching import match_many

    raise typer.Exit(match_many(briefs, output, k, quiet))


@app.command()
def evaluate(
    folder: Annotated[
        Path | None, typer.Option("--briefs", help="Folder of briefs; the shipped ones unless told.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
    write: Annotated[Path | None, typer.Option(help="Document to put the figures into, between its marks.")] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="SIGNAL", help="Measure with and without this signal instead; may be given again."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Measure the ranking on the development briefs, beside simple baselines, each figure with its interval."""
    if without:
        from api.commands.measuring import leave_out

        if write is not None:
            raise typer.BadParameter("--write puts the whole evaluation into a document; leave out --without")
        raise typer.Exit(leave_out(folder, without, json_, quiet))
    from api.commands.measuring import evaluate as run

    raise typer.Exit(run(folder, json_, write, quiet))


@app.command()
def index(quiet: Quiet = False) -> None:
    """Build the snapshot that matching searches. Texts that have not changed are not encoded again."""
    from api.commands.matching import build_index

    raise typer.Exit(build_index(quiet))


@app.command()
def train(
    output: Annotated[Path, typer.Option("--output", "-o", help="Adapter to write; its name ends in .safetensors.")],
    briefs: Annotated[Path | None, typer.Option(help="Briefs with answers; the shipped ones unless told.")] = None,
    epochs: Annotated[int, typer.Option(min=1, max=20, help="How often each brief is seen.")] = 2,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same adapter.")] = 0,
    strength: Annotated[
        float, typer.Option(min=0.05, max=1.0, help="How far to go from the plain encoder toward the trained one.")
    ] = 1.0,
    without_fold: Annotated[
        int | None, typer.Option(min=0, max=4, help="Leave out this fifth of the opportunities, to measure on it.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Teach the encoder which profiles answer which briefs. Goes on where it was stopped."""
    from api.commands.training import train as run

    raise typer.Exit(run(output, briefs, epochs, seed, strength, without_fold, quiet))


@app.command()
def calibrate(
    output: Annotated[Path, typer.Option("--output", "-o", help="Calibration to write; its name ends in .json.")],
    quiet: Quiet = False,
) -> None:
    """Fit how sure the engine may be to the encoder in use, on briefs with and without a credible answer."""
    from api.commands.training import calibrate as run

    raise typer.Exit(run(output, quiet))


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
    address: Annotated[
        str, typer.Option(help="Address to listen on. Beyond this machine people must sign in, or it is refused.")
    ] = "127.0.0.1",
    drain: Annotated[
        float,
        typer.Option(
            min=0,
            max=600,
            metavar="SECONDS",
            help="How long to go on answering after SIGTERM while /readyz already refuses, so that a proxy notices.",
        ),
    ] = 2.0,
) -> None:
    """Answer over HTTP: on 127.0.0.1, for this machine alone, unless told otherwise."""
    # Before any library of numbers is loaded: two threads share a short batch, and the one that is done would spin
    # until the other is, which on a busy machine takes many times the work itself. So it sleeps.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from api.commands.serving import serve as run

    raise typer.Exit(run(port, address, drain))


@app.command()
def strength(
    sector: Annotated[str, typer.Argument(help="A sector's path, or words of one: 'medical devices'.")],
    place: Annotated[str | None, typer.Option(help="An area; all places are compared unless told.")] = None,
    compare: Annotated[bool, typer.Option("--compare", help="Compare all places, as without --place.")] = False,
) -> None:
    """Tell how strong a sector is in a place, or compare all places, with interval, year and source."""
    if compare and place is not None:
        raise typer.BadParameter("--compare compares all places; leave out --place")
    from api.commands.strength import tell

    raise typer.Exit(tell(sector, place))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="File to write; it must not be there yet.")],
) -> None:
    """Write all records to one file, while a server goes on. The file holds the briefs: keep it as you keep them."""
    from api.commands.records import backup as run

    raise typer.Exit(run(file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="File that `midlands-match backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="In place of the records that are there.")] = False,
) -> None:
    """Put a backup's records into the database, all of them or none."""
    from api.commands.records import put_back as run

    raise typer.Exit(run(file, replace))


@records_app.command("verify")
def records_verify() -> None:
    """Check that nobody has changed the audit log. Ends with 1 if somebody has."""
    from api.commands.records import verify as run

    raise typer.Exit(run())


@records_app.command("compact")
def records_compact() -> None:
    """Remove every trace of what was deleted, as a server does by itself."""
    from api.commands.records import compact as run

    raise typer.Exit(run())


@records_app.command("migrate")
def records_migrate(
    to: Annotated[str, typer.Option(metavar="REVISION", help="The revision to go to, forward or back.")] = "head",
) -> None:
    """Bring the database to the form of this version, as a server does by itself, or back to that of an earlier one."""
    from api.commands.records import go_to

    raise typer.Exit(go_to(to))


@catalogue_app.command("check")
def catalogue_check(
    folder: Annotated[Path | None, typer.Argument(help="Folder of profiles; the shipped ones unless told.")] = None,
) -> None:
    """Report every problem of every profile in one go, with file and line."""
    from api.commands.catalogue import check

    raise typer.Exit(check(folder))


@catalogue_app.command("list")
def catalogue_list() -> None:
    """List the opportunities: id, kind, status and name."""
    from api.commands.catalogue import list_all

    raise typer.Exit(list_all())


@catalogue_app.command("show")
def catalogue_show(opportunity_id: Annotated[str, typer.Argument(help="Id of an opportunity.")]) -> None:
    """Show one opportunity with its facts, figures and sources."""
    from api.commands.catalogue import show

    raise typer.Exit(show(opportunity_id))


def _prepare_streams() -> None:
    """Have every stream there, and able to carry any brief: files and pipes get UTF-8, as JSON must be."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open for the process's life
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")


def _give_up_on_output() -> None:
    """Let what is still unwritten go nowhere, or Python would complain of it while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run a command; an error of the engine is one message and exit code 1, never a traceback."""
    from opportunities.errors import MatchingEngineError

    _prepare_streams()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # here, where what goes wrong can still be told
    except MatchingEngineError as error:
        sys.stderr.write(f"midlands-match: {error}\n")
        sys.exit(Exit.PROBLEM)
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        _give_up_on_output()
        sys.exit(Exit.DONE)
    except OSError as error:  # a full disk, mostly
        _give_up_on_output()
        sys.stderr.write(f"midlands-match: the answer cannot be written: {error.strerror or error}\n")
        sys.exit(Exit.PROBLEM)
    except KeyboardInterrupt:
        sys.stderr.write("midlands-match: stopped\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
