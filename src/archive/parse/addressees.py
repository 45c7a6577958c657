"""主送机关 and 抄送机关: which lines name them, and where one ends and the next begins."""

from __future__ import annotations

import re

from archive.parse import kinds
from archive.parse.names import ORGANISATION, close, headed
from archive.parse.rows import Row

_LINES = 14
_LENGTH = 600
_NUMBER = re.compile("[〔［\\[（(【﹝][0-9０-９]{4}[〕］\\]）)】﹞]")
_LABEL = re.compile(r"(?:主送|抄送|抄报|分送|发送|主报|报送|送达?|受文者|正本|副本)(?:机关|單位|单位|機關)?[:：]")
_NOT = re.compile(
    "如下|现将|為|为[了贯加进做深推规]|根据|按照|[。！？!?；;]|下列|包括|其中|内容|事项|要求|主旨|依據|說明|辦法|联系|电话|地址|附件|收悉|决定"
)
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[、)）．.]|第[一二三四五六七八九十百0-9]{1,5}[条條章节]")
_GROUP = """
    单位 單位 部门 部門 机构 機構 机关 機關 企业 企業 学校 高校 院校 院系
    同志 代表 委员 成员 们 朋友 同学 同仁 职工 教师 老师 教职工 家长 先生
    女士 主席 副主席 市民 群众 会员 负责人 主任 院长 校长 厅长 局长 省长 市长
    县长 部长 书记 总理 村民 居民 业主 干部 党员 团员 员工 用户 客户 军区
    省委 市委 县委 区委 市 县 区 省 州 盟 旗 镇 乡 自治区 直辖市 村 社区
    街道 部委 社会各界 商户 各界人士 学生 毕业生 研究生 组织 团体 工人 读者 领导
"""
"""Who is written to, besides organisations."""
_READERS = ("各", "有关", "全")
"""What lists of readers begin with."""

_ENDS = (*ORGANISATION, *_GROUP.split())
_PLACE = re.compile(
    r"(?:[省市县州盟旗镇乡鎮鄉村道]|(?<![军軍社校园園])[区區]|自治区|直辖市|自治州|[(（][^()（）]*[市区县旗州盟道镇][^()（）]*[)）])$"
)
_LEVEL = (
    "(?:(?:省|自治区|直辖市|自治州|设区市|省辖市|省直管市|县级市|市|州|盟|县|區|区|旗|乡镇|乡|镇|街道|村|社区|计划单列市|副省级市)"
    "(?:[（(][^（()）]*[)）])?)"
)
_OF_LEVEL = re.compile(rf"(?:各|省?直[管属])?{_LEVEL}+(?![直属级有内外各])(?=.)")
_OF_PLACE = re.compile(r"[^省市县區区州盟旗]{1,8}?(?:[省市县區区州盟旗镇乡]|自治区|自治州)(?![直属级有内外各])(?=.)")
_OFFICE = re.compile(
    "(?![各驻]|有关|全|省|市(?![场容]|政(?!府))|县|区(?!域)|开发|直属|所属|中央|国)[\u3400-\u9fff]{2,10}(?:局|厅|委|委员会|办|办公室)"
)
_OWN = re.compile("各|有关|全|省|市(?![场容]|政(?!府))|县|区(?!域)|本|驻|中央|国")
"""What bodies begin with that lean on no other: 市政府办公室."""

_GENERIC = ("人民政府", "政府", "党委", "办公室", "委员会", "总工会", "工会", "人大", "政协")


def read(rows: list[Row], at: int, stop: int, after_title: bool) -> int | None:
    """The first line after the addressees that begin on line ``at``, or None where none begin.

    Args:
        rows: all lines.
        at: the first line of the addressees.
        stop: no line from here on is read.
        after_title: they stand right below a title or number, where less is asked of their words.
    """
    said = ""
    if at < stop and rows[at].flat[0] in "主受" and (label := _LABEL.match(rows[at].flat)):
        said = rows[at].flat[label.end() :]
        if said and said[-1] not in ":：" and _names_them(said, after_title):
            end = at + 1
            while end < stop and rows[end].line.joins and (said + rows[end].flat.rstrip(":：")).endswith(_ENDS):
                said += rows[end].flat
                end += 1
            return end
        said = ""
    for place in range(at, min(at + _LINES, stop)):
        row = rows[place]
        if row.line.row or len(said) > _LENGTH or (place > at and row.line.gap >= 2):
            return None
        said += row.flat
        if row.flat[-1:] in ":：":
            return place + 1 if _names_them(said, after_title) else None
        if _NUMBER.search(row.flat) or (after_title and kinds.kind(row.flat) is not None):
            return None
        words = row.flat.replace("；", "，") if after_title and said.startswith(_READERS) else row.flat
        if "。" in words or _ORDINAL.match(words) or row.date is not None or _NOT.search(words):
            return None
    return None


def _names_them(said: str, after_title: bool) -> bool:
    label = _LABEL.match(said)
    said = said[label.end() :] if label else said
    said = said.rstrip(":：")
    if after_title and said.startswith(_READERS):
        said = said.replace("；", "，")
    if not said or _NOT.search(said) or _ORDINAL.match(said):
        return False
    bare = re.sub(r"[（(][^（()）]*[)）]$", "", said)
    if bare.endswith(_ENDS) or label:
        return True
    return after_title and (len(said) <= 30 or said.startswith(_READERS))


def before_text(row: Row) -> str | None:
    """The addressees that a line begins with, where the text goes on behind them: 各市民政局：现将…."""
    place = min((at for mark in ":：" if (at := row.flat.find(mark, 2, 120)) > 0), default=-1)
    if place < 0 or place + 1 >= len(row.flat) or row.line.row:
        return None
    said = row.flat[:place]
    if _NOT.search(said) or _ORDINAL.match(said) or not said.startswith(("各", "有关", "尊敬的", "全")):
        return None
    return said if said.endswith(_ENDS) else None


def names_readers(name: str) -> bool:
    """Whether a closed-up text ends, or begins, as one does that names who is written to."""
    return name.endswith(_ENDS) or name.startswith((*_READERS, "尊敬", "亲爱"))


def split(said: str) -> list[str]:
    """The addressees one by one: parted at commas, and at 、 where each piece stands alone, never in brackets.

    >>> split("各设区市总工会、各产业（行、局、企业）工会：")
    ['各设区市总工会', '各产业（行、局、企业）工会']
    >>> split("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：")
    ['各省、自治区、直辖市人民政府', '国务院各部委', '各直属机构']
    """
    said = close(said)
    label = _LABEL.match(said)
    said = (said[label.end() :] if label else said).strip(":：。.；;，,")
    out: list[str] = []
    for part in _parts(said, "，,；;。"):
        out += _alone(_parts(part, "、"))
    return [name for name in out if name]


def _parts(said: str, marks: str) -> list[str]:
    out, depth, start = [], 0, 0
    for place, letter in enumerate(said):
        if letter in "（([【〔":
            depth += 1
        elif letter in "）)]】〕":
            depth = max(0, depth - 1)
        elif letter in marks and depth == 0:
            out.append(said[start:place])
            start = place + 1
    out.append(said[start:])
    return [part for part in out if part]


def _alone(pieces: list[str]) -> list[str]:
    """Joins the pieces that do not stand alone with what they lean on.

    Bare places lean on the next piece that is an office of such a place (各省、自治区、直辖市人民政府); a bare office
    leans on the piece before it (各县委、人民政府; 各市（州）财政局、教育局), and so does any body after that one.
    """
    out: list[str] = []
    waiting: list[str] = []
    for piece in pieces:
        leans = bool(out) and (piece in _GENERIC or (_of_any_place(out[-1]) and _OFFICE.fullmatch(piece) is not None))
        leans = leans or (bool(out) and _leant_on(out[-1]) and piece.endswith(ORGANISATION))
        if not waiting and leans and not (headed(piece) or _OWN.match(piece)):
            out[-1] += "、" + piece
        elif _is_place(piece):
            waiting.append(piece)
        elif waiting and _of_place(piece, waiting):
            out.append("、".join([*waiting, piece]))
            waiting = []
        else:
            out += [*waiting, piece]
            waiting = []
    return out + waiting


def _leant_on(name: str) -> bool:
    """Whether an office already leans on the name: 各县（区）总工会、财政局."""
    pieces = _parts(name, "、")
    return len(pieces) > 1 and any(
        _of_any_place(each) and all(piece.endswith(ORGANISATION) for piece in pieces[at:])
        for at, each in enumerate(pieces)
    )


def _is_place(piece: str) -> bool:
    """A bare place: it ends with 市, 县 …, or is a short name without any office or group in it."""
    if _PLACE.search(piece):
        return True
    return len(piece) <= 5 and not piece.endswith(_ENDS)


def _of_any_place(piece: str) -> bool:
    return _OF_LEVEL.match(piece) is not None or _OF_PLACE.match(piece) is not None


def _of_place(piece: str, waiting: list[str]) -> bool:
    """Whether a piece is an office of a place of the kind that those before it are."""
    if waiting[0].startswith(("各", "全")) or _OF_LEVEL.match(waiting[0]):
        return _OF_LEVEL.match(piece) is not None
    if any(map(_PLACE.search, waiting)):
        return _of_any_place(piece)
    return not piece.startswith(("各", "有关"))
