"""What a pattern cannot say of a name: lists of names, what else has a capital, where a name begins and ends.

The checks are those of `personal_data_checks.py`; `static/js/shared/personal-data-names.js` is the twin.
"""

from __future__ import annotations

from partage.shared_rules.personal_data_page import AROUND, Checked, Page, Token
from partage.shared_rules.personal_data_words import CONTEXTS, LISTS


def civil(page: Page, start: int, end: int, _at: int) -> Checked:
    """« Mme Benali », not « Mme la préfète » nor « M. X »."""
    tokens = page.tokens(start, end)
    skipped = LISTS["civil"] | LISTS["particles"]
    first = next((place for place, token in enumerate(tokens) if token[2] not in skipped), None)
    if first is not None and len(tokens[first][2]) == 1 and first + 1 < len(tokens):
        first += 1  # « Mme X. Benali »
    if first is None or tokens[first][2] in LISTS["roles"]:
        return None
    begin, finish, word = tokens[first]
    letter = finish - begin == 2 and page.plain[begin + 1] == "." and word not in LISTS["anonymous"]
    if _nobody(word) and word not in LISTS["also_surnames"] and not letter:
        return None
    if page.plain[start : start + 2] == "M " and len(word) < 2:  # letters set apart: « T R A M E »
        return None
    return start, _last(page, tokens, first), False


def lower_civil(page: Page, start: int, end: int, _at: int) -> Checked:
    """« mme benali », typed in a hurry: any word that no lady or gentleman could do or be."""
    title, _, word = page.low[start:end].partition(" ")
    if word in LISTS["surnames"] or _is_lower_name(word):
        return start, end, False
    ordinary = word in LISTS["after_civil"] or word in LISTS["roles"] or _nobody(word) or CONTEXTS["not_after_civil"].search(word)
    lives = title not in ("madame", "monsieur") or CONTEXTS["alive_lower"].search(page.low[end : end + AROUND])
    return None if ordinary or not lives else (start, end, False)


def unknown(page: Page, start: int, end: int, _at: int) -> Checked:
    """A capital after « j’ai reçu », « famille », « prénom : », whatever the name."""
    tokens = page.tokens(start, end)
    first = next((place for place, token in enumerate(tokens) if _may_be_name(page, token)), None)
    if first is None or any(token[2] in LISTS["stop"] and token[2] not in LISTS["particles"] for token in tokens[:first]):
        return None
    begin, _, word = tokens[first]
    short = len(word) < 2 or word in LISTS["anonymous"] or word in LISTS["roles"]
    elsewhere = page.follows_folded("place", begin) or page.follows_folded("somewhere", begin)
    stranger = not _known(word) and (elsewhere or CONTEXTS["demonym"].search(word))
    return None if short or stranger else (begin, _last(page, tokens, first), False)


def _may_be_name(page: Page, token: Token) -> bool:
    """« Da » of « Da Silva », not « da »."""
    if token[2] in LISTS["particles"] and len(token[2]) < 4 and token[2] not in ("le", "la", "de", "des", "du"):
        return page.plain[token[0]].isupper()
    return token[2] not in LISTS["stop"] and token[2] not in LISTS["particles"]


def first_name(page: Page, start: int, end: int, _at: int) -> Checked:
    """A first name we know, where something beside it says that it is somebody's."""
    tokens = page.tokens(start, end)
    place = next((place for place, token in enumerate(tokens) if _known(token[2])), None)
    if place is None:
        return None
    first, finish, word = tokens[place]
    last = _last(page, tokens, place)
    named = last > finish and not _is_common(tokens[place + 1][2]) and not _is_acronym(page, tokens[place + 1])
    after = page.plain[last : last + AROUND]
    lives = bool(CONTEXTS["after"].search(after) or (is_strong(word) and CONTEXTS["deed"].search(after)))
    if any(token[2] in LISTS["famous"] for token in tokens[place + 1 :]) or _is_place(page, first, lives and not named):
        return None
    if _is_work_or_shop(page, first, last) or (not named and not lives and page.follows_folded("greeting", first)):
        return None
    if not named and (page.follows_folded("article", first) or not _is_whole(word)):
        return None
    sure = lives or page.follows("seen", first) or (is_strong(word) and (named or _is_beside(page, first, last)))
    told = sure or page.follows_folded("before" if is_strong(word) else "weak_before", first)
    return (_with_surname(page, tokens, place), last, False) if told else None


def _is_acronym(page: Page, token: Token) -> bool:
    """« Albert API »; « Ali SOW » is found by what is beside it."""
    return token[1] - token[0] < 5 and page.plain[token[0] : token[1]].isupper()


def _is_whole(word: str) -> bool:
    """« Jean-Marc », not « Jean-Moulin »."""
    return all(_known(part) for part in word.split("-"))


def _is_beside(page: Page, first: int, last: int) -> bool:
    """« Kenza, Théo »: one first name after the other."""
    beside = CONTEXTS["beside"].search(page.plain[last : last + AROUND])
    listed = page.plain.endswith((", ", " et "), 0, first) and not page.name_ends.isdisjoint((first - 2, first - 4))
    return listed or bool(beside and is_strong(beside.group(1).lower()) and _is_whole(beside.group(1).lower()))


def _with_surname(page: Page, tokens: list[Token], place: int) -> int:
    """Where a name begins whose surname, in capitals, comes first: « NGUYEN Thi Lan »."""
    begin, finish, word = tokens[max(0, place - 1)]
    shouted = page.plain[begin:finish].isupper() and len(word) > 2
    return begin if shouted and not _is_common(word) else tokens[place][0]


def _is_work_or_shop(page: Page, begin: int, last: int) -> bool:
    """Who wrote a book, whom a film is about, « Freire (Paulo) », « la cantine Chez Mireille », a brand that recruits."""
    bracket = CONTEXTS["bracket"].search(page.low[max(0, begin - AROUND) : begin])
    if bracket and bracket.group(1) in LISTS["famous"]:
        return True
    after = page.plain[last : last + AROUND]
    sells = CONTEXTS["trade"].search(after) or CONTEXTS["author"].search(after) or page.follows("shop", begin)
    return bool(sells) or any(page.follows_folded(name, begin) for name in ("work", "thing_of", "employer"))


def alone(page: Page, start: int, end: int, _at: int) -> Checked:
    """« le suivi de Prudence », « Gwladys D. ne vient plus »: any capital there that begins no ordinary word."""
    tokens = page.tokens(start, end)
    word, final = tokens[0][2], tokens[-1][2]
    nobody = _is_ordinary(page, tokens[0]) or word in LISTS["civil"] or word in LISTS["famous"] or final in LISTS["anonymous"]
    return None if nobody else (start, end if len(final) == 1 else _last(page, tokens, 0), False)


def initial(page: Page, start: int, end: int, at: int) -> Checked:
    """« Lucie M. » whoever she is, « Gwladys D. » where she lives."""
    word = page.tokens(start, end)[0][2]
    lives = CONTEXTS["human"].search(page.plain[end : end + AROUND])
    return alone(page, start, end, at) if is_strong(word) or lives or page.follows("seen", start) else None


def initials(page: Page, start: int, end: int, _at: int) -> Checked:
    """« J. B. », « S. Petit »."""
    word = page.tokens(start, end)[-1][2]
    common = len(word) > 2 and _is_common(word) and word not in LISTS["surnames"]
    return None if common or word in LISTS["famous"] else (start, end, False)


def full(page: Page, start: int, end: int, _at: int) -> Checked:
    """« pour Rahman Mizanur »: two capitals that name no structure."""
    tokens = [token for token in page.tokens(start, end) if token[2] not in LISTS["particles"]]
    named = sum(len(word) > 1 for _, _, word in tokens) > 1
    named = named and not any(_is_common(word) or word in LISTS["famous"] for _, _, word in tokens)
    if not named or page.plain[start:end].isupper() or _is_place(page, start, False) or _is_work_or_shop(page, start, end):
        return None
    return start, end, False


def inverted(page: Page, start: int, end: int, _at: int) -> Checked:
    """« Renaudin, Clothilde »."""
    surname, first = page.low[start:end].split(", ")
    return (start, end, False) if _known(first) and not _known(surname) and not _is_common(surname) else None


def stranger(page: Page, start: int, end: int, _at: int) -> Checked:
    """« Najibullah dort à la gare »: what only people do, and a capital that is no ordinary word."""
    tokens = page.tokens(start, end)
    place = next((place for place, token in enumerate(tokens) if token[2] not in LISTS["stop"]), None)
    if place is None or tokens[-1][2] in LISTS["famous"]:
        return None
    if any(_is_ordinary(page, token) for token in tokens[place:] if token[2] not in LISTS["particles"]):
        return None
    begin = tokens[place][0]
    lives = len(tokens) - place > 1 or CONTEXTS["alive"].search(page.plain[end : end + AROUND])
    begins = place > 0 or page.follows_folded("begins", begin)
    elsewhere = _is_place(page, begin, False) or _is_work_or_shop(page, begin, end)
    return (begin, end, False) if lives and begins and not elsewhere else None


def _is_ordinary(page: Page, token: Token) -> bool:
    """A word that names nobody: ordinary, abbreviated, with its article or of a people."""
    begin, finish, word = token
    abbreviated = len(word) < 3 or page.plain[begin:finish].isupper() or page.plain.startswith("L'", begin)
    abbreviated = abbreviated or bool(CONTEXTS["camel"].search(page.plain[begin:finish]))
    return abbreviated or _is_common(word) or bool(CONTEXTS["demonym"].search(word))


def _is_common(word: str) -> bool:
    """A word of structures and papers, or that ends like one: « Mobilité », « Formation »."""
    if _nobody(word) or {word, word.removesuffix("s")} & LISTS["things"] or word in LISTS["roles"]:
        return True
    return (bool(CONTEXTS["noun"].search(word)) or bool(CONTEXTS["town_name"].search(word))) and not _known(word)


def lower_first(page: Page, start: int, end: int, _at: int) -> Checked:
    """« fatou m’a dit », without its capital."""
    return (start, end, False) if _is_lower_name(page.plain[start:end]) and not _is_place(page, start, False) else None


def lower_full(page: Page, start: int, end: int, _at: int) -> Checked:
    """« sandrine lefebvre me demande »: a first name, then no ordinary word."""
    first, _, last = page.plain[start:end].partition(" ")
    ordinary = _is_common(last) or last in LISTS["after_civil"] or last in LISTS["famous"]
    return (start, end, False) if _is_lower_name(first) and not ordinary and not _is_place(page, start, False) else None


def and_name(page: Page, start: int, end: int, at: int) -> Checked:
    return unknown(page, start, end, at) if at in page.name_ends else None


def after_name(page: Page, start: int, end: int, at: int) -> Checked:
    return (start, end, False) if at in page.name_ends else None


def _is_place(page: Page, start: int, sure: bool) -> bool:
    """« lycée Jean Moulin »; not « le lycée de Karim », nor « à la maison Karim m’a dit »."""
    return not sure and page.follows_folded("place", start) and not page.follows_folded("link", start)


def _last(page: Page, tokens: list[Token], first: int) -> int:
    """Where the name that begins with this word ends: « Benali de Mende » ends at « Benali », « Marie de Mende » does not."""
    end = tokens[first][1]
    only_first_names = _known(tokens[first][2])
    noble = False
    for begin, finish, word in tokens[first + 1 :]:
        if word in LISTS["particles"] and page.plain[begin].islower():
            noble = noble or word in ("de", "du", "des")
            continue
        if word in LISTS["stop"] or (noble and not only_first_names):
            break
        end, noble = finish, False
        only_first_names = only_first_names and _known(word)
    return end


def _sound(word: str) -> str:
    """One spelling for Mohammed, Mohamed; Sarah, Sara; Yasmine, Iasmine: whatever the list has."""
    word = word.replace("y", "i")
    if not CONTEXTS["mute"].search(word):
        return word
    return CONTEXTS["silent"].sub("", CONTEXTS["double"].sub(r"\1", CONTEXTS["silent"].sub("", word)))


def is_strong(word: str) -> bool:
    return _sound(word.split("-")[0]) in STRONG


def _known(word: str) -> bool:
    return is_strong(word) or word in LISTS["weak"]


def _is_lower_name(word: str) -> bool:
    return _sound(word) in STRONG and _sound(word) not in NOT_LOWER


def _nobody(word: str) -> bool:
    return word in LISTS["anonymous"] or word in LISTS["stop"]


STRONG = LISTS["strong"]  # written as they sound
NOT_LOWER = frozenset(map(_sound, LISTS["not_lower"]))
NAMES = {
    "civil": civil, "lower_civil": lower_civil, "unknown": unknown, "first": first_name, "lower_first": lower_first,
    "lower_full": lower_full, "after_name": after_name, "and_name": and_name, "alone": alone, "initial": initial,
    "initials": initials, "full": full, "reversed": inverted, "stranger": stranger,
}  # fmt: skip
