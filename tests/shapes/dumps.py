"""Tables as software dumps and sends them: the national sync payload, OpenCPS, iGate."""

from collections.abc import Callable
from datetime import UTC, datetime

from tests.shapes.spelling import (
    CHANNELS,
    COMPACT,
    HANOI,
    IGATE,
    OPENCPS,
    TEXT,
    field,
    iso,
    long_code,
    milliseconds,
    place,
)
from tests.shapes.table import Cell, Shape


def supplements(case: dict) -> list[dict]:
    if case["supplement_requested_at"] is None:
        return []
    return [
        {
            "HoSoBoSungId": 1,
            "NguoiYeuCauBoSung": "Cán bộ mẫu",
            "NoiDungBoSung": "Bổ sung bản sao",
            "NgayBoSung": COMPACT(case["supplement_requested_at"]),
            "NgayTiepNhanBoSung": field("supplement_completed_at", COMPACT)(case),
            "TrangThaiBoSung": 1,
            "NgayHenTraTruoc": COMPACT(case["due_at_original"]),
            "NgayHenTraMoi": field("due_at", COMPACT)(case),
        }
    ]


NATIONAL_SYNC = Shape(
    "national_sync",
    "national_portal",
    {
        "MaHoSo": field("case_id"),
        "MaTTHC": long_code,
        "TenTTHC": field("procedure_name"),
        "MaLinhVuc": lambda case: "G06",
        "TenLinhVuc": field("sector"),
        "ChuHoSo": field("applicant"),
        "LoaiDoiTuong": lambda case: "1",
        "SoDienThoai": lambda case: "0900000000",
        "TrichYeuHoSo": lambda case: "Hồ sơ mẫu",
        "NgayTiepNhan": field("received_at", COMPACT),
        "NgayHenTra": field("due_at_original", COMPACT),
        "TrangThaiHoSo": field("status", str),
        "NgayTra": field("returned_at", COMPACT),
        "HinhThuc": lambda case: "0",
        "NgayKetThucXuLy": field("finished_at", COMPACT),
        "DonViXuLy": place,
        "GhiChu": lambda case: None,
    },
    lists={"TaiLieuNop": lambda case: [{"TenTepDinhKem": "mau.pdf"}], "DanhSachHoSoBoSung": supplements},
)


def _opencps(name: str, spell: Callable[[datetime], Cell]) -> Shape:
    columns = {
        "dossierId": lambda case: 70000 + int(case["case_id"][-4:]),
        "dossierNo": field("case_id"),
        "serviceCode": long_code,
        "serviceName": field("procedure_name"),
        "domainName": field("sector"),
        "serviceLevel": field("service_level"),
        "govAgencyCode": lambda case: "000.00.41.H34",
        "govAgencyName": place,
        "applicantName": field("applicant"),
        "applicantIdNo": lambda case: "000000000000",
        "online": lambda case: case["channel"] == "online",
        "submitDate": field("submitted_at", spell),
        "receiveDate": field("received_at", spell),
        "dueDate": field("due_at_original", spell),
        "extendDate": field("due_at", spell),
        "releaseDate": field("finished_at", spell),
        "finishDate": field("returned_at", spell),
        "cancellingDate": field("cancelled_at", spell),
        "dossierStatus": field("status", OPENCPS.get),
        "dossierSubStatus": lambda case: "",
        "viaPostal": lambda case: 1,
        "durationUnit": lambda case: 0,
        "durationCount": lambda case: 5,
    }
    return Shape(name, "one_stop", columns)


def _igate(name: str, spell: Callable[[datetime], Cell]) -> Shape:
    columns = {
        "code": field("case_id"),
        "dossierStatus": field("status", IGATE.get),
        "procedure.code": long_code,
        "procedure.name": field("procedure_name"),
        "sector.name": field("sector"),
        "procedureLevel": field("service_level", "Mức độ {}".format),
        "agency.code": lambda case: "000.00.41.H34",
        "agency.name": place,
        "applicant.fullname": field("applicant"),
        "applicant.phoneNumber": lambda case: "0900000000",
        "applyMethod": field("channel", CHANNELS.get),
        "appliedDate": field("submitted_at", spell),
        "acceptedDate": field("received_at", spell),
        "appointmentDate": field("due_at_original", spell),
        "dueDate": field("received_at", spell),
        "extendedAppointmentDate": field("due_at", spell),
        "completedDate": field("finished_at", spell),
        "returnedDate": field("returned_at", spell),
        "withdrawDate": field("cancelled_at", spell),
        "processingTime": lambda case: 5,
        "processingTimeUnit": lambda case: "d",
    }
    return Shape(name, "one_stop", columns)


OPENCPS_TEXT = _opencps("opencps_text", TEXT)
OPENCPS_ISO = _opencps("opencps_iso", iso(HANOI, ""))
OPENCPS_MILLISECONDS = _opencps("opencps_milliseconds", milliseconds)
IGATE_OFFSET = _igate("igate_offset", iso(HANOI, "+07:00"))
IGATE_UTC = _igate("igate_utc", iso(UTC, "Z"))
