"""What the ledger's chain shows of a changed past, and what only the kept runs show."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from flows.ledger.chain import chain_faults, head_faults, lines_of, read, run_heads
from tests.flows import sheets
from tests.flows.ledgers import changed, keep, lines_in, path_of, record, runs, sealed_anew, write


@pytest.fixture
def using(tmp_path):
    """Settings of a run over one extract."""
    using = sheets.settings(tmp_path)
    write(using, "a.csv", 1)
    return using


@pytest.fixture
def five(using) -> list[str]:
    """The lines of a ledger of five entries."""
    for number in range(2, 6):
        write(using, f"{number}.csv", number)
        keep(using)
    return lines_in(using)


def test_the_recipe_by_hand_gives_the_hashes(five):
    before = "0" * 64
    for number, line in enumerate(five, 1):
        entry = json.loads(line)
        assert sealed_anew(line) == line
        assert (entry["number"], entry["previous"]) == (number, before)
        before = entry["hash"]


def resealed(lines: list[str], place: int) -> list[str]:
    return [sealed_anew(line) if n == place else line for n, line in enumerate(changed(lines, place))]


TAMPERED = {
    # what was done to five entries | the numbers that the messages name
    "nothing": (lambda x: x, []),
    "one changed": (lambda x: changed(x, 2), ["3"]),
    "the last changed": (lambda x: changed(x, 4), ["5"]),
    "two changed": (lambda x: changed(changed(x, 1), 3), ["2", "4"]),
    "one changed and sealed anew": (lambda x: resealed(x, 2), ["3", "4"]),
    "one taken out": (lambda x: x[:2] + x[3:], ["3"]),
    "the first taken out": (lambda x: x[1:], ["1"]),
    "three taken out": (lambda x: x[:1] + x[4:], ["2–4"]),
    "one put in twice": (lambda x: [*x[:3], x[1], *x[3:]], ["2", "3"]),
    "two exchanged": (lambda x: [x[0], x[2], x[1], *x[3:]], ["2", "3"]),
    "a line that is no entry": (lambda x: [*x[:2], "{}", *x[2:]], ["3"]),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_done_to_the_chain_is_named(five, what):
    tamper, numbers = TAMPERED[what]
    lines, half = lines_of(("\n".join(tamper(five)) + "\n").encode())
    named = [re.findall(r"\d+(?:–\d+)?", fault.en) for fault in chain_faults(lines, half)]
    assert sorted({number for one in named for number in one}) == numbers


def test_a_ledger_cut_short_or_written_anew_shows_against_the_runs_only(using):
    first = record(using)
    write(using, "b.csv", 2)
    second = record(using)
    runs(using, first, second)
    lines = lines_in(using)
    cut = lines_of((lines[0] + "\n").encode())[0]
    assert chain_faults(cut) == []
    (fault,) = head_faults(cut, run_heads(using.marts))
    assert second["run_id"] in fault.en and "knew 2 entries" in fault.en
    anew = resealed(lines, 0)
    anew[1] = sealed_anew(anew[1].replace(json.loads(lines[0])["hash"], json.loads(anew[0])["hash"]))
    forged = lines_of(("\n".join(anew) + "\n").encode())[0]
    assert chain_faults(forged) == []
    assert len(head_faults(forged, run_heads(using.marts))) == 2
    assert head_faults(read(path_of(using))[0], run_heads(using.marts)) == []


@pytest.fixture(scope="module")
def three_entries(tmp_path_factory) -> bytes:
    using = sheets.settings(tmp_path_factory.mktemp("three"))
    for name in ("a.csv", "b.csv", "Sổ một cửa.csv"):
        write(using, name, len(name))
    keep(using)
    return path_of(using).read_bytes()


@hypothesis_settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_single_changed_byte_shows(three_entries, data):
    place = data.draw(st.integers(0, len(three_entries) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != three_entries[place]))
    tampered = three_entries[:place] + bytes([byte]) + three_entries[place + 1 :]
    assert chain_faults(*lines_of(three_entries)) == []
    assert chain_faults(*lines_of(tampered))
