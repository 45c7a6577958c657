"""文种: the kind that a title or a masthead ends with."""

from __future__ import annotations

import re

_KINDS = {
    "决议": "决议 決議", "决定": "决定 決定", "命令": "命令", "令": "令", "公报": "公报 公報", "公告": "公告",
    "通告": "通告", "意见": "意见 意見", "通知": "通知", "通报": "通报 通報", "报告": "报告 報告", "请示": "请示 請示",
    "批复": "批复 批復 批覆", "议案": "议案 議案", "函": "复函 復函 答复函 书函 書函 函 答复 答覆", "纪要": "纪要 紀要 纪录 紀錄",
}  # fmt: skip
_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORD = "|".join(sorted(_OF, key=lambda word: (-len(word), word)))
_ADDED = r"(?:[（(〔][^（()）〔〕]{1,24}[)）〕])*"
_END = re.compile(rf"(?:{_WORD})$")
_SUBTITLE = re.compile(r"[（(][^（()）]{1,24}[)）]$")
_PARTED = ("令", "函", "答复", "答覆", "命令")
"""Words that end a title only after 的 or as the whole word of a masthead: 命令 and 信函 stand inside others."""


def kind(title: str) -> str | None:
    """The 文种 a closed-up title ends with, brackets after it aside; 复函 and 答复 are 函.

    >>> kind("关于公布第二批名单的通知（第一批）"), kind("关于节水建议的复函"), kind("临溪市城市管理办法")
    ('通知', '函', None)
    """
    title = title.rstrip("。.：:;； ")
    for _ in range(3):
        found = _SUBTITLE.search(title)
        if found is None:
            break
        title = title[: found.start()]
    word = _END.search(title)
    return _OF[word[0]] if word else None
