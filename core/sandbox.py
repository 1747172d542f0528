"""Parsing what strangers sent happens in a process of its own, which is killed when it costs too much.

`run_limited("core.pictures:re_encode", file, "PNG")` calls `re_encode(source, target, "PNG")` in a new Python that gets
10 seconds, 512 MB and none of our settings; what it writes to `target` comes back as a temporary file.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import limited

SECONDS = 10
BLOCK = 256 * 1024
FOLDER = Path(__file__).resolve().parent.parent

TOO_COSTLY = _("This file takes too much time or memory to open safely. Make it smaller or simpler, or save it as PDF.")
DAMAGED = _("This file is damaged or not what its name says. Open it, save it again, and upload the new file.")


@contextmanager
def run_limited(work: str, source: IO[bytes], *arguments: str, seconds: float | None = None) -> Iterator[IO[bytes]]:
    """Do `work` on a file in a process with hard limits; hand out what it wrote, at its beginning.

    Never call it inside a transaction.

    Args:
        work: "module:function" of ours, called with source, target and the arguments; it raises for a bad file.
        source: the file; the process gets a copy.
        arguments: further texts.
        seconds: how long it may take by the clock; its own time on the processor stays at 10 seconds.

    Raises: ValidationError that says how to mend it, when the work refused the file or ran into a limit.
    """
    with tempfile.TemporaryFile() as target:
        code = _run([sys.executable, "-m", limited.__name__, work, *arguments], source, target, seconds or SECONDS)
        if code == limited.REFUSED:
            raise ValidationError(DAMAGED, code="damaged")
        if code != limited.DONE:
            raise ValidationError(TOO_COSTLY, code="too_costly")
        target.seek(0)
        yield target


def _run(command: list[str], source: IO[bytes], target: IO[bytes], seconds: float) -> int:
    """Run a command; return its exit code, negative when it was killed."""
    environment = {"PATH": os.defpath, "PYTHONPATH": str(FOLDER), "LANG": "C.UTF-8"}
    with tempfile.TemporaryFile() as copy:
        source.seek(0)
        while block := source.read(BLOCK):
            copy.write(block)
        copy.seek(0)
        try:
            return subprocess.run(
                command,
                stdin=copy,
                stdout=target,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                cwd=FOLDER,
                env=environment,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            return -1
