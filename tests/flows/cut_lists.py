"""One list of 60 cases in every container that is text, for the tests of files that were cut off on their way."""

import json

from tests.flows.sheets import HEADINGS, case_row

CASES = 60
STATUSES = ["Đã trả kết quả", "Đang xử lý", "Chờ bổ sung", "Rút hồ sơ"]
TABLE = [HEADINGS, *[case_row(n, c7=STATUSES[n % 4]) for n in range(1, CASES + 1)]]


def text_of_cases(rows=TABLE, delimiter=",", ending="\n", last=True) -> str:
    return ending.join(delimiter.join(row) for row in rows) + (ending if last else "")


def html(rows=TABLE) -> str:
    drawn = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return (
        f"<html><head><meta charset='utf-8'></head><body><table border=1><tbody>\n{drawn}</tbody></table></body></html>"
    )


def excel_2003(row: str = "<Row>{}</Row>\n", cell: str = '<Cell><Data ss:Type="String">{}</Data></Cell>') -> str:
    rows = "".join(row.format("".join(map(cell.format, cells))) for cells in TABLE)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    table = f'<Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?>\n<Workbook xmlns="{space}" xmlns:ss="{space}">{table}</Workbook>'


def flat_document() -> str:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    row, cell = "table:table-row", "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(f"<{row}>{''.join(map(cell.format, cells))}</{row}>" for cells in TABLE)
    spaces = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
    return (
        f'<office:document {spaces} office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>'
        f'<office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document>"
    )


def web_archive() -> str:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=zz\n\n--zz\nContent-Type: text/html; "
    return f"{head}charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{html()}\n--zz--\n"


RECORDS = [dict(zip(HEADINGS, row, strict=True)) for row in TABLE[1:]]
TEXTS = {
    "csv": text_of_cases().encode(),
    "csv without a last line end": text_of_cases(last=False).encode(),
    "csv of Windows": text_of_cases(ending="\r\n").encode("utf-8-sig"),
    "csv in quotes": text_of_cases([[f'"{cell}"' for cell in row] for row in TABLE], ";").encode(),
    "csv below titles": ("UBND TỈNH\nDANH SÁCH HỒ SƠ\n\n" + text_of_cases()).encode(),
    "csv with an empty last column": text_of_cases([[*row, ""] for row in TABLE[1:]]).join(
        [text_of_cases([[*HEADINGS, "Ghi chú"]]), ""]
    ).encode(),
    "tsv in UTF-16": text_of_cases(delimiter="\t").encode("utf-16"),
    "txt in UTF-16, big-endian": ("\ufeff" + text_of_cases(delimiter="|")).encode("utf-16-be"),
    "html": html().encode(),
    "html in UTF-16": html().encode("utf-16"),
    "mht": web_archive().encode(),
    "XML Spreadsheet 2003": excel_2003().encode(),
    "fods": flat_document().encode(),
    "JSON": json.dumps(RECORDS, ensure_ascii=False).encode(),
    "JSON in an object": json.dumps({"data": RECORDS}, ensure_ascii=False, indent=1).encode(),
    "JSON lines": "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS).encode(),
}  # fmt: skip
LINES = [name for name in TEXTS if name.startswith(("csv", "tsv", "txt", "JSON lines"))]
