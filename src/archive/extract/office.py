"""LibreOffice, where it is installed, as the last resort for a file that its own reader finds damaged."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import Unreadable
from archive.extract.document import Document
from archive.extract.process import more_time

SECONDS = 20.0
"""Wall time of a conversion; in a fresh profile one takes two or three, and less memory than a reader may have."""

_PAGES = int(10 * SECONDS)
"""Pages that may take as long."""

_FILTERS = {"docx": "MS Word 2007 XML", "doc": "MS Word 97"}
"""By kind; without one LibreOffice would take what it cannot read for plain text.

RTF is none of them: what its reader refuses is nested without end, and takes LibreOffice two gigabytes to refuse.
"""


def again(path: Path, kind: str) -> Document | None:
    """A damaged file as LibreOffice reads it, None where it does not, or where it is not installed.

    Args:
        path: the file; it is not changed.
        kind: of file.
    """
    program = shutil.which("soffice")
    if program is None or kind not in _FILTERS or os.name != "posix":
        return None
    from archive.extract.rtf import read_rtf

    more_time(_PAGES)
    with TemporaryDirectory() as folder:
        copy = Path(folder, f"in.{kind}")
        shutil.copyfile(path, copy)
        _convert(program, copy, _FILTERS[kind])
        try:
            document = read_rtf(Path(folder, "out", "in.rtf"))
        except (FileNotFoundError, Unreadable):
            return None
    return replace(document, kind=kind, reader="libreoffice", warnings=["repaired"])


_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>"""
_SETTING = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{}" oor:op="fuse">'
    "<value>true</value></prop></item>"
)
_SHUT = ("BlockUntrustedRefererLinks", "DisableMacrosExecution", "DisableActiveContent")
"""What a file from elsewhere must not do: load what it links to, run what it holds."""


def _convert(program: str, path: Path, reading: str) -> None:
    """Write the file as RTF into the folder ``out`` beside it; at the end no process is left that it started."""
    arguments = [
        program, f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless", "--norestore",
        f"--infilter={reading}", "--convert-to", "rtf", "--outdir", str(path.parent / "out"), str(path),
    ]  # fmt: skip
    user = path.parent / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format("".join(map(_SETTING.format, _SHUT))), "utf-8")
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(arguments, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
