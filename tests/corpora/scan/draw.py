"""Pages of made PDFs as a scanner or a camera gives them: drawn from the places of their letters, then spoilt."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.extract import pdfium
from archive.extract.glyphs import Glyph
from archive.extract.layout import leaf, pages

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
DOTS = 200


@dataclass(frozen=True)
class Spoilt:
    """What a scanner does to a page: degrees of skew, grey noise, JPEG quality, dots an inch, a seal over its end."""

    skew: float = 0.0
    noise: int = 0
    quality: int = 90
    dots: int = DOTS
    seal: bool = False
    quarters: int = 0


VARIANTS = (
    Spoilt(),
    Spoilt(skew=1.5, noise=12, quality=60),
    Spoilt(skew=-3.0, noise=6, quality=75),
    Spoilt(noise=20, quality=40),
    Spoilt(seal=True),
    Spoilt(dots=150, quality=75),
)


def font_path() -> str | None:
    """A font with Chinese glyphs, where the machine has one."""
    return next((path for path in FONTS if Path(path).exists()), None)


def scans(data: bytes, spoilt: Spoilt = VARIANTS[0], seed: int = 9704) -> list[tuple[Any, str]]:
    """Each page of a PDF as a picture (Pillow), with the text printed on it in reading order without its page mark.

    Args:
        data: the PDF; its letters are drawn in a font of this machine.
        spoilt: what is done to the pictures.
        seed: of the noise.
    """
    made = []
    with pdfium.File(data) as file:
        for sheet in file.sheets():
            assert sheet is not None
            text = "\n".join(line.text for line in pages([leaf(sheet)])[0].lines)
            drawn = _drawn(sheet.width, sheet.height, sheet.glyphs, sheet.rules(), spoilt)
            made.append((_spoil(drawn, spoilt, random.Random(seed)), text))
    return made


def jpeg(picture: Any, spoilt: Spoilt = VARIANTS[0]) -> bytes:
    """The file of a picture."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=spoilt.quality, dpi=(spoilt.dots, spoilt.dots))
    return out.getvalue()


def _drawn(width: float, height: float, glyphs: list[Glyph], rules: list[Any], spoilt: Spoilt) -> Any:
    from PIL import Image, ImageDraw, ImageFont

    scale = spoilt.dots / 72
    page = Image.new("RGB", (round(width * scale), round(height * scale)), "white")
    pen = ImageDraw.Draw(page)
    fonts: dict[float, Any] = {}
    for glyph in glyphs:
        if glyph.size not in fonts:
            fonts[glyph.size] = ImageFont.truetype(font_path() or "", round(glyph.size * scale))
        colour = (215, 20, 30) if glyph.red else (25, 25, 30)
        pen.text((glyph.left * scale, glyph.base * scale), glyph.text, colour, fonts[glyph.size], anchor="ls")
    for rule in rules:
        pen.line([(rule.left * scale, rule.top * scale), (rule.right * scale, rule.bottom * scale)], (30, 30, 30), 2)
    if spoilt.seal and glyphs:
        last = glyphs[-1] if len(glyphs) < 60 else glyphs[-30]
        x, y, reach = last.left * scale, last.base * scale, 60 * scale
        ring = Image.new("L", page.size, 0)
        pen = ImageDraw.Draw(ring)
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), outline=170, width=round(4 * scale))
        pen.regular_polygon((x, y, 18 * scale), 3, fill=170)
        page.paste(Image.new("RGB", page.size, (225, 30, 40)), (0, 0), ring)
    return page


def _spoil(page: Any, spoilt: Spoilt, rng: random.Random) -> Any:
    from PIL import Image, ImageChops

    if spoilt.skew:
        page = page.rotate(spoilt.skew, Image.Resampling.BICUBIC, fillcolor="white")
    if spoilt.noise:
        size = page.size[0] * page.size[1]
        noise = Image.frombytes("L", page.size, bytes(rng.choices(range(spoilt.noise), k=size)))
        page = ImageChops.subtract(page, Image.merge("RGB", [noise] * 3))
    if spoilt.quarters:
        page = page.rotate(90 * spoilt.quarters, expand=True)
    return Image.open(io.BytesIO(jpeg(page, spoilt))).convert("RGB")
