"""The same notice from two files is one notice; what differs in number, date or words is two."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.library import Archive
from archive.store.renditions import same_words
from archive.store.verifying import Verifier
from tests.test_ingest import ids, notice, take


def other(text: str) -> str:
    """The same notice as another program would write it."""
    return text.replace("\n\n", "\n").replace("〔", "[").replace("〕", "]").replace("青禾县人民", "青 禾 县 人 民", 1)


def put(papers: Path, **files: str) -> None:
    for name, text in files.items():
        (papers / f"{name}.txt").write_text(text)


def names(archive: Archive, identity: str) -> list[str]:
    return [Path(each.path).name for each in archive.get(identity).source.renditions]


def test_one_hit_with_all_its_files(archive: Archive, papers: Path) -> None:
    put(papers, 甲=notice(), 乙=other(notice()))
    assert set(take(archive, papers).values()) == {"added"}
    (only,) = ids(archive)
    source = archive.get(only).source
    assert sorted(names(archive, only)) == ["乙.txt", "甲.txt"] and source.renditions[0].path == source.path
    assert len({each.sha256 for each in source.renditions}) == 2
    assert ids(archive, "植树") == [only] and archive.get("青办发〔2024〕3号").id == only
    (stats,) = [archive.stats().record()]
    assert (stats["notices"], stats["files"], stats["renditions"], stats["superseded"]) == (1, 2, 1, 0)


@pytest.mark.parametrize(
    ("text", "together"),
    [
        (notice(), True),
        (notice(more=" （完）"), False),
        (notice("青办发〔2024〕4号"), False),
        (notice().replace("9月3日", "9月4日"), False),
        (notice().replace("9月3日", ""), False),
        (notice(""), False),
        (notice(title="关于做好春季植树工作的通知"), False),
        (notice().replace("\n\n", "\n \n"), True),
        (notice().replace("。", "．"), True),
        (notice().replace("县", "縣"), True),
    ],
)
def test_what_is_the_same_notice(archive: Archive, papers: Path, text: str, together: bool) -> None:
    put(papers, 甲=notice(), 乙=text + "\n")
    take(archive, papers)
    assert len(ids(archive)) == (1 if together else 2)


@pytest.mark.parametrize("title", ["关于做好秋季植树工作的通知", "致全县人民的一封信"])
def test_without_number_by_title(archive: Archive, papers: Path, title: str) -> None:
    put(papers, 甲=notice("", title), 乙=notice("", title) + "\n\n", 丙=notice("", title, "谢谢。"))
    take(archive, papers)
    assert len(ids(archive)) == 2


def test_two_notices_of_one_file_stay_two(archive: Archive, papers: Path) -> None:
    put(papers, 甲=notice() + "\n\n\n\f" + notice())
    take(archive, papers)
    assert len(ids(archive)) == 2


def test_words_alike_in_another_order_of_lines() -> None:
    assert same_words("版头\n正文\n一\t二", "正文\n一\t二\n版头") and not same_words("", "正文")


def test_removing_takes_all_files_out_and_brings_them_back(archive: Archive, papers: Path) -> None:
    put(papers, 甲=notice(), 乙=other(notice()))
    take(archive, papers)
    (only,) = ids(archive)
    gone = archive.remove([archive.get(only)])
    assert len(gone) == 2 and ids(archive) == []
    assert set(take(archive, papers).values()) == {"unchanged"} and ids(archive) == []
    for identity in sorted(gone, key=only.__eq__):  # the rendition first, then the one that was found
        archive.unremove([identity])
    assert len(ids(archive)) == 1 and len(names(archive, ids(archive)[0])) == 2


def test_a_file_saved_anew_with_the_same_words_takes_the_place_of_the_old(archive: Archive, papers: Path) -> None:
    put(papers, 甲=notice())
    take(archive, papers)
    (old,) = ids(archive)
    put(papers, 甲=notice() + "\n\n")
    assert take(archive, papers) == {"甲.txt": "replaced"}
    (new,) = ids(archive)
    assert archive.get(old).superseded_by == new and archive.get(new).rendition_of is None


def test_a_rendition_of_what_was_replaced_is_found_again(archive: Archive, papers: Path) -> None:
    put(papers, 甲=notice(), 乙=other(notice()))
    take(archive, papers / "甲.txt")
    take(archive, papers)
    put(papers, 甲=notice(more="逾期不候。"))
    take(archive, papers)
    assert len(ids(archive)) == 2 and len(ids(archive, "逾期不候")) == 1


def test_reading_again_and_repair_keep_them_together(archive: Archive, papers: Path, tmp_path: Path) -> None:
    put(papers, 甲=notice(), 乙=other(notice()), 丙=notice("青办发〔2024〕4号"))
    take(archive, papers)
    before = ids(archive)
    assert {each.status for each in archive.reparse(apply=True)} == {"same"}
    archive.reindex()
    assert ids(archive) == before
    archive.close()
    (tmp_path / "index" / "catalog.sqlite3").write_bytes(b"broken")
    findings = list(Verifier(tmp_path / "index").run())
    assert findings
    Archive.repair(tmp_path / "index", findings)
    with Archive.open(tmp_path / "index") as again:
        take(again, papers)
        assert len(ids(again)) == 2 and again.stats().renditions == 1


def test_of_three_files_two_stay_together_when_one_is_replaced(archive: Archive, papers: Path) -> None:
    put(papers, 甲=notice())
    take(archive, papers)
    put(papers, 乙=other(notice()), 丙=notice() + "\n")
    take(archive, papers)
    (first,) = ids(archive)
    assert names(archive, first) == ["甲.txt", "丙.txt", "乙.txt"]
    put(papers, 甲=notice(more="逾期不候。"))
    take(archive, papers)
    (new,) = ids(archive, "逾期不候")
    (rest,) = set(ids(archive)) - {new}
    assert archive.get(first).superseded_by == new
    assert names(archive, rest) == ["丙.txt", "乙.txt"]
