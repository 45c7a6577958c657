"""Writes frequent.py: the characters that most Chinese text is made of, to tell its encodings apart.

    python -m archive.tables.make_frequent > src/archive/tables/frequent.py

Needs jieba (its dict.txt, MIT licence: words with their frequency) and opencc-python-reimplemented (Apache-2.0).
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from textwrap import wrap

COUNT = 600


def frequent() -> tuple[str, str]:
    """The COUNT most frequent simplified characters, and those of their traditional forms that differ."""
    import jieba

    opencc = import_module("opencc")
    counts: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, frequency = line.split()[:2]
        for character in word:
            if "\u4e00" <= character <= "\u9fff":
                counts[character] += int(frequency)
    simplified = "".join(character for character, _ in counts.most_common(COUNT))
    forms = (opencc.OpenCC(name).convert(simplified) for name in ("s2t", "s2tw", "s2hk"))
    return simplified, "".join(sorted(set().union(*forms) - set(simplified)))


def main() -> None:
    """Print the module."""
    lines = [
        '"""The characters that most Chinese text is made of: written by make_frequent.py, which tells the origin."""'
    ]
    for name, characters in zip(("SIMPLIFIED", "TRADITIONAL"), frequent(), strict=True):
        lines += ["", f"{name} = (", *(f'    "{row}"' for row in wrap(characters, 100)), ")"]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
