"""Scores of a phase map and its property, the same for every engine. The cases: sage_cases.json, whose key `format` says what is in it."""

import json
import resource

import numpy as np
from scipy.special import ndtr

FLOOR = 1e-12
BINS = 10


def cases(path, only):
    found = json.load(open(path))["cases"]
    return {name: found[name] for name in only or found}


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def label_scores(case, probabilities):
    """probabilities: points of the grid x regions."""
    held = np.array(case.get("held_label", range(len(case["rt"]))))
    p, truth = probabilities[held], np.array(case["rt"])[held]
    best = p.argmax(1)
    confidence, right = p.max(1), best == truth
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = sum(abs(right[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean() for b in range(BINS) if (bins == b).any())
    union = ((best == 1) | (truth == 1)).sum()
    return {"microF1": float(right.mean()), "labelLogScore": float(np.log(np.maximum(p[np.arange(len(truth)), truth], FLOOR)).mean()),
            "calibrationError": float(error),
            "intersectionOverUnion": float(((best == 1) & (truth == 1)).sum() / union) if case["R"] == 2 and case["dim"] == 2 and union else None}


def property_scores(case, weights, means, variances):
    """The predictive density of a new value: a mixture. weights, means, variances (noise included): components x points of the grid."""
    held = np.array(case.get("held_prop", range(len(case["ft"]))))
    w, m, v = weights[:, held], means[:, held], variances[:, held]
    noisy, smooth = np.array(case["yt"])[held], np.array(case["ft"])[held]
    mean = (w * m).sum(0)
    log_density = np.log(w + 1e-300) - 0.5 * np.log(2 * np.pi * v) - 0.5 * (noisy - m) ** 2 / v
    top = log_density.max(0)
    score = top + np.log(np.exp(log_density - top).sum(0))
    deviation = np.sqrt(v)

    def quantile(q):
        low, high = (m - 10 * deviation).min(0), (m + 10 * deviation).max(0)
        for _ in range(60):
            middle = 0.5 * (low + high)
            below = (w * ndtr((middle - m) / deviation)).sum(0) < q
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return 0.5 * (low + high)

    lower, upper = quantile(0.05), quantile(0.95)
    return {"propertyR2": float(1 - ((mean - smooth) ** 2).sum() / ((smooth - smooth.mean()) ** 2).sum()), "propertyLogScore": float(score.mean()),
            "coverage90": float(((noisy >= lower) & (noisy <= upper)).mean()), "width90": float((upper - lower).mean())}
