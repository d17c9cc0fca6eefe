extension AlloySystem {
    /// Compositions at which T0 curves are computed unless another number is given.
    public static let equalEnergyCount = 201

    /// The T0 curves of two phases of a binary.
    ///
    /// - Parameters:
    ///   - phases: two of ``phases``.
    ///   - range: kelvin, within 1...10000.
    ///   - count: compositions from the first component to the second, 2...10000.
    /// - Throws: ``EquilibriumError`` `invalidCondition` unless there are two components, both phases form solutions of them and the range is valid.
    public func equalEnergy(
        of phases: (String, String), in range: ClosedRange<Double>, count: Int = AlloySystem.equalEnergyCount
    ) throws(EquilibriumError) -> EqualEnergyCurves {
        guard components.count == 2 else {
            throw EquilibriumError(
                .invalidCondition, "T0 curves were asked for with \(components.count) components", remedy: "Give two, as BI,SN.")
        }
        try EquilibriumSolver.check(temperature: range.lowerBound)
        try EquilibriumSolver.check(temperature: range.upperBound)
        guard (2...10_000).contains(count), phases.0 != phases.1 else {
            throw EquilibriumError(
                .invalidCondition, "\(count) compositions of \(phases.0) and \(phases.1) were asked for",
                remedy: "Give 2 to 10000 compositions and two different phases.")
        }
        var energies: [SinglePhaseEnergy] = []
        for name in [phases.0, phases.1] {
            guard let place = self.phases.firstIndex(of: name) else {
                throw EquilibriumError(
                    .invalidCondition, "there is no phase \(name) in the system", remedy: "The phases are \(self.phases.joined(separator: ", ")).")
            }
            guard core.phases[place].model.degreesOfFreedom > 0 else {
                throw EquilibriumError(
                    .invalidCondition, "\(name) has one composition only: a compound has a T0 point, not a curve", remedy: "Give two solutions.")
            }
            guard
                let alone = try? AlloySystem(
                    database, components: components, phases: [name], gasConstant: gasConstant, pressure: pressure)
            else {
                throw EquilibriumError(.noStablePhase, "\(name) cannot be compiled alone", remedy: "Choose another phase.")
            }
            energies.append(SinglePhaseEnergy(alone))
        }
        var search = EqualEnergySearch(one: energies[0], two: energies[1])
        let compositions = (0..<count).map { Double($0) / Double(count - 1) }
        let curves = search.curves(compositions, in: range)
        var warnings = core.warnings
        if curves.isEmpty {
            warnings.append("\(phases.0) and \(phases.1) have no equal energy between \(range.lowerBound) and \(range.upperBound) K")
        }
        return EqualEnergyCurves(
            components: components, database: database.file, phases: [phases.0, phases.1], temperatures: range, curves: curves, warnings: warnings)
    }
}
