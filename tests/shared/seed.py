"""The document the project began with, asked as a user would: ``python -m tests.shared.seed FOLDER``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

NUMBERS = {1: None, 2: "苏工发〔2023〕4号", 3: "苏工办〔2024〕9号"}
FIELDS: dict[int, dict[str, Any]] = {
    1: {
        "issuers": ["金湖县总工会"],
        "number": None,
        "title": "风劲扬帆正当时 砥砺奋斗在今朝",
        "addressees": ["全县广大职工朋友们"],
    },
    2: {
        "issuers": ["江苏省总工会"],
        "number": "苏工发〔2023〕4号",
        "kind": "决定",
        "title": "江苏省总工会关于表彰省模范职工之家、模范职工小家、优秀工会工作者的决定",
        "addressees": ["各设区市总工会", "各产业（行、局、企业）工会"],
        "cut": True,
    },
    3: {
        "issuers": ["江苏省总工会"],
        "number": "苏工办〔2024〕9号",
        "kind": "通报",
        "title": "关于命名全省县级工会规范化“一县一品”建设示范单位的通报",
        "cut": True,
    },
}
SEARCHES: list[tuple[list[str], set[int]]] = [
    (["县安委会牵头应急"], {1}),
    (["女职工"], {1}),
    (["女職工"], {1}),
    (["一县一品"], {1, 3}),
    (["-n", "苏工办[2024]9"], {3}),
    (["-i", "省总工会"], {2, 3}),
    (["模范职工之家", "-i", "江苏省总工会"], {2}),
    (["模范职工之家", "-最美女职工"], {2}),
]


def archive(index: str, *words: str) -> list[dict[str, Any]]:
    """What one call of the command prints as JSON lines."""
    command = [sys.executable, "-m", "archive", "--index", index, *words]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )
    assert done.returncode == 0, f"{words}: exit {done.returncode}\n{done.stderr}"
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    with tempfile.TemporaryDirectory() as index:
        taken = archive(index, "ingest", "--json", sys.argv[1])
        assert [each["status"] for each in taken] == ["added"], taken
        notices = {number: archive(index, "show", "--json", id)[0] for number, id in enumerate(taken[0]["notices"], 1)}
        by_number = {
            next(n for n, value in NUMBERS.items() if value == each["number"]): each for each in notices.values()
        }
        assert len(notices) == 3, f"{len(notices)} notices"
        assert sorted(by_number) == [1, 2, 3]
        for which, fields in FIELDS.items():
            for field, value in fields.items():
                assert by_number[which][field] == value, (which, field, by_number[which][field])
        letter = by_number[1]["text"]
        (document,) = Path(sys.argv[1]).glob("*.txt")
        last = document.read_text(encoding="utf-8").rstrip().rpartition("\n")[2]
        assert last.endswith("！")
        assert letter.rstrip().endswith(last)
        assert "苏工发" not in letter
        assert "苏工办" not in letter
        assert "各设区市" not in letter
        for words, wanted in SEARCHES:
            found = {
                next(n for n, each in by_number.items() if each["id"] == hit["id"])
                for hit in archive(index, "search", "--json", *words)
            }
            assert found == wanted, (words, found)
        places = archive(index, "search", "--json", "女职工")[0]["places"]
        assert any("最美女职工阅读点" in place["text"] for place in places), places
        print(f"seed: 3 notices, {sum(map(len, FIELDS.values()))} fields, {len(SEARCHES)} searches as they must be")


if __name__ == "__main__":
    main()
