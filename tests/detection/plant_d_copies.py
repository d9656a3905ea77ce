"""Planters of D9, D10, D11: what another extract tells of the same case."""

from __future__ import annotations

import numpy as np

from tests.simulator.cases import NOTHING
from tests.simulator.earlier import next_codes
from tests.simulator.law import at

from .copies import EARLIER_AT, PORTAL_AT, online_only
from .streams import when_all_have_planted
from .world import DAY_END, World

STRENGTHS = {
    "D9": ("ngày kết quả, 1 ngày", "ngày hẹn trả", "bỏ ngày trả", "đã xong thành đã rút"),
    "D10": ("đã trả, chỉ gửi đã xong", "kết thúc không được gửi"),
    "D11": ("hồ sơ biến mất",),
}
COUNT, BESIDE = 6, 5
OTHERS = 3 * 10**7  # persons that file nothing else


def _closed(world: World) -> np.ndarray:
    """Plain rows of the units with an earlier extract, closed long before it was taken."""
    return world.plain & world.of(*world.earlier.units) & (world.days("returned_at") < np.datetime64("2021-01-15"))


def _promised_before(world: World, rows: np.ndarray, days: int) -> None:
    """The first promise is that of the earlier extract: some end after it, and it may be shorter than the limit."""
    late = rows[world.days("finished_at")[rows] > world.days("due_at_original")[rows] - days]
    world.follows("B1", world.things(late))
    world.follows("B5", world.things(late))
    world.allow("B2E", world.things(rows))


def plant_d9(world: World, strength: str) -> None:
    frame, copy = world.frame, world.earlier
    rows = world.take(_closed(world), COUNT)
    if strength == STRENGTHS["D9"][0]:
        later = frame.loc[rows, ["finished_at", "returned_at"]] + np.timedelta64(1, "D")
        copy.tell(rows, finished_at=later["finished_at"].to_numpy(), returned_at=later["returned_at"].to_numpy())
    elif strength == STRENGTHS["D9"][1]:
        copy.tell(rows, due_at_original=at(world.days("due_at_original")[rows] - 2, DAY_END))
        _promised_before(world, rows, 2)
    elif strength == STRENGTHS["D9"][2]:
        copy.tell(rows, returned_at=frame.loc[rows, "returned_at"].to_numpy())
        frame.loc[rows, "returned_at"], frame.loc[rows, "status"] = NOTHING, 9
        copy.tell(rows, status=10)
    else:
        copy.tell(rows, status=9, returned_at=NOTHING)
        frame.loc[rows, "returned_at"], frame.loc[rows, "status"] = NOTHING, 7
    world.plant("D9", strength, world.things(rows))
    beside = world.take(_closed(world), BESIDE)
    copy.tell(beside, status=9, returned_at=NOTHING)
    world.near_miss("D9", "đã xong, sau đó đã trả", world.things(beside))
    was_open = world.plain & world.of(*copy.units) & (world.days("finished_at") > EARLIER_AT)
    rows = world.take(was_open & (world.days("received_at") < EARLIER_AT), BESIDE)
    rows = rows[(frame.loc[rows, "first_seen"] < EARLIER_AT).to_numpy()]  # not those received later on that day
    copy.tell(rows, due_at_original=at(world.days("due_at_original")[rows] - 1, DAY_END))
    _promised_before(world, rows, 1)
    world.follows("B4", world.things(rows))  # moved while open, without a slip
    world.near_miss("D9", "ngày hẹn đổi khi hồ sơ còn mở", world.things(rows))


def plant_d10(world: World, strength: str) -> None:
    here = world.plain & world.of(*world.portal.units) & (world.days("returned_at") < np.datetime64("2021-04-01"))
    rows = world.take(here, COUNT)
    if strength == STRENGTHS["D10"][0]:
        world.portal.tell(rows, status=9, returned_at=NOTHING)
    else:
        world.portal.tell(rows, status=4, finished_at=NOTHING, returned_at=NOTHING)
    world.plant("D10", strength, world.things(rows))
    after = np.datetime64(PORTAL_AT) + np.timedelta64(3600 * 26, "s")
    beside = world.take(world.plain & world.of(*world.portal.units) & (world.frame["due_at_original"] > after), BESIDE)
    world.end(beside, np.full(len(beside), after))
    world.near_miss("D10", "kết thúc sau khi cổng được trích xuất", world.things(beside))


def plant_d11(world: World, strength: str) -> None:
    like = world.take(_closed(world), COUNT)
    world.earlier.tell(like)
    model = world.frame.loc[like]
    model = model.assign(applicant=model["applicant"] + OTHERS, contact=model["contact"] + OTHERS)  # no double (A4S)
    world.plant("D11", strength, world.earlier.invent(model, next_codes(world.frame, model)))
    beside = world.take(_closed(world), BESIDE)
    world.earlier.tell(beside, case_id=world.frame.loc[beside, "case_id"].str.lower().to_numpy(object))
    world.near_miss("D11", "mã viết chữ thường", world.things(beside))
    _beside_selections(world, strength)


@when_all_have_planted
def _beside_selections(world: World, strength: str) -> None:
    """Cases that a later extract leaves out because it holds the online ones, or those carried over, only."""
    not_online = world.of(*online_only(world)) & (world.frame["channel"] != "online").to_numpy()
    for what, here in (
        ("trích xuất sau chỉ có hồ sơ trực tuyến", not_online),
        (
            "trích xuất sau chỉ có hồ sơ tồn chuyển sang",
            world.of(*world.earlier.units) & ~world.of(*online_only(world)),
        ),
    ):
        rows = world.take(world.plain & here, BESIDE)
        world.earlier.tell(rows)
        world.near_miss("D11", what, world.things(rows))
