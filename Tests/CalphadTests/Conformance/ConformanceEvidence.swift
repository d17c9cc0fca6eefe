import Foundation

/// All that pycalphad 0.11.2 computed for the fourteen systems of `Databases/pycalphad_equilibria.json`.
enum ConformanceEvidence {
    /// pycalphad's gas constant, J/(mol K).
    static let gasConstant = 8.3145

    static let systems: [Reference.System] = {
        guard let data = try? TestDatabases.data("pycalphad_equilibria.json"),
            let reference = try? JSONDecoder().decode(Reference.self, from: data)
        else { return [] }
        return reference.systems
    }()

    static let binaries = systems.filter { $0.elements.count == 2 }

    /// A row where Tieline's certified Gibbs energy is lower than pycalphad's; docs/calphad.md has the evidence for each.
    struct LowerThanReference {
        var system: String
        /// Kelvin; no other row of the system has it.
        var temperature: Double
        /// J per mole of atoms by which pycalphad is too high, to 1 %.
        var excess: Double
    }

    /// pycalphad leaves out an end member that the file writes with L, as `L(ALCE_AMORPHOUS,AL;0)` of COST 507, and gives the phase no energy.
    /// L and G are one thing in TDB files.
    static func leavesOutEndMember(_ system: Reference.System, _ phase: String) -> Bool {
        system.database == "COST507.tdb" && phase == "ALCE_AMORPHOUS"
    }

    /// The gas of COST 507 needs RTLNP, which the file defines in a comment only: Tieline names the phase and leaves it out, pycalphad counts zero.
    static func needsUndefinedFunction(_ system: Reference.System, _ phase: String) -> Bool {
        system.database == "COST507.tdb" && phase == "GAS"
    }

    static let lowerThanReference: [LowerThanReference] = [
        LowerThanReference(system: "Al-Mg-Si-Zn", temperature: 408.43, excess: 30.679),
        LowerThanReference(system: "Al-Cr-Ni", temperature: 905.12, excess: 67.101),
        LowerThanReference(system: "Al-Cr-Ni", temperature: 1195.41, excess: 0.09601),
        LowerThanReference(system: "Al-Cr-Ni", temperature: 1284.10, excess: 11.822),
        LowerThanReference(system: "Al-Cr-Ni", temperature: 1311.41, excess: 4.8362),
    ]
}
