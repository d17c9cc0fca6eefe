extension AlloySystem {
    /// Freezes an alloy.
    ///
    /// - Parameters:
    ///   - moleFractions: of the alloy, in the order of ``components``.
    ///   - residual: the liquid fraction at which Scheil's rule stops, where no invariant stops it before.
    ///   - lowest: kelvin.
    /// - Throws: ``EquilibriumError`` `invalidCondition`, `noStablePhase` when nothing melts, `notConverged`.
    public func solidification(
        _ moleFractions: [Double], model: Solidification.Model = .scheil, residual: Double = 1e-4, lowest: Double = 298.15
    ) throws(EquilibriumError) -> Solidification {
        guard residual.isFinite, residual > 0, residual < 1 else {
            throw EquilibriumError(.invalidCondition, "the residual liquid fraction is \(residual)", remedy: "Give a fraction above 0 and below 1.")
        }
        try EquilibriumSolver.check(temperature: lowest)
        var solidifier = try Solidifier(self, moleFractions: moleFractions, lowest: lowest)
        return switch model {
        case .scheil: try solidifier.scheil(residual: residual)
        case .equilibrium: try solidifier.lever()
        }
    }
}
