"""Which names are taken as typed, which are refused, and which count as the same."""

import disarm
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from trips import names

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
}

REFUSED = {
    "nothing": "",
    "blanks": "   ",
    "wide blanks": "\u3000\u00a0",
    "a blank of Braille": "\u2800",
    "a blank of music": "\U0001d159",
    "a Hangul filler": "\u3164",
    "NUL": "Asha\0",
    "a tab": "Asha\tRao",
    "a line break": "Asha\nRao",
    "a line separator": "Asha\u2028Rao",
    "delete": "\x7f",
    "a C1 control": "\x85",
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
    "an acute accent for an apostrophe": "O´Brien",
    "three accents on a letter": "A\u0337\u031b\u0318sha",
    "a pile of one Thai mark": "ก็็",
    "five marks of a script": "က\u103d\u103e\u102d\u102f\u1037",
    "Zalgo": "Z\u0351\u036b\u0313\u036a\u0302\u036b\u033d\u0334\u0319A",
    "41 letters": "a" * 41,
    "letters that unfold to more than 40": "ﷺ" * 3,
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
    ("Paul", "Pau1"),
    ("Oscar", "0scar"),
    ("Mark", "rnark"),
    ("Will", "vvi||"),
    ("O'Brien", "O’Brien"),
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
    with pytest.raises(ValueError, match="Keep it to 40 characters; this has 41"):
        names.clean("a" * 41)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Asha \u00a0 Rao ", "Asha Rao"),
        ("Jose\u0301", "José"),
        ("Ａsha", "Asha"),
        ("Goa ‼\ufe0f", "Goa !!"),
    ],
)
def test_only_blanks_and_forms_are_tidied(typed: str, kept: str) -> None:
    assert names.clean(typed) == kept


def test_an_absurd_length_is_refused_before_any_work_is_done() -> None:
    with pytest.raises(ValueError, match="this has 5000"):  # 4000 once it is composed
        names.clean("Jose\u0301" * 1000)


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
    assert 1 <= len(name) <= 40


@given(mostly_names)
@example("  Asha \u00a0 ﬀ ")
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    name = cleaned(raw)
    assert names.clean(name) == name


@given(mostly_names)
@example("Ꮳhа")
def test_a_key_is_stable_never_empty_and_fits_its_column(raw: str) -> None:
    key = names.key(cleaned(raw))
    assert names.key(key) == key
    assert 1 <= len(key) <= 200


@given(mostly_names)
def test_case_alone_never_makes_another_name(raw: str) -> None:
    name = cleaned(raw)
    assume(not disarm.is_mixed_script(name))
    assert names.key(name.casefold()) == names.key(name)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_look_alike_collide(one: str, other: str) -> None:
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
        ("a" * 40, "a" * 36 + " (2)"),
        ("a" * 35 + " bcde", "a" * 35 + " (2)"),
        ("a" * 34 + "👩\u200d👩\u200d👧", "a" * 34 + " (2)"),
    ],
)
def test_a_second_asha_is_numbered_within_the_limit(name: str, second: str) -> None:
    assert names.numbered(name, 2) == second
    assert names.clean(second) == second


def cleaned(raw: str) -> str:
    try:
        return names.clean(raw)
    except ValueError:
        assume(False)
        raise
