"""Glyphs to printed rows: what stands on one baseline, read from left to right, with the blanks that mean something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import eq, itemgetter, sub

from archive.extract.glyphs import Glyph

BLANK = 0.9
"""A gap this wide, in characters, is a blank even where none was typed."""

_TEXT, _LEFT, _RIGHT, _BASE, _SIZE = (
    itemgetter(Glyph._fields.index(name)) for name in ("text", "left", "right", "base", "size")
)


@dataclass(slots=True)
class Row:
    """What is printed on one baseline, or one row of a table.

    Attributes:
        text: its characters; table cells parted by tabs.
        left: where it begins, in points from the left edge of the page.
        right: where it ends.
        base: its baseline, in points from the top of the page.
        size: the commonest type size in it, in points.
        red: most of it is red.
        cells: it is a row of a table.
        block: left and right edge of the column or cell that it stands in, where that is not the page.
        glyphs: its characters from left to right; none for the row of a ruled table.
        gap: the widest gap between two of them, in points.
        recognised: its text was recognised from a picture.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    red: bool
    cells: bool = False
    block: tuple[float, float] | None = None
    glyphs: Sequence[Glyph] = ()
    gap: float = 0.0
    recognised: bool = False


def rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """The rows that glyphs make, from the top down; blanks alone make none."""
    bands = _bands(glyphs)
    beside = _pull_wenjian(bands)
    bands = _merge(band for band in bands if band)
    for last, band in reversed(beside):
        at = sum(_base(other) <= last + 0.1 for other in bands)
        bands.insert(at, band)
    return [row for band in bands if (row := _row(band))]


def _base(band: Sequence[Glyph]) -> float:
    """The baseline of most of a band."""
    if band[0].base == band[-1].base:
        return band[0].base
    return Counter[float](map(_BASE, band)).most_common(1)[0][0]


def _size(band: Sequence[Glyph]) -> float:
    if band[0].size == band[-1].size == band[len(band) // 2].size:
        return band[0].size
    return Counter[float](map(_SIZE, band)).most_common(1)[0][0]


def _bands(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that share a baseline but for a tenth of their size, from the top down."""
    bands: list[list[Glyph]] = []
    base, reach = 0.0, -1.0
    for glyph in sorted(glyphs, key=_BASE):
        here = glyph.base
        if here - base > reach:
            base, reach = here, 0.1 * glyph.size
            band: list[Glyph] = []
            bands.append(band)
        band.append(glyph)
    return [band for band in bands if any(glyph.text != " " for glyph in band)]


def _merge(bands: Iterable[list[Glyph]]) -> list[list[Glyph]]:
    """Bands of one printed row together: fonts that stand a little apart, raised and lowered figures."""
    merged: list[list[Glyph]] = []
    for band in bands:
        if merged:
            above = merged[-1]
            down = _base(band) - _base(above)
            upper, lower = _size(above), _size(band)
            raised = upper <= 0.8 * lower and down <= 0.6 * lower and _touches(above, band)
            lowered = lower <= 0.8 * upper and down <= 0.35 * upper and _touches(band, above)
            level = down <= 0.35 * min(upper, lower) and not _collide(above, band)
            if level or raised or lowered:
                above += band
                continue
        merged.append(list(band))
    return merged


def _collide(one: Sequence[Glyph], other: Sequence[Glyph]) -> bool:
    """Whether two bands print over each other, other than the same letters twice: then they are two lines."""
    marked = [(glyph, place) for place, band in enumerate((one, other)) for glyph in band if glyph.text != " "]
    marked.sort(key=lambda pair: pair[0].left)
    over = sum(
        here != there and after.text != before.text and before.right - after.left > 0.25 * min(before.size, after.size)
        for (before, here), (after, there) in pairwise(marked)
    )
    return over * 4 > min(len(one), len(other))


def _touches(small: Sequence[Glyph], large: Sequence[Glyph]) -> bool:
    """Whether small figures stand right behind or before a letter of the large row, or behind each other there."""
    near, over = 0.6 * _size(large), 0.5 * _size(small)

    def beside(glyph: Glyph, others: Sequence[Glyph]) -> bool:
        return any(
            -over <= glyph.left - other.right <= near or -over <= other.left - glyph.right <= near
            for other in others
            if other is not glyph and other.text != " "
        )

    return any(beside(glyph, large) for glyph in small) and all(
        beside(glyph, large) or beside(glyph, small) for glyph in small
    )


def _pull_wenjian(bands: list[list[Glyph]]) -> list[tuple[float, list[Glyph]]]:
    """Take 文件 out of a joint masthead, where it stands in large type beside the middle of several issuers' lines.

    Returns:
        The baseline of the last issuer's line and the two glyphs, for each such masthead; they are gone from ``bands``.
    """
    pulled = []
    for band in bands:
        if "件" not in map(_TEXT, band):
            continue
        letters = sorted((glyph for glyph in band if glyph.text != " "), key=_LEFT)
        if len(letters) < 2 or letters[-1].size < 20 or [glyph.text for glyph in letters[-2:]] != ["文", "件"]:
            continue
        first, large = letters[-2], letters[-1].size
        rest = letters[:-2]
        if rest and rest[-1].size > 0.9 * large and first.left - rest[-1].right < 0.5 * large:
            continue
        middle = first.base - 0.38 * large
        beside = sorted(
            (_base(other), _size(other))
            for other in (*(other for other in bands if other is not band and other), *([rest] if rest else []))
            if max(glyph.right for glyph in other) <= first.left + 0.2 * large
            and 0.3 * large <= _size(other) <= 1.05 * large
            and other[0].red == first.red
        )
        issuers = _run_about(middle, beside)
        if len(issuers) >= 2 and min(issuers) < first.base + 0.2 * large and max(issuers) > middle:
            pulled.append((max(issuers), letters[-2:]))
            band[:] = [glyph for glyph in band if glyph not in letters[-2:]]
    return pulled


def _run_about(middle: float, beside: Sequence[tuple[float, float]]) -> list[float]:
    """Baselines of the lines that follow each other closely and have a height in their midst.

    Args:
        middle: the height.
        beside: baseline and size of each line, from the top down.
    """
    run: list[float] = []
    for base, size in beside:
        if run and base - run[-1] > 2.5 * size:
            if run[-1] > middle:
                break
            run = []
        run.append(base)
    return run


def _row(band: list[Glyph]) -> Row | None:
    """The row of a band, read from left to right."""
    glyphs = sorted(band, key=_LEFT)
    letters, blanks = _once(glyphs)
    if not letters:
        return None
    texts, lefts, rights, _, sizes, reds = zip(*letters, strict=True)
    gaps = list(map(sub, lefts[1:], rights))
    gap = max(gaps, default=0.0)
    text = "".join(texts) if gap <= 0.1 * min(sizes) else _text(letters, blanks, gaps)
    red = 2 * sum(reds) > len(reds)
    return Row(text, lefts[0], max(rights), _base(letters), _size(letters), red, glyphs=glyphs, gap=gap)


def _once(glyphs: list[Glyph]) -> tuple[list[Glyph], list[bool]]:
    """Characters without blanks and doubles (bold by printing twice), and whether a blank was typed before each."""
    texts = list(map(_TEXT, glyphs))
    letters, blanks = glyphs, [False] * len(glyphs)
    if " " in texts:
        letters = [glyph for glyph in glyphs if glyph.text != " "]
        blanks = [False, *(before == " " for before, text in pairwise(texts) if text != " ")][-len(letters) :]
        texts = list(map(_TEXT, letters))
    for step in (1, 2):
        if any(map(eq, texts, texts[step:])) and any(map(_doubles, letters[step:], letters)):
            return _without_doubles(glyphs)
    return letters, blanks


def _doubles(glyph: Glyph, other: Glyph) -> bool:
    """Whether a character stands so close behind one that it is the same, printed again."""
    if other.text != glyph.text:
        return False
    return glyph.left - other.left < 0.3 * max(other.right - other.left, 0.2 * other.size)


def _without_doubles(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[bool]]:
    """What ``_once`` gives where characters are printed twice."""
    letters: list[Glyph] = []
    blanks: list[bool] = []
    blank = False
    for glyph in glyphs:
        if glyph.text == " ":
            blank = True
        elif not any(_doubles(glyph, other) for other in letters[-2:]):
            letters.append(glyph)
            blanks.append(blank)
            blank = False
    return letters, blanks


def _wide(text: str) -> bool:
    """Whether a character is set in a square of its own: Han, kana, full-width and Chinese punctuation."""
    return "\u2e80" <= text[-1] <= "\ufaff" or "\ufe30" <= text[-1] <= "\uffef" or text[-1] >= "\U00020000"


def _text(letters: Sequence[Glyph], blanks: Sequence[bool], gaps: Sequence[float]) -> str:
    """The text of a row that has gaps: letter-spacing closed up, blanks that part words or names kept as one."""
    pieces = list(map(_TEXT, letters))
    spread, tight = _spread(letters, gaps)
    for at in [at for at in range(len(gaps), 0, -1) if gaps[at - 1] > 0.1 * letters[at].size]:
        last, glyph = letters[at - 1], letters[at]
        lone = tight and _han(last.text) and _han(glyph.text)
        gap = gaps[at - 1] / min(last.size, glyph.size)
        pieces.insert(at, _blank(gap, blanks[at] or lone, _wide(last.text) + _wide(glyph.text), spread))
    return "".join(pieces)


def _blank(gap: float, typed: bool, wide: int, spread: float) -> str:
    """What stands for a gap.

    Args:
        gap: its width in characters.
        typed: the file has a blank there, or the gap is too odd to be else.
        wide: how many of its two neighbours are set in a square.
        spread: the row's letter-spacing in characters, 0 where it has none.
    """
    if spread:
        return (
            "\u3000"
            if gap >= max(1.6 * spread, spread + 0.6)
            else " "
            if wide == 0 and typed and gap > 1.3 * spread
            else ""
        )
    if gap >= BLANK:
        return "\u3000" if wide else " "
    if wide == 2:
        return " " if typed and gap >= 0.3 else ""
    if wide == 1:
        return " " if typed and gap >= 0.6 else ""
    return " " if gap >= 0.18 or typed else ""


def _han(text: str) -> bool:
    return "\u4e00" <= text[0] <= "\u9fff" or "\u3400" <= text[0] <= "\u4dbf" or text[0] >= "\U00020000"


def _spread(letters: Sequence[Glyph], gaps: Sequence[float]) -> tuple[float, bool]:
    """The letter-spacing of a row, and whether it has none to speak of.

    Args:
        letters: from left to right.
        gaps: between each and the next, in points.

    Returns:
        The middle gap beside wide characters, in characters, 0 where it is small; whether nearly all gaps are nothing,
        so that a lone one is a blank though the file has none there.
    """
    wide = [_wide(letter.text) for letter in letters]
    shares = sorted(
        gap / min(letters[at].size, letters[at + 1].size) for at, gap in enumerate(gaps) if wide[at] or wide[at + 1]
    )
    if not shares or shares[-1] < 0.25:
        return 0.0, False
    middle = shares[(len(shares) - 1) // 2]
    if len(letters) == 2:
        return (middle if all(wide) else 0.0), False
    return (middle if middle >= 0.25 else 0.0), middle < 0.06


def split(row: Row, edges: Sequence[float]) -> list[Row | None]:
    """A row cut at upright edges into what stands before, between and after them; None where nothing does."""
    pieces: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for glyph in row.glyphs:
        middle = (glyph.left + glyph.right) / 2
        pieces[sum(edge <= middle for edge in edges)].append(glyph)
    return [_row(piece) if piece else None for piece in pieces]


def joined(rows: Sequence[Row]) -> Row:
    """The rows of one cell as one: wrapped lines run on, with a blank only between Latin words."""
    text = rows[0].text
    for row in rows[1:]:
        blank = not _wide(text) and not _wide(row.text[0]) and text[-1].isalnum() and row.text[0].isalnum()
        text += (" " if blank else "") + row.text
    return replace(
        rows[0], text=text, left=min(row.left for row in rows), right=max(row.right for row in rows), glyphs=()
    )


def parted(row: Row, gap: float) -> bool:
    """Whether gaps of so many characters part a row."""
    return row.gap >= gap * row.size and len(segments(row, gap)) > 1


def segments(row: Row, gap: float) -> list[tuple[float, float]]:
    """Left and right ends of what gaps part in a row.

    Args:
        row: a row with its glyphs.
        gap: width in characters from which on a gap parts.
    """
    found: list[tuple[float, float]] = []
    for glyph in row.glyphs:
        if glyph.text == " ":
            continue
        if found and glyph.left - found[-1][1] < gap * row.size:
            found[-1] = (found[-1][0], max(found[-1][1], glyph.right))
        else:
            found.append((glyph.left, glyph.right))
    return found
