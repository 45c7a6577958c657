"""The only module that knows rapidocr: a picture of a page to pieces of text with their places."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from archive.extract.ocr import Corners, Found, Piece, lying, turned_over, with_large

LONGEST, COARSE = 1600, 800
"""Pixels of the longer side of the pictures in which the lines of the text and those in large type are looked for: the
model finds running text in the one and cuts large letters there, which it finds in the other."""
SEAL = (0.12, 0.36)
"""Diameter of a seal as a share of the shorter side of its page; those of offices are 4 to 5 cm of 21."""
SUREST = 0.5
"""Pieces that the model itself holds less likely are noise."""

_SAMPLE = 6
_REDDEST, _RED_OVER, _DARK = 120, 50, 120
_SPOTS, _NEAR = 800, 7
"""Pixels of the longer side in which red spots are looked for, and what is nearer than this is one spot."""


def recognise(image: Any) -> Found:
    """The pieces of text of a picture, which is turned where it lies on its side or stands on its head.

    Args:
        image: rows, columns and blue, green, red of a page (a numpy array of bytes).
    """
    return _engine().found(image)


@cache
def _engine() -> _Engine:
    """Made when the first page needs it, kept as long as the process lives."""
    return _Engine()


class _Engine:
    def __init__(self) -> None:
        from rapidocr import RapidOCR

        threads = min(os.cpu_count() or 1, 4)
        self.model = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_vertical_padding": False,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        self.detector: Any = self.model._load_det_model()

    def found(self, image: Any) -> Found:
        import numpy

        image = without_seals(image)
        boxes = self._boxes(image)
        if lying(boxes):
            image = numpy.ascontiguousarray(numpy.rot90(image))
            boxes = self._boxes(image)
        height, width = image.shape[:2]
        crops = self.model.crop_text_regions(image, numpy.array(boxes, dtype=numpy.float32)) if boxes else []
        if self._on_its_head(crops):
            boxes = turned_over(boxes, width, height)
            crops = [numpy.ascontiguousarray(numpy.rot90(crop, 2)) for crop in crops]
        pieces = []
        if crops:
            read = self.model.recognize_txt(crops)
            for box, text, score, crop in zip(boxes, read.txts or (), read.scores or (), crops, strict=True):
                if text.strip() and score >= SUREST:
                    pieces.append(Piece(text.strip(), box, float(score), _is_red(crop)))
        return Found(pieces, width, height)

    def _boxes(self, image: Any) -> list[Corners]:
        """The corners of each line, from the top left one clockwise."""
        return with_large(self._detected(image, LONGEST), self._detected(image, COARSE))

    def _detected(self, image: Any, longest: int) -> list[Corners]:
        import cv2

        share = min(1.0, longest / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else image
        found = self.detector(small)
        if found.boxes is None:
            return []
        return [tuple((float(x) / share, float(y) / share) for x, y in box) for box in found.boxes]

    def _on_its_head(self, crops: Sequence[Any]) -> bool:
        """Whether most of the widest lines stand on their heads."""
        widest = sorted(crops, key=lambda crop: -int(crop.shape[1]))[:_SAMPLE]
        if not widest:
            return False
        said = self.model.cls_and_rotate(list(widest))[1].cls_res or []
        return bool(2 * sum(label == "180" and score > 0.8 for label, score in said) > len(widest))


def without_seals(image: Any) -> Any:
    """A page without the red of its seals, so that what is printed below them stands out.

    A seal is a red spot about as wide as tall; the red of a masthead makes wide ones, and its letters are smaller.

    Args:
        image: rows, columns and blue, green, red.
    """
    import cv2
    import numpy

    height, width = image.shape[:2]
    share = min(1.0, _SPOTS / max(height, width))
    red = _red(cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else image)
    joined = cv2.dilate(red.astype(numpy.uint8), numpy.ones((_NEAR, _NEAR), numpy.uint8))
    made = image
    for left, top, wide, high, _ in cv2.connectedComponentsWithStats(joined)[2][1:]:
        side = max(wide, high) / share / min(height, width)
        if SEAL[0] < side < SEAL[1] and 0.7 < wide / high < 1.4:
            made = image.copy() if made is image else made
            rows, columns = (
                slice(int(top / share), int((top + high) / share)),
                slice(int(left / share), int((left + wide) / share)),
            )
            made[rows, columns] = made[rows, columns, 2:3]
    return made


def _red(image: Any) -> Any:
    """Which pixels are red."""
    import numpy

    colours = image.astype(numpy.int16)
    return (colours[..., 2] >= _REDDEST) & (colours[..., 2] - colours[..., :2].max(axis=2) >= _RED_OVER)


def _is_red(crop: Any) -> bool:
    """Whether the letters of a line are red."""
    red, dark = int(_red(crop).sum()), int((crop[..., 2] < _DARK).sum())
    return red > 3 * dark and red > 0.02 * crop[..., 2].size
