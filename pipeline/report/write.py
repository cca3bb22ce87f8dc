"""OUT/report.html."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from kehoach.pipeline.export import Trouble, write_text
from kehoach.pipeline.files.out_names import REPORT
from kehoach.pipeline.files.paths import shown
from kehoach.pipeline.report.crops import Cut, make_crops
from kehoach.pipeline.report.gather import gather
from kehoach.pipeline.report.page import report_page
from kehoach.pipeline.report.values import Ended


def write_report(
    out: Path,
    ended: Sequence[Ended],
    password: str | None = None,
    cut: Cut | None = None,
    trouble: Trouble | None = None,
) -> Path:
    """Write the report of all documents, in the order given; page pictures go into OUT/report-pages.

    Documents that were moved or locked since are shown without pictures. `cut`: who cuts the pictures out, where it is
    not to be done here. What could not be used is added to `trouble`. Raises FileAccess.
    """
    content = gather(out, ended)
    crops = make_crops(out, content.doubts, ended, password, cut)
    if trouble:
        trouble.damaged += content.damaged
        trouble.missing += dict.fromkeys(shown(crop.doubt.folder) for crop in crops if not crop.picture)
    page = report_page(content, crops, out.resolve().name, time.strftime("%Y-%m-%d %H:%M"))
    write_text(out / REPORT, page.encode("utf-8", "backslashreplace").decode("utf-8"))
    return out / REPORT
