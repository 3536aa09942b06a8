"""How long the whole command takes, beside bare Python.

Run it from the clone's root: ``python -m benchmarks.startup``.

The command is that of a wheel, installed into a fresh environment (an editable installation recompiles
itself where bytecode is not written). In each round every variant runs once, in turn, so that whatever
else the machine does hits all alike: read the ratios, not the milliseconds. A bound is broken when the
median and the fastest run both break it: other jobs only ever add time, and when they fall upon one
variant for half a run they take its median along; what costs time each time slows the fastest run, too.

bare     ``python -I -S -c pass``
cold     ``checklist run interview.yaml`` after the cache was removed
warm     the same with the cache that the run before left
plugged  warm, with 25 plugins of others installed, each of which takes a second to import
version  ``checklist --version``
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.installed import ROOT, Installation, build, clean_environment, install

BOUNDS = {"warm": 10.0, "cold": 22.0}  # times bare Python
UNASKED = 1.1
"""What plugins that are not asked for may cost, times warm."""


def measure(installed: Installation, home: Path, rounds: int) -> dict[str, list[float]]:
    """Wall-clock seconds of each variant, one a round; a first round warms the disk and is not counted."""
    environment = clean_environment(home)
    home.mkdir()
    record = home / "interview.yaml"
    shutil.copy(ROOT / "examples" / "interview.yaml", record)
    run = [str(installed.command), "run", record.name]
    plugged = {**environment, "PYTHONPATH": str(plugins(home / "plugins"))}
    variants = {
        "bare": [str(installed.python), "-I", "-S", "-c", "pass"],
        "warm": run,
        "plugged": run,
        "version": [str(installed.command), "--version"],
        "cold": run,
    }
    taken: dict[str, list[float]] = {name: [] for name in variants}
    order = random.Random(0)
    for turn in range(rounds + 1):
        # In another order each turn: what runs after the cold run, which writes a cache, is slower for it.
        for name, command in order.sample(list(variants.items()), len(variants)):
            if name == "cold":
                shutil.rmtree(home / "cache", ignore_errors=True)
            begun = time.perf_counter()
            subprocess.run(
                command,
                cwd=home,
                env=plugged if name == "plugged" else environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )
            if turn:
                taken[name].append(time.perf_counter() - begun)
        if not any((home / "cache").rglob("*")):
            raise RuntimeError("the command left no cache in XDG_CACHE_HOME: warm would measure cold")
    return taken


def plugins(folder: Path) -> Path:
    """Distributions that nobody asks for; who loads one pays a second."""
    for number in range(25):
        info = folder / f"checklist_engine_slow{number}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: checklist-engine-slow{number}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[checklist_engine]\nslow{number} = slow{number}\n")
        (folder / f"slow{number}.py").write_text("import time\ntime.sleep(1)\n")
    return folder


def times(taken: dict[str, list[float]], name: str, base: str) -> tuple[float, float]:
    """How many times as long as `base` the variant took: by the medians, and by the fastest runs."""
    return statistics.median(taken[name]) / statistics.median(taken[base]), min(taken[name]) / min(taken[base])


def main() -> int:
    """Print a table; with ``--check``, 1 when a variant is slower than its bound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--check", action="store_true", help="fail above the bounds")
    parser.add_argument("--warm", type=float, default=BOUNDS["warm"], metavar="TIMES")
    parser.add_argument("--cold", type=float, default=BOUNDS["cold"], metavar="TIMES")
    given = parser.parse_args()
    bounds = {"warm": given.warm, "cold": given.cold}

    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        build("--wheel", to=here / "dist")
        (wheel,) = (here / "dist").glob("*.whl")
        installed, _ = install(wheel, here / "environment")
        taken = measure(installed, here / "home", given.rounds)

    slow = []
    print(f"Python {sys.version.split()[0]}, median and fastest of {given.rounds} runs in turn")
    print(f"{'':8} {'ms':>7} {'x bare':>7} {'fastest':>8} {'x bare':>7} {'bound':>7}")
    for name, seconds in taken.items():
        ratios = times(taken, name, "bare")
        bound = bounds.get(name)
        if bound is not None and min(ratios) > bound:
            slow.append(name)
        print(
            f"{name:8} {statistics.median(seconds) * 1000:7.1f} {ratios[0]:7.1f}"
            f" {min(seconds) * 1000:8.1f} {ratios[1]:7.1f} {'' if bound is None else f'{bound:g}':>7}"
        )
    unasked = times(taken, "plugged", "warm")
    print(f"formats that are not asked for: {unasked[0]:.2f}, {unasked[1]:.2f} times warm (bound {UNASKED:g})")
    if min(unasked) > UNASKED:
        slow.append("plugged")
    if slow:
        print(f"slower than its bound: {', '.join(slow)}")
    return 1 if slow and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
