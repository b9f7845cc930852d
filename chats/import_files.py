"""Files of the import page: our templates, and refused rows to fix and upload again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from django.http import Http404, HttpResponse

from chats.models import ImportBatch

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# The two example rows of each template; contracts.md names the columns.
TEMPLATES: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {
    "chats": (
        ("客服", "买家", "方向", "时间", "类型", "内容", "消息编号", "买家OpenUID"),
        (
            ("示例旗舰店:小美", "lily", "买家", "2026-05-09 10:02:00", "文字", "有货吗", "", ""),
            ("示例旗舰店:小美", "lily", "客服", "2026-05-09 10:02:08", "文字", "有的亲", "", ""),
        ),
    ),
    "traffic": (
        ("日期", "访客数", "浏览量", "跳失人数"),
        (("2026-05-09", "1000", "3200", "410"), ("2026-05-10", "1180", "3550", "455")),
    ),
    "agents": (
        ("子账号", "姓名", "团队", "类型", "入职", "离职"),
        (
            ("示例旗舰店:小美", "小美", "售前一组", "human", "2026-01-05", ""),
            ("示例旗舰店:服务助手", "服务助手", "", "robot", "", ""),
        ),
    ),
}


def template_csv(name: str) -> HttpResponse:
    """One of our templates with its two example rows."""
    if name not in TEMPLATES:
        raise Http404
    header, rows = TEMPLATES[name]
    return _csv_response(f"{name}_template.csv", header, rows)


def refused_csv(batch: ImportBatch) -> HttpResponse:
    """The refused rows with the columns that may be stored, under their names in the file."""
    rows = list(batch.refusals.order_by("line", "pk"))
    header = list(dict.fromkeys(name for row in rows for name in row.raw))
    if not header:
        raise Http404
    return _csv_response(
        f"refused-{batch.pk}.csv", header, ([row.raw.get(n, "") for n in header] for row in rows)
    )


def safe_cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + value if value.startswith(FORMULA_STARTS) else value


def _csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    response = HttpResponse(BOM + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
