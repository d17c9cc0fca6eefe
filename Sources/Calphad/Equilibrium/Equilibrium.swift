/// What is stable at one temperature and composition, with the evidence.
public struct Equilibrium: Sendable, Equatable {
    public struct Phase: Sendable, Equatable {
        /// A second composition set of a phase repeats the name.
        public var phase: String
        /// Moles of atoms in the phase per mole of atoms, 0...1.
        public var amount: Double
        /// Mole fractions, in the order of ``Equilibrium/components``.
        public var moleFractions: [Double]
        /// Site fractions, sublattice by sublattice in the order of the database, with the constituents that the components allow; 1 where
        /// there is one. Vacancies count as a constituent.
        public var constitution: [Double]
    }

    /// A phase that is not there, and how far it is from forming.
    public struct DrivingForce: Sendable, Equatable {
        public var phase: String
        /// Distance from the tangent plane at the phase's best constitution, J per mole of atoms: negative for a phase that would dissolve,
        /// above zero only for a dormant phase.
        public var value: Double
    }

    /// The result of a second search, below the tangent plane of the equilibrium: in every phase from the best of constitutions that took no part
    /// in finding it, and in phases with several minima also from the best of the first search's samples that lie elsewhere. No proof.
    public struct Certificate: Sendable, Equatable, Codable {
        /// How far the lowest constitution of any phase lies below the tangent plane of the result, J per mole of atoms; zero when none does.
        public var largestDrivingForce: Double
        /// Constitutions that were compared with the tangent plane.
        public var samples: Int
    }

    public var components: [String]
    /// Kelvin.
    public var temperature: Double
    public var moleFractions: [Double]
    /// Moles of atoms of the whole; amounts of phases and energies are per mole of atoms.
    public var totalAmount = 1.0
    /// J per mole of atoms.
    public var molarGibbsEnergy: Double
    /// J/mol; nil for a component of which there is nothing.
    public var chemicalPotentials: [Double?]
    public var phases: [Phase]
    /// Of the phases that are not there; empty without a certificate. Suspended phases have none.
    public var drivingForces: [DrivingForce]
    /// Nil when none was asked for: then nothing says that the equilibrium is the stable one.
    public var certificate: Certificate?
    /// What a reader should know, as an extrapolation; one sentence each.
    public var warnings: [String]
}

extension Equilibrium {
    /// The same equilibrium among more components, of which there is nothing: their fractions are zero and their potentials have no value.
    ///
    /// - Parameter components: all of this equilibrium's, in any order, and more.
    public func extended(to components: [String], moleFractions: [Double]) -> Equilibrium {
        guard components != self.components else { return self }
        let places = components.map { self.components.firstIndex(of: $0) }
        var result = self
        result.components = components
        result.moleFractions = moleFractions
        result.chemicalPotentials = places.map { place in place.flatMap { chemicalPotentials[$0] } }
        for index in result.phases.indices {
            result.phases[index].moleFractions = places.map { place in place.map { phases[index].moleFractions[$0] } ?? 0 }
        }
        return result
    }
}
