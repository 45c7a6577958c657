"""Names of organisations: what reads as one, and how several stand on one line."""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○"
_LAST = """
    委員會 委员会 常委会 常委會 组委会 管委会 工委 党委 团委 团工委 党工委 纪委
    政法委 委 办公室 辦公室 办公厅 辦公廳 政府 公署 行署 总工会 工会 联合会
    聯合會 协会 協會 学会 學會 商会 理事会 基金会 妇联 残联 科协 社联 文联
    侨联 工商联 联盟 红十字会 仲裁院 部 厅 廳 局 署 院 司 处 處 科 室
    中心 大学 大學 学院 學院 学校 學校 党校 中学 中學 小学 小學 幼儿园 公司
    集团 集團 银行 銀行 法院 检察院 檢察院 法庭 总站 站 总所 所 总队 支队
    大队 中队 队 隊 办 辦 馆 館 党组 党支部 党总支 支部 专班 指挥部 司令部
    军区 兵团 军 府 会 會 社 台 庭 段 团 总局 股 宮 宫 园 组 小組
    小组 总统 總統 主席 办事处 團 廠 厂 協作組 代表處 代表处 协作组 組 代表大会
    法人 联社 报社 出版社 电视台 医院 醫院 博物院 分行 支行 总行 商行 网信办
    管理区 开发区 风景区 改良場 农场 林场 农垦 牧场 新区 园区
"""
ORGANISATION = tuple(sorted(set(_LAST.split())))
"""What names of organisations end with."""
_ENDS = frozenset({name[-1] for name in ORGANISATION} | {"）", ")"})
_LINE_ENDS = _ENDS | {"/", "／", "\u200b"}
_NAME = re.compile(rf"([{_HAN}]+(?:[（(][{_HAN}、]+[)）][{_HAN}]+)?)(?:[（(][{_HAN}、]+[)）])?")
_SHORT = ("总统", "總統", "主席")
_NOT_START = re.compile(
    "各|致(?!公)|附件|附表|附录|附錄|第[0-9一二三四五六七八九十]|关于|關於|現將|现将|根据|依據|为[了加进做]|经[研批审请同]|请|由[省市县]|"
    "对[全各]|将[全各]|并[报送]|本[省市县區区院部局会會校单公通]|该|以上|有关|全[省市县区體体校]|其他|上述|下列|[年月][0-9]"
)
_INSIDE = re.compile(
    "关于|關於|[的了]|印发|印發|转发|轉發|批转|召开|召開|加强|根据|现将|要求|通知|通报|工作会|讨论|提出|应当|應|不得|進行|进行|负责|負責|規定|规定|情形"
)
_HEADED = re.compile(".{2,4}?[省市縣县區区州盟旗]|.{2,8}(?:大学|大學|公司|集团)|中共|中国|中央|国务院|最高|国家|共青团")
_PLACED = re.compile(".{2,6}?(?:自治[区县州]|[省市縣县區区州]|大学|学院)")
_SHEET = re.compile(r"(?:(?:下发|下發)?\s*文\s*件|\s*发\s*电|\s*发\s*电|\s*（\s*通\s*知\s*）|\s*笺)$")
_SHEET_ENDS = frozenset("件电）笺")
_SEAL = re.compile(r"\s*[（(]\s*(?:盖|代|签|公|印)?\s*章\s*[)）]$")
_END = 30
_RESTS = ("厅", "局", "有限", "集团", "公司", "委员会", "人民政府", "领导小组", "指挥部")
_WIDE = re.compile(r"[ \t\u3000\u00a0]{2,}|[\t\u3000]|、|／|/")
_BLANK = re.compile(r"[\s\u00a0\u200b]+")


def is_name(text: str) -> bool:
    """Whether a closed-up text reads as the name of one organisation.

    >>> is_name("云川省总工会"), is_name("云川省人民政府文件"), is_name("关于表彰先进的决定")
    (True, False, False)
    """
    if not 2 <= len(text) <= 45 or text[-1] not in _ENDS:
        return False
    found = _NAME.fullmatch(text)
    return (
        found is not None
        and found[1].endswith(ORGANISATION)
        and (len(found[1]) > 2 or found[1] in _SHORT)
        and _NOT_START.match(text) is None
        and _INSIDE.search(text) is None
    )


def headed(name: str) -> bool:
    """Whether a name begins with a place, a school or the like of its own, and so leans on no other.

    >>> headed("云川省财政厅"), headed("办公室"), headed("领导小组办公室")
    (True, False, False)
    """
    return _HEADED.match(name) is not None


def is_rest(words: str) -> bool:
    """Whether words begin with what only ends names: the line above holds where this one begins.

    >>> is_rest("集团有限公司关于节水的函"), is_rest("云川集团关于节水的函")
    (True, False)
    """
    return words.startswith(_RESTS)


def close(text: str) -> str:
    """A text without its blanks."""
    closed = "".join(text.split())
    return closed.replace("\u200b", "") if "\u200b" in closed else closed


def strip_sheet(text: str) -> str:
    """A masthead line without 文件, or a signature without （盖章）, at its end."""
    text = text.strip()
    if text[-1:] in _SHEET_ENDS:
        text = _without_end(_SHEET, text)
    return _without_end(_SEAL, text).strip() if text[-1:] in "）)" else text.strip()


def _without_end(pattern: re.Pattern[str], text: str) -> str:
    """A text without what matches at its end; only there is looked, for blanks may run on for long."""
    at = max(0, len(text) - _END)
    return text[:at] + pattern.sub("", text[at:])


def _fused(whole: str) -> list[str]:
    """The names of a row printed without blanks, where each begins with the same place; else none.

    >>> _fused("云川省财政厅云川省教育厅"), _fused("云川省财政厅")
    (['云川省财政厅', '云川省教育厅'], [])
    """
    place = _PLACED.match(whole)
    if place is None or whole.count(place[0]) < 2:
        return []
    parts = [place[0] + part for part in whole.split(place[0])[1:]]
    return parts if whole.startswith(place[0]) and all(map(is_name, parts)) else []


def names(text: str) -> list[str]:
    """The organisations named on a line, closed up, or none where the line is anything else.

    A blank parts names only where each part is a name; the letters of one name may be spaced.

    >>> names("云川省财政厅　云川省教育厅 文件"), names("云 川 省 财 政 厅"), names("国务院、中央军委")
    (['云川省财政厅', '云川省教育厅'], ['云川省财政厅'], ['国务院', '中央军委'])
    """
    text = strip_sheet(text)
    if not text or len(text) > 120 or text[-1] not in _LINE_ENDS:
        return []
    for parts in (_WIDE.split(text), _BLANK.split(text)):
        closed = [close(part) for part in parts if part.strip()]
        if len(closed) > 1 and all(map(is_name, closed)):
            return closed
    whole = close(text)
    if fused := _fused(whole):
        return fused
    if is_name(whole) and "、" not in whole.partition("（")[0]:
        return [whole]
    return []
