extension EquilibriumSolver {
    /// What the independent search found.
    struct Certification {
        /// The lowest height above the tangent plane of any entered phase, J per mole of atoms.
        var lowest = Double.infinity
        var foundHeight = -EquilibriumSolver.tolerance
        /// For each phase, nil where it was not looked at or no constitution is a phase.
        var heights: [Double?]
        /// The lowest refined constitution below the plane, with a small amount.
        var found: EquilibriumNewton.CompositionSet?
    }

    /// Moles of atoms with which a new phase joins the others.
    private static let joiningAmount = 1e-3
    /// Two minima of a phase this far apart in a site fraction are two.
    private static let separation = 0.25

    /// Looks for constitutions below a tangent plane among witnesses that took no part in the search, refines the best of each phase to its
    /// minimum, and once more from the best sample of the search where that lies elsewhere.
    mutating func certify(_ problem: EquilibriumProblem, _ potentials: [Double], appends: Bool = true) -> Certification {
        prepareWitnesses(problem)
        var result = Certification(heights: .init(repeating: nil, count: core.phases.count))
        for index in core.phases.indices where problem.isWatched[index] {
            let isotherm = isotherms.isotherm(index, core)
            var lowest = Double.infinity
            if let best = core.witnesses.lowest(phase: index, witnessEnergies, potentials: potentials) {
                examined += core.witnesses.ranges[index].count
                lowest = best.height
                core.witnesses.constitution(best.sample, phase: index, into: &workspaces[index].y)
                refine(index, isotherm, appends && problem.isEntered[index], potentials, &lowest, &result)
            }
            if problem.isEntered[index], core.phases[index].variableCount > core.phases[index].blocks.count + 1,
                let best = core.samples.lowest(phase: index, sampleEnergies, potentials: potentials)
            {
                lowest = min(lowest, best.height)
                let found = workspaces[index].y
                core.samples.constitution(best.sample, phase: index, into: &workspaces[index].y)
                var isElsewhere = false
                for i in found.indices where abs(found[i] - workspaces[index].y[i]) > Self.separation { isElsewhere = true }
                if isElsewhere { refine(index, isotherm, appends && problem.isEntered[index], potentials, &lowest, &result) }
            }
            if lowest < .infinity { result.heights[index] = lowest }
            if problem.isEntered[index] { result.lowest = min(result.lowest, lowest) }
        }
        return result
    }

    private mutating func refine(
        _ index: Int, _ isotherm: GibbsModel.Isotherm, _ appends: Bool, _ potentials: [Double], _ lowest: inout Double,
        _ result: inout Certification
    ) {
        Self.moveInside(&workspaces[index].y, core.phases[index].blocks)
        let minimum = workspaces[index].minimise(isotherm, potentials: potentials)
        examined += minimum.evaluations
        guard let height = minimum.height else { return }
        lowest = min(lowest, height)
        if appends, height < -Self.tolerance {
            append(index, workspaces[index].y)
            if height < result.foundHeight {
                result.foundHeight = height
                result.found = .init(phase: index, y: workspaces[index].y, amount: Self.joiningAmount / workspaces[index].total, fixed: nil)
            }
        }
    }
}
