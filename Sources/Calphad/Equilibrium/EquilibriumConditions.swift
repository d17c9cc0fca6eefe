/// What is held fixed in an equilibrium.
///
/// Gibbs' rule asks for `C + 2` conditions on `C` components: temperature, pressure, the total amount, and `C − 1` more. A fixed phase is
/// one of those, and sets free the temperature (a solidus is `LIQUID` fixed at amount 0, a liquidus at 1) or the fraction of a component (a
/// solubility is a phase fixed at amount 0); two set free both, and give a eutectic valley or the eutectic itself.
public struct EquilibriumConditions: Sendable, Equatable {
    public enum Temperature: Sendable, Equatable {
        /// Kelvin, 1...10000.
        case fixed(Double)
        /// To be found, for a fixed phase; the search widens from the guess, in kelvin.
        case free(guess: Double)
    }

    /// What is said about one component.
    public enum Component: Sendable, Equatable {
        /// Moles of the component per mole of atoms of the whole, 0...1.
        case moleFraction(Double)
        /// Mass of the component per mass of the whole, 0...1; the database must give molar masses.
        case massFraction(Double)
        /// J/mol, relative to the database's reference state; the component is exchanged with a reservoir.
        case chemicalPotential(Double)
        /// Relative to the pure component in a phase at the same temperature; nil for the phase in which it is stable.
        case activity(Double, referencePhase: String?)
        /// A mole fraction to be found, for a fixed phase; the search begins at the guess.
        case free(guess: Double)
        /// The rest. At most one component is, and one must be unless all fractions are given.
        case balance
    }

    public struct FixedPhase: Sendable, Equatable {
        public var phase: String
        /// Moles of atoms in the phase per mole of atoms, 0...1.
        public var amount: Double

        public init(_ phase: String, amount: Double) {
            self.phase = phase
            self.amount = amount
        }
    }

    public enum Status: String, Sendable, Codable, CaseIterable {
        /// Takes part.
        case entered
        /// Is left out, and nothing is computed for it.
        case suspended
        /// Is left out, and its driving force is reported.
        case dormant
    }

    public enum Certification: Sendable, Equatable {
        /// Every phase is searched.
        case full
        /// For many equilibria at one temperature by one solver: a phase that cannot have come below the tangent plane, by a strict bound
        /// from planes certified before, is not searched again, and has no driving force in the result: the stable phases do not depend on what was
        /// computed before, the list of driving forces does.
        case shared
        /// For warm starts along a path of which the ends are certified: other phases are not looked at.
        case none
    }

    public var temperature: Temperature
    /// Pa; nil for the pressure the system was made for. Another one compiles the system again, about a millisecond.
    public var pressure: Double?
    /// Moles of atoms of the whole. Amounts of phases are reported per mole of atoms.
    public var totalAmount = 1.0
    /// One a component, in the order of ``AlloySystem/components``.
    public var components: [Component]
    public var fixedPhases: [FixedPhase] = []
    /// By phase; a phase that is not named is entered.
    public var statuses: [String: Status] = [:]
    public var certification = Certification.full

    public init(temperature: Temperature, components: [Component], fixedPhases: [FixedPhase] = []) {
        self.temperature = temperature
        self.components = components
        self.fixedPhases = fixedPhases
    }

    /// - Parameters:
    ///   - temperature: kelvin, 1...10000.
    ///   - moleFractions: one a component, summing to 1 within 1e-9.
    public init(temperature: Double, moleFractions: [Double]) {
        self.init(temperature: .fixed(temperature), components: moleFractions.map { .moleFraction($0) })
    }
}
