"""The segmenter, folded first, the fast one like the reference; and the words that people add to its dictionary."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ArchiveError
from archive.text import fold, key
from archive.words import UserWords, reference, segment, segmenter, weights
from archive.words.dictionary import LONGEST, MOST, MOST_BYTES, Entry, add, digest, read, remove, user_words
from archive.words.lookup import Lookup

SENTENCES = [
    "关于命名全省县级工会规范化建设示范单位的通报",
    "最美女职工阅读点在云川省澜溪市揭牌，一百二十名职工参加。",
    "本辦法自中華民國一百零二年一月一日起施行，第三條之一修正如下",
    "2024年第7号公告：Word 2007 文档、A4 纸、３５％",
    "各区（县）总工会，市各产业（行、局、企业）工会：",
]


def cut(text: str, user: UserWords | None = None) -> list[str]:
    """The words of a short text; those of a loaded dictionary are the same."""
    words = segment(text, user)
    assert words == segmenter._words(text, segmenter._loaded(user))
    return words


@pytest.mark.parametrize("sentence", SENTENCES)
def test_both_ways_cut_as_jieba_does(sentence: str) -> None:
    assert cut(sentence) == [word for word in reference()(key(sentence)) if word[0].isalnum()]


PIECES = st.sampled_from(
    [*"".join(SENTENCES), "c++", "b超", "4s店", "江南style", "吉林", "高富帅", "高姓大名", "㐀", "𠀀", "\r\n"]
)


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=150, deadline=None)
def test_both_ways_cut_alike(pieces: list[str]) -> None:
    cut("".join(pieces))


def test_every_word_is_found_in_the_dictionary_as_it_lies() -> None:
    import jieba

    path = Path(jieba.__file__).parent / "dict.txt"
    lines, lookup = path.read_text(encoding="utf-8").splitlines(), Lookup(path)
    assert sum(int(line.split()[1]) for line in lines) == lookup._total
    astray = [at for at, word in enumerate(lines) if word.startswith(("吉林 ", "吉林工业大学", "高富帅", "高姓大名"))]
    assert len(astray) == 4
    for line in [*lines[:200], *lines[::50], *(line for at in astray for line in lines[at - 40 : at + 40])]:
        word, frequency, _tag = line.split()
        assert lookup.frequency(word) == int(frequency)
        assert all(lookup.frequency(word[:end]) is not None for end in range(1, len(word)))
        assert lookup.frequency(word + "的的") is None


def test_another_dictionary_is_not_looked_up_in(tmp_path: Path) -> None:
    (tmp_path / "dict.txt").write_text("一 1 m\n丁 2 n\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not the dictionary"):
        Lookup(tmp_path / "dict.txt")


@pytest.mark.parametrize(("length", "words"), [(segmenter._SHORT + 1, 0), (3, segmenter._FEW + 1)])
def test_long_texts_and_many_user_words_need_the_loaded_dictionary(
    length: int, words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []
    monkeypatch.setattr(segmenter, "_loaded", lambda user: lambda text: used.append(user) or [text])
    user = user_words("\n".join(f"词{number}" for number in range(words)))
    assert segment("办" * length, user) == ["办" * length] and used == [user]


def test_traditional_is_cut_as_simplified() -> None:
    assert cut("商標註冊申請") == segment("商标注册申请") == ["商标注册", "申请"] or segment("商標") == ["商标"]


def test_punctuation_is_no_word() -> None:
    assert segment("，。 —\f“”\n") == []


def test_a_word_of_the_title_counts_more() -> None:
    assert weights("防汛", "防汛 工作") == {"5": "防汛", "1": "工作"}
    assert weights(None, "工作 工作") == {"2": "工作"}


USER_WORDS = [
    ("女职工委员会", "省女职工委员会", "省 女职工委员会"),
    ("女職工委員會", "省女职工委员会", "省 女职工委员会"),
    ("女\u200b职工委员会", "省女 职工委员会，省女职工委员会", "省 女 职工 委员会 省 女职工委员会"),
    ("工作的", "工作的", "工作的"),
    ("工作的 1", "工作的", "工作 的"),
    ("女职工委员会 20 n", "省女职工委员会", "省 女职工委员会"),
    ("临溪\n临溪市总工会", "临溪市总工会，临溪县", "临溪市总工会 临溪 县"),
    ("ＷＰＳ", "wps365与Wps", "wps 365 与 wps"),
    ("12351", "热线12351001", "热线 12351 001"),
    ("Ａ４纸", "a4纸", "a4纸"),
    ("㵲阳河", "㵲阳河防汛", "㵲阳河 防汛"),
    ("工会", "工会文件", "工会 文件"),
    ("了以不\n了以", "了以不", "了以不"),
    ("了不后\n不后 90000000", "了不后", "了不后"),
    ("# 无", "省女职工委员会", "省 女职工 委员会"),
]


@pytest.mark.parametrize(("lines", "text", "expected"), USER_WORDS)
def test_user_words_come_out_whole(lines: str, text: str, expected: str) -> None:
    assert cut(text, user_words(lines)) == expected.split()


def test_weights_count_user_words() -> None:
    user = user_words("女职工委员会")
    assert weights("女职工委员会", "省女职工委员会", user=user) == {"5": "女职工委员会", "1": "省"}


def test_archives_do_not_learn_from_each_other() -> None:
    one, other, text = user_words("女职工委员会"), user_words("职工委员会 1000000"), "省女职工委员会"
    before = segment(text)
    for _again in range(2):
        assert segment(text, one) == ["省", "女职工委员会"]
        assert segment(text, other) == ["省", "女", "职工委员会"]
        assert segment(text, user_words("")) == segment(text) == before == ["省", "女职工", "委员会"]


def test_user_words_are_json_as_they_are() -> None:
    user = user_words("女职工委员会 20\n临溪市")
    assert json.loads(json.dumps(user)) == user == "临溪市\n女职工委员会 20"


DICTIONARIES = [
    "女职工委员会\n职工委员\n委员会议\n云川省临溪\n临溪市总工会\n溪市总",
    "78 5\n87 5\n7 10000\n8 5\n2-\n9- 7\na4纸\nwps\n12351\nb超 9\nc\n4 3",
    "工会 100\n女职工 1\n会工 30000\n职工会 99999\n省 1000000000\n云 3\n女职工会\n省工会",
]
"""Overlapping ones, ones with equal chances, ones that jieba has with another frequency."""


@cache
def jieba_cut(lines: str) -> segmenter.Cutter:
    return reference(user_words(lines))


@pytest.mark.parametrize("lines", DICTIONARIES)
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_user_words_are_cut_as_jieba_cuts_them(lines: str, data: st.DataObject) -> None:
    pieces = [entry.word for entry in read(lines)] + list("".join(lines.split()) + "，。 的关于工作78")
    text = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=30)))
    assert cut(text, user_words(lines)) == [word for word in jieba_cut(lines)(key(text)) if word[0].isalnum()]


CLOSE = [
    ("0 1\n22 100\n1 10000\n2 10000\n213 5\n30 1\n23 10000\n02 100", "222123"),
    ("将 1\n不 5\n能 1\n他 1", "方向不同智能整句"),
]
"""Two ways to cut weigh the same, or nearly, so that the totals of both dictionaries must be equal."""


@pytest.mark.parametrize(("lines", "text"), CLOSE)
def test_ties_fall_alike(lines: str, text: str) -> None:
    assert cut(text, user_words(lines)) == list(reference(user_words(lines))(text))


def test_new_words_are_cut_as_jieba_itself_would() -> None:
    import jieba

    entries = [("溪市总", None), ("女职工委员会", None), ("委员会议 8", 8), ("云川省临溪 2000", 2000)]
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for line, frequency in sorted(entries, key=lambda entry: (entry[1] is None, len(entry[0]))):
        tokenizer.add_word(line.split()[0], frequency)
    user = user_words("\n".join(line for line, _frequency in entries))
    for text in [*SENTENCES, "云川省临溪市总工会女职工委员会议题", "云川省临溪市总量，委员会议", "女职工委员会议"]:
        expected = [word for word in tokenizer.cut(key(text), HMM=False) if word[0].isalnum()]
        assert cut(text, user) == expected
    assert segment("女职工委员会议题", user) != segment("女职工委员会议题")


ROW = "云川省臨溪市总工會女职工委员会的工作wps365模范之家A4纸不是一個人"
word = st.builds(lambda start, count: ROW[start : start + count], st.integers(0, len(ROW) - 1), st.integers(1, 7))


@given(st.dictionaries(word.map(fold), st.none() | st.integers(1, 10**9), min_size=1, max_size=25))
@settings(max_examples=25, deadline=None)
def test_a_word_without_frequency_always_comes_out_whole(entries: dict[str, int | None]) -> None:
    user = user_words("\n".join(f"{word} {frequency or ''}" for word, frequency in entries.items()))
    for word, frequency in entries.items():
        if frequency is None:
            assert cut(f"关于《{word}》，", user) == ["关于", word]


def test_without_rjieba_jieba_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    user = user_words("模范职工之家\n溪市总 4")
    fast = [segment(sentence, user) for sentence in SENTENCES]
    monkeypatch.setitem(sys.modules, "rjieba", None)
    monkeypatch.delitem(sys.modules, "rjieba.rjieba")
    segmenter._taught.cache_clear()
    try:
        assert segmenter._taught(user).__qualname__.startswith("reference")
        assert [cut(sentence, user) for sentence in SENTENCES] == fast
    finally:
        segmenter._taught.cache_clear()


def test_a_query_loads_no_dictionary() -> None:
    program = (
        "import sys; from archive.words import *; from archive.words.dictionary import user_words\n"
        "print(segment('女职工委员会', user_words('女职工委员会')), segment('女职工委员会'), 'jieba' in sys.modules)\n"
        "print('rjieba' in sys.modules, 'rjieba.rjieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, encoding="utf-8")
    assert done.stdout == "['女职工委员会'] ['女职工', '委员会'] False\nFalse False\n", done.stderr


def test_user_words_cost_no_second_dictionary() -> None:
    program = (
        "import sys; from archive.words import *; from archive.words.dictionary import user_words\n"
        "print(weights(None, '女职工委员会', user=user_words('女职工委员会')), 'rjieba' in sys.modules)\n"
        "print(weights(None, '女职工委员会'))\nimport rjieba; print(rjieba.Jieba().cut('女职工委员会', False))"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, encoding="utf-8")
    assert done.stdout.split("\n")[:3] == [
        "{'1': '女职工委员会'} False", "{'1': '女职工 委员会'}", "['女职工', '委员会']"
    ], done.stderr  # fmt: skip


READ = [
    ("", []),
    ("\ufeff", []),
    ("女职工委员会", [("女职工委员会", None, None)]),
    ("女职工委员会 20", [("女职工委员会", 20, None)]),
    ("女职工委员会 20 n", [("女职工委员会", 20, "n")]),
    ("女职工委员会 nz", [("女职工委员会", None, "nz")]),
    ("\ufeff女职工委员会\t２０\u3000n  \r\n\r\n临溪市\r\n", [("女职工委员会", 20, "n"), ("临溪市", None, None)]),
    ("# 说明\n  # 女职工\n＃说明 一\n\n \t\n临溪市", [("临溪市", None, None)]),
    ("临溪市\r青禾县\r", [("临溪市", None, None), ("青禾县", None, None)]),
    ("臨溪市 5\n青禾县\n临溪市 9", [("青禾县", None, None), ("临溪市", 9, None)]),
    ("临溪市 5\n临溪市", [("临溪市", None, None)]),
    ("临溪市\n\ufeff青禾县", [("临溪市", None, None), ("青禾县", None, None)]),
    ("C++ 3\nCOVID-19", [("C++", 3, None), ("COVID-19", None, None)]),
]


@pytest.mark.parametrize(("text", "entries"), READ)
def test_read(text: str, entries: list[tuple[str, int | None, str | None]]) -> None:
    assert list(read(text)) == [Entry(*entry) for entry in entries]


WRONG = [
    ("女职工 委员会", "女职工 委员会"),
    ("女职工 20 n 说明", "女职工 20 n 说明"),
    ("女职工 n 20", "女职工 n 20"),
    ("Windows Server", "Windows Server"),
    ("女职工 0", "0"),
    ("女职工 -5", "-5"),
    ("女职工 1.5", "1.5"),
    ("女职工 20次", "20次"),
    ("女职工 1000000001", "1000000001"),
    ("女职工 99999999999", "99999999999"),
    ("女职\0工", "U+0000"),
    ("女职工\x85", "U+0085"),
    ("女职\x1c工", "U+001C"),
    ("\u200b\u2060", "visible"),
    ("溪" * (LONGEST + 1), str(LONGEST)),
    ("工会（女职工）", "（"),
    ("艾·山", "·"),
    ("二〇二四", "〇"),
    ("café", "é"),
    ("女\ud800职", "女"),
    ("-工会", "-工会"),
    ("，", "，"),
]


@pytest.mark.parametrize(("line", "told"), WRONG)
def test_a_line_that_cannot_be_read_is_told_with_its_number(line: str, told: str) -> None:
    for caller in (read, user_words, digest, lambda text: add(text, ["临溪市"]), lambda text: remove(text, ["青禾县"])):
        with pytest.raises(ArchiveError) as caught:
            caller(f"# 说明\r\n青禾县\r\n{line}\r\n")
        assert "3" in caught.value.message
        assert told in caught.value.message
    with pytest.raises(ArchiveError) as caught:
        add("青禾县\n", ["临溪市", line])
    assert told in caught.value.message


def test_all_wrong_lines_are_named() -> None:
    with pytest.raises(ArchiveError) as caught:
        read("青禾县\n（\n临溪市\n女 职工\n" + "）\n" * 12)
    assert "2" in caught.value.message
    assert "4, 5, 6, 7, 8, 9, 10, 11, 12, 13…" in caught.value.advice


def test_words_and_bytes_are_bounded() -> None:
    full = "".join(f"w{number}\n" for number in range(MOST))
    assert len(read(full)) == MOST
    for text in (full + "临溪市", "#" * (MOST_BYTES + 1)):
        with pytest.raises(ArchiveError):
            read(text)
    with pytest.raises(ArchiveError):
        add(full, ["临溪市"])
    assert add(full, ["w5"]) == full
    assert read("溪" * LONGEST)


ADDED = [
    ("", ["临溪市"], "临溪市\n"),
    ("", ["临溪市 20 n", "青禾县"], "临溪市 20 n\n青禾县\n"),
    ("\ufeff", ["临溪市"], "\ufeff临溪市\n"),
    ("# 说明\r\n", ["临溪市"], "# 说明\r\n临溪市\r\n"),
    ("# 说明\r\n女职工", ["临溪市"], "# 说明\r\n女职工\r\n临溪市\r\n"),
    ("女职工", ["临溪市"], "女职工\n临溪市\n"),
    ("女职工\r", ["临溪市"], "女职工\r临溪市\r"),
    ("臨溪市  7\n\n", ["临溪市", "临溪市"], "臨溪市  7\n\n"),
    ("臨溪市  7\n\n", ["临溪市 7"], "臨溪市  7\n\n"),
    ("\ufeff臨溪市  7 n\r\n青禾县", ["临溪市 9"], "\ufeff臨溪市 9 n\r\n青禾县"),
    ("临溪市\n青禾县\n临溪市 5", ["临溪市 n"], "临溪市\n青禾县\n临溪市 5 n"),
    ("", ["临溪市", "臨溪市 3"], "临溪市 3\n"),
    ("x\n", [], "x\n"),
]


@pytest.mark.parametrize(("text", "words", "expected"), ADDED)
def test_add(text: str, words: list[str], expected: str) -> None:
    assert add(text, words) == expected


@pytest.mark.parametrize("word", ["", " ", "# 说明", "#1机组", "临溪市\n青禾县"])
def test_what_is_no_word_is_not_added(word: str) -> None:
    with pytest.raises(ArchiveError):
        add("女职工\n", [word])


REMOVED = [
    ("临溪市\n", ["临溪市"], ""),
    ("\ufeff临溪市 5 n\r\n# 临溪市\r\n青禾县", ["臨溪市"], "\ufeff# 临溪市\r\n青禾县"),
    ("臨溪市 5\n\n青禾县\n临溪市", ["临溪市"], "\n青禾县\n"),
    ("临溪市\n青禾县\n女职工\n", ["女职工", "临溪市"], "青禾县\n"),
    ("ＷＰＳ\n", ["wps"], ""),
]


@pytest.mark.parametrize(("text", "words", "expected"), REMOVED)
def test_remove(text: str, words: list[str], expected: str) -> None:
    assert remove(text, words) == expected


def test_removing_what_is_not_there_names_it() -> None:
    with pytest.raises(ArchiveError) as caught:
        remove("临溪市\n# 青禾县\n", ["临溪市", "青禾县", "女职工", ""])
    assert "青禾县, 女职工" in caught.value.message
    assert "临溪市" not in caught.value.message


REMARKS = st.sampled_from(["# 机构名称", "", "  ", "\t# x 20 n", "＃"])
LINES = st.builds(lambda word, rest: word + rest, word, st.sampled_from(["", " 20", "\u3000２０ n", "  nz ", "\t7"]))
FILES = st.builds(
    lambda mark, lines, ending, last: mark + ending.join(lines) + (ending if last and lines else ""),
    st.sampled_from(["", "\ufeff"]), st.lists(REMARKS | LINES, max_size=8),
    st.sampled_from(["\n", "\r\n"]), st.booleans(),
)  # fmt: skip
STEPS = st.lists(st.tuples(st.booleans(), word), max_size=8)


def rows(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


@given(FILES, STEPS)
@settings(max_examples=150, deadline=None)
def test_adding_and_removing_leave_all_else_as_it_is(text: str, steps: list[tuple[bool, str]]) -> None:
    before = text
    held = {fold(entry.word): entry.frequency for entry in read(text)}
    touched = set()
    for adding, word in steps:
        touched.add(fold(word))
        if adding:
            text = add(text, [word])
            held.setdefault(fold(word), None)
        elif fold(word) in held:
            text = remove(text, [word])
            del held[fold(word)]
        else:
            with pytest.raises(ArchiveError):
                remove(text, [word])
    assert {fold(entry.word): entry.frequency for entry in read(text)} == held
    assert digest(text) == digest("\n".join(f"{word} {frequency or ''}" for word, frequency in sorted(held.items())))
    assert text.startswith("\ufeff") == before.startswith("\ufeff")
    assert ("\r" in text) <= ("\r" in before)
    kept = [row for row in rows(before) if row and not (read(row) and fold(read(row)[0].word) in touched)]
    assert [row for row in rows(text) if row in kept] == kept


@given(FILES, word)
@settings(max_examples=60, deadline=None)
def test_removing_undoes_adding(text: str, word: str) -> None:
    if fold(word) not in {fold(entry.word) for entry in read(text)} and text.endswith("\n"):
        assert remove(add(text, [word]), [word]) == text
    assert add(add(text, [word]), [word]) == add(text, [word])


SAME = ["临溪市 20\n青禾县", "青禾县\r\n# 说明\r\n臨溪市 ２０ n\r\n", "\ufeff临溪市 3\n青禾縣 nz\n\n临溪市 20"]
OTHER = ["", "# 说明", "临溪市 20", "临溪市\n青禾县", "临溪市 21\n青禾县", "临溪市 20\n青禾县 1"]


def test_the_digest_is_of_words_and_frequencies_alone() -> None:
    assert len({digest(text) for text in SAME}) == 1
    assert all(digest(text) == digest(user_words(text)) for text in SAME + OTHER)
    assert digest("") == digest("\ufeff# 说明\r\n") == ""
    assert len({digest(text) for text in [SAME[0], *OTHER]}) == len(OTHER)
