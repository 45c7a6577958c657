"""文种: the kind that a title or a masthead ends with."""

from __future__ import annotations

import re

_KINDS = {
    "决议": "决议 決議", "决定": "决定 決定", "命令": "命令", "令": "令", "公报": "公报 公報", "公告": "公告",
    "通告": "通告", "意见": "意见 意見", "通知": "通知", "通报": "通报 通報", "报告": "报告 報告", "请示": "请示 請示",
    "批复": "批复 批復 批覆", "议案": "议案 議案", "函": "复函 復函 答复函 书函 書函 函 答复 答覆",
    "纪要": "纪要 紀要 纪录 紀錄",
}  # fmt: skip
_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORD = "|".join(sorted(_OF, key=lambda word: (-len(word), word)))
_END = re.compile(rf"(?:{_WORD})$")
_LAST = frozenset(word[-1] for word in _OF)
_ENDS = "。.：:;； 】"
_SUBTITLE = re.compile(r"[（(][^（()）]{1,24}[)）]$")
_DASHES = ("——", "－－", "──", "--")
_DASHED = re.compile("|".join(_DASHES))
_SAID = re.compile("(通知|通报|公告|通告|函告|函复|批复|决定|报告|请示)如(?:下|$)")


def kind(title: str) -> str | None:
    """The 文种 a closed-up title ends with, brackets and a subtitle after it aside; 复函 and 答复 are 函.

    >>> kind("关于公布第二批名单的通知（第一批）"), kind("关于节水建议的复函"), kind("临溪市城市管理办法")
    ('通知', '函', None)
    """
    last = title.rstrip(_ENDS)[-1:]
    if last not in _LAST and last not in "）)" and _DASHED.search(title) is None:
        return None
    word = _END.search(bare(title))
    return _OF[word[0]] if word else None


def bare(title: str) -> str:
    """A closed-up title without what stands in brackets or after a dash at its end."""
    title = title.rstrip(_ENDS)
    for dash in _DASHES:
        at = title.find(dash, 1)
        if at > 0 and title.count("《", 0, at) <= title.count("》", 0, at):
            title = title[:at]
    for _ in range(3):
        found = _SUBTITLE.search(title) if title[-1:] in ("）", ")") else None
        if found is None:
            break
        title = title[: found.start()]
    return title


def said(line: str) -> str | None:
    """The 文种 that a line names itself by: …有关事项通知如下.

    >>> said("现就有关事项函告如下。"), said("请各单位按通知办理。")
    ('函', None)
    """
    found = _SAID.search(line)
    if found is None:
        return None
    return "函" if found[1].startswith("函") else found[1]
