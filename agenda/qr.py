"""A QR code as the path of an inline SVG: no image, no style, nothing fetched."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True)
class QRCode:
    """The side in modules, the quiet zone included, and the path that fills the dark ones."""

    side: int
    path: str


def qr_of(text: str) -> QRCode:
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    return QRCode(
        len(matrix),
        "".join(f"M{x} {y}h1v1h-1z" for y, line in enumerate(matrix) for x, dark in enumerate(line) if dark),
    )
