"""Rules for names of people and titles of trips, and when two names count as one."""

import functools
import hashlib
import unicodedata

import regex
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from precis_i18n import get_profile

from trips.lookalikes import LATIN_LOOKS, RELEASE_1_LOOKS

A_FEW = 100  # a call asks for the keys of its name several times
MANY = 10_000  # a page asks for the initials of all members
LONGEST = 60
LONGEST_EMOJI = 24  # code points, of which a couple kissing, each with a skin tone, takes ten
LONGEST_KEY = 180

_NICKNAME = get_profile("NicknameCasePreserved")
# Any kind of white space; each counts as a blank.
_BLANKS = regex.compile(r"[\p{Zs}\t\n\v\f\r\x85\u2028\u2029]+")
_LINE_END = regex.compile(r"\r\n|[\n\v\f\r\x85\u2028\u2029]")
_EMPTY_LINES = regex.compile(r"\n{3,}")

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
# What people see as one picture.
_ONE_EMOJI = regex.compile(
    rf"{_FLAGS}|\p{{RI}}{{2}}|[0-9#*]\uFE0F?\u20E3|(?!\p{{RI}}){_PICTURE}(?:\u200D{_PICTURE})*",
    regex.VERSION1,
)
_IN_COLOUR = regex.compile(r"\p{Emoji_Presentation}|.[\uFE0F\p{Emoji_Modifier}]", regex.VERSION1)
# Allowed by their category, but invisible, or signs of a wrong decoding.
_UNSEEN = regex.compile("[\u2800\ufffc\ufffd\U00016fe4\U0001d159]")
# Variants that keyboards and word processors type for one character, and invisible ones.
_TYPED_FOR = str.maketrans(
    dict.fromkeys("‘’‛ʼ´`′", "'")
    | dict.fromkeys("“”„‟", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u200c\u200d\ufe0e\ufe0f", "")
)
_LOOKS: dict[int, str] = {}
_LOOKS_IN_ONE_SCRIPT: dict[int, str] = {}
for _pairs in LATIN_LOOKS.values():
    _latin_of = {ord(pair[0]): pair[1] for pair in _pairs.split()}
    _first_of = {latin: letter for letter, latin in reversed(_latin_of.items())}
    _LOOKS |= _latin_of
    _LOOKS_IN_ONE_SCRIPT |= {letter: latin for latin, letter in _first_of.items()}
_TAKEN_FOR = str.maketrans("01|", "oll")
_LOOKS_IN_RELEASE_1 = {ord(pair[0]): pair[1:] for pair in RELEASE_1_LOOKS.split()}
_ACCENTS = regex.compile("[\u0300-\u036f]")
_BARE_MARK = regex.compile(r"(?:^|\s)\p{M}")
_DIACRITICS = regex.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}"
)


def clean(raw: str, most: int = LONGEST) -> str:
    """Check a name or title, and return it in NFC with each run of white space as one blank.

    Refuses what the Nickname profile of RFC 8266 (PRECIS) refuses, except joiners inside emoji
    (UTS 51), and accents that stand alone or pile up. Nothing else is changed or left out.
    Raises ValueError with a sentence for whoever typed it.
    """
    text = _composed(raw) if len(raw) <= 10 * most else raw
    if not text:
        raise ValueError(_("Write at least one letter, number or emoji."))
    if len(text) > most:
        raise ValueError(too_long(text, most))
    _refuse_unseen(text)
    return text


def clean_lines(raw: str, most: int) -> str:
    """Check a text of several lines by the rules of `clean`, and return it with its line ends.

    Each line end becomes "\\n", and more than one empty line becomes one. Returns "" for a text
    without a character. Raises ValueError with a sentence for whoever typed it.
    """
    if len(raw) > 10 * most:
        raise ValueError(too_long(raw, most))
    lines = [_composed(line) for line in _LINE_END.split(raw)]
    text = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
    if len(text) > most:
        raise ValueError(too_long(text, most))
    for line in lines:
        _refuse_unseen(line)
    return text


def one_emoji(raw: str) -> str:
    """Check that a text is a single emoji, and return it as it is drawn in colour; or "".

    One emoji is one grapheme cluster (UAX 29) of the grammar of UTS 51. Raises ValueError with a
    sentence for whoever typed it.
    """
    text = _BLANKS.sub("", raw)
    is_one = _ONE_EMOJI.fullmatch(text) and len(regex.findall(r"\X", text)) == 1
    if text and (not is_one or "\ufe0e" in text or len(text) >= LONGEST_EMOJI):
        raise ValueError(_("Choose one emoji, or leave it empty."))
    return text if not text or _IN_COLOUR.match(text) else f"{text[0]}\ufe0f{text[1:]}"


def too_long(text: str, most: int) -> str:
    """Say that a text has more characters than fit."""
    sentence = ngettext(
        "Keep it to {n} character; this has {found}.",
        "Keep it to {n} characters; this has {found}.",
        most,
    )
    return sentence.format(n=most, found=len(text))


@functools.lru_cache(A_FEW)
def key(name: str) -> str:
    """Return a key that is equal for two clean names that count as one; one line, at most 180.

    It is the casefolded NFKC form, with letters of other scripts replaced by the Latin ones that
    they look like. In a word all of one script no two letters become one: Erna is not Ema, and a
    zero is no O. The keys are stored, so they must never change: `tests/test_names.py` compares
    them with a table.
    """
    words = unicodedata.normalize("NFKD", name.translate(_TYPED_FOR)).split()
    return _bounded(unicodedata.normalize("NFC", " ".join(_folded(word) for word in words)))


@functools.lru_cache(A_FEW)
def release_1_key(name: str) -> str:
    """Return the key that release 1 computes: for it Erna is Ema, a zero an O, and an ø an o.

    While its servers run beside newer ones, each finds by it the members who joined at the other.
    It is exact for Latin, Greek and Cyrillic names, and right for most of the others.
    """
    words = unicodedata.normalize("NFKC", name.translate(_TYPED_FOR)).split()
    look = " ".join(_folded_by_release_1(word) for word in words).translate(_TAKEN_FOR)
    return _bounded(look.replace("rn", "m").replace("vv", "w"))


def look(name: str) -> str:
    """Return a text that is equal for names that people may confuse: José and Jose, Pau1 and Paul.

    The organiser sees them side by side, as a hint; it is never stored and refuses nobody.
    """
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", key(name))).replace("ı", "i")
    return bare.translate(_TAKEN_FOR).replace("rn", "m").replace("vv", "w")


@functools.lru_cache(MANY)
def initials(name: str) -> str:
    """Return one or two initials for an avatar, as whole grapheme clusters (UAX 29)."""
    letters = [_first_letter(word) for word in name.split()]
    return "".join(letters[:1] + letters[1:][-1:])


def numbered(name: str, n: int) -> str:
    """Add a number to a name, "Asha (2)", and cut the name's end if that is too long.

    Returns "" if nothing of the name is left: an emoji can be long.
    """
    suffix = f" ({n})"
    letters = regex.findall(r"\X", name)
    while len("".join(letters)) + len(suffix) > LONGEST:
        letters.pop()
    kept = "".join(letters).rstrip()
    return kept and kept + suffix


def _composed(raw: str) -> str:
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", raw).strip(" "))


def _refuse_unseen(text: str) -> None:
    if not text or text.isascii() and text.isprintable():
        return  # PRECIS takes all of it
    plain = _EMOJI.sub(".", text)
    _refuse_unsafe(plain)
    _refuse_loose_marks(plain)


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
    sentence = _("Take out the hidden or unusual character {code}, or type it anew.")
    return sentence.format(code=f"U+{ord(character):04X}")


def _refuse_loose_marks(plain: str) -> None:
    if _BARE_MARK.search(plain):
        raise ValueError(_("Put each accent on a letter, or leave it out."))
    for stack in regex.findall(r"[\p{Mn}\p{Me}]+", plain):
        if len(stack) > 4 or len(set(stack)) < len(stack) or _DIACRITICS.search(stack):
            raise ValueError(_("Use fewer accents on one letter."))


def _folded(word: str) -> str:
    """Casefold a word, and replace letters that look Latin by Latin ones."""
    if len({_script(char) for char in word if char.isalpha()}) < 2:
        return word.casefold().translate(_LOOKS_IN_ONE_SCRIPT)
    # Among letters of other scripts the capital deceives too: Greek Nu is an N, small nu a v.
    return word.translate(_LOOKS).casefold().translate(_LOOKS)


def _folded_by_release_1(word: str) -> str:
    if {_script(char) for char in word if char.isalpha()} in ({"LATIN"}, {"GREEK"}, {"CYRILLIC"}):
        return unicodedata.normalize("NFC", word.casefold()).translate(_LOOKS_IN_RELEASE_1)
    return key(word)


def _bounded(key: str) -> str:
    """Return the key, with the end of a long one replaced by its digest."""
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return key[: LONGEST_KEY - len(digest)] + digest


@functools.lru_cache(MANY)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _first_letter(word: str) -> str:
    clusters: list[str] = list(word) if word.isascii() else regex.findall(r"\X", word)
    letter = next((cluster for cluster in clusters if cluster[0].isalnum()), clusters[0])
    return letter.title()  # not upper(): Georgian has capitals that few fonts draw
