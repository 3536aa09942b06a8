"""The page: text stays text; in a real browser it is readable, reachable by keyboard, and asks the network nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import samples
from clients import client, missing
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from checklist_engine.checklist import Checklist
from checklist_engine.plugin import Context
from checklist_engine.plugins import find_format, render
from checklist_plugins.html_timeline import timeline

HTML = find_format("html")
ROOT = Path(__file__).resolve().parent.parent
VOID = {"meta", "br", "link", "img", "hr", "input"}


def page(checklist: Checklist, **how: Any) -> str:
    made = render(HTML, checklist, Context(**how))
    assert isinstance(made, str)
    return made


class Reader(HTMLParser):
    """The elements and texts of a page; notes what is not closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        self.faults += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize("show_all", [False, True])
def test_well_formed_and_without_anything_alive(name: str, show_all: bool) -> None:
    shown = page(samples.ALL[name](), show_all=show_all)
    assert shown == page(samples.ALL[name](), show_all=show_all)
    read = Reader(shown)
    assert read.faults == []
    tags = {tag for tag, _ in read.elements}
    assert tags <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul", "ol", "li", "div"),
        *("span", "i", "b", "br", "bdi", "small", "section", "time", "details", "summary", "code", "a"),
    }
    for tag, attributes in read.elements:
        assert not {name for name in attributes if name.startswith("on")}
        if tag == "a":
            assert str(attributes["href"]).lower().startswith(("http://", "https://"))
    assert not any(sign in shown for sign in "\x1b\x00\u2028\u202e")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '" onmouseover="alert(1)',
        "</bdi></li></main>",
        "a\nb\u2028c",
        "&lt;b&gt;",
        "x" * 2_000,
    ],
)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    shown = page(samples.hostile(text))
    read = Reader(shown)
    assert read.faults == []
    assert "script" not in {tag for tag, _ in read.elements}
    assert " ".join(text.split())[:60] in " ".join(read.text.split())


def test_everything_that_is_shown_has_its_title_time_and_name() -> None:
    checklist = samples.everything()
    text = " ".join(Reader(page(checklist, show_all=True)).text.split())
    for item in checklist.items:
        assert " ".join(item.title.split())[:30].rstrip() in text or item.kind in ("dont", "need_not"), item.id
        assert item.id in text


def test_bars_stand_where_the_hours_are() -> None:
    """Tuesday to the Tuesday after is ten days; the best time is Wednesday 08:00–11:00."""
    lines = "".join(timeline(samples.checklist("17 12:00", samples.thank())))
    days = 10  # two before now, now, seven after it
    left = round((3 * 24 + 8) / (days * 24) * 100, 2)
    assert f'<i class="best" style="left:{left:g}%;width:{3 / (days * 24) * 100:.2f}%">' in lines
    assert f'class="now" style="left:{round((2 * 24 + 12) / (days * 24) * 100, 2)}%"' in lines
    assert lines.count('class="voice"') == len([v for v in samples.thank().voices if v.window][:5])


def test_two_thousand_items_are_still_a_page() -> None:
    many = samples.everything()
    first = many.items[0]
    shown = page(many.replace(items=tuple(first.replace(id=f"{first.id}-{n}") for n in range(2_000))))
    assert len(shown) < 8_000_000
    assert shown.count('class="row') == 60


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = client("chromium", "chrome")
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(executable_path=client("chromedriver")))
    yield driver
    driver.quit()


def axe() -> str:
    folder = Path(os.environ.get("AXE_CORE") or ROOT / "node_modules" / "axe-core")
    path = folder / "axe.min.js"
    return path.read_text(encoding="utf-8") if path.is_file() else missing("axe-core is not installed")


def show(browser: webdriver.Chrome, folder: Path, checklist: Checklist, width: int, scheme: str = "light") -> None:
    path = folder / "page.html"
    path.write_text(page(checklist, show_all=True), encoding="utf-8")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(path.as_uri())


CASES = {"everything": samples.everything, "hostile": samples.hostile, "empty": samples.empty}


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")])
def test_the_page_in_a_browser(browser: webdriver.Chrome, tmp_path: Path, name: str, width: int, scheme: str) -> None:
    show(browser, tmp_path, CASES[name](), width, scheme)
    wide, room = browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room == width, "nothing to scroll sideways"
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    browser.execute_script(axe())
    found = browser.execute_async_script("axe.run().then(r => arguments[arguments.length - 1](r))")
    told = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found["violations"]]
    assert told == []
    assert len(found["passes"]) > 10
    assert not browser.execute_script("return performance.getEntriesByType('resource').length"), "asks for nothing"


@pytest.mark.xdist_group("browser")
def test_voices_are_reached_by_keyboard_and_fit_on_the_screen(browser: webdriver.Chrome, tmp_path: Path) -> None:
    for width in (1280, 320):
        show(browser, tmp_path, samples.everything(), width)
        seen = "return getComputedStyle(document.querySelector('#tip-0')).visibility"
        assert browser.execute_script(seen) == "hidden"
        browser.switch_to.active_element.send_keys("\ue004")  # the tabulator
        assert browser.execute_script("return document.activeElement.getAttribute('aria-describedby')") == "tip-0"
        assert browser.execute_script(seen) == "visible"
        box = browser.execute_script("return document.querySelector('#tip-0').getBoundingClientRect().toJSON()")
        assert box["left"] >= 0
        assert box["right"] <= width


@pytest.mark.xdist_group("browser")
def test_it_prints_on_a4(browser: webdriver.Chrome, tmp_path: Path) -> None:
    from base64 import b64decode

    show(browser, tmp_path, samples.everything(), 1280)
    made = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    data = b64decode(made["data"])
    assert b"/MediaBox [0 0 594.95996 841.91998]" in data or b"/MediaBox [0 0 595" in data
