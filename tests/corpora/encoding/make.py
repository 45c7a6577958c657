"""Writes the encoding corpus beside this file, see ORIGIN.md."""

from __future__ import annotations

from pathlib import Path

SIMPLIFIED = """临溪市总工会
临工办〔2023〕17号

关于做好2023年夏季防暑降温工作的通知

各县（区）总工会，各产业工会：
　　入夏以来，我市持续高温，部分企业户外作业人员较多，安全生产形势十分严峻。为切实维护广大职工的健康权益，现就有关事项通知如下：
　　一、提高认识，加强领导。各级工会要把防暑降温工作摆上重要位置，主要负责同志亲自过问，明确专人负责，层层落实责任。
　　二、深入一线，开展慰问。要组织干部到建筑工地、环卫站点、公交场站等场所，了解职工的实际困难，及时送去清凉用品。
　　三、强化监督，保障权益。要督促用人单位合理安排作业时间，按照规定发放高温津贴，发现问题及时报告市总工会。
　　请各单位于8月31日前将工作总结报市总工会办公室。

临溪市总工会
2023年6月19日
"""

TRADITIONAL = """雲川省政府教育處公告
發文日期：中華民國98年4月7日
發文字號：雲教學字第0980004321號

主旨：公告本省九十八學年度國民小學新生入學作業要點。
依據：國民教育法第六條及本省國民小學學區劃分辦法。
公告事項：
一、凡設籍本省並於本年度年滿六歲之兒童，應於五月二十日前，由家長持戶口名簿向學區內之學校辦理報到。
二、各學校應於四月底以前將學區範圍張貼於校門及里辦公處，並通知里長轉告各住戶，以利家長了解。
三、因故未能如期報到者，得檢附證明文件，於六月十日前向學校申請補辦；逾期由教育處統一分發。
四、對於新生人數超過核定班級數之學校，其入學順序依設籍時間先後決定之。

處長　許望安
"""

ENCODINGS = {
    "simplified": (
        "utf-8", "utf-8+mark", "utf-8+cut", "gb18030", "gb18030+cut", "hz",
        "utf-16-le", "utf-16-be", "utf-16-le+mark", "utf-16-be+mark", "utf-16-le+cut",
        "utf-32-le+mark", "utf-32-be+mark",
    ),
    "traditional": (
        "utf-8", "utf-8+mark", "utf-8+cut", "gb18030", "big5", "big5+cut",
        "utf-16-le", "utf-16-be", "utf-16-le+mark", "utf-16-be+mark",
    ),
}  # fmt: skip
WORDS = {"simplified": SIMPLIFIED, "traditional": TRADITIONAL}


def encoded(script: str, name: str) -> bytes:
    """The notice in one of ENCODINGS."""
    encoding, _, manner = name.partition("+")
    data = WORDS[script].encode("cp950" if encoding == "big5" else encoding)
    if manner == "mark":
        return "\ufeff".encode(encoding) + data
    return WORDS[script].rstrip().encode("cp950" if encoding == "big5" else encoding)[:-1] if manner == "cut" else data


def main() -> None:
    """Write all files."""
    here = Path(__file__).parent
    for script, names in ENCODINGS.items():
        for name in names:
            (here / f"{script}.{name}.txt").write_bytes(encoded(script, name))


if __name__ == "__main__":
    main()
