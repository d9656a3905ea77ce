"""Before a site visit: one unit's figures beside its peers, its cases to look at, and what could not be told.

marimo run notebooks/before_site_visit.py
python notebooks/before_site_visit.py --unit 608
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Trước khi xuống đơn vị")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import pandas as pd
    import reading

    return alt, mo, pd, reading


@app.cell
def _(mo, reading):
    try:
        marts, trouble = reading.Marts(), ""
    except reading.NoRunYet as nothing:
        marts, trouble = None, str(nothing)
        if not mo.running_in_notebook():
            print(trouble)
    mo.stop(marts is None, mo.callout(mo.md(trouble), kind="warn"))
    return marts, trouble


@app.cell
def _(marts, mo, pd):
    _parameters = marts.record.get("parameters", {})
    _window = " đến hết ".join(
        f"{pd.Timestamp(_parameters[name]):%d/%m/%Y}" for name in ("window_from", "window_to") if name in _parameters
    )
    mo.md(
        f"# Trước khi xuống đơn vị\n\nKỳ kiểm tra: {_window or 'không ghi'} · lần chạy: "
        f"`{marts.record.get('run_id', 'không ghi')}`. Số liệu lấy từ các bảng đã công bố; ô trống là không có mẫu số "
        "hoặc không đánh giá được, không phải là 0."
    )
    return


@app.cell
def _(marts):
    units = marts.table("unit_lateness")
    slips = marts.table("unit_apologies")
    rules = marts.table("rules")
    return rules, slips, units


@app.cell
def _(mo, reading, units):
    _order = units["unit_level"].map({"province": 1, "district": 2, "commune": 3}).fillna(4)
    _units = units.assign(order=_order).sort_values(["order", "unit_name", "unit_code"])
    _levels = _units["unit_level"].map(reading.WORDS["unit_level"]).fillna("–")
    _choices = {
        f"{name} ({level}, {code})": code
        for name, level, code in zip(_units["unit_name"], _levels, _units["unit_code"], strict=True)
    }
    _asked = mo.query_params().get("unit") or mo.cli_args().get("unit")
    _first = next((label for label, code in _choices.items() if code == str(_asked)), next(iter(_choices), None))
    picker = mo.ui.dropdown(_choices, value=_first, label="Đơn vị", searchable=True, full_width=True)
    picker  # noqa: B018
    return (picker,)


@app.cell
def _(mo, picker):
    unit_code = picker.value
    mo.stop(unit_code is None, mo.md("Chưa có đơn vị nào để chọn."))
    return (unit_code,)


@app.cell
def _(reading, slips, unit_code, units):
    own = units[units["unit_code"] == unit_code].iloc[0]
    peers = reading.peers_of(unit_code, units)
    own_slips = next((row for _, row in slips[slips["unit_code"] == unit_code].iterrows()), None)
    comparison = reading.beside_peers(own, peers, own_slips, slips)
    return comparison, own, own_slips, peers


@app.cell
def _(comparison, mo, own, peers, reading):
    _stats = [
        ("Tồn kỳ trước", own["carried_over"]),
        ("Tiếp nhận", own["received"]),
        ("Đã giải quyết", own["completed"]),
        ("Đang giải quyết", own["pending"]),
        ("Rút hồ sơ", own["withdrawn"]),
        ("Dừng xử lý", own["stopped"]),
        ("Không có ngày hẹn", own["completed_undated"] + own["pending_undated"]),
    ]
    _boxes = [mo.stat(reading.number(value), label=label, bordered=True) for label, value in _stats]
    mo.vstack(
        [
            mo.md(f"## {own['unit_name']}"),
            mo.hstack(_boxes, wrap=True, justify="start"),
            mo.md(f"### So với {len(peers)} đơn vị cùng loại"),
            mo.ui.table(reading.comparison_shown(comparison), selection=None),
        ]
    )
    return


@app.cell
def _(marts, pd, peers, unit_code):
    _months = marts.table("unit_month_lateness")
    _months["month"] = pd.to_datetime(_months["month_start"]).dt.strftime("%m/%Y")
    _of_peers = _months[_months["unit_code"].isin(peers["unit_code"])]
    trend = _months[_months["unit_code"] == unit_code].sort_values("month_start").reset_index(drop=True)
    trend["peer_median"] = trend["month_start"].map(_of_peers.groupby("month_start")["late_rate"].median())
    return (trend,)


@app.cell
def _(alt, mo, pd, trend):
    _lines = pd.concat(
        [
            trend.assign(line="Đơn vị", rate=trend["late_rate"]),
            trend.assign(line="Trung vị đơn vị cùng loại", rate=trend["peer_median"]),
        ]
    )[["month", "line", "rate", "completed", "completed_late", "completed_undated"]]
    trend_chart = (
        alt.Chart(_lines)
        .mark_line(point=True)
        .encode(
            x=alt.X("month:O", sort=list(trend["month"]), title="Tháng"),
            y=alt.Y("rate:Q", title="Tỷ lệ trễ hạn", axis=alt.Axis(format=".0%")),
            color=alt.Color("line:N", title=None, legend=alt.Legend(orient="top")),
            tooltip=[
                alt.Tooltip("month:O", title="Tháng"),
                alt.Tooltip("line:N", title="Đường"),
                alt.Tooltip("rate:Q", title="Tỷ lệ trễ hạn", format=".1%"),
                alt.Tooltip("completed_late:Q", title="Đơn vị: trễ hạn"),
                alt.Tooltip("completed:Q", title="Đơn vị: đã giải quyết"),
                alt.Tooltip("completed_undated:Q", title="trong đó không có ngày hẹn"),
            ],
        )
        .properties(width="container", height=240)
    )
    mo.vstack([mo.md("### Theo tháng: hồ sơ đã giải quyết trễ hạn"), trend_chart])
    return (trend_chart,)


@app.cell
def _(marts, mo, unit_code):
    _cases = marts.table("cases", unit_code)
    late_cases = (
        _cases[_cases["outcome"].isin(["late", "pending_overdue"])]
        .sort_values(["days_late", "case_id"], ascending=[False, True])
        .reset_index(drop=True)
    )
    _columns = "case_id procedure_code procedure_name received_at due_at_original finished_at outcome days_late"
    _shown = marts.shown(late_cases, f"{_columns} working_days_late apology_status", "cases")
    mo.vstack(
        [
            mo.md(f"### Hồ sơ trễ hạn và quá hạn: {len(late_cases)}"),
            mo.ui.table(_shown, selection=None, page_size=10),
        ]
    )
    return (late_cases,)


@app.cell
def _(marts, mo, own_slips, unit_code):
    missing_slips = marts.table("missing_apologies", unit_code)
    if own_slips is None or not own_slips["is_assessable"]:
        slips_note = "Không đánh giá được: chưa nhận danh sách phiếu xin lỗi của đơn vị. Không có nghĩa là đủ phiếu."
        _body = mo.callout(mo.md(slips_note), kind="warn")
    else:
        slips_note = f"{len(missing_slips)} trong {own_slips['late_cases']} hồ sơ trễ hạn, quá hạn."
        _columns = "case_id procedure_name due_at_original days_late apology_status slip_date new_due_date"
        _shown = marts.shown(missing_slips, _columns, "missing_apologies")
        _body = mo.vstack([mo.md(slips_note), mo.ui.table(_shown, selection=None, page_size=10)])
    mo.vstack([mo.md("### Phiếu xin lỗi thiếu hoặc không đúng quy định"), _body])
    return missing_slips, slips_note


@app.cell
def _(marts, mo, unit_code):
    procedures = marts.table("unregistered_procedures", unit_code)
    _shown = marts.shown(procedures, "procedure_code procedure_name problem cases", "unregistered_procedures")
    mo.vstack([mo.md(f"### Vấn đề về thủ tục: {len(procedures)}"), mo.ui.table(_shown, selection=None, page_size=10)])
    return (procedures,)


@app.cell
def _(marts, mo, rules, unit_code):
    _results = marts.table("rule_results", unit_code)
    _says = rules[["rule_id", "kind", "says_vi", "legal_basis"]]
    _judged = _results.merge(_says, on="rule_id", how="left").sort_values("rule_id")
    by_rule = _judged[_judged["is_assessable"] & (_judged["findings"] > 0)].reset_index(drop=True)
    not_assessable = _judged[~_judged["is_assessable"]].reset_index(drop=True)
    _clean = len(_judged) - len(by_rule) - len(not_assessable)
    _tables = ("rule_results", "rules")
    _found = marts.shown(by_rule, "rule_id kind says_vi findings applicable rate legal_basis", *_tables)
    _missing = marts.shown(not_assessable, "rule_id kind says_vi legal_basis", *_tables)
    mo.vstack(
        [
            mo.md(f"### Phát hiện theo quy tắc\n\n{_clean} quy tắc khác đã xét và không có phát hiện."),
            mo.ui.table(_found, selection=None),
            mo.md(f"### Không đánh giá được: {len(not_assessable)} quy tắc\n\nChưa nhận dữ liệu mà quy tắc cần."),
            mo.ui.table(_missing, selection=None),
        ]
    )
    return by_rule, not_assessable


@app.cell
def _(marts, mo, unit_code):
    findings = marts.table("findings", unit_code).sort_values(["rule_id", "case_id"]).reset_index(drop=True)
    _columns = "rule_id kind case_id procedure_code observed expected is_acknowledged"
    _shown = marts.shown(findings, _columns, "findings")
    mo.vstack([mo.md(f"### Từng phát hiện: {len(findings)}"), mo.ui.table(_shown, selection=None, page_size=10)])
    return (findings,)


if __name__ == "__main__":
    app.run()
