"""What text from outside may do on a terminal: nothing. It moves no cursor, sets no colour, opens no link."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook, RenderResult
from rich.markup import escape
from rich.segment import Segment

from flows.common.harmless import HARMFUL, harmless


def shown(text: str) -> str:
    """The text for a line of the screen: nothing in it acts on the terminal, or is taken for rich's markup."""
    return escape(harmless(text))


class HarmlessConsole(Console):
    """A screen on which no text acts, whoever printed it: what nobody has written out before is written out here."""

    def __init__(self, **options) -> None:
        super().__init__(highlight=False, **options)
        self.push_render_hook(_WrittenOut())


class _WrittenOut(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Harmless(renderable) for renderable in renderables]


class _Harmless:
    def __init__(self, renderable: RenderableType) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        return _without_harm(console.render(self._renderable, options))


def _without_harm(segments: Iterable[Segment]) -> Iterable[Segment]:
    for segment in segments:
        if segment.control or not HARMFUL.search(segment.text.replace("\n", "")):
            yield segment
        else:
            lines = segment.text.split("\n")
            yield Segment("\n".join(map(harmless, lines)), segment.style)
