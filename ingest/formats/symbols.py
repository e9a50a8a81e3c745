"""What the characters of the fonts Symbol and Wingdings show, as ordinary characters.

Word stores them in Unicode's private use area, at U+F000 and the font's own code.
"""

from __future__ import annotations

# Which of the two fonts is not stored with a list's bullet; where they differ, the sign that
# minutes use stands here.
SYMBOLS: dict[str, str] = {
    chr(0xF000 + code): shown
    for code, shown in {
        0x20: " ",
        0x2A: "*",
        0x2B: "+",
        0x2D: "–",
        0x6C: "●",
        0x6D: "○",
        0x6E: "■",
        0x6F: "□",
        0x71: "□",
        0x76: "❖",
        0x78: "☒",
        0xA3: "≤",
        0xA7: "▪",
        0xA8: "☐",
        0xAB: "↔",
        0xAC: "←",
        0xAE: "→",
        0xB0: "°",
        0xB1: "±",
        0xB3: "≥",
        0xB4: "×",
        0xB7: "•",
        0xB8: "÷",
        0xB9: "≠",
        0xBB: "≈",
        0xD8: "➢",
        0xDE: "⇒",
        0xDF: "←",
        0xE0: "→",
        0xE8: "➔",
        0xF0: "⇨",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    }.items()
}


def symbol(code: int) -> str:
    """The character that a code (0–255, or in the private use area) shows; "" for none known."""
    return SYMBOLS.get(chr(0xF000 + (code & 0xFF)), "")
