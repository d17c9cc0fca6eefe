import Calphad

/// One equilibrium as a table for people.
struct EquilibriumText {
    let row: EquilibriumRow

    /// Below this a fraction is rounding and not a trace.
    private static let smallestTrace = 1e-15

    /// Six places; a trace that would vanish in them with its power of ten, so that two phases that differ by it do not look alike.
    static func fraction(_ x: Double) -> String {
        guard x < 5e-7, x >= smallestTrace else { return Wording.fixed(x, 6) }
        var power = 0
        var mantissa = x
        while mantissa < 0.95 {
            mantissa *= 10
            power += 1
        }
        return "\(Wording.fixed(mantissa, 1))e-\(power)"
    }

    var lines: [String] {
        let composition = zip(row.components, row.moleFractions).map { "x(\($0)) = \(Wording.fixed($1, 5))" }.joined(separator: ", ")
        var lines = ["T = \(Wording.fixed(row.temperature, 2)) K (\(Wording.temperature(kelvin: row.temperature))), \(composition)"]
        let equilibrium: Equilibrium
        switch row.result {
        case .success(let value): equilibrium = value
        case .failure(let error): return lines + ["  no result: \(error)"]
        }
        var rows = [["  phase", "amount"] + row.components.map { "x(\($0))" }]
        for phase in equilibrium.phases {
            rows.append(["  " + phase.phase, Wording.fixed(phase.amount, 5)] + phase.moleFractions.map(Self.fraction))
        }
        lines += TextTable(rows: rows).lines
        lines.append("  G = \(Wording.fixed(equilibrium.molarGibbsEnergy, 2)) J/mol")
        for (component, potential) in zip(row.components, equilibrium.chemicalPotentials) {
            lines.append("  mu(\(component)) = \(potential.map { Wording.fixed($0, 2) + " J/mol" } ?? "none of it present")")
        }
        if let certificate = equilibrium.certificate {
            // Less is rounding of energies of 1e4 J/mol.
            let isBelow = certificate.largestDrivingForce > 1e-9
            let distance = isBelow ? "\(certificate.largestDrivingForce) J/mol below" : "on or above"
            lines.append("  certificate: \(certificate.samples) constitutions compared, the lowest \(distance) the tangent plane")
        }
        let forces = equilibrium.drivingForces.sorted { ($0.value, $1.phase) > ($1.value, $0.phase) }
        if !forces.isEmpty {
            lines.append("  driving forces of the phases that are not there, J/mol of atoms (below zero: would dissolve):")
            lines += TextTable(rows: forces.map { ["    " + $0.phase, Wording.fixed($0.value, 2)] }).lines
        }
        for warning in equilibrium.warnings { lines.append("  note: \(warning)") }
        return lines
    }
}
