"""PDF files made by hand: odd layouts, and files that are broken in one way each."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable, Sequence

from tests.corpora.standard.draw import FONT, assemble

WIDE, HIGH = 595.0, 842.0
RED, BLACK = "0.9 0.05 0.05 rg", "0 g"


def show(text: str, x: float, y: float, size: float = 16, *, colour: str = BLACK, state: str = "") -> str:
    """The operators that print a text; ``y`` is the baseline from the top of the page, ``state`` further operators."""
    return f"BT {colour} /F1 {size:g} Tf {state} {x:.2f} {HIGH - y:.2f} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def lines(*texts: str, x: float = 90, y: float = 100, size: float = 16, pitch: float = 28) -> str:
    """Texts under each other."""
    return "".join(show(text, x, y + place * pitch, size) for place, text in enumerate(texts))


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A ruling line; ``y`` from the top of the page."""
    return f"0.5 w {x0:.2f} {HIGH - y0:.2f} m {x1:.2f} {HIGH - y1:.2f} l S\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """The ruling lines of a table without merged cells."""
    across = [rule(xs[0], y, xs[-1], y) for y in ys]
    return "".join(across + [rule(x, ys[0], x, ys[-1]) for x in xs])


def document(*pages: str, page: str = "", resources: str = "", more: Sequence[str] = ()) -> bytes:
    """A PDF of pages with the operators given.

    Args:
        pages: content of each page.
        page: further entries of each page's dictionary.
        resources: further entries of its resources.
        more: further objects; the first is number 4, pages come after them.
    """
    first = 4 + len(more)
    numbers = [first + 2 * place for place in range(len(pages))]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] >>",
        FONT,
        *more,
    ]
    for number, content in zip(numbers, pages, strict=True):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE:g} {HIGH:g}] {page} /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {resources} >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return assemble([*objects, "<< >>"])


LETTER = lines(
    "关于做好渡口维护工作的通知",
    "临溪市各渡口管理所：",
    "　　汛期将至，请于五月底前完成渡船检修。",
    "云川省航道管理局",
    "二〇二四年四月八日",
)
PICTURE = "q 400 0 0 600 90 120 cm /Im1 Do Q"
IMAGE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    "stream\n@\nendstream"
)


def with_picture(*pages: str) -> bytes:
    """Pages that may print ``PICTURE``."""
    return document(*pages, resources="/XObject << /Im1 4 0 R >>", more=[IMAGE])


def locked(user: str, owner: str) -> bytes:
    """A letter under passwords."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document(LETTER))) as file:
        file.save(out, encryption=pikepdf.Encryption(user=user, owner=owner, R=6))
    return out.getvalue()


def cyclic_tree() -> bytes:
    """A page tree that has itself among its kids, before its one page."""
    return document(LETTER).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R 4 0 R]")


def deep_tree(depth: int = 3000) -> bytes:
    """A page tree of so many levels."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [f"<< /Type /Pages /Count 1 /Kids [{3 + level} 0 R] >>" for level in range(depth)]
    return assemble([*objects, f"<< /Type /Page /MediaBox [0 0 9 9] /Parent {depth + 1} 0 R >>", "<< >>"])


def deep_forms(depth: int = 400) -> bytes:
    """Forms within forms, the innermost prints the letter."""
    more = []
    for level in range(depth):
        last = level == depth - 1
        inner = f"/XObject << /X {5 + level} 0 R >>" if not last else "/Font << /F1 3 0 R >>"
        content = LETTER if last else "/X Do"
        more.append(
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 {WIDE:g} {HIGH:g}] /Resources << {inner} >> "
            f"/Length {len(content)} >>\nstream\n{content}\nendstream"
        )
    return document("/X Do", resources="/XObject << /X 4 0 R >>", more=more)


def own_form() -> bytes:
    """A form that shows itself."""
    form = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 {WIDE:g} {HIGH:g}] "
        "/Resources << /XObject << /X 4 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream"
    )
    return document(LETTER + "\n/X Do", resources="/XObject << /X 4 0 R >>", more=[form])


def without_table() -> bytes:
    """A letter without cross-reference table and trailer."""
    data = document(LETTER)
    return data[: data.rindex(b"xref\n0 ")]


def wrong_offsets() -> bytes:
    """A letter whose cross-reference table points elsewhere, as after a mail program changed its line ends."""
    return document(LETTER).replace(b"\n", b"\r\n")


def own_font(codes: str, meaning: dict[str, str], rest: str = "") -> bytes:
    """A page that prints characters of a font of its own, whose glyphs are squares.

    Args:
        codes: the characters, two hex digits each.
        meaning: what each of them means.
        rest: further operators of the page; ``/F2`` is the font.
    """
    pairs = "\n".join(f"<{code}> <{text.encode('utf-16-be').hex()}>" for code, text in meaning.items())
    cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> "
    cmap += f"endcodespacerange\n{len(meaning)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    square = "1000 0 0 0 1000 800 d1 0 0 1000 800 re f"
    more = [
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 "
        f"/LastChar 9 /Widths [{'1000 ' * 9}] /CharProcs << /square 5 0 R >> /ToUnicode 6 0 R "
        f"/Encoding << /Type /Encoding /Differences [1 {'/square ' * 9}] >> /Resources << >> >>",
        f"<< /Length {len(square)} >>\nstream\n{square}\nendstream",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    content = f"BT 0 g /F2 16 Tf 90 742 Td <{codes}> Tj ET\n{rest}"
    return document(content, more=more).replace(b"/F1 3 0 R >>", b"/F1 3 0 R /F2 4 0 R >>")


def unmapped() -> bytes:
    """Letters of a font that says nothing of what they mean."""
    more = [
        "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Song /Encoding /Identity-H /DescendantFonts [5 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Song /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    ]
    codes = "".join(f"{code:04x}" for code in range(3, 30))
    content = f"BT 0 g /F2 16 Tf 90 742 Td <{codes}> Tj ET"
    return document(content, more=more).replace(b"/F1 3 0 R >>", b"/F1 3 0 R /F2 4 0 R >>")


def garbage(seed: int = 9704) -> bytes:
    """Noise with the head and tail of a PDF."""
    return b"%PDF-1.4\n" + random.Random(seed).randbytes(5000) + b"\nstartxref\n17\n%%EOF\n"


def bomb(letters: int = 1_200_000) -> bytes:
    """A file of some kilobytes whose page unpacks to so many characters, all on the page whatever fonts there are."""
    run = b"0 -0.5 Td <" + "县".encode("utf-16-be").hex().encode() * 1000 + b"> Tj\n"
    packed = zlib.compress(b"BT /F1 0.4 Tf 90 742 Td " + run * (letters // 1000) + b"ET", 9).hex() + ">"
    stream = f"<< /Length {len(packed)} /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n{packed}\nendstream"
    return document("").replace(b"<< /Length 0 >>\nstream\n\nendstream", stream.encode("ascii"))


CASES: dict[str, Callable[[], bytes]] = {
    "whole": lambda: document(LETTER),
    "junk-before": lambda: b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + document(LETTER),
    "cut-end": lambda: document(LETTER)[:-120],
    "cut-half": lambda: document(LETTER, LETTER)[:1900],
    "cut-early": lambda: document(LETTER)[:60],
    "head-only": lambda: b"%PDF-1.7\n",
    "without-table": without_table,
    "wrong-offsets": wrong_offsets,
    "user-password": lambda: locked("渡口", "闸门"),
    "owner-password": lambda: locked("", "闸门"),
    "empty-page": lambda: document(""),
    "blank-text": lambda: document(lines(" ", "　")),
    "no-page": lambda: document(),
    "picture": lambda: with_picture(PICTURE),
    "pictures-with-marks": lambda: with_picture(*(PICTURE + show(f"— {at} —", 280, 800, 14) for at in (1, 2))),
    "picture-pages": lambda: with_picture(LETTER, PICTURE, LETTER, PICTURE),
    "garbage": garbage,
    "cyclic-tree": cyclic_tree,
    "deep-tree": deep_tree,
    "deep-forms": deep_forms,
    "own-form": own_form,
    "deep-arrays": lambda: document(LETTER).replace(b"/Kids [", b"/Odd " + b"[" * 4000 + b"]" * 4000 + b" /Kids ["),
    "unmapped": unmapped,
    "too-many-pages": lambda: document(LETTER).replace(
        b"/Count 1 /Kids [4 0 R]", b"/Count 5001 /Kids [" + b"4 0 R " * 5001 + b"]"
    ),
    "wrong-count": lambda: document(LETTER).replace(b"/Count 1 ", b"/Count 1000000 "),
    "bomb": bomb,
}
