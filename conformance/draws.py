"""Random and awkward questions. Every draw comes from one generator, so a seed repeats a run."""

import itertools

import numpy as np

LOWEST, HIGHEST = 300.0, 2500.0  # kelvin: where assessed databases mean something


def subsystems(elements, generator, pairs, triples, quadruples):
    """All pairs (at most `pairs` of them) and some larger sets."""
    def some(size, limit):
        sets = list(itertools.combinations(elements, size))
        if len(sets) > limit:
            sets = [sets[i] for i in sorted(generator.choice(len(sets), limit, replace=False))]
        return [list(s) for s in sets]

    return some(2, pairs) + some(3, triples) + some(4, quadruples)


def site_fractions(sublattices, generator):
    result = []
    for constituents in sublattices:
        # Evenly, or crowded toward the edges, where logarithms are tried.
        concentration = generator.choice([1.0, 0.2])
        fractions = np.maximum(generator.dirichlet([concentration] * len(constituents)), 1e-9)
        result += list(fractions / fractions.sum())
    return [float(value) for value in result]


def _composition(elements, generator):
    kind = generator.integers(6)
    count = len(elements)
    if kind < 3:
        x = generator.dirichlet([1.0] * count)
    elif kind == 3:  # a dilute solution
        x = generator.dirichlet([1.0] * count)
        x[generator.integers(count)] = 10.0 ** -generator.integers(3, 8)
    elif kind == 4:  # nearly pure
        x = np.full(count, 1e-6)
        x[generator.integers(count)] = 1.0
    else:  # a ratio of small whole numbers, as of a compound
        x = generator.integers(1, 6, count).astype(float)
    x = np.maximum(x, 1e-8)
    return x / x.sum()


def temperature(limits, generator):
    """Within the limits: anywhere, in the cold half, or a round number."""
    low, high = limits
    drawn = generator.choice([generator.uniform(low, high), generator.uniform(low, (low + high) / 2), np.ceil(generator.uniform(low, high) / 100) * 100])
    return float(min(max(drawn, low), high - 1e-3))


def condition(elements, limits, generator):
    x = _composition(elements, generator)
    return {"T": temperature(limits, generator), "x": dict(zip(elements, (float(value) for value in x)))}
