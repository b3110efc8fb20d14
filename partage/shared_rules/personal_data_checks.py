"""What a pattern cannot say of a passage: checksums, dates that look like telephones, lists of names.

Each check is given the page, the passage [start, end) and where its context begins. It answers None (nothing here) or
(start, end, harmless). `static/js/shared/personal-data-checks.js` is the twin.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from partage.shared_rules.personal_data_words import CONTEXTS, IBAN_LENGTHS, LISTS

_AROUND = 80  # how far a context is looked for
_TOKEN = re.compile(r"[^ \n]{1,140}")

Checked = tuple[int, int, bool] | None
Token = tuple[int, int, str]


class Page:
    """A text being read: as it is in ASCII, in lower case, and what was taken of it so far."""

    def __init__(self, plain: str, low: str) -> None:
        self.plain, self.low = plain, low
        self.taken = bytearray(len(plain))
        self.found: list[tuple[str, int, int]] = []
        self.name_ends: set[int] = set()

    def take(self, kind: str, start: int, end: int) -> None:
        """Keep the passage for this kind, unless an earlier rule had part of it."""
        if end <= start or self.taken.find(1, start, end) >= 0:
            return
        self.taken[start:end] = b"\x01" * (end - start)
        if kind:
            self.found.append((kind, start, end))
        if kind == "name":
            self.name_ends.add(end)

    def digits(self, start: int, end: int) -> int:
        return sum(letter.isdigit() for letter in self.plain[start:end])

    def tokens(self, start: int, end: int) -> list[Token]:
        """The words of a passage: where each stands, and in lower case without final dot nor article elided."""
        found = []
        for match in _TOKEN.finditer(self.plain, start, end):
            word = CONTEXTS["elided"].sub("", match.group().lower())
            elided = match.end() - match.start() - len(word) if match.group()[0].islower() else 0
            found.append((match.start() + elided, match.end(), word.rstrip(".")))
        return found

    def follows(self, name: str, start: int) -> bool:
        """Whether what stands before `start` is the context of that name."""
        return bool(CONTEXTS[name].search(self.plain[max(0, start - _AROUND) : start]))

    def follows_folded(self, name: str, start: int) -> bool:
        return bool(CONTEXTS[name].search(self.low[max(0, start - _AROUND) : start]))


# Numbers


def email(page: Page, start: int, end: int, _at: int) -> Checked:
    """A box of a service (contact@, mairie-de-x@) is harmless."""
    text = page.low[start:end]
    if not CONTEXTS["domain"].search(text):
        return None
    words = [word for word in CONTEXTS["apart"].split(CONTEXTS["sign"].split(text)[0]) if word]
    harmless = bool(words) and words[0] in LISTS["generic"] and not any(len(word) > 3 and _is_strong(word) for word in words)
    return start, end, harmless


def iban(page: Page, start: int, end: int, _at: int) -> Checked:
    """As many signs as the country wants, and the remainder by 97."""
    wanted = IBAN_LENGTHS.get(page.low[start : start + 2])
    signs = ""
    place = start
    while wanted and place < end and len(signs) < wanted:
        signs += page.low[place] if page.low[place].isalnum() else ""
        place += 1
    if not wanted or len(signs) < wanted or page.digits(start, place) < 8 or page.low[place : place + 1].isalnum():
        return None
    remainder = 0
    for sign in signs[4:] + signs[:4]:
        remainder = int(f"{remainder}{int(sign, 36)}") % 97
    return (start, place, False) if remainder == 1 or page.follows_folded("bank", start) else None


def nir15(page: Page, start: int, end: int, _at: int) -> Checked:
    """Thirteen signs and the key that goes with them."""
    signs = CONTEXTS["unsigned"].sub("", page.low[start:end].replace("clef", "").replace("cle", ""))
    number = int(signs[:13].replace("2a", "19").replace("2b", "18")) if _department(signs) else -1
    return (start, end, False) if number >= 0 and _month(signs) and 97 - number % 97 == int(signs[13:]) else None


def nir13(page: Page, start: int, end: int, _at: int) -> Checked:
    """Without its key: only what could not be much else."""
    signs = CONTEXTS["unsigned"].sub("", page.low[start:end])
    likely = signs[0] in "12" and "01" <= signs[3:5] <= "12" and signs[5:7] not in ("00", "96") and signs[7:10] != "000"
    return (start, end, False) if likely and _department(signs) and signs[10:] != "000" else None


def _department(signs: str) -> bool:
    """Letters only where Corsica has one."""
    return not CONTEXTS["letter"].search(signs[:5] + signs[7:]) and (signs[5:7] in ("2a", "2b") or signs[5:7].isdigit())


def _month(signs: str) -> bool:
    return "01" <= signs[3:5] <= "12" or "20" <= signs[3:5] <= "42" or signs[3:5] >= "50"


def number(page: Page, start: int, end: int, _at: int) -> Checked:
    """Neither a date, nor a telephone; the word « a » after a number is not its key."""
    if page.plain[end - 2 : end - 1] == " " and page.plain[end - 1].islower():
        end -= 2
    return None if CONTEXTS["no_number"].search(page.low[start:end]) else (start, end, False)


def phone(page: Page, start: int, end: int, _at: int) -> Checked:
    """Neither a date, nor the end of a longer number; two telephones may follow each other."""
    longer = page.plain[start - 1 : start] == " " and page.plain[start - 2 : start - 1].isdigit() and not page.taken[start - 2]
    return None if longer or CONTEXTS["date"].search(page.low[start:end]) else (start, end, False)


def abroad(page: Page, start: int, end: int, _at: int) -> Checked:
    """Ten digits at least, after the sign + or 00."""
    code = page.digits(start, end) - (0 if page.plain[start] == "+" else 2)
    return (start, end, False) if code >= 10 else None


def address(page: Page, start: int, end: int, _at: int) -> Checked:
    """« 2 cours Excel » is no address; « 3 La Croix » is one if a town follows."""
    text = page.low[start:end]
    way = CONTEXTS["way"].search(text)
    if not way:
        return start, end, False
    lone = way.group(1) in ("le", "la", "les") and not CONTEXTS["town"].search(text)
    lesson = way.group(2) in LISTS["stop"] and CONTEXTS["unsure_way"].search(way.group(1))
    return None if lone or lesson or way.group(2) in LISTS["filler"] else (start, end, False)


# Names


def civil(page: Page, start: int, end: int, _at: int) -> Checked:
    """« Mme Benali », not « Mme la préfète » nor « M. X »."""
    tokens = page.tokens(start, end)
    skipped = LISTS["civil"] | LISTS["particles"]
    first = next((place for place, token in enumerate(tokens) if token[2] not in skipped), None)
    if first is None or _nobody(tokens[first][2]) or tokens[first][2] in LISTS["roles"]:
        return None
    if page.plain[start : start + 2] == "M " and len(tokens[first][2]) < 2:  # letters set apart: « T R A M E »
        return None
    return start, _last(page, tokens, first), False


def lower_civil(page: Page, start: int, end: int, _at: int) -> Checked:
    """« mme benali », typed in a hurry: known names only."""
    word = page.tokens(start, end)[-1][2]
    return (start, end, False) if word in LISTS["surnames"] or _is_lower_name(word) else None


def unknown(page: Page, start: int, end: int, _at: int) -> Checked:
    """A capital after « j’ai reçu », « famille », « prénom : », whatever the name."""
    tokens = page.tokens(start, end)
    first = next((place for place, token in enumerate(tokens) if _may_be_name(page, token)), None)
    if first is None:
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
    """A first name we know, where no place or work is named after somebody."""
    tokens = page.tokens(start, end)
    for place, (begin, finish, word) in enumerate(tokens):
        if not _known(word):
            continue
        last = _last(page, tokens, place)
        named = last > finish
        sure = bool(CONTEXTS["after"].search(page.plain[last : last + _AROUND]))
        if any(token[2] in LISTS["famous"] for token in tokens[place + 1 :]) or _is_place(page, begin, sure and not named):
            return None
        if not named and not sure and (page.follows_folded("greeting", begin) or page.follows_folded("article", begin)):
            return None
        if sure or page.follows("seen", begin) or (named and not _nobody(tokens[place + 1][2])):
            return begin, last, False
        if _is_strong(word):
            shouted = page.plain[begin:finish].isupper() and finish - begin < 5
            return None if shouted else (begin, last, False)
        return (begin, last, False) if page.follows("before", begin) else None
    return None


def lower_first(page: Page, start: int, end: int, _at: int) -> Checked:
    """« fatou m’a dit », without its capital."""
    return (start, end, False) if _is_lower_name(page.plain[start:end]) and not _is_place(page, start, False) else None


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
    return CONTEXTS["silent"].sub("", CONTEXTS["double"].sub(r"\1", CONTEXTS["silent"].sub("", word.replace("y", "i"))))


def _is_strong(word: str) -> bool:
    return _sound(word.split("-")[0]) in STRONG


def _known(word: str) -> bool:
    return _is_strong(word) or word in LISTS["weak"]


def _is_lower_name(word: str) -> bool:
    return _sound(word) in STRONG and _sound(word) not in NOT_LOWER


def _nobody(word: str) -> bool:
    return word in LISTS["anonymous"] or word in LISTS["stop"]


STRONG = frozenset(map(_sound, LISTS["strong"]))
NOT_LOWER = frozenset(map(_sound, LISTS["not_lower"]))
CHECKS: dict[str, Callable[[Page, int, int, int], Checked]] = {
    "email": email, "iban": iban, "nir15": nir15, "nir13": nir13, "number": number, "phone": phone, "abroad": abroad,
    "address": address, "civil": civil, "lower_civil": lower_civil, "unknown": unknown, "first": first_name,
    "lower_first": lower_first, "after_name": after_name, "and_name": and_name,
}  # fmt: skip
