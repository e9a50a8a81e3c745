"""Count how common words are in general Danish; writes ``models/common_words.txt``.

    python -m models.training.count_words --data FOLDER

Counts the texts and questions of ``squad_da`` and, four times, the treebank's sentences in
``FOLDER``, which are fewer and more varied.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from models.common_words import FILE, LEAST, scale
from models.sparse import SparseEncoder

_WORD = re.compile(r"[a-zæøåé]{2,}")
_TREEBANK_WEIGHT = 4


def count(folder: Path) -> Counter[str]:
    """The words in lower case with their counts."""
    words: Counter[str] = Counter()
    seen: set[str] = set()
    for path in sorted((folder / "squad_da").glob("*.json")):
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                if paragraph["context"] not in seen:
                    seen.add(paragraph["context"])
                    texts = [paragraph["context"], *(qa["question"] for qa in paragraph["qas"])]
                    words.update(word for text in texts for word in _WORD.findall(text.lower()))
    for path in sorted((folder / "ud_danish_ddt").glob("*.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# text = "):
                for word in _WORD.findall(line[9:].lower()):
                    words[word] += _TREEBANK_WEIGHT
    return words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    words = count(parser.parse_args().data)
    total = words.total()
    sparse = SparseEncoder()
    stems: Counter[int] = Counter()
    shown: dict[int, str] = {}
    for word, found in words.most_common():
        for stem in sparse.encode_query(word).indices:
            stems[stem] += found
            shown.setdefault(stem, word)
    lines = [
        f"{shown[stem]} {scale(found / total):.2f}"
        for stem, found in stems.most_common()
        if scale(found / total) >= LEAST
    ]
    head = (
        "# How common words are in general Danish: the commonest form of a stem, and the Zipf",
        "# scale of the stem. Made by models/training/count_words.py.",
    )
    FILE.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    print(f"{len(lines)} stems of {total} words")


if __name__ == "__main__":
    main()
