"""One table: an assessment of Cu-Mg by Tieline and by ESPEI, same database, data and free coefficients, in one session."""

import json
import os
import statistics
import subprocess
import sys
import time

DATABASE = "Tests/CalphadTests/Databases/cumg.tdb"
DATA = "Tests/CalphadTests/Databases/Cu-Mg"
FREE = ["L(LIQUID,CU,MG;0)=A+B*T", "L(LIQUID,CU,MG;1)=A", "L(FCC_A1,CU,MG:VA;0)=A+B*T", "L(CU2MG,CU,MG:*;0)=A", "L(CU2MG,*:CU,MG;0)=A",
        "G(CUMG2,CU:MG;0)=A+B*T"]
# Targets: seconds.
TARGETS = {"evaluation": 2.5e-3, "posterior": 10}


def run(command):
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"assessment: {' '.join(command[:3])} failed: {(done.stderr or done.stdout)[-400:]}")
    return json.loads(done.stdout), time.perf_counter() - start


def spoken(seconds):
    for unit, size in [("d", 86400), ("h", 3600), ("s", 1), ("ms", 1e-3)]:
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def main():
    command = [os.environ["TIELINE"], "assess", "--database", DATABASE, "--components", "CU,MG", "--data", DATA, "--json", "--free"] + FREE
    runs = [run(command) for _ in range(5)]
    ours = {key: statistics.median(one[key] for one, _ in runs) for key in ["seconds", "secondsPerEvaluation"]}
    process = statistics.median(wall for _, wall in runs)
    report = runs[0][0]
    theirs, _ = run([sys.executable, "Benchmarks/espei_times.py", DATABASE, DATA, sys.argv[1]])
    data = sum(report["kinds"].values())
    assert len(report["coefficients"]) == theirs["parameters"]
    print(f"Cu-Mg, {theirs['parameters']} free coefficients; Tieline: {data} data, ESPEI 0.9.1: {theirs['residuals']} residuals of the same files.\n")
    print("| work | target | Tieline | ESPEI 0.9.1 | ratio |\n|---|---|---|---|---|")
    print(f"| one evaluation of the likelihood (Tieline: with its gradient) | {spoken(TARGETS['evaluation'])} | {spoken(ours['secondsPerEvaluation'])}"
          f" | {spoken(theirs['secondsPerEvaluation'])} | {theirs['secondsPerEvaluation'] / ours['secondsPerEvaluation']:.0f} |")
    print(f"| to a converged posterior ({report['evaluations']} evaluations; ESPEI: 2 chains a parameter, 2,000 iterations, computed from one evaluation)"
          f" | {spoken(TARGETS['posterior'])} | {spoken(ours['seconds'])} | {spoken(theirs['secondsOfDefaultChains'])}"
          f" | {theirs['secondsOfDefaultChains'] / ours['seconds']:.0f} |")
    print(f"| `tieline assess`, the whole process | – | {spoken(process)} | – | – |")


main()
