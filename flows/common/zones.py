"""Time zones by their IANA names."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def is_zone(name: object) -> bool:
    """Whether a time zone has this IANA name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        return False
    return True
