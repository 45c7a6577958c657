"""The segmenter: folded first, the fast one like the reference."""

from __future__ import annotations

import pytest

from archive.text import key
from archive.words import reference, segment, weights

SENTENCES = [
    "关于命名全省县级工会规范化建设示范单位的通报",
    "最美女职工阅读点在云川省澜溪市揭牌，一百二十名职工参加。",
    "本辦法自中華民國一百零二年一月一日起施行，第三條之一修正如下",
    "2024年第7号公告：Word 2007 文档、A4 纸、３５％",
    "各区（县）总工会，市各产业（行、局、企业）工会：",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_fast_segmenter_cuts_as_jieba_does(sentence: str) -> None:
    assert segment(sentence) == [word for word in reference()(key(sentence)) if word[0].isalnum()]


def test_traditional_is_cut_as_simplified() -> None:
    assert segment("商標註冊申請") == segment("商标注册申请") == ["商标注册", "申请"] or segment("商標") == ["商标"]


def test_punctuation_is_no_word() -> None:
    assert segment("，。 —\f“”\n") == []


def test_a_word_of_the_title_counts_more() -> None:
    assert weights("防汛", "防汛 工作") == {"防汛": 5, "工作": 1}
    assert weights(None, "工作 工作") == {"工作": 2}
