"""Cut the font that travels with servicelab out of Debian's Noto Sans CJK SC.

A bare machine has no Chinese font, so every figure would show boxes. The package therefore carries
one: Noto Sans CJK SC Regular, cut down to the 8,105 characters of the 通用规范汉字表 (so that names
of people and places print), the 125 of GB 2312 that the list lacks, and the signs that figures use.
Nothing in servicelab needs this script at run time; it documents how the file was made and makes
it again.

    apt-get install fonts-noto-cjk unicode-data
    python tools/make_font_subset.py

The characters come from Unicode's Unihan data (Debian package ``unicode-data``), property ``kTGH``,
which numbers the characters of the list of 2013 from 1 to 8105.
"""

from __future__ import annotations

import argparse
import bz2
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
TARGET = Path(__file__).parents[1] / "src/servicelab/figures/fonts/NotoSansCJKsc-subset.otf"
FAMILY = "Noto Sans CJK SC"
LIST_SIZE = 8105
MOST_BYTES = 2_000_000

# First and last code point of each block that is taken whole, as far as the font has it.
BLOCKS = (
    (0x0020, 0x007E, "ASCII"),
    (0x00A0, 0x00FF, "Latin-1: also × ÷ ± · and the accents of names"),
    (0x0391, 0x03C9, "Greek: estimators"),
    (0x2010, 0x203E, "general punctuation: dashes, quotes, …, ‰, †"),
    (0x2160, 0x216B, "Roman numerals"),
    (0x2190, 0x2199, "arrows"),
    (0x21D0, 0x21D4, "double arrows"),
    (0x2460, 0x2487, "circled and parenthesised numbers"),
    (0x25A0, 0x25EF, "geometric shapes: markers in text"),
    (0x3000, 0x3020, "CJK punctuation"),
    (0x3220, 0x3229, "parenthesised Chinese numbers"),
    (0xFF01, 0xFF5E, "full-width forms"),
    (0xFFE0, 0xFFE6, "full-width signs: ￥"),
)
SINGLES = (
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ"  # Pinyin
    "€℃№℡™Ω℉"  # letter-like
    "−√∝∞∠∣∥∧∨∩∪∫∑∏∂∆∇∈∉∅∴∵∼≈≅≌≒≠≡≤≥≦≧≪≫⊂⊃⊆⊇⊕⊙⊥⋯"  # mathematics, the true minus first
    "─│┌┐└┘├┤┬┴┼█▓▒░"  # tables and bars in text
    "★☆✓"  # marks; what the font lacks comes from DejaVu Sans
    "㎎㎏㎜㎝㎞㎡㎥㏄㏕"  # units
    "妳囧"  # customers write them
)


def standard_characters(unihan: Path) -> set[int]:
    """Return the code points of the 通用规范汉字表, read from Unihan's ``kTGH``."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        fields = (line.rstrip("\n").split("\t") for line in lines if "\tkTGH\t" in line)
        return {int(code.removeprefix("U+"), 16) for code, _, _ in fields}


def older_characters() -> set[int]:
    """Return the code points of GB 2312's Chinese characters.

    The list of 2013 has all but 125 of them; among the 125 is 诶, which customers say.
    """
    rows, columns = range(0xB0, 0xF8), range(0xA1, 0xFF)
    pairs = (bytes((row, column)) for row in rows for column in columns)
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", errors="ignore"))}


def signs() -> set[int]:
    """Return the code points of everything that is wanted beside Chinese characters."""
    wanted = {ord(character) for character in SINGLES}
    for first, last, _ in BLOCKS:
        wanted.update(range(first, last + 1))
    return wanted


def face_number(collection: Path, family: str) -> int:
    """Return which face of a font collection carries `family`."""
    number = 0
    while True:  # TTFont refuses the number after the last one
        with TTFont(collection, fontNumber=number, lazy=True) as face:
            if face["name"].getDebugName(1) == family:
                return number
        number += 1


def options() -> subset.Options:
    """Return the options of the cut: no hints, kerning only, all names (the licence is one)."""
    chosen = subset.Options()
    chosen.hinting = False
    chosen.layout_features = ["kern"]
    chosen.name_IDs = ["*"]
    # Vertical writing: no figure has any, and it costs 70 kB.
    chosen.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    return chosen


def cut(source: Path, wanted: Iterable[int], target: Path) -> TTFont:
    """Write the subset of the face FAMILY of `source` with the `wanted` code points."""
    chosen = options()
    chosen.font_number = face_number(source, FAMILY)
    font = subset.load_font(str(source), chosen)
    cutter = subset.Subsetter(chosen)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    subset.save_font(font, str(target), chosen)
    return font


def main() -> int:
    """Make the font; complain if a Chinese character is missing or the file has grown too big."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=SOURCE)
    parser.add_argument("--unihan", type=Path, default=UNIHAN)
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    standard = standard_characters(arguments.unihan)
    wanted = standard | older_characters() | signs()
    cut(arguments.source, wanted, arguments.target)
    with TTFont(arguments.target, lazy=True) as made:
        has = set(made.getBestCmap())
    size = arguments.target.stat().st_size
    print(f"{arguments.target.name}: {len(has)} characters, {size:,} bytes")
    print("not in the font:", "".join(map(chr, sorted(wanted - has))))
    complete = len(standard) == LIST_SIZE and standard <= has
    return 0 if complete and size <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
