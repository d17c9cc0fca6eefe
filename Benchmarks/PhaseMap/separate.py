"""A Gaussian-process classifier for the labels and a Gaussian-process regressor for the property, each for itself, by scikit-learn.

Usage: separate.py CASES.json [--only a,b]; prints one JSON document.
"""

import argparse
import json
import sys
import time
import warnings

import numpy as np
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern, WhiteKernel

import scores

warnings.filterwarnings("ignore")
RESTARTS = 3


def run(name, case):
    xs, xf, at = np.array(case["xs"]), np.array(case["xf"]), np.array(case["xt"])
    before, wall = scores.cpu_seconds(), time.perf_counter()
    classifier = GaussianProcessClassifier(ConstantKernel(1, (1e-2, 1e3)) * Matern(1.0, (1e-2, 1e2), nu=2.5), n_restarts_optimizer=RESTARTS,
                                           random_state=0).fit(xs, case["ys"])
    regressor = GaussianProcessRegressor(ConstantKernel(1, (1e-3, 1e3)) * RBF([1.0] * case["dim"], (1e-2, 1e2)) + WhiteKernel(1e-2, (1e-6, 1e1)),
                                         normalize_y=True, n_restarts_optimizer=RESTARTS, random_state=0).fit(xf, case["yf"])
    cpu, wall = scores.cpu_seconds() - before, time.perf_counter() - wall
    before = scores.cpu_seconds()
    probabilities = np.zeros((len(at), case["R"]))
    probabilities[:, classifier.classes_] = classifier.predict_proba(at)
    # scikit-learn counts the white kernel into the deviation of a prediction: it is that of a new value.
    mean, deviation = regressor.predict(at, return_std=True)
    predict = scores.cpu_seconds() - before
    return {"case": name, "model": "separate", "start": "", "seed": 0, "chains": 0, "draws": 0, "cpuSeconds": cpu, "startCpuSeconds": 0,
            "predictCpuSeconds": predict, "wallSeconds": wall, "effectiveSamples": None, "effectiveSamplesPerProbe": None, "rHat": None,
            "converged": None, "changePoint": None,
            "scores": {**scores.label_scores(case, probabilities),
                       **scores.property_scores(case, np.ones((1, len(at))), mean[None], deviation[None] ** 2)}}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cases")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    found = scores.cases(arguments.cases, [name for name in arguments.only.split(",") if name])
    json.dump({"engine": "gpc-gpr", "rows": [run(name, case) for name, case in found.items()]}, sys.stdout)


main()
