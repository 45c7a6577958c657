"""Jieba's words of a folded text, with the user words of an archive.

rjieba gives the same words as jieba with HMM off, twenty times faster; jieba serves where rjieba has no wheel. Short
texts, as queries are, are cut without either. HMM stays off: it makes words that depend on what stands around them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NewType

from archive.text import BREAK, key

VERSION = "jieba 0.42 precise, HMM off"
"""The segmenter of an archive; on a mismatch the order of hits should be made anew."""

UserWords = NewType("UserWords", str)
"""The user words of an archive as the segmenter takes them, made by ``archive.words.dictionary.user_words``: folded,
one a line with its frequency where it has one, sorted. Being a plain string it is its own JSON."""

Weights = Mapping[str, str]
"""Each weight, in digits, with the words that have it, parted by spaces, of which no word has any: its own JSON."""

Cutter = Callable[[str], Iterable[str]]
_SHORT, _FEW = 500, 300
"""Characters of a text, and user words, up to which looking words up is faster than loading a dictionary."""


def segment(text: str, user: UserWords | None = None) -> list[str]:
    """The words of a text, folded, in order; punctuation and blanks are none.

    Args:
        text: any text.
        user: the user words of the archive.

    >>> segment("關於表彰省模範職工之家的決定")
    ['关于', '表彰', '省', '模范', '职工', '之', '家', '的', '决定']
    >>> from archive.words.dictionary import user_words
    >>> segment("關於表彰省模範職工之家的決定", user_words("模範職工之家"))
    ['关于', '表彰', '省', '模范职工之家', '的', '决定']
    """
    cut = _lookup(user or UserWords("")) if len(text) <= _SHORT else None
    return _words(text, cut or _loaded(user))


def _words(text: str, cut: Cutter) -> list[str]:
    return list(filter(_visible, cut(_row(text))))


def _row(text: str) -> str:
    return key(text).replace(BREAK, "\n")


def _visible(word: str) -> bool:
    return word[0].isalnum()


def weights(title: str | None, text: str, title_weight: int = 4, user: UserWords | None = None) -> Weights:
    """How much each word of a notice counts in the order of hits.

    Args:
        title: the title, or None.
        text: the whole printed text.
        title_weight: weight of one word of the title.
        user: the user words of the archive.

    >>> weights("防汛", "防汛 工作 会议")
    {'5': '防汛', '1': '工作 会议'}
    """
    cut = _loaded(user)
    counts = Counter(cut(_row(text)))
    for word in cut(_row(title or "")):
        counts[word] += title_weight
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for word, weight in counts.items():
        if word[0].isalnum():  # as _visible, without a call for each word
            groups[weight].append(word)
    return {str(weight): " ".join(words) for weight, words in groups.items()}


def _loaded(user: UserWords | None) -> Cutter:
    """The cutter for long texts and many."""
    return _taught(user) if user else _cutter()


@lru_cache(4)
def _lookup(user: UserWords) -> Cutter | None:
    """The cutter for short texts; none for many user words, and where jieba is not as it should be."""
    if user.count("\n") >= _FEW:
        return None
    from importlib.machinery import PathFinder
    from pathlib import Path

    from archive.words.lookup import Lookup

    spec = PathFinder.find_spec("jieba")
    try:
        words = Lookup(Path(((spec and spec.submodule_search_locations) or [""])[0], "dict.txt"))
    except (OSError, ValueError):
        return None
    if user:
        _teach(user, words.cut, lambda word: bool(words.frequency(word)), words.suggested, words.learn)
    return words.cut


@cache
def _cutter() -> Cutter:
    try:
        import rjieba
    except ImportError:
        return reference()
    return lambda text: rjieba.cut(text, False)


@lru_cache(4)
def _taught(user: UserWords) -> Cutter:
    """A cutter of its own for these user words, so that archives do not learn from each other."""
    try:
        jieba = _fast()()
    except ImportError:
        return reference(user)
    jieba.add_word("\0", 3, "")  # B超 3 stands twice in jieba's dictionary; with equal totals ties fall alike
    _teach(
        user,
        lambda word: jieba.cut(word, False),
        jieba.has_word,
        jieba.suggest_freq,
        lambda word, frequency: jieba.add_word(word, frequency, ""),
    )
    return lambda text: jieba.cut(text, False)


def _fast() -> Any:
    """The class of rjieba alone: its package would first load a dictionary of its own, at 80 ms."""
    import sys
    from importlib import machinery, util

    name = "rjieba.rjieba"
    if name not in sys.modules:
        package = util.find_spec("rjieba")
        spec = package and machinery.PathFinder.find_spec(name, package.submodule_search_locations)
        if not spec or not spec.loader:
            raise ImportError(name)
        module = util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules[name] = module
    return sys.modules[name].Jieba


def reference(user: UserWords | None = None) -> Cutter:
    """The cutter of jieba itself, which the fast one is tested against.

    Args:
        user: the user words; jieba parts those with a character beyond U+9FD5 there, the fast cutter does not.
    """
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()

    def learn(word: str, frequency: int) -> None:
        tokenizer.total -= tokenizer.FREQ.get(word, 0)  # add_word would count the old frequency too
        tokenizer.add_word(word, frequency)

    if user:
        tokenizer.initialize()
        _teach(
            user,
            lambda word: tokenizer.cut(word, HMM=False),
            lambda word: bool(tokenizer.FREQ.get(word)),
            tokenizer.suggest_freq,
            learn,
        )
    return lambda text: tokenizer.cut(text, HMM=False)


def _teach(
    user: UserWords,
    cut: Cutter,
    known: Callable[[str], bool],
    suggest: Callable[[str], int],
    learn: Callable[[str, int], object],
) -> None:
    """Adds user words to a dictionary: first those with a frequency, then the others, short before long.

    So the frequency suggested for a word outweighs every way to part it, whatever the order of the lines.
    """
    entries = [line.partition(" ")[::2] for line in user.split("\n")]
    for word, frequency in sorted(entries, key=lambda entry: (not entry[1], len(entry[0]), entry[0])):
        if frequency:
            learn(word, int(frequency))
        elif list(cut(word)) != [word]:
            learn(word, suggest(word))
        elif not known(word):  # Latin letters or digits: whole when alone, yet part of any longer run
            learn(word, 1)
