"""A key that shows itself to nobody who does not ask for it by name."""

from typing import Any, NoReturn


class Secret:
    """Bytes that no repr, str, format string, pickle or JSON gives away; `reveal()` does."""

    __slots__ = ("__reveal",)

    def __init__(self, value: bytes) -> None:
        object.__setattr__(self, "_Secret__reveal", lambda: value)

    def reveal(self) -> bytes:
        return self.__reveal()

    def __repr__(self) -> str:
        return "Secret(***)"

    def __format__(self, _: str) -> str:
        return repr(self)

    def __setattr__(self, *_: Any) -> NoReturn:
        raise AttributeError("a secret does not change")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.reveal())

    def __bool__(self) -> bool:
        return bool(self.reveal())

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not stored")
