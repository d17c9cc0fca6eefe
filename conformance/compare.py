"""Draws phases and conditions at random, asks both programs, and prints who agreed, who was lower and who gave up."""

import argparse
import glob
import json
import os
import random
import sys
import time
import traceback

import numpy as np

import draws
import ours
import referee
import theirs

FOLDERS = ["config/databases/*.tdb", "Tests/CalphadTests/Databases/*.tdb"]
ENERGY_TOLERANCE = 1e-8  # relative
COLUMNS = ["energies", "equal", "rows", referee.AGREED, referee.DEGENERATE, referee.OURS, referee.THEIRS, referee.NOT_OURS, referee.NOT_THEIRS, referee.NEITHER]
AGAINST_US = {referee.THEIRS, referee.NOT_OURS}


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", action="append", help="a TDB file; all of the repository's unless given")
    parser.add_argument("--components", help="as AL,ZN; otherwise pairs, and some of three and four")
    parser.add_argument("--phases", help="only these, as LIQUID,FCC_A1")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("--count", type=int, default=20, help="conditions for each set of components")
    parser.add_argument("--pairs", type=int, default=15, help="at most so many pairs of a database")
    parser.add_argument("--triples", type=int, default=2)
    parser.add_argument("--quadruples", type=int, default=1)
    parser.add_argument("--output", default=".build/conformance/disagreements.json")
    return parser.parse_args()


def complete(system, row):
    """Site fractions in full: a sublattice without choice holds one constituent, which Tieline leaves out."""
    for phase in row["phases"]:
        given = iter(phase.get("y") or [])
        sublattices = system.sublattices(phase["phase"])
        if len(phase.get("y") or []) != sum(map(len, sublattices)):
            y = [1.0 if len(constituents) == 1 else next(given, None) for constituents in sublattices for _ in constituents]
            phase.pop("y", None)
            if None not in y:
                phase["y"] = y


def refused(path, system):
    """Phases that ours does not compute between these components, with the reason: a function the file does not define, or no neutral formula."""
    rows = []
    for phase in system.phases:
        middle = [1.0 / len(constituents) for constituents in system.sublattices(phase) for _ in constituents]
        rows.append({"phase": phase, "T": system.temperatures[0], "y": middle})
    reasons = {}
    for row in ours.energies(path, system.elements, rows):
        if row["GM"] is None and any(text in row.get("error", "") for text in ("is not defined", "cannot exist")):
            reasons[row["phase"]] = row["error"].split(": ", 1)[-1]
    return reasons


def compare_energies(path, system, generator, count, disagreements):
    rows = []
    for phase in system.phases:
        for _ in range(max(2, count // 5)):
            rows.append({"phase": phase, "T": draws.temperature(system.temperatures, generator), "y": draws.site_fractions(system.sublattices(phase), generator)})
    equal = 0
    for row, mine in zip(rows, ours.energies(path, system.elements, rows)):
        energy = system.energy(row["phase"], row["T"], row["y"])
        agreed = mine["GM"] is not None and abs(mine["GM"] - energy) <= ENERGY_TOLERANCE * max(abs(energy), 1.0)
        # Where theirs has no number there is nothing to agree with.
        if agreed or not np.isfinite(energy):
            equal += 1
        else:
            disagreements.append({"verdict": "energy", "database": path, "components": system.elements, **row, "ours": mine, "theirs": energy, "sublattices": system.sublattices(row["phase"])})
    return len(rows), equal


def compare(path, database, components, phases, generator, count, unsupported, disagreements):
    system = theirs.System(database, components, unsupported)
    if phases:
        system.phases = [phase for phase in system.phases if phase in phases]
    if not system.phases or system.temperatures[0] >= system.temperatures[1]:
        return None
    for phase, reason in refused(path, system).items():
        print(f"| {os.path.basename(path)} {'-'.join(system.elements)}: {phase} is left out by ours: {reason}", flush=True)
        system.phases.remove(phase)
    if not system.phases:
        return None
    table = dict.fromkeys(COLUMNS, 0)
    table["energies"], table["equal"] = compare_energies(path, system, generator, count, disagreements)
    conditions = [draws.condition(system.elements, system.temperatures, generator) for _ in range(count)]
    for condition, mine in zip(conditions, ours.equilibria(path, system.elements, system.phases, conditions)):
        try:
            other = system.equilibrium(condition["T"], condition["x"])
        except Exception as error:
            other = None
        complete(system, mine)
        verdict, evidence = referee.judge(path, system, condition, mine, other)
        table["rows"] += 1
        table[verdict] += 1
        if verdict not in (referee.AGREED, referee.NEITHER):
            disagreements.append(
                {"verdict": verdict, "database": path, "components": system.elements, "phases": system.phases, **condition, "evidence": evidence, "ours": mine, "theirs": other})
    return table


def line(name, table):
    print(f"| {name:44} | " + " | ".join(f"{table[column]:>{len(column)}}" for column in COLUMNS) + " |", flush=True)


def main():
    arguments = options()
    print(f"seed {arguments.seed}, {arguments.count} conditions a system; the gas constant is pycalphad's {ours.GAS_CONSTANT} J/(mol K)")
    paths = arguments.database or sorted(path for folder in FOLDERS for path in glob.glob(folder))
    total, disagreements = dict.fromkeys(COLUMNS, 0), []
    failed = 0
    print("| system".ljust(46) + " | " + " | ".join(COLUMNS) + " |\n|" + "---|" * (len(COLUMNS) + 1))
    for path in paths:
        try:
            database = theirs.read(path)
        except Exception as error:
            print(f"| {os.path.basename(path)}: pycalphad cannot read it: {str(error).splitlines()[0][:90]}", flush=True)
            continue
        try:
            unsupported = ours.unsupported(path)
        except ours.Failure as error:
            print(f"| {os.path.basename(path)}: ours cannot read it: {error}", flush=True)
            failed += 1
            disagreements.append({"verdict": "ours cannot read", "database": path, "error": str(error)})
            continue
        if unsupported:
            print(f"| {os.path.basename(path)}: left out by ours: {', '.join(sorted(unsupported))}", flush=True)
        misread = theirs.misread(database)
        generator = np.random.default_rng(arguments.seed)
        if arguments.components:
            sets = [arguments.components.upper().split(",")]
        else:
            sets = draws.subsystems(theirs.elements(database), generator, arguments.pairs, arguments.triples, arguments.quadruples)
        phases = arguments.phases.upper().split(",") if arguments.phases else None
        for components in sets:
            doubtful = {phase: reason for phase, species, reason in misread if species <= set(components)}
            for phase, reason in doubtful.items():
                print(f"| {os.path.basename(path)}: {phase} is not compared: {reason}", flush=True)
            name = f"{os.path.basename(path)[:26]} {'-'.join(components)}"
            try:
                table = compare(path, database, components, phases, np.random.default_rng([arguments.seed, len(components)]), arguments.count, unsupported | doubtful, disagreements)
            except Exception as error:
                failed += 1
                disagreements.append({"verdict": "failed", "database": path, "components": components, "error": traceback.format_exc()})
                print(f"| {name:44} | failed: {str(error)[:100]}", flush=True)
                continue
            if table is None:
                continue
            line(name, table)
            for column in COLUMNS:
                total[column] += table[column]
    line("all", total)
    os.makedirs(os.path.dirname(arguments.output) or ".", exist_ok=True)
    with open(arguments.output, "w") as file:
        json.dump({"seed": arguments.seed, "count": arguments.count, "rows": disagreements}, file, indent=1)
    print(f"{len(disagreements)} rows that were not simply agreed are in {arguments.output}")
    against = total["energies"] - total["equal"] + sum(total[verdict] for verdict in AGAINST_US) + failed
    if against:
        print(f"{against} against us")
    sys.exit(1 if against else 0)


if __name__ == "__main__":
    main()
