"""Data Docs: pages for validation results, drawn by Great Expectations' renderer from blocks in Vietnamese. Its frame
loads styles and scripts from the internet; ours holds its style itself, so that the pages open anywhere.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import html
from lxml.html import builder as tag

from checks.suites import SAYS

if TYPE_CHECKING:
    from great_expectations.render import RenderedStringTemplateContent

INDEX = "index.html"
_KINDS = {"violation": "vi phạm", "suspicion": "nghi vấn", "defect": "lỗi dữ liệu", "invariant": "tự kiểm tra"}
_STYLE = """
body { font-family: system-ui, "Segoe UI", Arial, sans-serif; margin: 2rem; color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border: 1px solid #bbb; padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: #eef1f5; }
.count { text-align: right; display: block; font-variant-numeric: tabular-nums; }
.found { color: #9c2b00; font-weight: bold; }
"""
_KEPT = {"class", "colspan", "rowspan"}  # attributes; GX also writes drawn ids and handlers of its scripts
_DROPPED = ("script", "style", "link", "meta", "base", "img", "svg", "iframe", "object", "embed", "form")


def write_pages(folder: Path, validations: dict[str, dict[str, Any]]) -> None:
    """Writes `index.html` and a page per suite from dated validation results, by suite, into a new folder."""
    folder.mkdir()
    validations = {suite: validations[suite] for suite in SAYS if suite in validations}
    run = next(iter(validations.values()))["meta"]
    about = (
        f"Lần chạy {run['run_id']['run_name']}, bắt đầu {run['validation_time']}. Great Expectations đếm từng quy tắc."
    )
    overview = [_overview(suite, result) for suite, result in validations.items()]
    heading = ["Bộ quy tắc", "Số quy tắc", "Quy tắc có phát hiện", "Đã xét", "Phát hiện"]
    _write(folder / INDEX, "Kết quả kiểm tra dữ liệu", about, heading, overview)
    heading = ["Quy tắc", "Nội dung", "Căn cứ", "Loại", "Đã xét", "Phát hiện", "Tỷ lệ", "Kết quả"]
    for suite, result in validations.items():
        rows = [_row(one) for one in result["results"]]
        _write(folder / f"{suite}.html", _title(suite), about, heading, rows)


def _title(suite: str) -> str:
    return f"{SAYS[suite][0]} ({suite})"


def _overview(suite: str, result: dict[str, Any]) -> list[Any]:
    counts = [_counts(one) for one in result["results"]]
    return [
        _text(_title(suite), href=f"{suite}.html"),
        _count(len(counts)),
        _count(sum(unexpected > 0 for _, unexpected in counts)),
        _count(sum(judged for judged, _ in counts)),
        _count(sum(unexpected for _, unexpected in counts)),
    ]


def _counts(one: dict[str, Any]) -> tuple[int, int]:
    """How many things were judged and how many were unexpected; of nothing, Great Expectations says None."""
    return one["result"]["element_count"], one["result"]["unexpected_count"] or 0


def _row(one: dict[str, Any]) -> list[Any]:
    config, (judged, unexpected) = one["expectation_config"], _counts(one)
    said = "có phát hiện" if unexpected else "không có phát hiện" if judged else "không có gì để xét"
    share = f"{100 * unexpected / judged:.2f}%".replace(".", ",") if judged else "–"
    return [
        _text(config["meta"]["rule_id"]),
        _text(config["description"]),
        _text(config["meta"]["legal_basis"] or "–"),
        _text(_KINDS[config["meta"]["kind"]]),
        _count(judged),
        _count(unexpected),
        _text(share, "count"),
        _text(said, *(["found"] if unexpected else [])),
    ]


def _count(number: int) -> "RenderedStringTemplateContent":
    return _text(f"{number:,}".replace(",", "."), "count")


def _text(text: str, *classes: str, href: str | None = None) -> "RenderedStringTemplateContent":
    """A text as a block; Great Expectations escapes it because it is a parameter, not the template."""
    from great_expectations.render import RenderedStringTemplateContent

    styling: dict[str, Any] = {"classes": list(classes)} if classes else {}
    template: dict[str, Any] = {"template": "$text", "params": {"text": text}, "styling": styling}
    if href:
        template |= {"tag": "a", "styling": {"attributes": {"href": href}}}
    return RenderedStringTemplateContent(string_template=template)


def _write(path: Path, title: str, about: str, heading: list[str], rows: list[list[Any]]) -> None:
    from great_expectations.render import RenderedDocumentContent, RenderedSectionContent, RenderedTableContent
    from great_expectations.render.view import DefaultJinjaPageView

    table = RenderedTableContent(table=rows, header_row=[_text(word) for word in heading])
    section = RenderedSectionContent(section_name=title, content_blocks=[table])
    document = RenderedDocumentContent(sections=[section], renderer_type="SiteIndexPageRenderer")
    drawn = html.document_fromstring(DefaultJinjaPageView().render(document))
    page = tag.HTML(
        tag.HEAD(tag.META(charset="utf-8"), tag.TITLE(title), tag.STYLE(_STYLE)),
        tag.BODY(
            *([] if path.name == INDEX else [tag.P(tag.A("Tất cả các bộ quy tắc", href=INDEX))]),
            tag.H1(title),
            tag.P(about),
            *(_harmless(part) for part in drawn.find_class("ge-section")),
        ),
        lang="vi",
    )
    path.write_bytes(html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>", pretty_print=True))


def _harmless(part: html.HtmlElement) -> html.HtmlElement:
    """A part of a page without scripts, without anything to be loaded, with links to pages beside it only."""
    for dropped in list(part.iter(*_DROPPED)):
        dropped.drop_tree()
    for element in part.iter(html.etree.Element):
        element.text, element.tail = (" ".join((text or "").split()) or None for text in (element.text, element.tail))
        for name, value in element.attrib.items():
            is_ours = name == "href" and value in {f"{suite}.html" for suite in SAYS}
            if name not in _KEPT and not is_ours:
                del element.attrib[name]
    return part
