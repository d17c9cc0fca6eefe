"""One table: the work, Tieline's processor time, pycalphad's in the same session, the ratio, and OpenCalphad's as quoted."""

import os
import statistics
import subprocess
import sys

SOLDERS = "config/databases/Ag-Bi-Cu-Pb-Sb-Sn-nist-solders.tdb"
LIGHT_ALLOYS = "Tests/CalphadTests/Databases/COST507.tdb"
# OpenCalphad 6.116 (Fortran), quoted from a measurement on a machine of this kind, microseconds; it was not run here.
QUOTED = {"load": "part of 30 ms", "point": "390 µs", "point warm": "115 µs, no global check", "grid": "980 ms", "diagram": "112 ms", "six": "13.6 ms", "isopleth": "1.96 s, lines lost", "process": "30 ms, 14 MB"}
ROWS = [
    ("load", "read the NIST solder file", 2e3),
    ("compile", "compile Bi-Sn, 8 phases", None),
    ("point", "Bi-Sn: one equilibrium, global, with its certificate", 50),
    ("point warm", "Bi-Sn: one equilibrium, warm along a path", 5),
    ("grid", "Bi-Sn: 2,450 equilibria on a grid, all certified", 24.5e3),
    ("diagram", "Bi-Sn: the complete diagram with its invariant", 5e3),
    ("six", "six components, 15 phases: one equilibrium with its certificate", 2e3),
    ("six warm", "six components, 15 phases: warm along a path", 50),
    ("isopleth", "six components: an isopleth of about 1,000 points", 50e3),
    ("section", "Al-Cu-Mg (COST 507): isothermal section at 700 K", 100e3),
    ("projection", "Ag-Cu-Sn (NIST solders): the liquidus projection with isotherms", None),
    ("process", "`tieline equilibrium`, the whole process", 15e3),
]


def lines(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"benchmark: {' '.join(command)} failed: {done.stderr[-400:]}")
    return {name: float(value) for name, value in (line.split("\t") for line in done.stdout.splitlines())}


def process(command, runs):
    """Median processor time in microseconds, and the largest memory in MB, of a whole process."""
    times, memory = [], 0
    for _ in range(runs):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"benchmark: {' '.join(command)} failed")
        times.append((usage.ru_utime + usage.ru_stime) * 1e6)
        memory = max(memory, usage.ru_maxrss / 1024)
    return statistics.median(times), memory


def spoken(microseconds):
    if microseconds is None:
        return "–"
    for unit, size in [("s", 1e6), ("ms", 1e3)]:
        if microseconds >= size:
            return f"{microseconds / size:.3g} {unit}"
    return f"{microseconds:.3g} µs"


ONE_POINT = """
import sys
sys.path.insert(0, "conformance")
import theirs
system = theirs.System(theirs.read(sys.argv[1]), ["BI", "SN"], [])
system.equilibrium(450, {"BI": 0.5, "SN": 0.5})
"""


def main():
    ours = lines([os.path.join(os.environ["PRODUCTS"], "calphad-benchmark"), SOLDERS, LIGHT_ALLOYS])
    theirs = lines([sys.executable, "Benchmarks/pycalphad_times.py", SOLDERS])
    ours["process"], memory = process(
        [os.environ["TIELINE"], "equilibrium", "--database", SOLDERS, "--components", "BI,SN", "-T", "450", "-x", "SN=0.5", "--json"], 11)
    theirs["process"], their_memory = process([sys.executable, "-c", ONE_POINT, SOLDERS], 3)
    print("| work | target | Tieline | pycalphad 0.11.2 | ratio | OpenCalphad 6.116, quoted |\n|---|---|---|---|---|---|")
    for key, name, target in ROWS:
        mine, other = ours.get(key), theirs.get(key)
        if mine is None:
            continue
        ratio = f"{other / mine:.0f}" if other else "–"
        note = {"process": (f", {memory:.0f} MB", f", {their_memory:.0f} MB")}.get(key, ("", ""))
        goal = f"< {spoken(target)}" if target else "–"
        print(f"| {name} | {goal} | {spoken(mine)}{note[0]} | {spoken(other)}{note[1]} | {ratio} | {QUOTED.get(key, '–')} |")
    if "grid failures" in ours:
        print(f"\n{ours['grid failures']:.0f} points of the grid did not converge")
    print(f"\nProcessor time of one process, medians. pycalphad's import, {spoken(theirs['import'])}, is counted in the whole process only.")


if __name__ == "__main__":
    main()
