"""The faults themselves, a few of each: python -m tests.faults does many."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive import Archive
from tests.faults import full, hostile, kills, load, queries, rules, spoils, yard


def test_a_few_kills(tmp_path: Path) -> None:
    found = kills.section(tmp_path, 11, 1)
    assert found.problems == [] and sum(found.outcomes.values()) == 11
    assert len([name for name in found.figures if name.endswith(", s")]) == 11  # each act was undisturbed once


def test_a_few_damages(tmp_path: Path) -> None:
    found = spoils.section(tmp_path, 10, 1)
    assert found.problems == [] and sum(found.outcomes.values()) == 10


def test_damage_that_is_not_found_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yard, "damage", lambda _index: [])
    found = spoils.section(tmp_path, 10, 1)
    assert any("not found, and the answers are others" in each or "Error" in each for each in found.problems)


def test_a_full_disk(tmp_path: Path) -> None:
    found = full.section(tmp_path, 2, 1)
    assert found.problems == [] and sum(found.outcomes.values()) == 3


def test_a_few_hostile_files(tmp_path: Path) -> None:
    found = hostile.section(tmp_path, 20, 1)
    assert found.problems == [] and found.outcomes["added"] >= 20


def test_a_sound_file_that_does_not_go_in_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "bombs", lambda **_: {})
    monkeypatch.setattr(hostile, "_oddities", lambda _folder: 5)  # promises what is not there
    assert any("did not go in" in each for each in hostile.section(tmp_path, 5, 1).problems)


def test_mutations_are_the_same_for_the_same_seed() -> None:
    data = bytes(range(256)) * 4
    made = [hostile.mutated(data, random.Random(seed)) for seed in range(50)]
    assert made == [hostile.mutated(data, random.Random(seed)) for seed in range(50)]
    assert len(set(made)) > 45 and all(spoils.spoil(data, random.Random(seed)) != data for seed in range(50))


def test_a_few_queries(tmp_path: Path) -> None:
    found = queries.section(tmp_path, 40, 1)
    assert found.problems == [] and found.outcomes["answered"] > 0 < found.outcomes["a clear error"]


def test_a_slow_or_broken_query_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(Archive, "search", broken)
    monkeypatch.setattr(queries, "PIECES", ("甲",))
    assert any("too deep" in each for each in queries.section(tmp_path, 2, 1).problems)


def test_a_few_rules_on_their_worst(tmp_path: Path) -> None:
    found = rules.section(tmp_path, 10, 1)
    assert found.problems == [] and sum(found.outcomes.values()) == 30 and found.figures["expressions"] > 200


def test_the_worst_of_an_expression_goes_on_with_each_of_its_repeats() -> None:
    texts = {text[:6] for text in rules.worst("附(?:件|表)+[0-9]{1,3}")}
    assert texts == {"附件件件件件", "附件0附件0", "附件附件附件"}


def test_a_slow_rule_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_SECONDS", -1.0)
    assert rules.section(tmp_path, 1, 1).problems


def test_a_few_commits(tmp_path: Path) -> None:
    found = load.commits(tmp_path, 10, 1, 1)
    assert found.problems == [] and found.outcomes["commits"] == 10 and found.outcomes["answers, none wrong"] > 1


def test_calls_that_signals_break_off_cost_nothing(tmp_path: Path) -> None:
    """A process that is stopped, continued and told of a new window size, over and over, does its work all the same."""
    files, index = yard.files(tmp_path / "in", 120), tmp_path / "index"
    words = yard.command(index, "ingest", "--workers", "2", files)
    sent = 0
    with subprocess.Popen(words, env=yard.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            for each in (signal.SIGWINCH, signal.SIGSTOP, signal.SIGCONT):
                process.send_signal(each)
            sent += 1
            time.sleep(0.005)
        assert process.returncode == 0, process.stderr and process.stderr.read()
    assert sent > 20 and yard.damage(index) == []
    with Archive.open(index) as archive:
        assert archive.stats().files == 120


def test_a_little_load(tmp_path: Path) -> None:
    found = load.section(tmp_path, 40, 4, 2, 1)
    assert found.problems == [] and found.outcomes["answers, none wrong"] > 10


def test_the_command_says_what_it_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--help"], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert "--long" in done.stdout and "--seed" in done.stdout
