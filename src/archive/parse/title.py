"""标题: which lines are the title, and how they read as one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.parse import addressees, boilerplate, kinds, names
from archive.parse.rows import Row

BEGINS = re.compile("关于|關於|转发|轉發|批转|印发|公布|对|表彰|命名|召开|废止|调整|成立")
_MIDDLE = re.compile("关于|關於|转发|轉發|批转|批轉|印发|印發")
_ORDINAL = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、)）．.]|[（(]?[0-9]{1,2}[、．.)）](?![0-9])|"
    r"第[一二三四五六七八九十百0-9]{1,5}[条條章节節]|[①-⑳]|[0-9]{1,2}[ \u3000]"
)
_KEY = re.compile(
    "(?:附件|附表|主送|抄送|抄报|分送|签发人|主旨|依據|說明|公告事項|联系人|目录$|目錄$|正文|受文者|發文日期|来源|发布时间|索引号)"
)
_STOP = re.compile("[。；;！!？?：:…]$|。")
_COMPLETE = re.compile("的[^的，]{0,8}$")
_SUBTITLE = re.compile(
    r"[（(](?![^（()）]*(?:[0-9０-９〇一二三四五六七八九十]日|[号號]))[^（()）]{1,24}[)）]|[—－─]{1,2}.{2,40}"
)
_RUNS_ON = re.compile(r"[（(][^（()）]{1,24}[)）](?:.{2}|》)")
_RULES = re.compile(
    "(?:办法|辦法|规定|規定|细则|細則|方案|条例|條例|规则|規則|规程|規程|制度|章程|准则|守则|预案|规划|计划|纲要|要点|措施|标准|指南|"
    "公示|倡议书|一封信|公开信|慰问信|感谢信|贺信|邀请书|启事|简章|须知|声明)$"
)
_ADOPTION = re.compile(r"[（(].{0,80}[0-9０-９〇○一二三四五六七八九十]日.{0,120}[)）]")
_SUBJECT = re.compile("主旨[:：]")
_QUOTED = re.compile('[《〈》〉“”"（）()]')
_NUMBER = re.compile("[〔［\\[（(【﹝][0-9０-９]{4}[〕］\\]）)】﹞]")
_PLACED = re.compile("致(?!公)|.{2,4}?[省市县縣区區州盟旗]")
_LETTERS = ("倡议书", "一封信", "公开信", "慰问信", "感谢信", "贺信", "邀请书")
_SHEETS = re.compile("(?:[会會][议議][纪紀]要|[统統][计計]公[报報])$")
_LIMIT = 8


@dataclass
class Title:
    """Lines of a title, the first line after it, and whether it ends with a 文种."""

    lines: list[int] = field(default_factory=list)
    end: int = 0
    whole: bool = False


def ends(flat: str) -> bool:
    """Whether a line ends as titles do: with a 文种 after 关于 or 的."""
    if not 4 < len(flat) <= 80 or kinds.kind(flat) is None:
        return False
    return "的" in flat or "关于" in flat or "關於" in flat or _SHEETS.search(flat) is not None


def is_minutes(row: Row) -> bool:
    """Whether a line is 常务会议纪要 or the like, which leans on the name above it."""
    return len(row.flat) <= 10 and row.flat.endswith(("会议纪要", "會議紀要"))


def is_rules(words: str) -> bool:
    """Whether words end as titles without 文种 do: 方案, 公示, 倡议书."""
    return 6 < len(words) <= 60 and words[-1] not in "。；：，、" and _RULES.search(words) is not None


def is_letter(rows: list[Row], at: int, stop: int) -> bool:
    """Whether the lines from ``at`` to ``stop`` are the title of a letter to the public."""
    return (
        ends_letter(rows, at, stop)
        and sum(len(row.flat) for row in rows[at:stop]) <= 40
        and all(titleish(row) for row in rows[at:stop])
    )


def ends_letter(rows: list[Row], at: int, stop: int) -> bool:
    """Whether the lines from ``at`` to ``stop`` end as the title of a letter to the public does."""
    return "".join([row.flat for row in rows[at:stop]]).endswith(_LETTERS)


def begins(flat: str) -> bool:
    """Whether a line holds the words that a title turns on: 关于, 转发, 印发."""
    return _MIDDLE.search(flat) is not None


def is_subject(row: Row) -> bool:
    """Whether the line is the 主旨 of a traditional-script notice."""
    return _SUBJECT.match(row.flat) is not None


def adoption(rows: list[Row], at: int, stop: int) -> int | None:
    """The first line after the 题注 that begins on line ``at``: in brackets, when and by whom it was adopted."""
    said = ""
    for place in range(at, min(at + 4, stop)):
        said += rows[place].flat
        if said[0] not in "（(" or len(said) > 200:
            return None
        if said[-1] in "）)":
            return place + 1 if _ADOPTION.fullmatch(said) else None
    return None


def read(rows: list[Row], at: int, stop: int) -> Title:
    """The title that begins on line ``at``; without lines where none does."""
    if at < stop and is_subject(rows[at]):
        end = at + 1
        while end < stop and (rows[end].line.joins or _goes_on(rows[end - 1], rows[end])):
            end += 1
        return Title(list(range(at, end)), end, True)
    block = _block(rows, at, stop)
    if not block:
        return Title(end=at)
    count = _ending(rows, block)
    if count:
        block = block[:count]
        end = _subtitles(rows, block, stop)
        return Title(_without_banner(rows, block), end, True)
    after = block[-1] + 1
    if (below := _below_banner(rows, after, stop)) is not None:
        return below
    if _is_paragraph(rows, block):
        return Title(end=at)
    if rules := _rules(rows, block):
        block = _without_banner(rows, block[:rules])
    elif addressees.read(rows, after, stop, after_title=True) is None:
        block = _of_a_piece(rows, block)
    if len(block) > 4 or sum(len(rows[place].flat) for place in block) > 90:
        return Title(end=at)
    return Title(block, _subtitles(rows, block, stop), False)


def _below_banner(rows: list[Row], at: int, stop: int) -> Title | None:
    """The title in smaller letters below a banner in large ones: it begins with 关于 and ends with a 文种."""
    if at >= stop or not rows[at].flat.startswith(("关于", "關於")):
        return None
    above, size = rows[at - 1].line.size, rows[at].line.size
    if above is None or size is None or size >= above - 1:
        return None
    below = read(rows, at, stop)
    return below if below.whole else None


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a 主旨 that stops at a comma goes on with the line below it."""
    return above.flat[-1] in "，,、" and _KEY.match(row.flat) is None and _ORDINAL.match(row.text.lstrip()) is None


def text(rows: list[Row], lines: list[int]) -> str:
    """The title's lines as one; a blank stays where it parts two phrases."""
    out = ""
    for place in lines:
        piece = _closed(rows[place].text)
        latin = out[-1:].isascii() and out[-1:].isalnum() and piece[:1].isascii() and piece[:1].isalpha()
        if latin or (out and _parts_names(out, piece)):
            out += " "
        out += piece
    return _SUBJECT.sub("", out, count=1) if _SUBJECT.match(out) else out


def _parts_names(above: str, line: str) -> bool:
    """Whether a line break parts two organisations: names above it, and below it one that leans on no other."""
    about = turn(line)
    return names.headed(line) and bool(names.names(line[:about] if about > 0 else line) and names.names(above))


def _closed(line: str) -> str:
    """A line whose letter-spacing is closed up; blanks between longer phrases become one."""
    pieces = line.split()
    if len(pieces) < 2:
        return "".join(pieces)
    if sum(len(piece) == 1 for piece in pieces) * 2 >= len(pieces):
        return "".join(pieces)
    out = pieces[0]
    for piece in pieces[1:]:
        spaced = len(piece) > 1 and len(out) > 1 and not (out[-1].isdigit() or piece[0].isdigit())
        spaced = spaced and piece[0] not in "“（《关" and out[-1] not in "”）》"
        out += (" " if spaced else "") + piece
    return out


def _block(rows: list[Row], at: int, stop: int) -> list[int]:
    block: list[int] = []
    while at < stop and len(block) < _LIMIT:
        row = rows[at]
        if not titleish(row) or (block and _parted(rows[block[0]], rows[block[-1]], row)):
            break
        if block and _addressed(rows, block, at, stop):
            break
        block.append(at)
        at += 1
    return block


def titleish(row: Row) -> bool:
    """Whether a line can be one of a title: short, no sentence, no item of a list, no key word of another part."""
    flat = row.flat
    return (
        (1 <= len(flat) <= 60 or _is_long(flat))
        and not row.line.row
        and _STOP.search(flat) is None
        and not (len(flat) > 30 and ("，" in flat or "," in flat))
        and _ORDINAL.match(row.text.lstrip()) is None
        and _KEY.match(flat) is None
        and row.date is None
        and (flat[0] not in "（(" or _SUBTITLE.fullmatch(flat) is not None or _RUNS_ON.match(flat) is not None)
        and not boilerplate.stands_around(row)
        and not boilerplate.is_contents(row)
    )


def _is_long(flat: str) -> bool:
    """Whether a line of more letters than others is a title all the same, as joint notices have on web pages."""
    return len(flat) <= 110 and "，" not in flat and kinds.kind(flat) is not None and turn(flat) > 0


def _addressed(rows: list[Row], block: list[int], at: int, stop: int) -> bool:
    """Whether addressees begin here: on a line that ends them, or below a title that is complete."""
    if addressees.read(rows, at, stop, after_title=True) is None:
        return False
    flat = rows[at].flat
    complete = kinds.kind("".join(rows[place].flat for place in block)) is not None
    return complete or flat[-1] in ":：" or flat.startswith(("各", "有关", "全"))


def _parted(first: Row, last: Row, row: Row) -> bool:
    """Whether the next line is set otherwise than the title's first."""
    if first.line.size is not None and row.line.size is not None and row.line.size < first.line.size - 1:
        return True
    return row.line.gap >= 1 and row.line.gap > last.line.gap + 0.5 and kinds.kind(last.flat) is not None


def _ending(rows: list[Row], block: list[int]) -> int:
    """How many lines of the block make a title that ends with a 文种."""
    joined, best = "", 0
    for count, place in enumerate(block, 1):
        flat = rows[place].flat
        if best and balanced(joined) and _done(joined) and not flat.startswith(("的", "》")):
            break
        joined += flat
        if balanced(joined) and kinds.kind(joined) is not None and len(joined) > 4 and (best == 0 or _done(joined)):
            best = count
        elif best and count - best > 2:
            break
    return best


def _is_paragraph(rows: list[Row], block: list[int]) -> bool:
    """Whether the first line is running text that goes on: a clause ends in it, and the next line joins it."""
    first = rows[block[0]]
    following = rows[block[0] + 1] if block[0] + 1 < len(rows) else None
    if ("，" not in first.flat and "," not in first.flat) or _RULES.search(first.flat):
        return False
    return len(first.flat) >= 24 or (following is not None and following.line.joins)


def _rules(rows: list[Row], block: list[int]) -> int:
    """How many lines of the block make the title of 办法, 公示, 一封信 or the like, which no 文种 ends."""
    joined, best = "", 0
    for count, place in enumerate(block, 1):
        joined += rows[place].flat
        bare = kinds.bare(joined)
        if len(bare) > 4 and balanced(bare) and _RULES.search(bare):
            if turn(joined) >= 0 or count == 1:
                return count
            best = count
            break
    after = block[0] + best
    if not best or after >= len(rows):
        return 0
    return 0 if titleish(rows[after]) and _NUMBER.search(rows[after].flat) is None else best


def balanced(words: str) -> bool:
    """Whether every 《 is closed: a 文种 within one ends no title."""
    return words.count("《") <= words.count("》") and words.count("“") <= words.count("”")


def turn(words: str) -> int:
    """Where 关于, 转发 or 印发 first stands outside 《》, or -1."""
    for found in _MIDDLE.finditer(words):
        before = words[: found.start()]
        if before.count("《") <= before.count("》"):
            return found.start()
    return -1


def _done(joined: str) -> bool:
    kind = kinds.kind(joined)
    return kind is not None and _COMPLETE.search(joined) is not None


def _subtitles(rows: list[Row], block: list[int], stop: int) -> int:
    """Takes the lines in brackets or after a dash that follow into the block; gives the first line after it."""
    at = block[-1] + 1
    while at < stop and len(rows[at].flat) <= 42 and _SUBTITLE.fullmatch(rows[at].flat) and rows[at].date is None:
        block.append(at)
        at += 1
    return at


def _without_banner(rows: list[Row], block: list[int]) -> list[int]:
    """The block from the line that begins with 关于, a name and 关于, or larger letters, and has no issuer above it."""
    if len(block) > 1 and _is_slogan(rows[block[0]]):
        block = block[1:]
    for count, place in enumerate(block[1:], 1):
        above, flat = rows[place - 1], rows[place].flat
        if (
            above.names
            or names.names("".join(rows[each].flat for each in block[:count]))
            or above.flat.endswith(("、", "，", "会议", "會議"))
        ):
            continue
        before = "".join(rows[each].flat for each in block[:count])
        if 0 <= turn(before + flat) < len(before):
            break
        smaller = (above.line.size or 0) < (rows[place].line.size or 0) - 1
        if flat.startswith(("关于", "關於")) or (smaller and above.line.size) or _stands_alone(rows, block, count):
            return block[count:]
    return block


def _is_slogan(row: Row) -> bool:
    """Whether a line is two phrases of one length, side by side, as on a banner: 弘扬劳模精神　争当时代先锋."""
    phrases = row.text.split()
    if len(phrases) != 2 or not 3 < len(phrases[0]) == len(phrases[1]) <= 12:
        return False
    return not row.names and not names.is_name(phrases[0]) and turn(row.flat) < 0


def _stands_alone(rows: list[Row], block: list[int], count: int) -> bool:
    """Whether a line begins a title with the place or name of its issuer, and no name runs into it from above."""
    before, rest = ("".join(rows[each].flat for each in part) for part in (block[:count], block[count:]))
    flat = rows[block[count]].flat
    if names.is_rest(flat):
        return False
    about = next(
        (found.start() for found in BEGINS.finditer(flat) if found.start() and names.names(flat[: found.start()])), 0
    )
    if not about or not names.headed(flat):
        return not names.headed(before) and _PLACED.match(flat) is not None and (ends(rest) or is_rules(rest))
    whole = names.names(before + flat[:about])
    if len(whole) != 1:
        return not whole
    return not names.headed(before) and not any(row.flat == whole[0] for row in rows)


def _of_a_piece(rows: list[Row], block: list[int]) -> list[int]:
    """Without a 文种 and without addressees, only lines set like the first and close below it are the title."""
    count = 1
    first = rows[block[0]].line
    while count < len(block):
        line = rows[block[count]].line
        if line.gap >= 1 or line.size != first.size:
            break
        count += 1
    return block[:count] if first.size is not None else block[:1]


def core(words: str) -> str:
    """A title from 关于 on, without its marks, to look for in other texts."""
    about = _MIDDLE.search(words)
    return _QUOTED.sub("", words[about.start() :] if about and about.start() < 40 and len(words) < 120 else words)


def heading(rows: list[Row], at: int, stop: int, said: str) -> list[int]:
    """The lines of the heading of what an order promulgates, where the order's text names it; else none."""
    joined, named = "", _bare(said)
    out: list[int] = []
    for place in range(at, min(stop, at + 5)):
        if not titleish(rows[place]) or rows[place].names:
            break
        joined += rows[place].flat
        if len(joined) >= 4 and _bare(joined) in named:
            out = list(range(at, place + 1))
        elif out:
            break
    return out


def _bare(words: str) -> str:
    return re.sub("[《》〈〉「」“”、（）()]|修正条文|修正條文|修正規定|修正规定|條文$", "", words)
