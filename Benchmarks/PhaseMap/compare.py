"""Two tables: what the phase-map learner gives beside NumPyro's NUTS on SAGE and beside separate Gaussian processes, on the same cases in one session.

Usage: compare.py DOCUMENT.json ...; each as numpyro_sage.py, separate.py and `phase-map-benchmark --json` print it.
"""

import json
import statistics
import sys

# The targets: so many times NumPyro's effective draws a CPU second.
FASTER = 100
COLUMNS = [("microF1", "F1", 3), ("labelLogScore", "label log score", 3), ("calibrationError", "ECE", 3), ("propertyR2", "property R²", 3),
           ("propertyLogScore", "property log score", 2), ("coverage90", "covers 90 %", 2), ("width90", "width 90 %", 2)]


def median(rows, value):
    found = [value(row) for row in rows]
    return None if any(one is None for one in found) else statistics.median(found)


def text(value, digits):
    return "–" if value is None else f"{value:.{digits}f}"


def main():
    documents = [json.load(open(path)) for path in sys.argv[1:]]
    by_case = {}
    for document in documents:
        for row in document["rows"]:
            by_case.setdefault(row["case"], {}).setdefault(f"{document['engine']}, {row['model']}" + (f", {row['start']} start" if row["start"] else ""),
                                                           []).append(row)
    print("Medians over the runs of a case.\n")
    print("| case | engine | runs |" + "".join(f" {name} |" for _, name, _ in COLUMNS))
    print("|---|---|---|" + "---|" * len(COLUMNS))
    for case, engines in sorted(by_case.items()):
        for engine, rows in engines.items():
            cells = [text(median(rows, lambda row: row["scores"].get(key)), digits) for key, _, digits in COLUMNS]
            print(f"| {case} | {engine} | {len(rows)} | " + " | ".join(cells) + " |")
    print(f"\nEffective draws of P(region), the least over the probes, a CPU second of sampling; target {FASTER} times NumPyro.\n")
    print("| case | engine | chains | CPU s | least ESS | ESS/CPU s | R-hat | against NumPyro |\n|---|---|---|---|---|---|---|---|")
    for case, engines in sorted(by_case.items()):
        pace = {engine: median(rows, lambda row: row["effectiveSamples"] and row["effectiveSamples"] / row["cpuSeconds"])
                for engine, rows in engines.items()}
        reference = next((value for engine, value in pace.items() if engine.startswith("numpyro") and value), None)
        for engine, rows in engines.items():
            if pace[engine] is None:
                continue
            ratio = None if reference is None or engine.startswith("numpyro") else pace[engine] / reference
            print(f"| {case} | {engine} | {rows[0]['chains']} | {text(median(rows, lambda row: row['cpuSeconds']), 1)}"
                  f" | {text(median(rows, lambda row: row['effectiveSamples']), 0)} | {text(pace[engine], 2)}"
                  f" | {text(median(rows, lambda row: row['rHat']), 3)} | {text(ratio, 0)} |")


main()
