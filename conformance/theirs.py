"""pycalphad's side: one compiled system, its energies and its equilibria."""

import logging
import re

import numpy as np
from pycalphad import Database, calculate, equilibrium, variables as v
from pycalphad.codegen.phase_record_factory import PhaseRecordFactory
from pycalphad.core.utils import filter_phases, instantiate_models, unpack_species

import draws
import ranges

logging.disable(logging.CRITICAL)
PRESSURE = 101325.0  # Pa
ORDERING = 1e-12  # relative: a temperature this close to one of magnetic ordering is it
BESIDE = 1e-9  # relative: where pycalphad is asked instead
EULER_MINUS_FOUR = "-1.28171817"


def read(path):
    """The database; the space after REF: of the NIST solder file is beyond pycalphad's parser."""
    with open(path, encoding="latin-1") as file:
        text = file.read().replace("REF: ", "REF:")
    # Built into other programs; a function that nobody defines is zero for pycalphad, and every gas would be wrong by R T ln(P/1e5 Pa).
    if "RTLNP" in text.upper() and not re.search(r"^ *FUNCTION +RTLNP", text, re.MULTILINE | re.IGNORECASE):
        text += "\n FUNCTION RTLNP 1.0 8.3145*T*LN(1E-5*P); 10000 N !\n"
    # A function R that the file defines as a number is overruled by pycalphad's own gas constant: the number is put in its place.
    own = re.search(r"^ *FUNCTION +R +[0-9.E+]+ +([0-9.E+-]+) *;", text, re.MULTILINE | re.IGNORECASE)
    if own:
        text = re.sub(r"(?<=[-+*/(])R(?=[-+*/();\s])", own.group(1), text)
    return Database.from_string(text, fmt="tdb")


def elements(database):
    return sorted(str(name) for name in database.elements if str(name) not in ("VA", "/-"))


def misread(database):
    """Phases that pycalphad prices wrongly between some constituents: (phase, constituents, reason). There is nothing to learn from them.

    It reads 1.E-4 as e − 4 where e is Euler's number, which leaves a constant −1.2817 behind; it adds up parameters that a file gives twice, where the later replaces the earlier in other programs; and it leaves out end members
    that are written with L.
    """
    rows, seen = [], set()
    for parameter in database._parameters.all():
        constituents = parameter["constituent_array"]
        kind, order = parameter["parameter_type"], parameter["parameter_order"]
        name = f"{kind}({parameter['phase_name']},{':'.join(','.join(s.name for s in c) for c in constituents)};{order})"
        species = {s.name for c in constituents for s in c} - {"*", "VA"}
        is_end_member = all(len(c) == 1 for c in constituents)
        if kind == "L" and is_end_member:
            rows.append((parameter["phase_name"], species, f"pycalphad leaves out {name}"))
        if EULER_MINUS_FOUR in str(parameter["parameter"]):
            rows.append((parameter["phase_name"], species, f"pycalphad reads 1.E-4 in {name} as e - 4"))
        key = (parameter["phase_name"], "G" if kind == "L" else kind, constituents, order, str(parameter.get("diffusing_species")))
        if key in seen:
            rows.append((parameter["phase_name"], species, f"the file gives {name} twice and pycalphad adds them up"))
        seen.add(key)
    return rows


class System:
    """Some components of a database and the phases that both programs know."""

    def __init__(self, database, components, without):
        self.database = database
        self.elements = sorted(components)
        self.components = self.elements + ["VA"]
        species = unpack_species(database, self.components)
        self.phases, self.models, self.refused = [], {}, {}
        for phase in sorted(set(filter_phases(database, species)) - set(without)):
            try:
                self.models |= instantiate_models(database, self.components, [phase])
                self.phases.append(phase)
            except Exception as error:  # what pycalphad cannot model is not compared
                self.refused[phase] = str(error)
        self.records = None
        if self.phases:
            self.records = PhaseRecordFactory(database, species, {v.N, v.P, v.T}, self.models)

        low, high = ranges.declared(database, self.phases, {s.name for s in species})
        self.temperatures = max(low, draws.LOWEST), min(high, draws.HIGHEST)

    def sublattices(self, phase):
        return [sorted(species.name for species in constituents) for constituents in self.models[phase].constituents]

    def _orders_at(self, phase, temperature, fractions):
        """Whether T is the ordering temperature to the last digit. There pycalphad leaves the magnetic part out: its cases are T < TC and T > TC."""
        names = [(s, name) for s, constituents in enumerate(self.sublattices(phase)) for name in constituents]
        sites = {v.SiteFraction(phase, s, name): value for (s, name), value in zip(names, fractions)}
        critical = float(self.models[phase].TC.subs(sites | {v.T: temperature, v.P: PRESSURE}))
        return abs(critical - temperature) <= ORDERING * temperature

    def energy(self, phase, temperature, fractions):
        """J per mole of atoms. At an ordering temperature the mean of both sides, which is right to second order in the distance."""
        if self._orders_at(phase, temperature, fractions):
            return (self._energy(phase, temperature * (1 - BESIDE), fractions) + self._energy(phase, temperature * (1 + BESIDE), fractions)) / 2
        return self._energy(phase, temperature, fractions)

    def _energy(self, phase, temperature, fractions):
        result = calculate(
            self.database, self.components, [phase], T=temperature, P=PRESSURE, N=1, points=np.array([fractions]), model=self.models,
            phase_records=self.records, to_xarray=False)
        return float(np.asarray(result.GM).squeeze())

    def equilibrium(self, temperature, fractions, density=None):
        """One row in the shape of ours, or None where pycalphad found nothing."""
        conditions = {v.T: temperature, v.P: PRESSURE, v.N: 1}
        conditions |= {v.X(name): fractions[name] for name in self.elements[1:]}
        options = {"pdens": density} if density else {}
        result = equilibrium(
            self.database, self.components, self.phases, conditions, model=self.models, phase_records=self.records, calc_opts=options)
        energy = float(result.GM.values.squeeze())
        names = np.atleast_1d(result.Phase.values.squeeze())
        amounts = np.atleast_1d(result.NP.values.squeeze())
        if not np.isfinite(energy):
            return None
        row = {"GM": energy, "MU": dict(zip(self.elements, map(float, np.atleast_1d(result.MU.values.squeeze())))), "phases": []}
        x = result.X.values.reshape(len(names), -1)
        y = result.Y.values.reshape(len(names), -1)
        for index, name in enumerate(names):
            if not name:
                continue
            count = sum(map(len, self.sublattices(name)))
            row["phases"].append(
                {"phase": str(name), "amount": float(amounts[index]), "x": dict(zip(self.elements, map(float, x[index]))), "y": [float(value) for value in y[index][:count]]})
        return row
