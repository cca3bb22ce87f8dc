"""The licence of every installed package, and an end with an error where one cannot be combined with Apache-2.0."""

from __future__ import annotations

import json
import subprocess
import sys

NOT_WITH_APACHE = ("AGPL", "Affero", "GPLv3", "GPL-3.0", "GNU General Public License v3")
ONLY_FOR_WORK = {"kehoach"}  # the project itself


def licences() -> list[dict[str, str]]:
    """Name, version and licence of every package of this environment."""
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json"]
    found: list[dict[str, str]] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [one for one in found if one["Name"] not in ONLY_FOR_WORK]


def refused(found: list[dict[str, str]]) -> list[str]:
    """Those whose only licence asks more than Apache-2.0 gives; where several are offered, one that fits is enough."""
    bad = []
    for one in found:
        offered = [part.strip() for part in one["License"].replace(" OR ", ";").replace(" or ", ";").split(";")]
        if all(_asks_more(licence) for licence in offered):
            bad.append(f"{one['Name']}: {one['License']}")
    return bad


def _asks_more(licence: str) -> bool:
    """Whether a licence is one of those; the lesser GPL is not: its libraries may be used by any program."""
    return any(name in licence for name in NOT_WITH_APACHE) and "Lesser" not in licence and "LGPL" not in licence


if __name__ == "__main__":
    everything = licences()
    for package in everything:
        print(f"{package['Name']:32s} {package['Version']:16s} {package['License']}")
    if bad := refused(everything):
        sys.exit("cannot be combined with Apache-2.0: " + "; ".join(bad))
