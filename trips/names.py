"""What people may call themselves and their trips, and when two names count as one."""

import unicodedata

import disarm
import regex
from precis_i18n import get_profile

LONGEST = 40

_NICKNAME = get_profile("NicknameCasePreserved")

# The emoji grammar of UTS 51: the only places where PRECIS's refusal of joiners, variation
# selectors and tags is lifted. Elsewhere they carry text that nobody sees.
_PICTURE = r"[\p{Emoji}--[0-9#*]](?:\p{Emoji_Modifier}|[\uFE0E\uFE0F])?"
_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)
_EMOJI = regex.compile(
    rf"{_FLAGS}|[0-9#*]\uFE0F?\u20E3|{_PICTURE}(?:\u200D{_PICTURE})*", regex.VERSION1
)
_STYLED = regex.compile(r"(\p{Emoji})[\uFE0E\uFE0F]")
# Symbols and marks by category, blank or a broken decoding by looks.
_UNSEEN = regex.compile("[\u2800\ufffc\ufffd\U00016fe4\U0001d159]")
_LATIN_TWINS = str.maketrans("01|", "oll")
_BARE_MARK = regex.compile(r"(?:^|\s)\p{M}")
_DIACRITICS = regex.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}"
)


def clean(raw: str, most: int = LONGEST) -> str:
    """The name or title as typed, spaces tidied, after the Nickname profile of RFC 8266 (PRECIS).

    Beyond the profile, emoji keep their joiners (UTS 51), and marks may not stand alone or pile up.
    Raises ValueError with a sentence for whoever typed it; nothing is silently taken out.
    """
    text = _mapped(raw) if len(raw) <= 10 * most else raw
    if not text:
        raise ValueError("Write at least one letter, number or emoji.")
    if len(text) > most:
        raise ValueError(f"Keep it to {most} characters; this has {len(text)}.")
    plain = _EMOJI.sub(".", text)
    _refuse_unsafe(plain)
    _refuse_loose_marks(plain)
    return text


def key(name: str) -> str:
    """What two clean names share when people would take one for the other; at most 200 characters.

    Casefold of NFKC, then the confusables that UTS 39 has for Latin letters, also those within
    Latin. A capital I and a small l stay apart, since case makes that I an i.
    """
    return " ".join(_look(word) for word in name.split())


def initials(name: str) -> str:
    """One or two letters for an avatar: whole grapheme clusters (UAX 29); "" for ""."""
    letters = [_first_letter(word) for word in name.split()]
    return "".join(letters[:1] + letters[1:][-1:])


def numbered(name: str, n: int) -> str:
    """The name of the n-th "Asha": "Asha (2)", its end cut off where there is no room for both.

    "" where one picture takes all the room.
    """
    suffix = f" ({n})"
    letters = regex.findall(r"\X", name)
    while len("".join(letters)) + len(suffix) > LONGEST:
        letters.pop()
    kept = "".join(letters).rstrip()
    return kept and kept + suffix


def _mapped(raw: str) -> str:
    # NFKC writes ‼️ as !!, which would leave its variation selector on an exclamation mark.
    unstyled = _STYLED.sub(lambda e: e[unicodedata.normalize("NFKC", e[1]) != e[1]], raw)
    return _NICKNAME.idempotence_check(_NICKNAME.apply_five_rules(unstyled))


def _refuse_unsafe(plain: str) -> None:
    # Bengali writes Rachel with a joiner that RFC 5892 overlooked: ra, joiner, virama.
    known = plain.replace("\u09b0\u200d\u09cd", "\u09b0\u09cd")
    try:
        _NICKNAME.base.enforce(known)
    except UnicodeEncodeError as refusal:
        raise ValueError(_take_out(refusal.object[refusal.start])) from None
    if unseen := _UNSEEN.search(plain):
        raise ValueError(_take_out(unseen[0]))


def _take_out(character: str) -> str:
    return f"Take out the hidden or unusual character U+{ord(character):04X}, or type it anew."


def _refuse_loose_marks(plain: str) -> None:
    if _BARE_MARK.search(plain):
        raise ValueError("Put each accent on a letter, or leave it out.")
    for stack in regex.findall(r"[\p{Mn}\p{Me}]+", plain):
        if len(stack) > 4 or len(set(stack)) < len(stack) or _DIACRITICS.search(stack):
            raise ValueError("Use fewer accents on one letter.")


def _look(word: str) -> str:
    # In a word of mixed scripts it is the capital that deceives: Greek Nu is an N, small nu a v.
    look = disarm.canonicalize(word) if disarm.is_mixed_script(word) else word
    for _ in range(2):  # twice, as a Cherokee small letter looks like a Latin capital
        look = disarm.canonicalize(disarm.fold_case(look))
    return look.translate(_LATIN_TWINS).replace("rn", "m").replace("vv", "w")


def _first_letter(word: str) -> str:
    clusters: list[str] = regex.findall(r"\X", word)
    letter = next((cluster for cluster in clusters if cluster[0].isalnum()), clusters[0])
    return letter.title()  # not upper(): Georgian has capitals that few fonts draw
