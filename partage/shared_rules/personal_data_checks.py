"""What a pattern cannot say of a passage: checksums, dates that look like telephones; the names are in their own file.

Each check is given the page, the passage [start, end) and where its context begins. It answers None (nothing here) or
(start, end, harmless). `static/js/shared/personal-data-checks.js` is the twin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from partage.shared_rules.personal_data_names import NAMES, is_strong
from partage.shared_rules.personal_data_page import Checked, Page
from partage.shared_rules.personal_data_words import CONTEXTS, IBAN_LENGTHS, LISTS


def email(page: Page, start: int, end: int, _at: int) -> Checked:
    """A box of a service (contact@, mairie-de-x@) is harmless."""
    text = page.low[start:end]
    if not CONTEXTS["domain"].search(text):
        return None
    words = [word for word in CONTEXTS["apart"].split(CONTEXTS["sign"].split(text)[0]) if word]
    harmless = bool(words) and words[0] in LISTS["generic"] and not any(len(word) > 3 and is_strong(word) for word in words)
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


CHECKS: Mapping[str, Callable[[Page, int, int, int], Checked]] = NAMES | {
    "email": email, "iban": iban, "nir15": nir15, "nir13": nir13, "number": number, "phone": phone, "abroad": abroad,
    "address": address,
}  # fmt: skip
