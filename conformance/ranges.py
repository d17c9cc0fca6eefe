"""Where a database says its functions hold.

Outside, pycalphad counts a function as zero, without a word; Tieline extrapolates the nearest range and says so. There is nothing to compare there.
"""

import re

LOWER = re.compile(r"([0-9][0-9.eE+]*) <= T\b")
UPPER = re.compile(r"\bT < ([0-9][0-9.eE+]*)")


def _limits(expression):
    text = str(expression)
    lows, highs = [float(n) for n in LOWER.findall(text)], [float(n) for n in UPPER.findall(text)]
    return (min(lows) if lows else 0.0), (max(highs) if highs else float("inf"))


def declared(database, phases, species):
    """Kelvin: the range that all parameters of these phases and all functions below them share."""
    names = set(phases)
    for phase in phases:  # the disordered part of an ordered phase
        names |= {str(n) for n in [database.phases[phase].model_hints.get("disordered_phase")] if n}
    queue, seen, low, high = [], set(), 0.0, float("inf")
    for parameter in database._parameters.all():
        allowed = all(s.name in species or s.name == "*" for constituents in parameter["constituent_array"] for s in constituents)
        if parameter["phase_name"] in names and allowed:
            queue.append(parameter["parameter"])
    while queue:
        expression = queue.pop()
        bottom, top = _limits(expression)
        low, high = max(low, bottom), min(high, top)
        for symbol in getattr(expression, "free_symbols", ()):
            name = str(symbol)
            if name in database.symbols and name not in seen:
                seen.add(name)
                queue.append(database.symbols[name])
    return low, high
