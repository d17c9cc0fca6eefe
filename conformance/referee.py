"""Who is right: the lower Gibbs energy at the given total composition, both constitutions priced by both programs."""

import ours

ENERGY = 1e-6  # relative, of GM
POTENTIAL = 1.0  # J/mol
COMPOSITION = 1e-4
BALANCE = 1e-6  # mole fractions: a result that does not hold the composition is no result
CERTIFICATE = 1e-2  # J per mole of atoms

AGREED, OURS, THEIRS, NOT_OURS, NOT_THEIRS = "agreed", "ours lower", "pycalphad lower", "ours not converged", "pycalphad not converged"
DEGENERATE = "agreed, potentials free"
NEITHER = "not possible"
IMPOSSIBLE = ("no combination of the phases", "no supported phase can exist")  # what ours says where the phases cannot hold the composition


def imbalance(row, x):
    return max(abs(sum(p["amount"] * p["x"][name] for p in row["phases"]) - value) for name, value in x.items())


def _price(phases, energy):
    return sum(p["amount"] * energy(p) for p in phases)


def prices(path, system, temperature, phases):
    """The Gibbs energy of a set of constitutions by ours and by theirs."""
    rows = [{"phase": p["phase"], "T": temperature, "y": p["y"]} for p in phases]
    by_ours = [row["GM"] for row in ours.energies(path, system.elements, rows)]
    return {
        "tieline": sum(p["amount"] * g for p, g in zip(phases, by_ours)) if None not in by_ours else None,
        "pycalphad": _price(phases, lambda p: system.energy(p["phase"], temperature, p["y"])),
    }


def driving_force(path, system, temperature, phases, potentials):
    """How far the constitutions lie below the plane of the potentials, J per mole of atoms."""
    rows = [{"phase": p["phase"], "T": temperature, "y": p["y"]} for p in phases]
    energies = [row["GM"] for row in ours.energies(path, system.elements, rows)]
    if None in energies:
        return float("inf")
    return max(sum(potentials[c] * p["x"][c] for c in system.elements) - g for p, g in zip(phases, energies))


def same_phases(a, b):
    """Phases that matter are the same, with the same compositions."""
    def matter(row):
        return sorted((p for p in row["phases"] if p["amount"] > 1e-3), key=lambda p: (p["phase"], sorted(p["x"].items())))

    def near(p, q):
        return p["phase"] == q["phase"] and all(abs(p["x"][c] - q["x"][c]) < COMPOSITION for c in p["x"])

    left, right = matter(a), matter(b)
    return len(left) == len(right) and all(any(near(p, q) for q in right) for p in left)


def judge(path, system, condition, mine, theirs):
    """A verdict and its evidence."""
    x, temperature = condition["x"], condition["T"]
    if not mine["converged"] and theirs is None and any(text in mine.get("error", "") for text in IMPOSSIBLE):
        return NEITHER, {}
    if not mine["converged"]:
        return NOT_OURS, {"error": mine.get("error")}
    certificate = mine["certificate"]["largestDrivingForce"]
    if theirs is None:
        return NOT_THEIRS, {}
    balance = imbalance(theirs, x)
    tolerance = ENERGY * max(abs(theirs["GM"]), 1.0)
    difference = mine["GM"] - theirs["GM"]
    evidence = {"difference": difference, "certificate": certificate, "imbalance": balance, "ourImbalance": imbalance(mine, x)}
    if evidence["ourImbalance"] > BALANCE or certificate > CERTIFICATE:
        return THEIRS, evidence | {"reason": "ours does not hold the composition, or is not certified"}
    if abs(difference) <= tolerance:
        gap = max(abs(mine["MU"][c] - theirs["MU"][c]) for c in system.elements)
        evidence["potentials"] = gap
        if gap <= POTENTIAL and (same_phases(mine, theirs) or abs(difference) < 1e-3):
            return AGREED, evidence
        # Equal energies with other potentials: whose plane is cut by the other's phases?
        if all("y" in p for p in mine["phases"]):
            evidence["theirPhasesBelowOurPlane"] = driving_force(path, system, temperature, theirs["phases"], mine["MU"])
            evidence["ourPhasesBelowTheirPlane"] = driving_force(path, system, temperature, mine["phases"], theirs["MU"])
            if evidence["theirPhasesBelowOurPlane"] > CERTIFICATE + tolerance:
                return THEIRS, evidence
            if evidence["ourPhasesBelowTheirPlane"] > CERTIFICATE:
                return OURS, evidence
        return DEGENERATE, evidence
    if balance > BALANCE:
        return NOT_THEIRS, evidence | {"reason": "pycalphad's phases do not hold the composition"}
    evidence["theirConstitution"] = prices(path, system, temperature, theirs["phases"])
    if all("y" in p for p in mine["phases"]):
        evidence["ourConstitution"] = prices(path, system, temperature, mine["phases"])
        evidence["ourConstitutionMatches"] = abs(evidence["ourConstitution"]["pycalphad"] - mine["GM"]) <= 1e-8 * max(abs(mine["GM"]), 1.0)
    if difference > 0:
        return THEIRS, evidence
    if evidence.get("ourConstitutionMatches") is False:
        return THEIRS, evidence | {"reason": "pycalphad prices our constitution differently"}
    return OURS, evidence
