"""archive issuers from end to end, as a process: what people say of issuers, and what a search then finds."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from archive import cli
from archive.cli import screen
from archive.cli.help import Verb
from tests.test_cli_archive import PROGRAM, Here, surroundings

PROVINCE, SHORT, DEPARTMENT, CITY, OTHER = (
    "云川省总工会", "省总工会", "云川省总工会女职工部", "临溪市总工会", "江岭省总工会",
)  # fmt: skip
GROUP = "issuers"
COMMANDS = (
    "list", "show", "confirm", "alias", "unalias", "code", "uncode", "parent", "predecessor", "merge", "remove",
)  # fmt: skip


def notice(issuer: str, code: str, serial: int, joint: str = "") -> str:
    """A notice of a masthead, number, title, body and signature; without masthead and signature for no issuer."""
    names = [name for name in (issuer, joint) if name]
    masthead = "\n".join([*names[:-1], names[-1] + "文件"]) + "\n\n" if names else ""
    signature = "".join(name + "\n" for name in names)
    return (
        f"{masthead}{code}〔2024〕{serial}号\n\n关于做好第{serial}批职工疗养工作的通知\n\n各有关单位：\n\n"
        f"请于月底前报送名单。\n\n{signature}2024年3月{serial}日\n"
    )


FILES = {
    "发1": notice(PROVINCE, "云工发", 1),
    "办2": notice(PROVINCE, "云工办", 2),
    "发3": notice(SHORT, "云工发", 3),
    "市4": notice(CITY, "临工", 4),
    "部6": notice(DEPARTMENT, "云工女", 6),
    "岭7": notice(OTHER, "岭工发", 7),
    "无5": notice("", "云工发", 5),
}


def filled(folder: Path, files: dict[str, str]) -> Here:
    incoming = folder / "in"
    incoming.mkdir()
    for name, text in files.items():
        (incoming / f"{name}.txt").write_text(text, encoding="utf-8")
    program = Here(folder)
    assert {line["status"] for line in program.lines("ingest", "in", "--json", schema="ingest")} == {"added"}
    return program


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """An archive of seven notices by five names, one without any."""
    return filled(tmp_path, FILES)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Here:
    """The same, for tests that change nothing."""
    return filled(tmp_path_factory.mktemp("issuers"), FILES)


def authority(here: Here) -> str:
    path = here.folder / "index" / "issuers.toml"
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def found(here: Here, *words: str) -> list[str]:
    """The serials of the notices that a search finds."""
    lines = here.lines("search", *words, "--json", "--limit", "0", code=None, schema="search")
    return sorted(re.findall(r"〔2024〕(\d+)号", line["number"])[0] for line in lines)


def shown(here: Here, name: str, code: int = 0) -> dict[str, Any]:
    (line,) = here.lines(GROUP, "show", name, "--json", code=code, schema="issuers")
    return line


def printed(here: Here) -> dict[str, dict[str, Any]]:
    """All of every notice, by id."""
    ids = here.out("search", "--ids").split()
    return {each: here.lines("show", each, "--json", "--evidence", schema="show")[0] for each in ids}


def listed(here: Here, *words: str, code: int = 0) -> list[tuple[str, str, int]]:
    lines = here.lines(GROUP, *words, "--json", code=code, schema="issuers")
    return [(line["name"], line["status"], line["notices"]) for line in lines]


def test_list_seen(unchanged: Here) -> None:
    everyone = [
        (PROVINCE, "seen", 2), (CITY, "seen", 1), (DEPARTMENT, "seen", 1), (OTHER, "seen", 1), (SHORT, "seen", 1),
    ]  # fmt: skip
    for words in (["list"], [], ["list", "--seen"], ["--seen"]):
        assert listed(unchanged, *words) == everyone
    assert listed(unchanged, "list", "女职工") == listed(unchanged, "女职工") == [(DEPARTMENT, "seen", 1)]
    assert [name for name, *_ in listed(unchanged, "list", "临溪总工会")] == [CITY]
    assert listed(unchanged, "list", "--confirmed") == []
    assert listed(unchanged, "list", "教育局", code=1) == []
    text = unchanged.out(GROUP)
    assert re.search(rf"^ +2  seen  {PROVINCE} +云工办 云工发$", text, re.M)
    assert unchanged(GROUP).stderr.decode().endswith("5 issuers, 0 confirmed.\n")
    assert PROVINCE in unchanged(GROUP, "list", "云川省总会", code=1).stderr.decode()
    unchanged(GROUP, "list", "--seen", "--confirmed", code=2)
    unchanged(GROUP, "lst", code=2)


@pytest.mark.parametrize(
    ("asked", "name"),
    [(PROVINCE, PROVINCE), ("雲川省總工會", PROVINCE), ("云川总工会", PROVINCE), ("临溪市总", CITY), (SHORT, SHORT)],
)
def test_show_understands_short_forms(unchanged: Here, asked: str, name: str) -> None:
    assert shown(unchanged, asked)["name"] == name
    assert unchanged.out(GROUP, "show", asked).split()[:2] == ["issuer", name]


def test_show_of_several_or_none(unchanged: Here) -> None:
    done = unchanged(GROUP, "show", "省总", code=2)
    assert [line.strip() for line in done.stderr.decode().splitlines()[1:4]] == [
        f"{PROVINCE} (2)", f"{OTHER} (1)", f"{SHORT} (1)",
    ]  # fmt: skip
    done = unchanged(GROUP, "show", "女职工", code=1)
    assert not done.stdout
    assert DEPARTMENT in done.stderr.decode()
    for name in ("", " ", "〔", "市教育局\x1b[31m\u202e"):
        done = unchanged(GROUP, "show", name, code=1)
        assert b"\x1b" not in done.stderr and "\u202e" not in done.stderr.decode()


def test_names_must_be_known(here: Here) -> None:
    before = authority(here)
    for words in (
        ["confirm", PROVINCE, "云川省总会"], ["alias", "云川省总会", "云总"], ["code", "云川省总会", "云工发"],
        ["parent", PROVINCE, "云川省总会"], ["parent", "云川省总会", PROVINCE], ["predecessor", PROVINCE, "云川省总会"],
        ["predecessor", "云川省总会", PROVINCE], ["merge", "云川省总会", PROVINCE, "--dry-run"],
        ["merge", PROVINCE, "云川省总会", "--yes"],
    ):  # fmt: skip
        text = here(GROUP, *words, code=1).stderr.decode()
        assert "云川省总会" in text and PROVINCE in text and "--new" in text, words
    here(GROUP, "alias", "省总", "总会", code=2)
    here(GROUP, "remove", "云川省总会", "--yes", code=1)
    assert authority(here) == before
    here(GROUP, "confirm", "云川省总会", "--new")
    here(GROUP, "alias", "云川省总会", "云总")
    assert shown(here, "云总")["name"] == "云川省总会"


def test_new_takes_names_as_they_are_typed(here: Here) -> None:
    here(GROUP, "parent", "省总", "中华全国总工会", "--new")
    assert 'name = "省总"' in authority(here)
    assert shown(here, "中华全国总工会")["status"] == "named"
    here(GROUP, "parent", CITY, "中华全国总工会")
    assert [each["name"] for each in shown(here, "中华全国总工会")["below"]] == [CITY, "省总", SHORT]


def test_an_alias_finds(here: Here) -> None:
    before = printed(here)
    assert found(here, "-i", PROVINCE) == ["1", "2", "6"]
    assert found(here, "-i", "云工联合") == []
    done = here(GROUP, "alias", PROVINCE, SHORT, "云工联合")
    assert done.stdout.decode().splitlines()[0] == f"{PROVINCE}: confirmed; alias {SHORT}, 云工联合"
    assert found(here, "-i", "云工联合") == found(here, "issuer:云工联合") == ["1", "2", "3", "5"]
    assert found(here, "-i", PROVINCE) == ["1", "2", "3", "5", "6"]
    assert listed(here, "--confirmed") == [(PROVINCE, "confirmed", 4)]
    one = shown(here, SHORT)
    assert one["name"] == PROVINCE and one["aliases"] == sorted([SHORT, "云工联合"])
    assert one["printed"] == [{"name": PROVINCE, "notices": 3}, {"name": SHORT, "notices": 1}]
    assert one["codes"] == {"confirmed": [], "seen": ["云工办", "云工发"]}
    assert one["code_notices"] == {"云工办": 1, "云工发": 3}
    assert one["below"] == [{"name": DEPARTMENT, "notices": 1}] and one["notices_below"] == 5
    assert "Nothing to change" in here(GROUP, "alias", PROVINCE, SHORT).stderr.decode()

    after = printed(here)
    assert after.keys() == before.keys()
    for each, record in before.items():
        assert after[each] == record or (record["number"] == "云工发〔2024〕5号" and not record["issuers"])

    assert f"no longer alias {SHORT}" in here.out(GROUP, "unalias", PROVINCE, SHORT, "岭总")
    assert found(here, "-i", "云工联合") == ["1", "2"]
    here(GROUP, "unalias", PROVINCE, "云工联合")
    assert found(here, "-i", "云工联合") == []
    assert printed(here) == before


def test_an_alias_is_one_issuers_alone(here: Here) -> None:
    here(GROUP, "alias", PROVINCE, SHORT)
    before = authority(here)
    for words in (["alias", OTHER, SHORT], ["alias", OTHER, PROVINCE], ["alias", CITY, "甲\n乙"], ["alias", CITY, " "]):
        assert here(GROUP, *words, code=2).stdout == b""
    assert authority(here) == before


def test_several_meanings_are_told_on_stderr(unchanged: Here) -> None:
    done = unchanged("search", "-i", "省总", "--ids")
    assert found(unchanged, "-i", "省总") == ["1", "2", "3", "6", "7"]
    note = done.stderr.decode()
    assert "省总" in note and all(name in note for name in (PROVINCE, OTHER, SHORT))
    assert found(unchanged, "-i", "云川总工会") == ["1", "2"]
    assert "may mean" not in unchanged("search", "-i", "云川总工会", "--ids").stderr.decode()


def test_codes_of_an_issuer_alone_are_confirmed(here: Here) -> None:
    done = here(GROUP, "confirm", PROVINCE, CITY)
    assert done.stdout.decode().splitlines() == [
        f"{PROVINCE}: confirmed; code 云工办", f"{CITY}: confirmed; code 临工",
    ]  # fmt: skip
    assert re.search(f"云工发.*{SHORT}", done.stderr.decode())
    assert shown(here, PROVINCE)["codes"] == {"confirmed": ["云工办"], "seen": ["云工办", "云工发"]}
    assert "(云工发 1)" in here.out(GROUP, "show", PROVINCE)
    assert "Nothing to change" in here(GROUP, "confirm", CITY).stderr.decode()


def test_a_code_fills_in_a_missing_masthead(here: Here) -> None:
    def missing() -> dict[str, Any]:
        (line,) = here.lines("show", "云工发〔2024〕5号", "--json", "--evidence", schema="show")
        return line

    before = missing()
    assert before["issuers"] == before["inferred"] == []
    done = here(GROUP, "code", PROVINCE, "云工发")
    assert f"– → {PROVINCE} (confirmed)" in done.stdout.decode()
    after = missing()
    assert after["issuers"] == [PROVINCE] and after["inferred"] == ["issuers"]
    (evidence,) = [each for each in after["evidence"] if each["field"] == "issuers"]
    assert (evidence["rule"], evidence["words"], evidence["sure"]) == ("code-confirmed", "云工发", True)
    assert {name for name in after if after[name] != before[name]} == {"issuers", "inferred", "evidence"}
    assert found(here, "-i", PROVINCE) == ["1", "2", "5", "6"]
    assert "(inferred)" in here.out("show", "云工发〔2024〕5号")

    here(GROUP, "code", OTHER, "云工发", code=2)
    here(GROUP, "code", OTHER, "岭工发〔2024〕7号", code=2)
    assert f"{PROVINCE} (confirmed) → –" in here.out(GROUP, "uncode", PROVINCE, "云工发")
    assert missing() == before


def test_parents_and_what_stands_below(here: Here) -> None:
    assert found(here, "--under", PROVINCE) == ["1", "2", "6"]
    assert here.out(GROUP, "parent", CITY, PROVINCE) == f"{CITY}: confirmed; parent – → {PROVINCE}\n"
    here(GROUP, "parent", PROVINCE, "中华全国总工会", "--new")
    assert found(here, "--under", PROVINCE) == ["1", "2", "4", "6"]
    assert found(here, "--under", "中华全国总工会") == ["1", "2", "4", "6"]
    here(GROUP, "alias", PROVINCE, "云工联合")
    assert found(here, "--under", "云工联合") == ["1", "2", "4", "6"]
    one = shown(here, PROVINCE)
    assert one["parent"] == "中华全国总工会"
    assert {each["name"] for each in one["below"]} == {CITY, DEPARTMENT} and one["notices_below"] == 4
    before = authority(here)
    assert "circle" in here(GROUP, "parent", PROVINCE, CITY, code=2).stderr.decode()
    for words in (["parent", CITY], ["parent", CITY, PROVINCE, "--none"]):
        here(GROUP, *words, code=2)
    assert authority(here) == before
    assert here.out(GROUP, "parent", CITY, "--none") == f"{CITY}: parent {PROVINCE} → –\n"
    assert found(here, "--under", PROVINCE) == ["1", "2", "6"]


def test_predecessors(here: Here) -> None:
    before = printed(here)
    words = [GROUP, "predecessor", PROVINCE, "云川省职工联合会", "--new"]
    assert here.out(*words) == f"{PROVINCE}: confirmed; predecessor 云川省职工联合会\n"
    assert "(until 1952-11)" in here.out(*words, "--until", "1952-11")
    here(*words, "--until", "上月", code=2)
    assert shown(here, PROVINCE)["predecessors"] == [{"name": "云川省职工联合会", "until": "1952-11"}]
    assert "(until 1952-11)" in here.out(GROUP, "show", PROVINCE)
    assert shown(here, "云川省职工联合会")["successors"] == [PROVINCE]
    assert printed(here) == before


def test_merge_shows_what_it_does_and_asks(here: Here) -> None:
    records = printed(here)
    here(GROUP, "parent", CITY, SHORT)
    before = authority(here)
    done = here(GROUP, "merge", SHORT, PROVINCE, "--dry-run")
    text = done.stdout.decode()
    assert re.search(rf"-i {PROVINCE} finds 3 notices now, 5 then", text)
    assert re.search(rf"云工发〔2024〕5号  – → {PROVINCE}$", text, re.M)
    assert re.search(rf"Merged:\n  issuer   {PROVINCE}\n  aliases  {SHORT}$", text, re.M)
    assert "--yes" in here(GROUP, "merge", SHORT, PROVINCE, code=2).stderr.decode()
    assert authority(here) == before
    assert found(here, "-i", PROVINCE) == ["1", "2", "6"]

    done = here(GROUP, "merge", SHORT, PROVINCE, "--yes")
    assert done.stdout.decode().startswith(text) and f"\n{PROVINCE}: confirmed; alias {SHORT}\n" in done.stdout.decode()
    assert shown(here, CITY)["parent"] == PROVINCE
    assert found(here, "-i", PROVINCE) == ["1", "2", "3", "5", "6"]
    assert found(here, "--under", PROVINCE) == ["1", "2", "3", "4", "5", "6"]
    after = printed(here)
    for each, record in records.items():
        if record["number"] != "云工发〔2024〕5号":
            assert after[each] == record
        else:
            assert (after[each]["issuers"], after[each]["inferred"]) == ([PROVINCE], ["issuers"])
    assert "Nothing to change" in here(GROUP, "merge", SHORT, PROVINCE).stderr.decode()


def test_merge_of_two_entries(here: Here) -> None:
    here(GROUP, "confirm", PROVINCE, OTHER)
    here(GROUP, "code", OTHER, "云工发")
    text = here.out(GROUP, "merge", OTHER, PROVINCE, "--dry-run")
    assert re.search(rf"云工发〔2024〕5号  {OTHER} \(confirmed\) → {PROVINCE} \(confirmed\)$", text, re.M)
    before, after = map(int, re.findall(r"finds (\d+) notices now, (\d+) then", text)[0])
    assert len(found(here, "-i", PROVINCE)) == before == 3
    here(GROUP, "merge", OTHER, PROVINCE, "-y")
    assert len(found(here, "-i", PROVINCE)) == after == 5
    assert shown(here, OTHER)["codes"]["confirmed"] == ["云工办", "云工发", "岭工发"]
    assert listed(here, "--confirmed") == [(PROVINCE, "confirmed", 4)]


@pytest.mark.parametrize(("key", "merged"), [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_the_question_of_merge_and_remove(here: Here, key: bytes, merged: bool) -> None:
    code, text = answered(here, key, GROUP, "merge", SHORT, PROVINCE)
    assert code == 0 and "Merge them?" in text
    assert (found(here, "-i", PROVINCE) == ["1", "2", "3", "5", "6"]) == merged
    here(GROUP, "confirm", PROVINCE)
    code, text = answered(here, key, GROUP, "remove", PROVINCE)
    assert code == 0 and "Take this out?" in text
    assert (listed(here, "--confirmed") == []) == merged


def answered(here: Here, key: bytes, *words: str) -> tuple[int, str]:
    """The exit code and all that a terminal of 80 columns gets when this is typed at the question."""
    import fcntl
    import os
    import pty
    import struct
    import termios

    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 80, 0, 0))
    process = subprocess.Popen(
        [*PROGRAM, *words], cwd=here.folder, env=surroundings(), stdin=side, stdout=side, stderr=side
    )
    os.close(side)
    text = b""
    while b"[y/N]" not in text:
        text += os.read(main, 4096)
    os.write(main, key)
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:
            break
        if not part:
            break
        text += part
    os.close(main)
    return process.wait(60), text.decode()


def test_remove(here: Here) -> None:
    here(GROUP, "alias", PROVINCE, SHORT)
    before = authority(here)
    assert f"aliases  {SHORT}" in here.out(GROUP, "remove", PROVINCE, "--dry-run")
    here(GROUP, "remove", PROVINCE, code=2)
    assert authority(here) == before
    assert here.out(GROUP, "remove", SHORT, "--yes").splitlines()[-1] == f"{PROVINCE}: taken out"
    assert listed(here, "--confirmed") == []
    assert (PROVINCE, "seen", 2) in listed(here)
    assert "has no entry" in here(GROUP, "remove", PROVINCE, "--yes").stderr.decode()


def test_a_notice_under_two_names_of_one_issuer_counts_once(tmp_path: Path) -> None:
    here = filled(tmp_path, {"联8": notice(PROVINCE, "云工发", 8, joint=CITY), "发1": notice(PROVINCE, "云工发", 1)})
    assert shown(here, CITY)["notices"] == 1
    here(GROUP, "merge", CITY, PROVINCE, "--yes")
    assert shown(here, PROVINCE)["notices"] == 2
    assert listed(here) == [(PROVINCE, "confirmed", 2)]


HAND = (
    "# 本馆的发文机关，2024年起由收发室维护\n\n[[issuer]]\nname = '云川省总工会'   # 全称\naliases = [\n"
    "    '省总工会',  # 版头曾如此\n]\n\n# 待核\n[[issuer]]\nname = \"临溪市总工会\"\n"
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_edited_by_hand_survives(here: Here, mark: str, ending: str) -> None:
    text = mark + HAND.replace("\n", ending)
    path = here.folder / "index" / "issuers.toml"
    path.write_bytes(text.encode("utf-8"))
    assert found(here, "-i", PROVINCE) == ["1", "2", "3", "6"]
    here(GROUP, "code", PROVINCE, "云工发")
    here(GROUP, "parent", CITY, PROVINCE)
    after = authority(here)
    assert after.startswith(mark) and (after.count("\n") == after.count("\r\n")) == (ending == "\r\n")
    kept = [line for line in text.split(ending) if line]
    lines = after.split(ending)
    assert [line for line in lines if line in kept] == kept
    assert [line for line in lines if line and line not in kept] == ['codes = ["云工发"]', 'parent = "云川省总工会"']
    here(GROUP, "uncode", PROVINCE, "云工发")
    here(GROUP, "parent", CITY, "--none")
    assert [line for line in authority(here).split(ending) if line and line not in kept] in ([], ["codes = []"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[[issuer]]\nname = "云川省总工会\n', 2),
        ('[[issuer]]\nname = "云川省总工会"\n\n[[issuer]]\nname = "江岭省总工会"\nalias = "岭总"\n', 4),
        ('[[issuer]]\nname = "云川省总工会"\n\n[[issuer]]\nname = "云川省总工会"\n', 4),
    ],
)
def test_a_broken_file_is_told_with_its_line(unchanged: Here, text: str, line: int) -> None:
    path = unchanged.folder / "index" / "issuers.toml"
    path.write_text(text, encoding="utf-8")
    try:
        for words in (
            [GROUP], [GROUP, "show", PROVINCE], [GROUP, "alias", PROVINCE, "云总"], ["search", "-i", PROVINCE],
        ):  # fmt: skip
            done = unchanged(*words, code=2)
            error, advice = done.stderr.decode().splitlines()
            assert f"line {line}" in error and "issuers.toml" in error and advice
            assert not done.stdout
        assert path.read_text(encoding="utf-8") == text
    finally:
        path.unlink()


def test_what_a_file_holds_reaches_no_terminal_unclean(unchanged: Here) -> None:
    path = unchanged.folder / "index" / "issuers.toml"
    foul = "云川\u202e省\u2066工联"
    path.write_text(
        f'[[issuer]]\nname = "{foul}"\naliases = ["{SHORT}"]\ncodes = ["云\u202e发"]\nparent = "上\u202e级"\n', "utf-8"
    )
    try:
        for words in (
            ["list"], ["show", SHORT], ["remove", SHORT, "--dry-run"], ["merge", SHORT, PROVINCE, "--dry-run"],
            ["list", "--json"],
        ):  # fmt: skip
            done = unchanged(GROUP, *words)
            assert not re.search("[\u202e\u2066\x1b]", done.stdout.decode() + done.stderr.decode()), words
            assert "云川" in done.stdout.decode()
    finally:
        path.unlink()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 40])
def test_lines_fit_the_terminal(unchanged: Here, columns: int, language: str) -> None:
    for words in (["list"], ["show", PROVINCE], ["merge", SHORT, PROVINCE, "--dry-run"]):
        code, text = unchanged.on_terminal(GROUP, *words, columns=columns, ARCHIVE_LANG=language)
        assert code == 0
        lines = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "", text).splitlines()
        assert [line for line in lines if screen.width(line) > columns] == []


@pytest.mark.parametrize("group", ["issuers", "words"])
def test_every_command_of_a_group_has_help_and_examples_that_can_be_read(group: str, tmp_path: Path) -> None:
    verbs = cli.build()
    found = verbs.get_command(click.Context(verbs), group)
    assert isinstance(found, click.Group)
    assert group == "words" or tuple(found.commands) == COMMANDS
    for name, command in found.commands.items():
        assert isinstance(command, Verb) and command.examples
        for line, meaning in command.examples:
            words = shlex.split(line)
            assert words[:3] == ["archive", group, name] and meaning
            command.make_context(name, words[3:])
        for language in ("en", "zh"):
            text = Here(tmp_path).out(group, name, "--help", ARCHIVE_LANG=language)
            assert {"en": "Usage: ", "zh": "用法"}[language] in text
            assert all(screen.width(line) <= 80 for line in text.splitlines() if not line.startswith("  archive"))


def test_completion(tmp_path: Path) -> None:
    for words, expected in ((f"archive {GROUP} ", set(COMMANDS)), (f"archive {GROUP} un", {"unalias", "uncode"})):
        done = Here(tmp_path)(
            _ARCHIVE_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1)
        )
        assert {line.partition(",")[2] for line in done.stdout.decode().split()} == expected


@pytest.mark.parametrize("words", [["--help"], ["issuers", "--help"], ["search", "-i", "省总"], ["issuers"], ["words"]])
def test_what_is_not_needed_is_not_imported(unchanged: Here, words: list[str]) -> None:
    code = (
        "import sys\nfrom archive import cli\ncode = cli.run(sys.argv[1:])\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=unchanged.folder, env=surroundings(), capture_output=True, check=True
    )
    loaded = set(done.stderr.decode().split())
    assert "archive.cli" in loaded
    assert loaded.isdisjoint({"tomlkit", "tomllib", "tomli", "whoosh", "archive.issuers.editing"})
    if words[-1] == "--help":
        assert loaded.isdisjoint({"archive.issuers", "archive.register", "archive.library", "sqlite3"})
