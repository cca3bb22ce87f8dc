"""The check of licences: what Apache-2.0 cannot be combined with is named, a choice of licences is one."""

from importlib.util import find_spec

import pytest

from tests.licences import licences, refused


def package(licence: str) -> dict[str, str]:
    return {"Name": "a", "Version": "1", "License": licence}


@pytest.mark.parametrize(
    "licence",
    ["MIT License", "Apache-2.0", "BSD-3-Clause; MIT", "Mozilla Public License 2.0 (MPL 2.0)",
     "GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-or-later", "MPL-2.0 OR GPL-3.0-only",
     "GPL-3.0-or-later or MIT", "MIT; GNU General Public License v3 (GPLv3)"],
)  # fmt: skip
def test_what_fits_is_let_pass(licence: str) -> None:
    assert refused([package(licence)]) == []


@pytest.mark.parametrize(
    "licence",
    ["AGPL-3.0-only", "GNU Affero General Public License v3", "GPLv3", "GNU General Public License v3 (GPLv3)",
     "GPL-3.0-or-later", "AGPL-3.0-only OR GPL-3.0-only"],
)  # fmt: skip
def test_what_asks_more_is_named(licence: str) -> None:
    assert refused([package("MIT"), package(licence)]) == [f"a: {licence}"]


def test_nothing_that_is_installed_is_refused() -> None:
    if find_spec("piplicenses") is None:
        pytest.skip("pip-licenses is not installed")
    found = licences()
    assert {"numpy", "pydantic"} <= {one["Name"].lower() for one in found}
    assert refused(found) == []
