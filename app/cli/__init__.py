"""The program ``frontline``. Each command imports its room when it runs, so that start-up stays short."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

from typer.exceptions import Abort, Exit, TyperException

from app.errors import BadInput, FrontlineError
from geodata.errors import GeodataError, printable

WRONG_USE, COULD_NOT, STOPPED = 2, 1, 130
COLLECT_AFTER = 20_000, 20, 20


def main(arguments: list[str] | None = None) -> None:
    """Run the program; an error is one line on standard error and an exit code, never a traceback."""
    # What a command imports and reads is there to stay; looking through it for cycles costs a tenth of a short command.
    gc.set_threshold(*COLLECT_AFTER)
    from app.cli.program import program

    sys.exit(run(program, arguments))


def run(program: object, arguments: list[str] | None = None) -> int:
    """Run the commands and return the exit code."""
    if not callable(program):
        raise TypeError(f"expected a Typer program, got {type(program).__name__}")
    try:
        done = program(args=arguments, prog_name="frontline", standalone_mode=False)
    except BadInput as error:
        return _fail(error, WRONG_USE)
    except (FrontlineError, GeodataError) as error:
        return _fail(error, COULD_NOT)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # its message is the whole help, to be read as lines
            sys.stderr.write(error.format_message() + "\n")
            return error.exit_code
        return _fail(error.format_message().replace("Value error, ", ""), error.exit_code)
    except Exit as stop:
        return _fail("stopped; what was done before stays", STOPPED) if stop.exit_code == STOPPED else stop.exit_code
    except (Abort, KeyboardInterrupt):
        return _fail("stopped; what was done before stays", STOPPED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, such as 'head'
        return COULD_NOT
    except OSError as error:  # such as a full disk behind a redirected output
        with suppress(OSError):
            sys.stdout.close()  # or the interpreter tries again at its end
        what = f"{error.filename}: " if error.filename else "the output cannot be written: "
        return _fail(f"{what}{error.strerror or error}", COULD_NOT)
    return done if isinstance(done, int) else 0


def _fail(message: object, code: int) -> int:
    line = printable(" ".join(str(message).split()))
    sys.stderr.write(f"frontline: {line}\n")
    return code
