"""The passage a search result shows: where most of the words that were searched stand together.

Same results in `static/js/shared/excerpts.js`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from partage.shared_rules.analyser import stem, tokens

_BLANKS = re.compile("[\t-\r \x85\u2028\u2029]+")  # not the no-break spaces: typography stays


def excerpt_spans(plain: str, query_stems: Collection[str], width: int = 180) -> tuple[str, list[tuple[int, int]]]:
    """A passage of about `width` characters, and the places in it of the words found, in code points."""
    text = _BLANKS.sub(" ", plain).strip(" ")
    wanted = frozenset(query_stems)
    hits = [(token.start, token.end, key) for token in tokens(text) if (key := stem(token.folded)) in wanted]
    first, last = _densest(hits, width)
    found, until = (hits[first][0], hits[last][1]) if hits else (0, 0)
    room = max(0, width - (until - found))
    start = max(0, min(found - room // 3, len(text) - width))
    end = min(len(text), max(until, start + width))
    while 0 < start < found and text[start - 1] != " ":
        start += 1
    cut = end
    while until < cut < len(text) and text[cut] != " ":
        cut -= 1
    end = cut or end  # not one blank: cut in the middle rather than show nothing
    opening = "…" if start > 0 else ""
    snippet = opening + text[start:end] + ("…" if end < len(text) else "")
    shift = len(opening) - start
    return snippet, [(begin + shift, stop + shift) for begin, stop, _ in hits if start <= begin and stop <= end]


def _densest(hits: list[tuple[int, int, str]], width: int) -> tuple[int, int]:
    """First and last hit of the best window: most different words, then most words, then earliest. One pass."""
    best, chosen = (0, 0), (0, 0)
    inside: Counter[str] = Counter()
    left = 0
    for right, (_, end, key) in enumerate(hits):
        inside[key] += 1
        while left < right and end - hits[left][0] > width:
            inside[hits[left][2]] -= 1
            if not inside[hits[left][2]]:
                del inside[hits[left][2]]
            left += 1
        score = (len(inside), right - left + 1)
        if score > best:
            best, chosen = score, (left, right)
    return chosen
