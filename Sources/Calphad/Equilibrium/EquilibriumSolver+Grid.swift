/// Many compositions at one temperature.
extension EquilibriumSolver {
    /// Tie-lines, tie-triangles and their like that a grid keeps.
    private static let maximumFacets = 64

    /// Many compositions at one temperature, all certified.
    ///
    /// As many phases as components fix all potentials: within one tie-line or tie-triangle only the amounts differ, and the certificate, which
    /// is about the tangent plane, holds for all of it. Elsewhere Newton's method goes on from the composition before.
    ///
    /// - Parameter certification: `shared` where driving forces of phases that are far from stable are not wanted; `none` is taken as `full`.
    public mutating func equilibria(
        atTemperature temperature: Double, moleFractions: [[Double]], certification: EquilibriumConditions.Certification = .full
    ) -> [Result<Equilibrium, EquilibriumError>] {
        var previous: Equilibrium?
        var facets: [Equilibrium] = []
        return moleFractions.map { fractions in
            do throws(EquilibriumError) {
                try Self.check(temperature: temperature)
                let checked = try check(moleFractions: fractions)
                guard !checked.contains(0) else {
                    return .success(try equilibrium(atTemperature: temperature, moleFractions: checked))
                }
                isotherms.move(to: temperature)
                var problem = EquilibriumProblem(composition: checked, phases: core.phases.count)
                problem.certification = certification == .none ? .full : certification
                // The last one first: a grid's neighbours follow each other.
                for facet in facets.reversed() {
                    if let same = Self.withinFacet(facet, composition: checked) { return .success(same) }
                }
                let result: Equilibrium
                if let previous, let near = warm(previous, problem) { result = near } else { result = try search(problem) }
                previous = result
                if result.phases.count == core.components.count, facets.count < Self.maximumFacets { facets.append(result) }
                return .success(result)
            } catch {
                return .failure(error)
            }
        }
    }

    /// The equilibrium at another composition between the same phases: the amounts by the lever rule of any number of components, and the balance
    /// of every component computed anew from them. Nil outside of the facet, where its corners nearly lie on a line, and where the balance fails.
    ///
    /// - Parameter facet: an equilibrium of as many phases as components.
    static func withinFacet(_ facet: Equilibrium, composition: [Double]) -> Equilibrium? {
        let count = composition.count
        guard facet.phases.count == count else { return nil }
        var amounts = composition
        let isSolved = withUnsafeTemporaryAllocation(of: Double.self, capacity: count * count) { matrix in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { pivots in
                amounts.withUnsafeMutableBufferPointer { amounts in
                    guard let m = matrix.baseAddress, let p = pivots.baseAddress, let a = amounts.baseAddress else { return false }
                    for place in 0..<count { for c in 0..<count { m[c * count + place] = facet.phases[place].moleFractions[c] } }
                    guard DenseFactorisation.factor(m, count, p) else { return false }
                    DenseFactorisation.solve(m, count, p, a)
                    return true
                }
            }
        }
        guard isSolved else { return nil }
        for amount in amounts where !(amount >= 0) { return nil }
        for c in 0..<count {
            var residual = -composition[c]
            for place in 0..<count { residual += amounts[place] * facet.phases[place].moleFractions[c] }
            guard abs(residual) <= largestImbalance else { return nil }
        }
        var result = facet
        result.moleFractions = composition
        result.molarGibbsEnergy = 0
        for c in 0..<count { result.molarGibbsEnergy += (facet.chemicalPotentials[c] ?? 0) * composition[c] }
        for place in 0..<count { result.phases[place].amount = min(1, amounts[place]) }
        result.phases.sort { $0.amount > $1.amount }
        return result
    }
}
