"""Tieline's side: everything goes through the command that users run."""

import json
import os
import subprocess
import tempfile

GAS_CONSTANT = 8.3145  # J/(mol K), pycalphad's; Tieline's own default is CODATA's
TIME_LIMIT = 600  # seconds for one list of rows: a command that takes longer hangs


class Failure(Exception):
    """The command failed as a whole, with what it said."""


def _run(arguments):
    command = [os.environ["TIELINE"], *arguments, "--json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise Failure(f"no answer within {TIME_LIMIT} s")
    if done.returncode < 0:
        raise Failure(f"ended by signal {-done.returncode}")
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        raise Failure(f"exit status {done.returncode}: {done.stderr.strip()[-400:]}")


def _with_list(arguments, option, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(rows, file)
        file.flush()
        return _run([*arguments, option, file.name])


def _source(path, elements):
    return ["--database", path, "--components", ",".join(elements), "--gas-constant", repr(GAS_CONSTANT)]


def unsupported(path):
    """Phases that Tieline leaves out, with the reason."""
    findings = _run(["tdb", "check", path])["findings"]
    return {finding["subject"]: finding["message"] for finding in findings if finding["code"] == "unsupportedModel"}


def equilibria(path, elements, phases, conditions):
    return _with_list(["equilibrium", *_source(path, elements), "--phases", ",".join(phases)], "--conditions", conditions)


def energies(path, elements, rows):
    """Rows of phase, T and y; each comes back with GM, J per mole of atoms, or None and an error."""
    done = _with_list(["tdb", "energies", *_source(path, elements)], "--constitutions", rows)
    return [{"GM": None} | row for row in done]
