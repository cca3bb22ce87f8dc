"""What this machine gives a program: cores and memory, a container's share where it is in one."""

from __future__ import annotations

import os
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")  # version 2, as seen from inside a container; elsewhere these files are not there


def cores(cgroup: Path = _CGROUP) -> int:
    """How many cores this process may use, by its affinity and its container's quota; at least one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    match _read(cgroup / "cpu.max").split():
        case [quota, period] if quota.isdigit() and int(period):
            return max(1, min(allowed, -(-int(quota) // int(period))))
    return allowed


def memory(cgroup: Path = _CGROUP) -> int:
    """Bytes of memory of this machine, or those that its container may use."""
    import psutil

    whole = int(psutil.virtual_memory().total)
    most = _read(cgroup / "memory.max").strip()
    return min(whole, int(most)) if most.isdigit() else whole


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, ValueError):
        return ""
