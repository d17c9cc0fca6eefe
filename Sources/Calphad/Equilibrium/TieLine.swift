/// A phase at one end of a tie-line or at an invariant.
public struct Vertex: Sendable, Equatable {
    /// Name of the phase.
    public var phase: String
    /// Place of the phase in ``BinarySystem/phases``.
    public var phaseIndex: Int
    /// Mole fraction of the second component, 0...1.
    public var x: Double
    /// Internal coordinates, from which a warm start goes on: `ln x − ln(1 − x)` of a substitutional solution.
    var logit: Double
    /// The same for a phase of the general kind: its variable site fractions.
    var constitution: [Double]
}

/// Two phases in equilibrium at one temperature.
public struct TieLine: Sendable, Equatable {
    /// Kelvin.
    public var temperature: Double
    /// The end with less of the second component.
    public var leaner: Vertex
    public var richer: Vertex
    /// Of the first and second component, J/mol, relative to the database's reference state.
    public var chemicalPotentials: SIMD2<Double>
    /// Largest difference of a chemical potential between the two phases, J/mol, after the last step.
    public var residual: Double
}

/// Three phases in equilibrium in a binary: the temperature is fixed too.
public struct Invariant: Sendable, Equatable {
    /// What happens to the middle phase. On cooling, the eutectic family decomposes it and the peritectic family forms it.
    ///
    /// `metatectic` (a solid decomposes into a liquid and another solid) is what part of the literature calls catatectic: one reaction with two
    /// names, so there is one case. Reactions that run the other way round and have no name in the field, as two solids that melt on cooling,
    /// are `unclassified`.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case eutectic, eutectoid, monotectic, monotectoid, metatectic
        case peritectic, peritectoid, syntectic
        /// The fields above and below were not looked at, or fit none of the field's names.
        case unclassified
    }

    /// How it was found.
    public enum Origin: String, Sendable, Codable {
        /// By a search of all phases over the temperature range, and certified.
        case globalSearch
        /// By Newton's method from a known invariant nearby; other phases were not looked at.
        case warmStart
    }

    /// Kelvin.
    public var temperature: Double
    public var kind: Kind
    /// Three, in the order of `x`.
    public var vertices: [Vertex]
    /// Of the first and second component, J/mol.
    public var chemicalPotentials: SIMD2<Double>
    /// Largest difference of a chemical potential between the phases, J/mol, after the last step.
    public var residual: Double
    public var origin: Origin

    /// Mole fractions of the second component, in the order of ``vertices``.
    public var compositions: [Double] { vertices.map(\.x) }
}

/// A phase and how much of it there is.
public struct PhaseFraction: Sendable, Equatable {
    public var phase: String
    /// Mole of atoms in the phase per mole of atoms, 0...1.
    public var amount: Double
    /// Mole fraction of the second component in the phase.
    public var x: Double
}

/// Why an equilibrium could not be given.
public struct EquilibriumError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        case notConverged, invalidCondition, noStablePhase
    }

    public var code: Code
    /// What happened, with numbers and units, and what was tried.
    public var message: String
    public var remedy: String

    public var description: String { "\(message). \(remedy)" }

    init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}
