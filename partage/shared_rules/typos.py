"""Forgiving one typo: which words are one letter away, found through a table instead of comparing with every word.

Two words at one edit from each other share a key: themselves, or what is left when one letter is dropped (SymSpell).
A key is a hint, not a proof (« carte » and « terca » never share one, « carte » and « arcte » do): `within_one_edit`
decides. Same results in `static/js/shared/typos.js`.
"""

from __future__ import annotations

from partage.shared_rules.analyser import FUZZY_FROM, LONGEST_WORD


def edits1_keys(word: str) -> set[str]:
    """The keys of a folded word. A short word has but itself: one letter less and everything looks like everything."""
    keys = {word}
    if FUZZY_FROM <= len(word) <= LONGEST_WORD:
        keys.update(word[:place] + word[place + 1 :] for place in range(len(word)))
    return keys


def within_one_edit(a: str, b: str) -> bool:
    """Equal, or one letter added, dropped, changed, or two neighbours swapped."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    same = 0
    while same < len(a) and a[same] == b[same]:
        same += 1
    if len(a) < len(b):
        return a[same:] == b[same + 1 :]
    swapped = a[same : same + 2] == b[same : same + 2][::-1] and a[same + 2 :] == b[same + 2 :]
    return swapped or a[same + 1 :] == b[same + 1 :]
