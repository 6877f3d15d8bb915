"""Speed-ups: pages are the same without them, and each still takes the place of what it was read from."""

from __future__ import annotations

import hashlib
import inspect
from typing import TYPE_CHECKING

import pytest

from building import real_handbook
from careers import idle
from careers.speedups import ORIGINALS, SPEEDUPS, Speedup

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [speedup.name for speedup in SPEEDUPS]


@pytest.mark.parametrize("speedup", SPEEDUPS, ids=NAMES)
def test_the_function_that_it_takes_the_place_of_has_not_changed(speedup: Speedup) -> None:
    source = inspect.getsource(ORIGINALS[speedup.name])
    assert hashlib.sha256(source.encode()).hexdigest() == speedup.digest, (
        f"{speedup.name} is not as in {speedup.read}: read it again, mend its replacement in "
        "_ext/careers/speedups.py, and note the new version and digest there"
    )


def test_the_transforms_that_can_be_idle_have_not_changed() -> None:
    sources = "".join(inspect.getsource(transform) for transform in idle.NEEDS)
    assert hashlib.sha256(sources.encode()).hexdigest() == idle.DIGEST, (
        f"a transform in _ext/careers/idle.py is not as in {idle.READ}: read it again, see that "
        "it acts on nothing else, and note the new versions and digest there"
    )


def test_pages_are_the_same_without_them(tmp_path: Path) -> None:
    made = real_handbook(tmp_path / "handbook")
    made.build(fresh=True)
    quick = made.output()
    for left_out in (NAMES, *([name] for name in NAMES)):
        used = [name for name in NAMES if name not in left_out]
        made.build(fresh=True, careers_speedups=used)
        slow = made.output()
        assert [path for path in quick if quick[path] != slow.get(path)] == [], left_out
        assert quick.keys() == slow.keys()
