"""Colour as the eye takes it: luminance, contrast, and the three kinds of colour blindness.

Luminance and contrast as WCAG 2.2 defines them; matrices for full protanopia, deuteranopia and
tritanopia from Machado, Oliveira and Fernandes (2009); distances in OKLab (Ottosson 2020).
"""

from __future__ import annotations

import numpy as np

VIEWERS = {
    "common": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> np.ndarray:
    """Return linear red, green and blue of ``#RRGGBB``."""
    values = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Return the relative luminance, 0…1."""
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast_to_white(colour: str) -> float:
    """Return the contrast ratio against white, 1…21."""
    return 1.05 / (luminance(colour) + 0.05)


def lightness(colour: str) -> float:
    """Return CIE L*, 0…100: what is left of a colour in greyscale."""
    return float(116 * np.cbrt(luminance(colour)) - 16)


def distance(one: str, other: str, viewer: str) -> float:
    """Return 100 × the OKLab distance of two colours as this viewer sees them."""
    seen = [np.clip(VIEWERS[viewer] @ linear(colour), 0, 1) for colour in (one, other)]
    first, second = (_TO_LAB @ np.cbrt(_TO_CONES @ rgb) for rgb in seen)
    return float(100 * np.linalg.norm(first - second))
