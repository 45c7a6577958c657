"""Files made to break a reader: mutations of sound ones, bombs, and things that are no files."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import socket
import tarfile
import zipfile
import zlib
from collections import Counter
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path

from tests.bench import measure
from tests.corpora import broken_pdf, ofd
from tests.corpora.office import doc, docx, msg, rtf
from tests.corpora.office.notices import CASES
from tests.corpora.pages import generate as pages
from tests.corpora.pages import snapshot
from tests.corpora.standard.draw import FONT, assemble
from tests.faults import yard
from tests.faults.yard import Section

CORPORA = Path(__file__).parents[1] / "corpora"
FRAGMENTS = (
    b"endobj", b"stream\n", b"endstream", b"xref", b"trailer", b"<<", b">>", b"/Length 99999999999", b"/Kids [1 0 R]",
    b"/Filter /FlateDecode", b"9999999999", b"-1", b"\x00" * 64, b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b"(((((((",
    b"/W [1 9999 9]", b"BT ET " * 50, b"0 0 0 0 0 0 cm", b"\xe2\x80\xae", "〔２０２４〕".encode() * 40, b"1 0 R",
)  # fmt: skip
"""What is put into files: words of PDF, marks of order, long runs."""
_TOGETHER = 250
_MEMORY = 3 << 30
"""Bytes that the whole tree of processes may take: two readers of at most 2 GB of address space each."""


def section(work: Path, count: int, seed: int) -> Section:
    """Takes in mutated files and bombs with sound ones beside them.

    The batch must end in time, with exit status 0 or 3, within the memory, and with every sound notice in the archive.
    """
    found = Section("hostile files")
    rng = random.Random(seed)
    samples = _samples()
    sound = yard.files(work / "sound", 10)
    reasons: Counter[str] = Counter()
    for start in range(0, count, _TOGETHER):
        folder = work / f"mutated-{start}"
        shutil.copytree(sound, folder)
        for at in range(start, min(count, start + _TOGETHER)):
            name, data = rng.choice(samples)
            (folder / f"m{at}{name}").write_bytes(mutated(data, rng))
        _take_in(found, work / "index", folder, 10, reasons, f"mutations from {start}")
        shutil.rmtree(folder)
        yard.tell(f"hostile files: {min(count, start + _TOGETHER)} of {count}")
    folder = work / "bombs"
    shutil.copytree(sound, folder)
    for name, data in bombs(large=count > _TOGETHER).items():
        (folder / name).write_bytes(data)
    odd = _oddities(folder)
    _take_in(found, work / "index", folder, 10, reasons, "bombs", odd)
    found.outcomes += reasons
    return found


def _samples() -> list[tuple[str, bytes]]:
    paths = [*sorted((CORPORA / "layouts").glob("*.txt"))[:20], *sorted((CORPORA / "broken").glob("*.pdf"))]
    samples = [(path.suffix, path.read_bytes()) for path in paths]
    page = "".join(broken_pdf.lines("云川省人民政府文件", "云政发〔2024〕9号", "关于防汛工作的通知", "各县人民政府："))
    samples += [(".pdf", broken_pdf.document(page, page)), (".pdf", broken_pdf.document(page))]
    samples += [(".pdf", path.read_bytes()) for path in sorted((CORPORA / "standard").rglob("*.pdf"))[:20]]
    return samples + _made()


def _made() -> list[tuple[str, bytes]]:
    """Files of the other kinds, as many of each as the texts, and containers of some of them."""
    samples = [(".docx", made.data()) for made in list(docx.MADE.values())[:20]]
    samples += [(".doc", doc.doc(case)) for case in CASES[:20]] + [(".rtf", rtf.rtf(case)) for case in CASES[:20]]
    samples += [(".html", data) for _name, _made, data in list(pages.pages())[:20]]
    samples += [
        (".ofd", ofd.document(ofd.content(ofd.lines("云川省人民政府文件", f"云政发〔2024〕{at}号")))) for at in range(9)
    ]
    samples += [(".mhtml", pages.saved(data)) for _name, _made, data in list(pages.pages())[:10]]
    inner = f"<body>{pages.bare(pages.NOTICES[1])}</body>"
    samples += [
        (".mhtml", snapshot.snapshot(f"<body>{template(made)}<iframe src='{{f}}'></iframe></body>", {"f": inner}))
        for made, template in zip(pages.NOTICES, pages.TEMPLATES, strict=True)
    ]
    inside = [(f"{at}{name}", data) for at, (name, data) in enumerate(samples[::7])]
    for mode in ("zip", "tar", "eml", "msg", *(["7z"] if find_spec("py7zr") else [])):
        samples += [(f".{mode}", _container(mode, inside[at : at + 3])) for at in range(0, len(inside), 3)]
    return samples


def _container(mode: str, members: list[tuple[str, bytes]]) -> bytes:
    """A ZIP, TAR or 7z file, or a mail, with these files in it."""
    held = io.BytesIO()
    if mode == "zip":
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in members:
                packed.writestr(zipfile.ZipInfo(name), data)
        return held.getvalue()
    if mode == "tar":
        with tarfile.open(fileobj=held, mode="w:gz") as bundled:
            for name, data in members:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                bundled.addfile(info, io.BytesIO(data))
        return held.getvalue()
    if mode == "7z":
        from py7zr import SevenZipFile

        with SevenZipFile(held, "w") as seven:
            for name, data in members:
                seven.writestr(data, name)
        return held.getvalue()
    if mode == "msg":
        inner = msg.Mail("转发", "请办理。", attachments=[msg.Attachment(members[0][1], members[0][0])])
        attached = [msg.Attachment(data, name) for name, data in members]
        return msg.msg(msg.Mail(body="见附件。", attachments=[*attached, msg.Attachment(inner, shown="转发")]))
    mail = EmailMessage()
    mail["From"], mail["Date"] = "a@example.org", "Tue, 03 Sep 2024 08:00:00 +0800"
    mail.set_content("见附件。")
    for name, data in members:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A file with some of its bytes changed, taken out, doubled, or mixed with FRAGMENTS."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 4, 8, 32))):
        if not out:
            break
        at, how = rng.randrange(len(out)), rng.randrange(7)
        end = min(len(out), at + rng.choice((1, 2, 8, 64, 1024)))
        if how == 0:
            out[at] = rng.randrange(256)
        elif how == 1:
            del out[at:end]
        elif how == 2:
            out[at:at] = out[at:end] * rng.choice((1, 2, 50))
        elif how == 3:
            out[at:at] = rng.choice(FRAGMENTS)
        elif how == 4:
            out[at:end] = rng.randbytes(end - at)
        elif how == 5:
            digits = [place for place in range(at, end) if 0x30 <= out[place] <= 0x39]
            for place in digits:
                out[place] = 0x39
        else:
            del out[at:]
    return bytes(out)


def bombs(large: bool) -> dict[str, bytes]:
    """Files that would take more time or memory than there is.

    Args:
        large: also those that take seconds to make.
    """
    page = broken_pdf.show("一", 90, 100)
    return {
        "tree.pdf": broken_pdf.deep_tree(), "forms.pdf": broken_pdf.deep_forms(), "loop.pdf": broken_pdf.cyclic_tree(),
        "own.pdf": broken_pdf.own_form(), "letters.pdf": broken_pdf.bomb(), "garbage.pdf": broken_pdf.garbage(),
        "pages.pdf": broken_pdf.document(*[page] * (5001 if large else 300)),
        "packed.pdf": _packed(640 << 20 if large else 64 << 20), "nested.pdf": b"%PDF-1.7\n" + b"[" * 500_000,
        "names.pdf": b"%PDF-1.7\n1 0 obj\n" + b"<</A" * 200_000, "line.txt": "通知".encode() * 2_000_000,
        "brackets.txt": ("（" * 300_000).encode(), "numbers.txt": ("〔2024〕9号" * 100_000).encode(),
        "lines.txt": b"\n".join([b"\xe9\x80\x9a"] * 400_000), "years.txt": ("二〇二四年" * 200_000).encode(),
        "heads.txt": "".join(f"云政发〔2024〕{at}号\n关于演练的通知\n各县：\n" for at in range(5000)).encode(),
        "bomb.zip": _container("zip", [(f"{at}.txt", bytes(60 << 20)) for at in range(12 if large else 2)]),
        "deep.zip": _nested(12), "tags.docx": docx.zipped({"word/document.xml": b"<a>" * 2_000_000}),
        "tags.html": b"<div>" * 2_000_000, "groups.rtf": b"{\\rtf1" + b"{" * 2_000_000,
        "blank.txt": b" " * 5_000_000 + "通知".encode(), "commas.txt": ("各县、" * 300_000 + "：").encode(),
    }  # fmt: skip


def _nested(depth: int) -> bytes:
    """A ZIP file in a ZIP file, and so on."""
    data = b"PK"
    for _ in range(depth):
        data = _container("zip", [("in.zip", data)])
    return data


def _packed(size: int) -> bytes:
    """A page whose content is so many bytes, packed to a thousandth and once more."""
    packer = zlib.compressobj(9)
    chunk = b"0 0 m " * (1 << 16)
    once = b"".join([*(packer.compress(chunk) for _ in range(size // len(chunk))), packer.flush()])
    twice = zlib.compress(once, 9)
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [4 0 R] >>", FONT,
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>",
        f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode() + twice + b"\nendstream",
        "<< >>",
    ]  # fmt: skip
    return assemble(objects)


def _oddities(folder: Path) -> int:
    """Puts things that are no files there, and files of odd names; how many of them are files to take in."""
    os.mkfifo(folder / "queue.txt")
    with socket.socket(socket.AF_UNIX) as end:
        here = Path.cwd()
        os.chdir(folder)
        end.bind("socket.txt")
        os.chdir(here)
    (folder / "outside.txt").symlink_to("/etc/passwd")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "itself.txt").symlink_to("itself.txt")
    (folder / "above").symlink_to("..")
    name = os.fsencode(folder) + b"/\xff\xfe\x80 \x1b[2J.txt"
    Path(os.fsdecode(name)).write_text(
        "云川省人民政府\n云政发〔2024〕8号\n关于秋汛的通知\n各县人民政府：\n请遵照执行。", encoding="utf-8"
    )
    long = folder / ("名" * 80 + ".txt")
    long.write_text("云川省人民政府\n云政发〔2024〕7号\n关于春汛的通知\n各县人民政府：\n请遵照执行。", encoding="utf-8")
    return 2


def _take_in(
    found: Section, index: Path, folder: Path, sound: int, reasons: Counter[str], label: str, odd: int = 0
) -> None:
    shutil.rmtree(index, ignore_errors=True)
    words = yard.command(index, "ingest", "--json", "--workers", "2", folder)
    try:
        used = measure.run(words, yard.environment(), keep=True, memory=True, allowed=(0, 3))
    except measure.Failed as error:
        found.problems.append(f"{label}: {error}"[:600])
        return
    results = [json.loads(line) for line in used.out.decode("utf-8").splitlines()]
    reasons.update(each["reason"] or each["status"] for each in results)
    peak = used.peak or 0
    found.figures["peak MB"] = max(found.figures.get("peak MB", 0), round(peak / 1e6))
    found.figures["s a batch, slowest"] = max(found.figures.get("s a batch, slowest", 0), round(used.wall, 1))
    if peak > _MEMORY:
        found.problems.append(f"{label}: {peak >> 20} MB")
    whole = [each for each in results if each["status"] == "added" and Path(each["path"]).name[0] not in "m"]
    names = {path.name for path in folder.iterdir()}
    lost = sound + odd - len([each for each in whole if Path(each["path"]).suffix == ".txt"])
    if not names or lost > 0:
        found.problems.append(f"{label}: {lost} sound files did not go in")
    findings = yard.damage(index)
    if findings:
        found.problems.append(f"{label}: {yard.told(findings)}")
