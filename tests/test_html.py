"""The HTML page: what its markup is, whatever stands in it, and what a browser makes of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import samples
from clients import client, missing, run
from hypothesis import example, given, settings
from test_words import ANY_TEXT

from checklist_engine import words
from checklist_engine.checklist import Checklist, Hold, Stretch, Window
from checklist_engine.plugin import Context
from checklist_engine.plugins import find_format, render
from checklist_plugins.html_scale import Scale, scale
from checklist_plugins.html_text import address

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).parent.parent
VOID = {"meta", "br"}
in_a_browser = pytest.mark.xdist_group("browser")


def document(checklist: Checklist, **how: Any) -> str:
    made = render(find_format("html"), checklist, Context(**how))
    assert isinstance(made, str)
    return made


class Outline(HTMLParser):
    """The elements in order, the text by element; fails where something is closed that is not open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, str] = {}
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"{tag} has an attribute twice"
        self.elements.append(tag)
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.text[tag] = self.text.get(tag, "") + data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.attributes if (value := attrs.get(attribute)) is not None]


def shape(checklist: Checklist) -> list[tuple[str, list[str]]]:
    """The elements with the names of their attributes: what no text may change."""
    outline = Outline(document(checklist, show_all=True))
    return [(tag, sorted(attrs)) for tag, attrs in outline.attributes]


@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize("show_all", [False, True])
def test_the_page_is_whole_and_refers_to_nothing_outside(name: str, show_all: bool) -> None:
    page = document(samples.ALL[name](), show_all=show_all)
    assert page == document(samples.ALL[name](), show_all=show_all)
    outline = Outline(page)
    assert outline.elements.count("h1") == outline.elements.count("main") == outline.elements.count("title") == 1
    assert ("html", {"lang": "en"}) in outline.attributes
    headings = [int(tag[1]) for tag in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert all(second - first <= 1 for first, second in pairwise(headings))
    ids = outline.all("id")
    assert len(ids) == len(set(ids))
    wanted = [part for name in ("aria-labelledby", "aria-describedby") for part in outline.all(name)]
    wanted += [href[1:] for href in outline.all("href") if href.startswith("#")]
    wanted += re.findall(r"url\(#([\w-]+)\)", page)
    assert set(wanted) <= set(ids)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(outline.elements)
    assert all(name.strip() for name in outline.all("aria-label"))
    names = {name for _, attrs in outline.attributes for name in attrs}
    assert not [name for name in names if name in ("style", "src", "srcset") or name.startswith("on")]
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", page)
    for tag, attrs in outline.attributes:
        if tag == "a":
            assert re.match("#|https://", attrs["href"] or "")


def test_the_policy_allows_the_one_style_and_nothing_else() -> None:
    page = document(samples.everything())
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="(.*?)"', page)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@given(ANY_TEXT.filter(lambda text: bool(words.clean(text)) and not words.clean(text).lower().startswith("http")))
@example(samples.HOSTILE)
@example("\"'><svg onload=alert(1)>")
@example("</style></title><script>alert(1)</script>")
@example("&lt;b&gt; <!-- ")
@settings(max_examples=25, deadline=None)
def test_a_hostile_record_changes_nothing_but_text(text: str) -> None:
    checklist = samples.hostile(text)
    assert shape(checklist) == shape(samples.hostile("harmless"))
    outline = Outline(document(checklist))
    assert outline.text["title"] == outline.text["h1"] == words.clean(text)
    assert words.clean(text) in outline.text["code"]
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", document(checklist)
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://x.example/a?b=1&c=\"'", "https://x.example/a?b=1&amp;c=&quot;&#x27;"),
        ("HTTP://x.example", "HTTP://x.example"),
        (" java\nscript:alert(1)", None),
        ("javascript:alert(1)//https://", None),
        ("data:text/html,x", None),
        ("//x.example", None),
        ("https://x .example", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_pages_are_linked(url: str | None, shown: str | None) -> None:
    assert address(url) == shown


def test_the_list_tells_what_the_checklist_holds() -> None:
    page = document(samples.everything())
    outline = Outline(page)
    headings = re.findall(r'<h2 id="\w+">(.*?)</h2>', page)
    groups = [group.title for group in words.grouped(samples.everything()) if group.key != "rest"]
    assert headings == ["Timeline", *groups, "Questions", "Notes", "Sources"]
    for item in samples.everything().items:
        shown = words.group_of(item) != "rest"
        assert (f"<bdi>{item.id}</bdi></code>" in page) == shown
    assert "Now until 11:00 (2 of 5 sources)" in outline.text["p"]
    assert "seven-things said" not in outline.text["p"]
    assert '<time datetime="2026-11-18T08:00:00+01:00">yesterday 08:00</time>' in page
    assert "Our reading: That the morning counts from the start." in outline.text["li"]
    assert "Ask for a business card" not in page
    assert "Ask for a business card" in document(samples.everything(), show_all=True)
    assert "Nothing to do right now" in document(samples.empty())


# The timeline: places are per cent of the days shown


def plot_of(page: str, title: str) -> list[tuple[str, dict[str, str]]]:
    """The shapes of one row: their class and their attributes."""
    rows = [row for row in re.findall(r'<li class="row".*?</svg>', page, re.DOTALL) if f"<bdi>{title}</bdi>" in row]
    assert len(rows) == 1
    shapes = re.findall(r"<(?:rect|line|use|text) (.*?)/?>", rows[0])
    found = [dict(re.findall(r'([\w-]+)="(.*?)"', shape)) for shape in shapes]
    return [(shape.pop("class"), shape) for shape in found]


def test_a_row_shows_window_best_time_and_every_voice() -> None:
    """Sun 15 to Tue 24 November: ten days, so that a day is 10 % wide."""
    page = document(samples.worked_example())
    assert scale(samples.worked_example(), samples.worked_example().items).days == 10
    shapes = plot_of(page, "Thank Anna Weiss for the interview")
    by_kind: dict[str, list[dict[str, str]]] = {}
    for kind, attributes in shapes:
        by_kind.setdefault(kind, []).append(attributes)
    (window,), (best,), (second,), (count,) = (by_kind[kind] for kind in ("window", "best", "second", "count"))
    assert (window["x"], window["width"]) == ("24.58%", "25.42%")  # Tue 11:00 to Thu 24:00
    assert (best["x"], best["width"]) == ("33.33%", "1.25%")  # Wed 08:00–11:00
    assert (second["x"], second["width"]) == ("24.58%", "3.75%")  # Tue 11:00–20:00
    assert float(count["x"][:-1]) == pytest.approx(33.33 + 1.25, abs=0.02)
    assert "4 of 5</text>" in page
    lanes = [(kind, line["x1"], line["x2"]) for kind, line in shapes if kind.startswith("voice")]
    assert lanes == [
        ("voice do-voice", "24.58%", "34.58%"),
        ("voice do-voice", "24.58%", "34.58%"),
        ("voice do-voice", "30.00%", "40.00%"),
        ("voice do-voice differs", "34.58%", "44.58%"),
        ("voice do-voice", "24.58%", "50.00%"),
    ]
    assert len({line["y1"] for kind, line in shapes if kind.startswith("voice")}) == 5


def test_each_state_looks_different() -> None:
    page = document(samples.everything())

    def kinds(title: str) -> set[str]:
        return {kind for kind, _ in plot_of(page, title)}

    assert {"held", "pause"} <= kinds("Ask Tom Reuter what they decided")
    assert kinds("Do not phone them more than once a week") == {"dont", "alarm"}
    assert kinds("No need to write a cover letter") == {"need-not"}
    assert {"window past", "check"} <= kinds("Thank Tom Reuter for the interview")
    assert kinds("A call about the next round") == {"expect", "alarm"}
    assert {"window", "alarm", "gone"} <= kinds("Write down what was said")
    endless = plot_of(page, "Update your LinkedIn profile")
    assert all(shape["mask"] == "url(#fade)" for kind, shape in endless if kind in ("window", "best"))
    assert "In the list only: 2 items outside of these days." in page


def test_days_are_equally_wide_when_the_clocks_change() -> None:
    """On 25 October 2026, 02:00–03:00 comes twice in Luxembourg."""
    days = Scale(first=words.ordinal("2026-10-24"), days=4)
    assert [days.place(f"2026-10-{day}T00:00:00+0{zone}:00") for day, zone in ((24, 2), (25, 2), (26, 1))] == [
        0,
        25,
        50,
    ]
    extent = days.extent("2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00")
    assert extent is not None
    assert extent[1] > 0
    assert days.extent("2026-10-25T03:00:00+01:00", "2026-10-25T02:00:00+01:00") is None
    now = "2026-10-25T02:30:00+02:00"
    window = Window(
        opens=now, best=Stretch(from_=now, to="2026-10-25T02:30:00+01:00"), closes="2026-10-26T00:00:00+01:00"
    )
    changing = samples.checklist("17", samples.thank(window=window)).replace(now=now)
    assert Outline(document(changing)).elements.count("text") > 20


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:00+00:00"])
def test_the_first_and_the_last_day_of_the_calendar(now: str) -> None:
    window = Window(opens=now, best=Stretch(from_=now, to=None))
    page = document(samples.checklist("17", samples.thank(window=window)).replace(now=now))
    assert plot_of(page, "Thank Anna Weiss for the interview")


def test_two_thousand_items_stay_one_page() -> None:
    hold = Hold(rules=("r",), sources=("hays",), until=None, reason="as they said " * 20)
    items = (
        samples.thank(
            str(number), f"Person {number}", *(("on-hold",) if number % 2 else ()), hold=hold if number % 2 else None
        )
        for number in range(2000)
    )
    page = document(samples.checklist("17 12:00", *items))
    assert len(page.encode()) < 5_000_000
    assert page.count('class="item ') == 2000
    assert 0 < page.count('class="row"') <= 60
    assert "1940 more items for which there is no room" in page
    assert "so long that its later part is without steps and sources" in page


# In a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Chromium, which logs what it asks the network for."""
    driver_path, chromium = client("chromedriver"), client("chromium", "chromium-browser", "google-chrome")
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = chromium
    profile = tmp_path_factory.mktemp("profile")
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver: Chrome = selenium.Chrome(options=options, service=Service(executable_path=driver_path))
    driver.set_script_timeout(30)
    yield driver
    driver.quit()


def opened(browser: Chrome, folder: Path, checklist: Checklist, width: int = 1280, scheme: str = "light") -> None:
    path = folder / "page.html"
    path.write_text(document(checklist), encoding="utf-8", newline="\n")
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(path.as_uri())


def logged(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """What was logged since the last time that somebody asked."""
    entries: list[dict[str, Any]] = browser.execute("getLog", {"type": kind})["value"]
    return entries


def axe() -> str:
    """axe-core, which finds what keeps people from using a page."""
    folder = Path(environ.get("AXE_CORE") or ROOT / "node_modules" / "axe-core")
    path = folder / "axe.min.js"
    return path.read_text(encoding="utf-8") if path.is_file() else missing(f"axe-core is not in {folder}")


AXE = """
const done = arguments[arguments.length - 1];
document.querySelectorAll('details').forEach(one => one.open = true);
document.querySelector('.row a')?.focus();
axe.run({resultTypes: ['violations']}).then(
    found => done(found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html).slice(0, 3).join(' '))),
    error => done([String(error)]));
"""


@in_a_browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")])
@pytest.mark.parametrize("name", ["everything", "hostile", "empty"])
def test_nothing_keeps_anybody_from_using_it(
    browser: Chrome, tmp_path: Path, name: str, width: int, scheme: str
) -> None:
    source = axe()
    opened(browser, tmp_path, samples.ALL[name](), width, scheme)
    browser.execute_script(source)
    assert browser.execute_async_script(AXE) == []


@in_a_browser
@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize("width", [320, 740, 1280])
def test_it_never_scrolls_sideways(browser: Chrome, tmp_path: Path, name: str, width: int) -> None:
    opened(browser, tmp_path, samples.ALL[name](), width)
    script = "document.querySelectorAll('details').forEach(one => one.open = true);"
    browser.execute_script(script)
    assert browser.execute_script("return document.documentElement.scrollWidth") == width


@in_a_browser
def test_the_voices_come_with_keyboard_and_mouse(browser: Chrome, tmp_path: Path) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    opened(browser, tmp_path, samples.everything())
    rows = browser.find_elements(By.CSS_SELECTOR, ".row")
    says = [row.find_element(By.CSS_SELECTOR, ".says") for row in rows]
    assert not any(panel.is_displayed() for panel in says)
    links = len(browser.find_elements(By.CSS_SELECTOR, "nav a"))
    for _ in range(links + 2):  # past the table of contents, to the second row
        ActionChains(browser).send_keys(Keys.TAB).perform()
    assert [panel.is_displayed() for panel in says[:3]] == [False, True, False]
    assert "six-rs says" in says[1].text
    ActionChains(browser).move_to_element(rows[10].find_element(By.CSS_SELECTOR, ".plot")).perform()
    assert says[10].is_displayed()
    ActionChains(browser).move_to_element(says[10]).perform()  # the pointer can go there
    assert says[10].is_displayed()


@in_a_browser
@pytest.mark.parametrize("name", ["everything", "hostile"])
def test_it_asks_the_network_for_nothing(browser: Chrome, tmp_path: Path, name: str) -> None:
    browser.get("about:blank")
    logged(browser, "performance")
    logged(browser, "browser")
    opened(browser, tmp_path, samples.ALL[name]())
    messages = [json.loads(entry["message"])["message"] for entry in logged(browser, "performance")]
    asked = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    assert asked == [(tmp_path / "page.html").as_uri()]
    assert logged(browser, "browser") == [], "neither a broken policy nor an error"
    # And the policy holds: what would ask is stopped.
    stopped = browser.execute_async_script("""
        const done = arguments[0];
        document.addEventListener('securitypolicyviolation', event => done(event.violatedDirective));
        document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/'}));
    """)
    assert stopped == "img-src"


@in_a_browser
def test_it_prints_on_a4(browser: Chrome, tmp_path: Path) -> None:
    opened(browser, tmp_path, samples.everything(), scheme="dark")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})  # what the page itself asks for
    path = tmp_path / "page.pdf"
    path.write_bytes(base64.b64decode(printed["data"]))
    information = run([client("pdfinfo"), str(path)], home=tmp_path)
    assert "(A4)" in information
    pages = re.search(r"Pages: +(\d+)", information)
    assert pages is not None
    assert int(pages[1]) <= 8
    text = run([client("pdftotext"), "-layout", str(path), "-"], home=tmp_path)
    assert "Take up something they told you" in text
    assert "https://hays.example/after-an-interview" in text.replace("\n", "")
    assert "seven-things says" not in text, "folded: only what is to be done goes on paper"
