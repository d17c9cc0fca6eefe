"""pycalphad 0.11.2 on the work of the speed table: processor time in microseconds, medians, one process."""

import os
import statistics
import sys
import time

START = time.process_time()
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "conformance"))
import numpy as np
from pycalphad import equilibrium, variables as v

IMPORT = time.process_time() - START
import theirs


def microseconds(body, runs=5):
    times = []
    for run in range(runs):
        start = time.process_time()
        body(run)
        times.append((time.process_time() - start) * 1e6)
    return statistics.median(times)


def measure(solders):
    """Name and time of each row that pycalphad has."""
    yield "import", IMPORT * 1e6
    yield "load", microseconds(lambda _: theirs.read(solders))
    database = theirs.read(solders)
    pair = theirs.System(database, ["BI", "SN"], [])
    pair.equilibrium(450, {"BI": 0.4, "SN": 0.6})
    yield "point", microseconds(lambda run: pair.equilibrium(310 + 40 * run, {"BI": 0.4, "SN": 0.6}), 15)

    def grid(_):
        conditions = {v.T: np.arange(300, 600, 6), v.X("SN"): np.arange(1, 50) / 50, v.P: theirs.PRESSURE, v.N: 1}
        equilibrium(database, pair.components, pair.phases, conditions, model=pair.models, phase_records=pair.records)

    yield "grid", microseconds(grid, 1)

    def diagram(_):
        from pycalphad.mapping import BinaryStrategy

        conditions = {v.T: (300, 600, 10), v.X("SN"): (0, 1, 0.02), v.P: theirs.PRESSURE, v.N: 1}
        BinaryStrategy(database, pair.components, pair.phases, conditions).do_map()

    yield "diagram", microseconds(diagram, 3)
    six = theirs.System(database, theirs.elements(database), [])
    x = dict(zip(six.elements, [0.1, 0.2, 0.1, 0.2, 0.1, 0.3]))
    yield "six", microseconds(lambda run: six.equilibrium(400 + 60 * run, x), 5)


if __name__ == "__main__":
    for name, value in measure(sys.argv[1]):
        print(f"{name}\t{value}", flush=True)
