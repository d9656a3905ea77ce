"""What a run was ordered to do: folders and options, given once by the command line and handed on in the environment
of the process, never through Prefect. It keeps what it is given as a parameter, uses it as a format string for names,
and takes it from whoever can reach its page.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from flows.common.settings import Settings, load_settings

PLACE = "ONESTOP_ORDER"


@dataclass(frozen=True)
class Order:
    """Folders as absolute paths and ISO days; what is left out stands in `data/` and `audit.toml`.

    Unless `force`, a run whose inputs, parameters and code are those of the published one leaves that one in place.
    """

    raw: str | None = None
    layouts: str | None = None
    reference: str | None = None
    marts: str | None = None
    window_from: str | None = None
    window_to: str | None = None
    grain: str | None = None
    lang: str = "vi"
    force: bool = False

    def settings(self) -> Settings:
        """Raises SetupError."""
        return load_settings(
            *(Path(name) if name else None for name in (self.raw, self.layouts, self.reference, self.marts)),
            window_from=date.fromisoformat(self.window_from) if self.window_from else None,
            window_to=date.fromisoformat(self.window_to) if self.window_to else None,
            grain=self.grain,
            lang=self.lang,
        )


def give(order: Order) -> None:
    """Fixes what the audits of this process, and of those that it starts, do."""
    os.environ[PLACE] = json.dumps(asdict(order))


def ordered() -> Order:
    """What this process was ordered to do. Raises KeyError where nobody gave an order."""
    return Order(**json.loads(os.environ[PLACE]))


def absolute(folder: Path | None) -> str | None:
    return str(folder.resolve()) if folder else None
