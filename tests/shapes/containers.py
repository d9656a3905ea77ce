"""Every container: its name -> the ending of the file and the writer of a shape's cases."""

from tests.shapes import books, handmade, markup, old_excel, structured, texts, wrapping
from tests.shapes.texts import delimited

BOOKS = {
    "xlsx (xlsxwriter)": (".xlsx", books.xlsxwriter_xlsx),
    "xlsx (openpyxl)": (".xlsx", books.openpyxl_xlsx),
    "xlsm": (".xlsm", books.xlsm),
    "xlsb": (".xlsb", handmade.xlsb),
    "ods": (".ods", handmade.ods),
    "xlsx named xls": (".xls", books.xlsx_named_xls),
    "html named xls": (".xls", markup.html),
    "xml 2003 named xls": (".xls", markup.spreadsheet_xml),
    "zip": (".zip", wrapping.zipped),
}
TEXTS = {
    "csv, utf-8 with mark": (".csv", delimited(",", texts.utf_8_bom)),
    "csv; utf-8": (".csv", delimited(";", texts.utf_8)),
    "tsv": (".tsv", delimited("\t", texts.utf_8_bom)),
    "csv| decomposed": (".txt", delimited("|", texts.utf_8_decomposed)),
    "utf-16": (".txt", delimited("\t", texts.utf_16)),
    "windows-1258": (".csv", delimited(",", texts.windows_1258)),
    "tcvn3": (".csv", delimited(",", texts.tcvn3)),
    "vni": (".csv", delimited(";", texts.vni)),
    "csv named xlsx": (".xlsx", delimited(",", texts.utf_8_bom)),
}
RECORDS = {
    "json": (".json", structured.json_array),
    "json answer": (".json", structured.json_answer),
    "json lines": (".jsonl", structured.json_lines),
    "parquet": (".parquet", structured.parquet),
}
OLD = {"xls": (".xls", old_excel.kept_xls)}  # of some shapes only
CONTAINERS = BOOKS | TEXTS | RECORDS
