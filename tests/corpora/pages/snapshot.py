"""Web pages as Chromium saves them (MHTML): the page, its frames and its styles as parts named by cid."""

from __future__ import annotations

import quopri
import re
from collections.abc import Mapping

BOUNDARY = "----MultipartBoundary--made0000000000000000000000000000000000000000----"


def address(name: str) -> str:
    """What a frame of this name is called in a saved page."""
    return f"cid:frame-{name.encode().hex().upper():0>32}@mhtml.blink"


def snapshot(page: str, frames: Mapping[str, str] | None = None, encodings: Mapping[str, str] | None = None) -> bytes:
    """A saved page.

    Args:
        page: its markup; ``{name}`` stands for the address of a frame.
        frames: the markup of each frame by its name, in the same way.
        encodings: of those that are not in UTF-8, by the name of the frame, "" for the page.
    """
    made = dict(frames or {})
    called = {name: address(name) for name in made}
    parts = []
    for name, markup in {"": page, **made}.items():
        encoding = (encodings or {}).get(name, "UTF-8")
        meta = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
        markup = re.sub(r"\{(\w+)\}", lambda found: called.get(found[1], found[0]), markup)
        where = "https://www.example.cn/a.html" if not name else f"https://www.example.cn/{name}.html"
        head = f"Content-Type: text/html\nContent-ID: <{address(name)[4:]}>\n"
        head += f"Content-Transfer-Encoding: quoted-printable\nContent-Location: {where}\n\n"
        whole = f"<!DOCTYPE html><html><head>{meta}</head>{markup}</html>"
        parts.append(head.encode() + quopri.encodestring(whole.encode(encoding)))
    parts.append(
        b"Content-Type: text/css\nContent-Transfer-Encoding: quoted-printable\n"
        b'Content-Location: cid:css-0@mhtml.blink\n\n@charset "utf-8";\n\n.a { color: red; }'
    )
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://www.example.cn/a.html\n"
        "Subject: =?utf-8?Q?=E9=80=9A=E7=9F=A5?=\nDate: Tue, 3 Sep 2024 08:00:00 GMT\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="{BOUNDARY}"\n\n\n'
    )
    body = b"".join(b"--" + BOUNDARY.encode() + b"\n" + part + b"\n" for part in parts)
    return (head.encode() + body + f"--{BOUNDARY}--\n".encode()).replace(b"\n", b"\r\n")
