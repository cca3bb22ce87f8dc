"""The lock files: every requirement of every locked package, extras and markers included, has its pin in the same lock.

An installer that finds a requirement without a pin takes the newest, which has no hash, and refuses it: on a fresh
machine nothing is installed then. The requirements are read from the metadata of what is installed here.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements-pip.lock", "requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
ALL_LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))


def pins(lock: str) -> Iterator[Requirement]:
    """The pins of a lock that hold on this machine."""
    joined = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    for line in joined.splitlines():
        if not (bare := line.split("--hash")[0].strip()) or bare.startswith("#"):
            continue
        pin = Requirement(bare)
        if pin.marker is None or pin.marker.evaluate():
            yield pin


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_of_a_locked_package_has_its_pin(lock: str) -> None:
    pinned = {canonicalize_name(pin.name): pin for pin in pins(lock)}
    missing = []
    for name, pin in pinned.items():
        try:
            asked = [Requirement(text) for text in distribution(name).requires or ()]
        except PackageNotFoundError:
            continue  # of another lock than the one installed; it is looked at where it is
        for wish in asked:
            extras = [{"extra": extra} for extra in ("", *pin.extras)]
            if wish.marker and not any(wish.marker.evaluate(extra) for extra in extras):
                continue
            found = pinned.get(canonicalize_name(wish.name))
            if found is None:
                missing.append(f"{name} wants {wish}: no pin")
            elif not wish.extras <= found.extras:
                missing.append(f"{name} wants {wish}: the pin is {found}, without the extra")
            elif not wish.specifier.contains(str(found.specifier).removeprefix("=="), prereleases=True):
                missing.append(f"{name} wants {wish}: the pin is {found}")
    assert missing == []


def test_a_pin_without_the_extra_that_is_asked_for_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = list(pins("requirements-dev.lock"))
    stripped = [Requirement(str(pin).replace("coverage[toml]", "coverage")) for pin in real]
    assert [pin for pin in real if pin.name == "coverage" and pin.extras == {"toml"}]
    monkeypatch.setattr(f"{__name__}.pins", lambda _: stripped)
    with pytest.raises(AssertionError, match="without the extra"):
        test_every_requirement_of_a_locked_package_has_its_pin("requirements-dev.lock")


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_every_pin_is_exact_and_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    for entry in filter(None, re.split(r"\n(?=\S)", text.strip())):
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_a_package_has_the_same_pin_in_every_lock() -> None:
    versions: dict[str, set[str]] = {}
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        for pin in pins(lock):
            versions.setdefault(canonicalize_name(pin.name), set()).add(str(pin.specifier))
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_there_is_one_opencv() -> None:
    names = {canonicalize_name(pin.name) for lock in LOCKS for pin in pins(lock)}
    assert [name for name in names if name.startswith("opencv")] == ["opencv-python-headless"]
