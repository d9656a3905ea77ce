"""The register of masked names: which words a mask stands for. It lies beside the key and is never published.

One line of JSON an entry, `{"mask": …, "words": …}`; only ever appended to, readable to its owner only.
"""

import contextlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

MASKED = re.compile(r"‹x[0-9a-f]{8}›")


@dataclass(frozen=True)
class Register:
    path: Path

    def keep(self, mask: str, words: str) -> None:
        """Enters a mask that is not there yet. Where that cannot be written the mask stays one that nobody knows: the
        file is read again by the next run (`knows`).
        """
        if mask in self.entries():
            return
        with contextlib.suppress(OSError):
            self._append(mask, words)

    def _append(self, mask: str, words: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"mask": mask, "words": words}) + "\n"  # in ASCII: half a character of a name is kept, too
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)

    def entries(self) -> dict[str, str]:
        """Mask → words; nothing where there is no register. A line that is no entry is passed over."""
        known: dict[str, str] = {}
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return known
        for line in lines:
            try:
                entry = json.loads(line)
                known[entry["mask"]] = entry["words"]
            except (ValueError, KeyError, TypeError):
                continue
        return known

    def readable(self, text: str) -> str:
        """The text with the words in the place of their masks, as far as the register knows them."""
        if not MASKED.search(text):
            return text
        known = self.entries()
        return MASKED.sub(lambda found: known.get(found.group(), found.group()), text)

    def knows(self, text: str) -> bool:
        """Whether the register knows every mask of a text."""
        masks = set(MASKED.findall(text))
        return not masks or masks <= self.entries().keys()
