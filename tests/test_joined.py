"""Modules joined into one script do the same, without what nothing needs."""

from pathlib import Path

import pytest

from socialcart.joined import joined, joined_sheets

WORDS = """const tables = [];
export const learn = (table, loadZones) => tables.push(table, loadZones);
"""
ENGLISH = """import { learn } from "../words.js";

learn({
 "language": "en",
 "months": ["Jan"],
 "weekdays": ["Mon"],
 "texts": {
  "member_joined": "{name} joined.",
  "live": "Live",
  "copied": "Copied"
 }
}, () => import("./zones/en.js"));
"""
FEED = """import { FRAMES } from "./frames.js";

/** Names Ready. */
class Unused extends Ready {}
export class Feed {
  static first = FRAMES[0];
}
"""
# A name that only another module uses is not this one's.
FRAMES = 'export const FRAMES = ["MEMBER_JOINED"];\nexport const title = 1;\n'
PAGE = """import "../frames.js"; // first
import { Feed } from "../feed.js";

document.title = Feed.first + say("live") + weekdays.copied;
"""
JOINED = """(() => {
const tables = [];
const learn = (table, loadZones) => tables.push(table, loadZones);
learn({"language": "en", "weekdays": ["Mon"], "texts": {"live": "Live"}}, \
() => import("../languages/zones/en.js"));
const FRAMES = ["MEMBER_JOINED"];
class Feed {
  static first = FRAMES[0];
}
document.title = Feed.first + say("live") + weekdays.copied;
})();
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    for folder in ("languages", "pages"):
        (tmp_path / folder).mkdir()
    modules = {"words": WORDS, "languages/en": ENGLISH, "feed": FEED, "frames": FRAMES}
    for name, text in {**modules, "pages/hub": PAGE}.items():
        (tmp_path / f"{name}.js").write_text(text)
    return tmp_path / "pages/hub.js"


def test_what_is_named_follows_what_it_names_and_the_rest_is_left_out(page: Path) -> None:
    english = page.parent.parent / "languages/en.js"
    lines = [line for line in joined([english, page], page.parent)[0].split("\n") if line]
    assert "\n".join(lines) + "\n" == JOINED


def test_what_a_page_defers_is_a_script_of_its_own_with_what_it_needs_besides(page: Path) -> None:
    later = page.parent.parent / "later.js"
    later.write_text(
        'import { Feed, head } from "./feed.js";\n\nnew Feed(head(), say("copied"), "live");\n'
    )
    feed = page.parent.parent / "feed.js"
    feed.write_text(f"{FEED}let at = 0;\nexport const head = () => at;\nat += 1;\n")
    page.write_text(f'{PAGE}later(new URL("../later.js", import.meta.url));\n')
    english = page.parent.parent / "languages/en.js"
    first, second = joined([english, page], page.parent, "hub.later.en.js")
    shared = "{ Feed, head, learn }"
    assert f'later(new URL("./hub.later.en.js", import.meta.url), {shared});' in first
    assert "Copied" not in first
    assert second.replace("\n\n", "\n") == (
        f"export default ({shared}) => {{\n"
        'learn({"language": "en", "texts": {"copied": "Copied"}});\n'
        'new Feed(head(), say("copied"), "live");\n'
        "};\n"
    )


def test_a_name_that_two_modules_declare_is_refused(page: Path) -> None:
    page.write_text(f"{PAGE}class Feed {{}}\n")
    with pytest.raises(ValueError, match=r"Two modules of one page declare Feed\."):
        joined([page], page.parent)


@pytest.mark.parametrize(
    "line",
    [
        'import { Feed as Other } from "../feed.js";',
        'import * as feed from "../feed.js";',
        'export { Feed } from "../feed.js";',
    ],
)
def test_an_import_under_another_name_is_refused(page: Path, line: str) -> None:
    page.write_text(f"{line}\n{PAGE}")
    with pytest.raises(ValueError, match=r"hub\.js imports or exports under another name"):
        joined([page], page.parent)


def test_a_sheet_has_those_that_it_imports_in_their_places(tmp_path: Path) -> None:
    (tmp_path / "base.css").write_text("p { color: red; }\n")
    (tmp_path / "app.css").write_text('@import url("base.css");\na { color: blue; }\n')
    assert joined_sheets(tmp_path / "app.css") == "p { color: red; }\na { color: blue; }\n"
