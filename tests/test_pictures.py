"""The pictures of the documentation are what our own page shows: a checklist of the small pack, at some moment.

`PICTURES=write python -m pytest tests/test_pictures.py` makes them anew with chromium. Beside each stands a checksum of
the timeline's source, by which the test sees that a picture is out of date; no browser is needed for that.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest
from clients import client

from checklist_engine.evaluate.evaluate import evaluate
from checklist_engine.load.program import load_program
from checklist_engine.load.record import read_record
from checklist_engine.moments import parse
from checklist_engine.plugins import find_format, render
from checklist_engine.testing import context_for

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PACK = ROOT / "tests" / "language" / "job-search"
ZONE = "Europe/Luxembourg"
RECORD = """\
company: Quillon Maps
role: Data engineer
timezone: Europe/Luxembourg
people: {anna: {name: Anna Weiss}}
interviews:
  - {id: first, start: 2026-11-17 10:00, end: 2026-11-17 11:00, medium: on-site, with: [anna]%s}
"""
DATE = ", they_said: {decision_by: 2026-11-27}"
PICTURES = {
    "disagreement": (RECORD % "", "2026-11-17 12:00"),
    "missing-date": (RECORD % "", "2026-11-20 09:00"),
    "known-date": (RECORD % DATE, "2026-11-20 09:00"),
}
"""Each picture: the record, and now."""


def page(name: str) -> str:
    record, now = PICTURES[name]
    program = load_program(PACK, use_cache=False)
    read = read_record(record.encode(), "interview.yaml", program, zone=ZONE)
    shown = find_format("html")
    made = render(shown, evaluate(program, read, parse(now, ZONE).start), context_for(shown))
    assert isinstance(made, str)
    return made


def digest(html: str) -> str:
    """Of the timeline and of the style: what one sees in the picture."""
    (style,) = re.findall(r"<style>.*?</style>", html, re.DOTALL)
    (timeline,) = re.findall(r'<section class="timeline".*?</section>', html, re.DOTALL)
    return hashlib.sha256(f"{style}{timeline}".encode()).hexdigest()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_up_to_date(name: str, tmp_path: Path) -> None:
    image, mark = IMAGES / f"{name}.png", IMAGES / f"{name}.sha256"
    if os.environ.get("PICTURES") == "write":
        IMAGES.mkdir(exist_ok=True)
        image.write_bytes(photographed(page(name), tmp_path))
        mark.write_text(f"{digest(page(name))}\n", encoding="utf-8")
    assert image.read_bytes().startswith(b"\x89PNG")
    assert mark.read_text("utf-8").strip() == digest(page(name)), "see above: PICTURES=write"


def test_every_picture_is_shown_with_words_for_it() -> None:
    """Who cannot see it reads what is in it."""
    text = (ROOT / "docs" / "concepts.md").read_text("utf-8")
    shown = dict(re.findall(r"!\[([^\]]{40,})\]\(images/([\w-]+)\.png\)", text))
    assert sorted(shown.values()) == sorted(PICTURES)
    assert sorted(path.stem for path in IMAGES.glob("*.png")) == sorted(PICTURES)


def photographed(html: str, folder: Path) -> bytes:
    """The timeline as chromium draws it: light, 900 pixels wide."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = client("chromium", "chromium-browser")
    words = ("headless=new", "no-sandbox", "hide-scrollbars", "force-device-scale-factor=1.5", "window-size=900,1400")
    for word in words:
        options.add_argument(f"--{word}")
    (folder / "page.html").write_text(html, encoding="utf-8")
    driver = webdriver.Chrome(options=options, service=Service(executable_path=client("chromedriver")))
    try:
        driver.get((folder / "page.html").as_uri())
        return driver.find_element("css selector", ".timeline").screenshot_as_png
    finally:
        driver.quit()
