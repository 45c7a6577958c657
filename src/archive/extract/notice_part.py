"""Which blocks of a web page are the notice, and what the publisher's table says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archive.extract.markup import Block

_PATH = re.compile(r"(?:您?的?(?:当前|所在|现在)的?位置|您现在的?位置|您的位置|首页\s*[>＞»›/|])")
_TOOLS = re.compile(
    r"(?:[【\[(（]?\s*字\s*[号体]\s*[：:]?|[【\[(（]?\s*(?:打\s*印(?:本页|文章)?|关闭(?:窗口|本页)?|分享(?:到|至)?|收藏|扫一扫)\s*[】\])）：:|]?\s*(?:$|[【\[|]|打印|关闭|分享|收藏|微信|微博)"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数|次)?\s*[：:]?\s*\[?\s*\d*\s*\]?\s*次?\s*$"
    r"|(?:信息)?来源\s*[：:]|(?:发布|更新|发表|录入)(?:时间|日期)\s*[：:]|(?:责任)?编辑\s*[：:]|上一[篇条]|下一[篇条]|大\s+中\s+小\s*$)"
)
_FOOT = re.compile(
    r"主办(?:单位)?\s*[：:]|承办(?:单位)?\s*[：:].*(?:网|中心)|版权所有|ICP\s*备|网站标识码|公网安备|技术支持\s*[：:]|网站地图|"
    r"Copyright|©|^(?:相关|推荐|热点)(?:链接|阅读|文章|文件|新闻|解读|信息|推荐)\s*[：:]?$|^友情链接",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"附\s*件|^\d{1,2}\s*[.．、]")
_DAY = re.compile(r"[\[(（]?\d{2,4}[-./年]\d{1,2}(?:[-./月]\d{1,2})?日?[\])）]?|\s+")
_STOP = re.compile("[，。；！？：]")
_SENTENCE = re.compile("[。；！？]|，.*，|[^：]{4}：$")
_LEAST_RUN = 60
_LONGEST_FACTS = 2000

_FIELDS = {
    "issuers": "发文机关 发文机构 发文单位 发布机构 发布机关 制发单位",
    "date": "成文日期 发文日期 生成日期 成文时间 发文时间",
    "title": "标题 名称 信息名称 文件名称",
    "number": "发文字号 文号 文件编号 公文号",
    "": "索引号 信息索引号 主题分类 信息分类 分类 体裁分类 组配分类 服务对象 公文种类 发布日期 发布时间 公开日期 "
    "公开方式 公开范围 公开时限 主题词 关键词 有效性 时效性 效力状态 生效日期 废止日期 内容概述",
}
_LABELS = {label: field for field, labels in _FIELDS.items() for label in labels.split()}
_ANY = "|".join(r"\s*".join(label) for label in sorted(_LABELS, key=len, reverse=True))
_LABEL = re.compile(rf"(?:^|(?<=\s)|(?<=[【\[]))({_ANY})\s*[】\]]?\s*(?:[：:]|$|(?=\t))")
_NONE = frozenset(("", "无", "暂无", "-", "—", "——", "/"))


def given_by_table(found: Sequence[Block]) -> tuple[list[Block], dict[str, str]]:
    """The blocks without the publisher's table of facts (索引号, 发文机关, 成文日期), and what the table says.

    A table of facts stands before the first long sentence and names three labels, or two with 索引号 among them.

    Args:
        found: all blocks of the page.

    Returns:
        The other blocks, and field (``number``, ``date``, ``issuers``, ``title``) → value as the table prints it.
    """
    marked: list[int] = []
    given: dict[str, str] = {}
    seen: set[str] = set()
    waiting: str | None = None
    end = next((at for at, each in enumerate(found) if len(each.text) > 60 and "。" in each.text), len(found))
    for at, block in enumerate(found[: end + 1]):
        pieces = _LABEL.split(block.text[:_LONGEST_FACTS])
        if len(pieces) > 1 and not pieces[0].strip("\t 【["):
            for label, value in zip(pieces[1::2], pieces[2::2], strict=True):
                waiting = "".join(label.split())
                seen.add(waiting)
                if value := _value(value):
                    _give(given, waiting, value)
                    waiting = None
            marked.append(at)
        elif waiting is not None and marked and marked[-1] == at - 1 and len(block.text) < 200:
            _give(given, waiting, _value(block.text))
            marked.append(at)
            waiting = None
    if len(seen) < 3 and not (len(seen) == 2 and "索引号" in seen):
        return list(found), {}
    gone = set(marked)
    return [block for at, block in enumerate(found) if at not in gone], given


def _value(text: str) -> str:
    return " ".join(text.strip("\t 【】[]|").split())


def _give(given: dict[str, str], label: str, value: str) -> None:
    field = _LABELS[label]
    if field and value not in _NONE:
        given.setdefault(field, value)


def notice_part(found: Sequence[Block]) -> tuple[list[Block], str]:
    """The blocks of the notice, or of the notices, and the headline of the page where the notice prints its own.

    Links, menus and footers part the page in runs of text. The run with most text is the notice, and with it all that
    stands between it and other runs of prose. A line that reads as the site's (来源：, 责任编辑：, 主办单位：) is the
    notice's own where it stands between sentences of it: the site puts its lines above the first and below the last.

    Args:
        found: the blocks of the page, without the publisher's table.

    Returns:
        The blocks, none where the page has no text but links; the headline, else "".
    """
    homes: Counter[int] = Counter()
    for each in found:
        if not (each.around or _is_tool(each) or _parts(each, False, False)):
            homes[each.home] += _weight(each)
    total = sum(homes.values())
    around = sum(len(each.text) - each.links for each in found if each.around)
    trusted = around * 2 < total
    home = homes.most_common(1)[0][0] if homes else 0
    own = [at for at, each in enumerate(found) if each.home == home and not _is_linked(each)]
    first, last = (own[0], own[-1]) if own else (0, -1)
    body = [at for at in own if _is_prose(found[at])]
    runs: list[list[int]] = [[]]
    for at, block in enumerate(found):
        inside = block.home == home and first <= at <= last
        between = inside and bool(body) and body[0] < at < body[-1]
        if not between and _is_tool(block):
            continue
        if not between and _parts(block, inside, trusted):
            runs.append([])
        else:
            runs[-1].append(at)
    weights = [sum(_weight(found[at]) for at in run) for run in runs]
    best = max(weights)
    chosen = [
        place for place, weight in enumerate(weights) if weight and weight >= max(best * 0.2, min(best, _LEAST_RUN))
    ]
    if not chosen:
        return [], ""
    kept = [found[at] for place in chosen for at in runs[place]]
    return _without_headline(kept)


def _is_prose(block: Block) -> bool:
    """Whether it is a sentence, or what leads one in (各县人民政府：), of a notice and not of the site."""
    return bool(_SENTENCE.search(block.text)) and not (_is_tool(block) or _FOOT.search(block.text) or block.around)


def _is_tool(block: Block) -> bool:
    return len(block.text) <= 120 and _TOOLS.match(block.text) is not None


def _parts(block: Block, inside: bool, trusted: bool) -> bool:
    """Whether a block is none of a notice's: a path, a footer, a menu, a list of links."""
    if block.around and trusted:
        return True
    if (
        len(block.text) <= 300
        and (_PATH.match(block.text) or _FOOT.search(block.text))
        and not block.text.endswith("。")
    ):
        return True
    if not _is_linked(block):
        return False
    return not (inside or block.files or _ATTACHED.match(block.text))


def _is_linked(block: Block) -> bool:
    """Whether it is mostly links, days beside them aside (a list of notices)."""
    return block.links > 0 and block.links * 2 >= len(_DAY.sub("", block.text))


def _weight(block: Block) -> int:
    """How much a block speaks for a notice: its characters that are no links, sentences and rows more than names."""
    plain = len(block.text) - block.links
    return plain if block.row or _STOP.search(block.text) else (plain + 1) // 2


def _without_headline(kept: list[Block]) -> tuple[list[Block], str]:
    """Drop the page's headline where the notice prints its own title again, also over several lines."""
    flats = ["".join(block.text.split()) for block in kept]
    for at, flat in enumerate(flats[:3]):
        if len(flat) < 6:
            continue
        for start in range(at + 1, min(at + 14, len(flats))):
            whole = ""
            for piece in flats[start : start + 5]:
                whole += piece
                if whole == flat:
                    return kept[:at] + kept[at + 1 :], kept[at].text
                if not flat.startswith(whole):
                    break
    return kept, ""
