/// A chemical element or a species of a database.
public struct Species: Sendable, Equatable {
    public var name: String
    /// Atoms of each element, in the order of the formula; empty for a vacancy.
    public var atoms: [(element: String, count: Double)]
    /// Elementary charges.
    public var charge: Double

    public static func == (left: Species, right: Species) -> Bool {
        left.name == right.name && left.charge == right.charge && left.atoms.elementsEqual(right.atoms, by: ==)
    }
}

/// An element with the reference state its file gives.
public struct Element: Sendable, Equatable {
    public var name: String
    public var referencePhase: String
    /// g/mol; 0 when the file does not say.
    public var molarMass: Double
    /// Of the reference state at 298.15 K above 0 K, J/mol; 0 when the file does not say.
    public var enthalpy = 0.0
    /// Of the reference state at 298.15 K, J/(mol K); 0 when the file does not say.
    public var entropy = 0.0
}

/// A phase as the file defines it.
public struct PhaseDefinition: Sendable, Equatable {
    /// Inden-Hillert-Jarl magnetism: the antiferromagnetic factor (−1 for BCC, −3 for others) and the structure factor `p`.
    public struct Magnetism: Sendable, Equatable {
        public var antiferromagneticFactor: Double
        public var structureFactor: Double
    }

    public var name: String
    /// The letter after the name, as `L` in `LIQUID:L`; nil when there is none.
    public var modelLetter: Character?
    /// Moles of sites on each sublattice in a formula unit.
    public var sites: [Double]
    /// Species on each sublattice, alphabetical.
    public var constituents: [[String]]
    public var magnetism: Magnetism?
    /// The phase whose energy is this one's disordered part.
    public var disorderedPart: String?
    /// `NEVER_DISORDER`: the ordering energy is kept whole, as for phases such as sigma that have no disordered state; without it the
    /// ordering energy vanishes where the sublattices are equal.
    public var neverDisorders = false
    /// What type definitions say of the phase that Tieline cannot read; the phase is then left out.
    public var unreadDescriptions: [String] = []

    /// Whether the phase is a liquid, by its letter or by the names the field uses.
    public var isLiquid: Bool {
        modelLetter == "L" || modelLetter == "Y" || ["L", "LIQ", "LIQUID"].contains(name) || name.hasPrefix("IONIC_LIQ") || name.hasPrefix("LIQUID")
    }
}

/// A parameter and its value.
public struct Parameter: Sendable, Equatable {
    public var identifier: ParameterIdentifier
    public var value: PiecewiseExpression
    /// Where the file has it from, as `REF:91DIN`; empty when it does not say.
    public var reference = ""
    /// The line of the file it stands on, from 1; 0 when it comes from no file. No part of what it says: parameters are equal without it.
    public var line = 0

    public static func == (left: Parameter, right: Parameter) -> Bool {
        left.identifier == right.identifier && left.value == right.value && left.reference == right.reference
    }
}
