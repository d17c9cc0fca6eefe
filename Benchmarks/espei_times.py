"""ESPEI on the Cu-Mg set: seconds of one evaluation of its likelihood, and what its default chains would take.

Arguments: a database whose free coefficients are written as numbers, the folder of data, the number of timed evaluations. The free
coefficients are those of COEFFICIENTS; ESPEI wants them as functions VV0000, VV0001, … of the database.
"""

import json
import os
import statistics
import sys
import tempfile
import time

# The text of the file, and the same with a symbol for each coefficient.
COEFFICIENTS = [
    ("-36984.00+4.75612*T", ["-36984.00", "4.75612"], "{0}+{1}*T"),
    ("-8191.29;", ["-8191.29"], "{0};"),
    ("-22279.28+5.868*T", ["-22279.28", "5.868"], "{0}+{1}*T"),
    ("6599.45;", ["6599.45"], "{0};"),
    ("13011.35;", ["13011.35"], "{0};"),
    ("-28620.00+1.859733*T", ["-28620.00", "1.859733"], "{0}+{1}*T"),
]
# ESPEI's defaults: two chains a parameter; 2,000 iterations is what its documentation runs.
CHAINS_PER_PARAMETER = 2
ITERATIONS = 2000


def with_symbols(text):
    """The database with VV symbols, and their names and values."""
    # ESPEI takes the electron gas for a component, and then has no amount of it.
    text = "\n".join(line for line in text.splitlines() if "ELEMENT /-" not in line) + "\n"
    functions, values = [], {}
    for original, numbers, form in COEFFICIENTS:
        if original not in text:
            sys.exit(f"espei_times: the database does not have {original}")
        names = []
        for number in numbers:
            name = f"VV{len(values):04d}"
            values[name] = float(number)
            names.append(name)
            functions.append(f" FUNCTION {name} 298.15 {number}; 6000 N !")
        text = text.replace(original, form.format(*[name + "#" for name in names]), 1)
    place = text.index(" FUNCTION")
    return text[:place] + "\n".join(functions) + "\n" + text[place:], values


def usable(folder, database):
    """The data sets that the database has phases for, with the database's name of the Laves phase."""
    sets = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(folder, name)) as file:
            text = file.read().replace("LAVES_C15", "CU2MG")
        data = json.loads(text)
        # HCP_A3 is pure magnesium in this database, BCC_A2 is not in it, and sublattices in another order than the database's stop ESPEI.
        if data["phases"] in (["BCC_A2"], ["HCP_A3"]) and data["output"] != "ZPF":
            continue
        if data["phases"] == ["CU2MG"] and data.get("solver", {}).get("sublattice_site_ratios") not in (None, [2, 1]):
            continue
        sets.append((name, data))
    return sets


def main():
    database_file, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    from espei.datasets import load_datasets
    from espei.error_functions.context import setup_context
    from espei.optimizers.opt_mcmc import EmceeOptimizer
    from pycalphad import Database
    import numpy as np

    with open(database_file) as file:
        text, values = with_symbols(file.read())
    database = Database.from_string(text, fmt="tdb")
    with tempfile.TemporaryDirectory() as place:
        files = []
        for name, data in usable(folder, database):
            path = os.path.join(place, name)
            with open(path, "w") as file:
                json.dump(data, file)
            files.append(path)
        datasets = load_datasets(files)
        symbols = sorted(values)
        start = time.perf_counter()
        context = setup_context(database, datasets, symbols_to_fit=symbols)
        setup = time.perf_counter() - start
    context["prior_rvs"] = EmceeOptimizer.get_priors(None, symbols, [values[s] for s in symbols])["prior_rvs"]
    parameters = np.array([values[s] for s in symbols])
    EmceeOptimizer.predict(parameters, **context)
    times = []
    for turn in range(count):
        start = time.perf_counter()
        EmceeOptimizer.predict(parameters * (1 + 1e-3 * (turn % 3 - 1)), **context)
        times.append(time.perf_counter() - start)
    evaluation = statistics.median(times)
    residuals = sum(len(r.get_residuals(parameters)[0]) for r in context["residual_objs"]) if "residual_objs" in context else None
    print(json.dumps({
        "parameters": len(symbols), "residuals": residuals, "setupSeconds": setup, "secondsPerEvaluation": evaluation,
        "secondsOfDefaultChains": evaluation * CHAINS_PER_PARAMETER * len(symbols) * ITERATIONS,
    }))


main()
