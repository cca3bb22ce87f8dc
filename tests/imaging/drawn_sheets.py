"""A sheet of text drawn in the font that Pillow brings along."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kehoach.pipeline.document import PageImage

WORDS = ["UY BAN", "NHAN DAN", "tinh", "ke hoach", "trien khai", "cong tac", "truyen thong", "nam 2025", "So Y te"]


def text_page(width: int = 1240, height: int = 1754, lines: int = 30) -> PageImage:
    sheet = Image.new("L", (width, height), 255)
    font = ImageFont.load_default(28)
    rng = np.random.default_rng(7)
    for row in range(lines):
        words = " ".join(rng.choice(WORDS, 8))
        ImageDraw.Draw(sheet).text((120 if row % 5 else 180, 180 + 46 * row), words, font=font, fill=0)
    return PageImage(np.asarray(sheet), 1, 150.0)
