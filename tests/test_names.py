"""Which names are taken as typed, which are refused, and which count as the same."""

import sys
import unicodedata
from collections import defaultdict

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.name_keys import KEYS
from trips import names
from trips.lookalikes import LATIN_LOOKS

pytestmark = pytest.mark.once


def hidden(text: str) -> str:
    """The text in tag characters, which nobody sees."""
    return "".join(chr(0xE0000 + ord(letter)) for letter in text)


ENGLAND = "🏴" + hidden("gbeng") + "\U000e007f"

WELCOME = {
    "accents": "José",
    "an apostrophe": "O'Brien",
    "a typographic apostrophe": "O’Brien",
    "Chinese": "李小龍",
    "Arabic": "عائشة",
    "Arabic with vowel signs": "مُحَمَّد",
    "Persian with a non-joiner": "می\u200cخواهم",
    "Hebrew with points": "מַּרְיָם",
    "Devanagari": "क्ष",
    "Devanagari with a joiner": "क्\u200dष",
    "Bengali Rachel, joiner before virama": "র\u200d্যাচেল",
    "Sinhala with a joiner": "ශ්\u200dරී",
    "Tamil": "உதயா",
    "Thai with a vowel and a tone": "ก็ดี",
    "Khmer": "ខ្ញុំ",
    "Tibetan stacks": "བསྒྲུབས",
    "Burmese with four marks": "လျှို့ဝှက်",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Yoruba": "Ẹ́niọlá",
    "Korean": "민수",
    "Japanese with a middle dot": "山田・太郎",
    "Catalan with a middle dot": "Paral·lel",
    "a face": "😀",
    "a heart in colour": "❤\ufe0f",
    "a telephone in black": "☎\ufe0e",
    "a family": "👩\u200d👩\u200d👧",
    "an astronaut with a skin tone": "👩🏽\u200d🚀",
    "a flag of two letters": "🇮🇳",
    "a flag of hidden letters": ENGLAND,
    "a keycap": "1\ufe0f\u20e3",
    "an emoji newer than Python's tables": "🫩",
    "one dash": "-",
    "markup": "<script>alert(1)</script>",
    "a quote and SQL": "' OR 1=1 --",
    "a word that databases know": "NULL",
    "a template": "{{ 7*7 }}",
    "a formula": "=1+1",
    "a half": "2½ days in Goa",
    "a square": "10² km",
    "formulas of chemistry": "H₂O & CO₂",
    "Thai with sara am": "น้ำฝน",
    "Lao with sara am": "ສຳລີ",
    "full width": "Ｇｏａ",
    "half width": "ｱｷﾗ",
    "a ligature": "ﬁnale",
    "Arabic in presentation forms": "ﻋﺎﺋﺸﺔ",
    "Arabic in one sign": "ﷺ",
    "Korean letters that laugh": "ㅋㅋ",
    "letters of mathematics": "𝒜sha",
    "a trade mark": "Goa™",
    "two signs in colour": "Goa ‼\ufe0f",
    "an acute accent for an apostrophe": "O´Brien",
    "49 letters": "Maria da Conceição Albuquerque de Oliveira Santos",
}

REFUSED = {
    "nothing": "",
    "blanks": "   ",
    "wide blanks": "\u3000\u00a0",
    "a blank of Braille": "\u2800",
    "a blank of music": "\U0001d159",
    "a Hangul filler": "\u3164",
    "NUL": "Asha\0",
    "tabs and ends of lines": "\t\r\n\x85\u2028",
    "an escape": "Asha\x1b[1m",
    "a unit separator": "Asha\x1fRao",
    "delete": "\x7f",
    "a C1 control": "\x9b",
    "a lone surrogate": "\ud800",
    "a right-to-left override": "a\u202eb",
    "an embedding": "a\u202ab",
    "an isolate": "\u2066a\u2069",
    "a right-to-left mark": "a\u200f",
    "an Arabic letter mark": "a\u061c",
    "a zero-width space": "a\u200bb",
    "a word joiner": "a\u2060b",
    "a byte order mark": "\ufeffa",
    "a soft hyphen": "a\u00adb",
    "a grapheme joiner": "a\u034fb",
    "a Mongolian vowel separator": "a\u180eb",
    "a joiner between Latin letters": "a\u200db",
    "a non-joiner between Latin letters": "a\u200cb",
    "two non-joiners": "می\u200c\u200cخ",
    "a joiner after an emoji": "😀\u200d",
    "a joiner between an emoji and a digit": "😀\u200d1",
    "two variation selectors": "😀\ufe0f\ufe0f",
    "a variation selector on a letter": "a\ufe0f",
    "a variation selector on a digit": "1\ufe0f",
    "a rare variation selector": "😀\U000e0101",
    "hidden text behind a face": "😀" + hidden("secret"),
    "hidden text in a flag": "🏴" + hidden("secret") + "\U000e007f",
    "an interlinear anchor": "a\ufff9b",
    "a filler of Khitan": "As\U00016fe4ha",
    "a broken decoding": "Jos\ufffd",
    "an object's place": "\ufffc",
    "a noncharacter": "\ufdd0",
    "the last code point": "\U0010ffff",
    "private use": "\ue000",
    "unassigned": "\u0378",
    "an accent on nothing": "\u0301Asha",
    "an accent on a blank": "Asha \u0301",
    "three accents on a letter": "A\u0337\u031b\u0318sha",
    "a pile of one Thai mark": "ก็็",
    "five marks of a script": "က\u103d\u103e\u102d\u102f\u1037",
    "Zalgo": "Z\u0351\u036b\u0313\u036a\u0302\u036b\u033d\u0334\u0319A",
    "61 letters": "a" * 61,
    "a megabyte": "a" * 1_000_000,
}

SAME = [
    ("Asha", "ASHA"),
    ("Asha", "asha"),
    ("Asha", "Аsha"),  # Cyrillic A
    ("Asha", "Ａsha"),  # fullwidth
    ("Asha", "𝒜sha"),
    ("Asha", "ᎪᏚᎻᎪ"),  # Cherokee
    ("Helen", "Нelen"),  # Cyrillic En
    ("Neha", "Νeha"),  # Greek Nu
    ("PRIYA", "Prіya"),  # Cyrillic i
    ("Asha", "Asha\u200c"),
    ("Zoë", "Zoё"),  # Cyrillic io
    ("TOM", "ТОМ"),  # all of it Cyrillic
    ("O'Brien", "O’Brien"),
    ("O'Brien", "O´Brien"),
    ("❤", "❤\ufe0f"),
    ("क्ष", "क्\u200dष"),
    ("straße", "STRASSE"),
    ("Нина", "НИНА"),
    ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
]

APART = [
    ("Asha", "Usha"),
    ("José", "Jose"),
    ("Ila", "Lia"),
    ("Neil", "Nell"),
    ("Erna", "Ema"),
    ("Bernard", "Bemard"),
    ("Arn", "Am"),
    ("Burn", "Bum"),
    ("Will", "VVill"),
    ("Paul", "Pau1"),
    ("Oscar", "0scar"),
    ("Will", "Wi||"),
    ("علی", "علي"),
    ("Bob", "Bob 2"),
    ("😀", "😁"),
    ("👩", "👩🏽"),
    ("李", "王"),
]

INITIALS = [
    ("Asha", "A"),
    ("asha rao", "AR"),
    ("Asha Devi Rao", "AR"),
    ("Asha (2)", "A2"),
    ("李小龍", "李"),
    ("😀", "😀"),
    ("👩\u200d👩\u200d👧 Rao", "👩\u200d👩\u200d👧R"),
    ("क्षमा", "क्ष"),
    ("Ẹ́niọlá", "Ẹ́"),
    ("თამარი", "თ"),  # Georgian keeps its small letters
    ("(-)", "("),
    ("", ""),
]

odd_letters = sorted(set("".join(REFUSED.values())))
any_text = st.text(st.characters(exclude_categories=()) | st.sampled_from(odd_letters))
a_letter = st.characters(categories=["L", "N", "P", "S"]) | st.sampled_from(list(WELCOME.values()))
mostly_names = st.lists(a_letter, min_size=1, max_size=3).map("".join)


@pytest.mark.parametrize("name", WELCOME.values(), ids=WELCOME.keys())
def test_a_real_name_is_kept_as_typed(name: str) -> None:
    assert names.clean(name) == name


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED.keys())
def test_a_trick_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z][ -~]+\.$") as refusal:
        names.clean(name)
    assert type(refusal.value) is ValueError


def test_a_refusal_names_the_character() -> None:
    with pytest.raises(ValueError, match=r"U\+202E"):
        names.clean("a\u202eb")


def test_a_refusal_says_how_long_is_too_long() -> None:
    with pytest.raises(ValueError, match="Keep it to 60 characters; this has 61"):
        names.clean("a" * 61)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Asha \u00a0 Rao ", "Asha Rao"),
        ("Hotel\t", "Hotel"),
        ("Asha\tRao\r\n", "Asha Rao"),
        ("Asha\x0bRao\x0cof\x85Goa", "Asha Rao of Goa"),
        ("Asha\u2028\u2029Rao\u3000\u2003Devi", "Asha Rao Devi"),
        ("Jose\u0301", "José"),
    ],
)
def test_only_blanks_are_tidied_and_letters_composed(typed: str, kept: str) -> None:
    assert names.clean(typed) == kept


def test_an_absurd_length_is_refused_before_any_work_is_done() -> None:
    with pytest.raises(ValueError, match="this has 5000"):  # 4000 once it is composed
        names.clean("Jose\u0301" * 1000)


def test_plain_names_are_those_that_precis_takes() -> None:
    for letter in map(chr, range(32, 127)):
        names._refuse_unsafe(f"A{letter}a")
        names._refuse_loose_marks(f"A{letter}a")
    for letter in map(chr, [*range(9), *range(14, 32), 127]):
        with pytest.raises(ValueError, match="Take out"):
            names.clean(f"A{letter}a")


def test_a_title_may_be_longer_than_a_name() -> None:
    assert names.clean("a" * 80, most=80) == "a" * 80
    with pytest.raises(ValueError, match="Keep it to 80"):
        names.clean("a" * 81, most=80)


@given(any_text | mostly_names)
@example("ﷺ" * 2)
@example("\udcff")
def test_any_text_is_kept_or_refused_with_a_sentence(raw: str) -> None:
    try:
        name = names.clean(raw)
    except UnicodeError:
        pytest.fail("refused in the words of a codec")
    except ValueError:
        return
    assert 1 <= len(name) <= 60


@given(mostly_names)
@example("  Asha \u00a0 ﬀ ")
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    name = cleaned(raw)
    assert names.clean(name) == name


@given(mostly_names)
@example("Ꮳhа")
@example("ﷺ" * 60)
@example("´")
def test_a_key_is_never_empty_and_fits_its_column(raw: str) -> None:
    name = cleaned(raw)
    for key in (names.key(name), names.release_1_key(name)):
        assert 1 <= len(key) <= 180
        assert "\n" not in key


@pytest.mark.parametrize(("name", "key", "_"), KEYS)
def test_no_key_has_moved(name: str, key: str, _: str | None) -> None:
    assert names.key(name) == key


def test_most_names_have_the_key_by_which_release_1_finds_them() -> None:
    found = [names.release_1_key(name) == before for name, _, before in KEYS if before]
    assert found.count(True) > 0.9 * len(found)


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("Søren", "soren"),
        ("Łukasz", "lukasz"),
        ("Şükrü Ağa", "şükrü ağa"),
        ("Γιώργος", "yiώpyoo"),
        ("Ελένη", "eλέvn"),
        ("Ольга", "oлbra"),
    ],
)
def test_release_1_finds_every_latin_greek_and_cyrillic_name(name: str, before: str) -> None:
    assert names.release_1_key(name) == before


def test_in_one_script_no_letter_stands_for_another_and_case_makes_none() -> None:
    alike = defaultdict(set)
    for letter in filter(str.isalpha, map(chr, range(sys.maxunicode))):
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
        scripts = scripts_of(plain)
        if len(scripts) == 1:
            alike[scripts.pop(), names.key(letter)].add(plain.strip())
    assert [each for each in alike.values() if len(each) > 1] == []


def test_whatever_looks_like_a_latin_letter_is_one_beside_latin_letters() -> None:
    for pairs in LATIN_LOOKS.values():
        for letter, latin in map(tuple, pairs.split()):
            assert unicodedata.category(letter)[0] == "L"
            assert names.key(f"b{letter}b") == f"b{latin}b"


@given(mostly_names)
def test_case_alone_never_makes_another_name(raw: str) -> None:
    name = cleaned(raw)
    assume(len(scripts_of(unicodedata.normalize("NFKD", name))) < 2)
    assert names.key(name.casefold()) == names.key(name)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_look_alike_across_scripts_collide(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_differ_do_not_collide(one: str, other: str) -> None:
    assert names.key(one) != names.key(other)


@pytest.mark.parametrize(("name", "letters"), INITIALS)
def test_initials_are_whole_letters(name: str, letters: str) -> None:
    assert names.initials(name) == letters


@given(mostly_names)
def test_every_name_has_initials(raw: str) -> None:
    assert names.initials(cleaned(raw))


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("Asha", "Asha (2)"),
        ("a" * 60, "a" * 56 + " (2)"),
        ("a" * 55 + " bcde", "a" * 55 + " (2)"),
        ("a" * 54 + "👩\u200d👩\u200d👧", "a" * 54 + " (2)"),
    ],
)
def test_a_second_asha_is_numbered_within_the_limit(name: str, second: str) -> None:
    assert names.numbered(name, 2) == second
    assert names.clean(second) == second


def scripts_of(text: str) -> set[str]:
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()}


def cleaned(raw: str) -> str:
    try:
        return names.clean(raw)
    except ValueError:
        assume(False)
        raise
