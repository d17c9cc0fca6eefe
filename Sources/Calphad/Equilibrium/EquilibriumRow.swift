/// One row of a list of equilibria: a result, or the reason why there is none, in its place.
public struct EquilibriumRow: Sendable, Encodable {
    public var components: [String]
    public var temperature: Double
    /// NaN for a fraction that was not given.
    public var moleFractions: [Double]
    /// ``EquilibriumError`` or ``DatabaseError``.
    public var result: Result<Equilibrium, any Error>

    public init(components: [String], temperature: Double, moleFractions: [Double], result: Result<Equilibrium, any Error>) {
        self.components = components
        self.temperature = temperature
        self.moleFractions = moleFractions
        self.result = result
    }

    public var converged: Bool { if case .success = result { true } else { false } }

    private enum Key: String, CodingKey {
        case temperature = "T"
        case moleFractions = "x"
        case molarGibbsEnergy = "GM"
        case chemicalPotentials = "MU"
        case phases, drivingForces, converged, certificate, warnings, error
    }

    private struct PhaseDocument: Encodable {
        var phase: String
        var amount: Double
        var x: [String: Double]
        /// Site fractions, sublattice by sublattice, constituents in alphabetical order: with them another program can price the result.
        var y: [Double]
    }

    private struct DrivingForceDocument: Encodable {
        var phase: String
        var value: Double
    }

    public func encode(to encoder: any Encoder) throws {
        func table<Value>(_ values: [Value]) -> [String: Value] { Dictionary(uniqueKeysWithValues: zip(components, values)) }
        var container = encoder.container(keyedBy: Key.self)
        // What was asked for, as far as JSON has a number for it.
        if temperature.isFinite { try container.encode(temperature, forKey: .temperature) } else { try container.encodeNil(forKey: .temperature) }
        try container.encode(table(moleFractions).filter(\.value.isFinite), forKey: .moleFractions)
        switch result {
        case .success(let equilibrium):
            try container.encode(equilibrium.molarGibbsEnergy, forKey: .molarGibbsEnergy)
            try container.encode(table(equilibrium.chemicalPotentials), forKey: .chemicalPotentials)
            try container.encode(
                equilibrium.phases.map {
                    PhaseDocument(phase: $0.phase, amount: $0.amount, x: table($0.moleFractions), y: $0.constitution)
                }, forKey: .phases)
            // J per mole of atoms; below zero for a phase that would dissolve.
            try container.encode(
                equilibrium.drivingForces.map { DrivingForceDocument(phase: $0.phase, value: $0.value) }, forKey: .drivingForces)
            try container.encode(true, forKey: .converged)
            try container.encode(equilibrium.certificate, forKey: .certificate)
            if !equilibrium.warnings.isEmpty { try container.encode(equilibrium.warnings, forKey: .warnings) }
        case .failure(let error):
            try container.encodeNil(forKey: .molarGibbsEnergy)
            try container.encodeNil(forKey: .chemicalPotentials)
            try container.encode([PhaseDocument](), forKey: .phases)
            try container.encode(false, forKey: .converged)
            try container.encodeNil(forKey: .certificate)
            try container.encode(String(describing: error), forKey: .error)
        }
    }
}
