/// One piece of evidence about Gibbs energies, with its standard errors and where it comes from.
public struct AssessmentDatum: Sendable, Equatable {
    public var observation: Observation
    /// Who measured it, and where the number stands: `Jones1931, row 12`.
    public var source: String

    public init(_ observation: Observation, source: String = "") {
        self.observation = observation
        self.source = source
    }

    public enum Observation: Sendable, Equatable {
        case boundary(BoundaryPoint)
        case invariant(InvariantPoint)
        case bracket(TransitionBracket)
        case label(PhaseLabel)
        case amount(PhaseAmount)
        case property(PhaseProperty)
        case activity(ActivityPoint)
    }
}

/// A measured number: its value and standard error, both in the unit of the quantity.
public struct Measured: Sendable, Equatable {
    public var value: Double
    /// Zero for what is known exactly.
    public var error: Double

    public init(_ value: Double, error: Double) {
        self.value = value
        self.error = error
    }
}

/// A point of the boundary of a field of two phases: the composition of one phase where another can coexist with it.
///
/// Of a tie-line of which both ends were measured, each end is a boundary point with the other phase as its partner.
public struct BoundaryPoint: Sendable, Equatable {
    public var phase: String
    /// The phase at the other end; its composition is found. The same name for a miscibility gap.
    public var partner: String
    /// Kelvin.
    public var temperature: Measured
    /// Mole fractions of the phase, of all components but one.
    public var fractions: [String: Measured]
    /// Where the partner is about, mole fractions of the same components: chooses a side of a miscibility gap. Not evidence.
    public var partnerHint: [String: Double]

    public init(
        _ phase: String, with partner: String, temperature: Measured, fractions: [String: Measured], partnerHint: [String: Double] = [:]
    ) {
        self.phase = phase
        self.partner = partner
        self.temperature = temperature
        self.fractions = fractions
        self.partnerHint = partnerHint
    }
}

/// An invariant equilibrium: one phase more than components. Its temperature, compositions, or both were measured.
public struct InvariantPoint: Sendable, Equatable {
    public struct Composition: Sendable, Equatable {
        /// Place of the phase in ``InvariantPoint/phases``.
        public var phase: Int
        public var component: String
        public var fraction: Measured

        public init(phase: Int, component: String, fraction: Measured) {
            self.phase = phase
            self.component = component
            self.fraction = fraction
        }
    }

    /// One more than components; a phase may stand twice (a monotectic).
    public var phases: [String]
    /// Kelvin; nil when only compositions were measured.
    public var temperature: Measured?
    public var compositions: [Composition]
    /// Where the search begins, kelvin; the measured temperature unless given.
    public var near: Double

    public init(_ phases: [String], temperature: Measured?, compositions: [Composition] = [], near: Double? = nil) {
        self.phases = phases
        self.temperature = temperature
        self.compositions = compositions
        self.near = near ?? temperature?.value ?? 1000
    }
}

/// Two temperatures between which an invariant or a boundary lies: "the phase is there at the one, and gone at the other".
///
/// It says `Φ((above − T)/s) − Φ((below − T)/s)` of the transition's temperature `T`, with `s` the accuracy of the temperatures, which is common
/// to both.
public struct TransitionBracket: Sendable, Equatable {
    public enum Transition: Sendable, Equatable {
        /// The phases of an invariant, one more than components.
        case invariant([String])
        /// The boundary of a phase with a partner, at mole fractions of all components but one.
        case boundary(phase: String, partner: String, fractions: [String: Double])
    }

    public var transition: Transition
    /// Kelvin.
    public var below: Double
    public var above: Double
    /// Kelvin, above zero.
    public var error: Double

    public init(_ transition: Transition, below: Double, above: Double, error: Double) {
        self.transition = transition
        self.below = below
        self.above = above
        self.error = error
    }
}

/// Whether a phase was seen in an alloy of a binary, raw.
///
/// The phase is seen when its amount by the lever rule exceeds the detection limit, to within the resolution:
/// `P(seen) = ε/2 + (1 − ε) Φ((x − x′)/σ)`, where `x′` lies on the tie-line, the limit's part of the way from the matrix to the phase. A peak
/// vanishes before its phase does; without the limit the boundary would be put too far into the field.
public struct PhaseLabel: Sendable, Equatable {
    public var phase: String
    /// The phase it is seen in or vanishes from.
    public var matrix: String
    /// Kelvin.
    public var temperature: Double
    /// Of the alloy.
    public var component: String
    public var fraction: Double
    /// The probability that the phase was seen, 0...1: of the reader of patterns; 1 or 0 for a plain label.
    public var seen: Double
    /// Of the composition, `σ`, mole fraction, above zero.
    public var resolution: Double
    /// Amount of the phase, mole fraction of atoms, below which it is not seen.
    public var detectionLimit: Double
    /// The probability `ε` that a label says nothing.
    public var misreading: Double

    public init(
        _ phase: String, in matrix: String, temperature: Double, component: String, fraction: Double, seen: Double, resolution: Double,
        detectionLimit: Double = 0, misreading: Double = 0
    ) {
        self.phase = phase
        self.matrix = matrix
        self.temperature = temperature
        self.component = component
        self.fraction = fraction
        self.seen = seen
        self.resolution = resolution
        self.detectionLimit = detectionLimit
        self.misreading = misreading
    }
}

/// How much of a phase there is beside another in an alloy of a binary: by the lever rule it says where both ends of the tie-line are.
///
/// Beyond the two-phase field the rule is continued, to amounts below 0 and above 1, so that the datum still pulls.
public struct PhaseAmount: Sendable, Equatable {
    public var phase: String
    /// The other phase.
    public var matrix: String
    /// Kelvin.
    public var temperature: Double
    /// Of the alloy.
    public var component: String
    public var fraction: Double
    /// Moles of atoms in the phase per mole of atoms. Its error holds that of the alloy's composition.
    public var amount: Measured

    public init(of phase: String, beside matrix: String, temperature: Double, component: String, fraction: Double, amount: Measured) {
        self.phase = phase
        self.matrix = matrix
        self.temperature = temperature
        self.component = component
        self.fraction = fraction
        self.amount = amount
    }
}

/// A thermochemical property of one phase, per mole of atoms.
public struct PhaseProperty: Sendable, Equatable {
    public enum Quantity: String, Sendable, Codable, CaseIterable {
        /// J/mol.
        case gibbsEnergy = "GM"
        /// J/mol.
        case enthalpy = "HM"
        /// J/(mol K).
        case entropy = "SM"
        /// J/(mol K), at constant constitution.
        case heatCapacity = "CPM"
    }

    /// What it is measured from.
    public enum Reference: Sendable, Equatable {
        /// The database's reference state.
        case none
        /// The elements in the phases that the database names as theirs, at the same temperature.
        case formation
        /// The elements in named phases, at the same temperature.
        case elements([String: String])
        /// The end members of the phase itself, weighted with the constitution.
        case mixing
    }

    /// Where the phase is.
    public enum State: Sendable, Equatable {
        /// Site fractions by sublattice and constituent; what is not named is 0. Nothing relaxes.
        case constitution([[String: Double]])
        /// Mole fractions, of all components but one: the constitution is the one of lowest energy.
        case composition([String: Double])
    }

    public var phase: String
    public var quantity: Quantity
    public var reference: Reference
    public var state: State
    /// Kelvin.
    public var temperature: Double
    public var value: Measured

    public init(_ quantity: Quantity, of phase: String, from reference: Reference, state: State, temperature: Double, value: Measured) {
        self.phase = phase
        self.quantity = quantity
        self.reference = reference
        self.state = state
        self.temperature = temperature
        self.value = value
    }
}

/// The activity of a component in a single phase.
public struct ActivityPoint: Sendable, Equatable {
    public var component: String
    public var phase: String
    /// Mole fractions of the phase, of all components but one.
    public var fractions: [String: Double]
    /// Kelvin.
    public var temperature: Double
    /// The pure component in this phase has the activity 1.
    public var referencePhase: String
    /// Above zero. Its error is absolute.
    public var value: Measured

    public init(
        of component: String, in phase: String, fractions: [String: Double], temperature: Double, referencePhase: String, value: Measured
    ) {
        self.component = component
        self.phase = phase
        self.fractions = fractions
        self.temperature = temperature
        self.referencePhase = referencePhase
        self.value = value
    }
}
