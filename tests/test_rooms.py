"""The structure: imports go one way, heavy ones come late, modules stay readable."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import archive

HOME = Path(archive.__file__).parent
ROOMS = [
    "plain", "messages", "errors", "private", "notice", "tables", "text", "number", "words", "issuers",
    "extract", "parse", "corrections", "query", "store", "ingest", "search", "register", "people", "custody",
    "library", "cli", "__main__",
]  # fmt: skip
HEAVY = ("rich", "jieba", "rjieba", "whoosh", "pypdfium2", "pdfminer", "pikepdf", "multiprocessing", "difflib",
         "tomlkit", "tomli", "tomllib")  # fmt: skip
MODULES = sorted(path for path in HOME.rglob("*.py") if path.name != "fold_table.py")


def room(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
            if node.module == "archive":
                names |= {f"archive.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parent != HOME or path.name != "__init__.py"], ids=str
)
def test_imports_go_one_way(path: Path) -> None:
    here = ROOMS.index(room(path))
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "archive" and len(parts) > 1 and parts[1] in ROOMS:
            assert ROOMS.index(parts[1]) <= here, f"{path} imports {name}"


@pytest.mark.parametrize("path", [path for path in MODULES if not path.name.startswith("make_")], ids=str)
def test_only_one_room_knows_a_library(path: Path) -> None:
    homes = {"whoosh": "store", "sqlite3": "store", "jieba": "words", "rjieba": "words", "pypdfium2": "extract",
             "pdfminer": "extract", "pikepdf": "extract", "lxml": "extract", "olefile": "extract",
             "selectolax": "extract", "rapidocr": "extract", "click": "cli", "rich": "cli",
             "tomlkit": "issuers", "tomli": "issuers", "tomllib": "issuers"}  # fmt: skip
    for name in imported(path):
        top = name.split(".")[0]
        assert homes.get(top, room(path)) == room(path), f"{path} imports {name}"
        assert top != "whoosh" or path.name == "codec.py", f"{path} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_says_what_lives_there_and_is_not_too_long(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), path
    assert text.count("\n") <= 400, path


def modules_after(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


@pytest.mark.parametrize(
    "code", ["import archive", "import archive.cli", "from archive import Archive, Notice, Number, Query"]
)
def test_importing_costs_little(code: str) -> None:
    assert not {name for name in modules_after(code) if name.split(".")[0] in HEAVY}
