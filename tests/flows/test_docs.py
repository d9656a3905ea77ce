"""The generated parts of docs/ are those that the declarations give."""

import re
from pathlib import Path

from flows import docs


def test_the_generated_pages_are_current(sample) -> None:
    pages = docs.written(sample)
    assert len(pages) == 3
    assert [page.name for page, text in pages.items() if page.read_text(encoding="utf-8") != text] == [], "`make docs`"


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    readme = docs.README.read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 200
    pages = [docs.README, docs.ROOT / "SECURITY.md", docs.ROOT / "CONTRIBUTING.md", *docs.DOCS.rglob("*.md")]
    links = [
        (page.name, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert "(docs/rules.md)" in readme and links == []


def test_every_room_of_the_readme_exists() -> None:
    readme = docs.README.read_text(encoding="utf-8")
    rooms = [
        line.split("`")[1]
        for line in readme.splitlines()
        if line.startswith("| `") and line.split("`")[1].endswith("/")
    ]
    assert len(rooms) >= 8
    for room in rooms:
        assert room == "data/marts/latest/" or (Path(docs.ROOT) / room).is_dir(), room
