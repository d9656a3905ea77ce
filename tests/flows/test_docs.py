"""The generated parts of the README are those that the declarations give."""

from pathlib import Path

from flows import docs


def test_the_readme_is_current(sample) -> None:
    readme = docs.README.read_text(encoding="utf-8")
    assert docs.written(readme, sample) == readme, "run `make docs`"


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
