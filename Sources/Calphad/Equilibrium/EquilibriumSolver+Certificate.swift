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
    /// Further starts in a phase with one sublattice of several constituents, and in one with several, where ordered states are minima of
    /// their own.
    private static let starts = 1
    private static let orderedStarts = 8
    /// A sample higher than this above the plane leads nowhere below it, in units of R T.
    private static let farthestStart = 3.0

    /// Where the last refinement of a phase ended.
    private func landmark(_ index: Int) -> SamplePool.Landmark {
        let workspace = workspaces[index]
        return .init(
            fractions: workspace.amounts.map { $0 / workspace.total }, order: workspace.y.reduce(0) { $0 + $1 * $1 }, atoms: workspace.total)
    }

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
            // A phase of several minima: also from the best samples of the search that are unlike the minima found.
            if problem.isEntered[index], core.phases[index].variableCount > core.phases[index].blocks.count + 1 {
                var landmarks = [landmark(index)]
                for _ in 0..<(core.phases[index].blocks.count > 1 ? Self.orderedStarts : Self.starts) {
                    guard
                        let best = core.samples.lowest(phase: index, sampleEnergies, potentials: potentials, unlike: landmarks),
                        best.height < Self.farthestStart * system.gasConstant * isotherms.temperature
                    else { break }
                    lowest = min(lowest, best.height)
                    landmarks.append(core.samples.landmark(best.sample))
                    core.samples.constitution(best.sample, phase: index, into: &workspaces[index].y)
                    refine(index, isotherm, appends && problem.isEntered[index], potentials, &lowest, &result)
                    landmarks.append(landmark(index))
                }
                examined += core.samples.ranges[index].count
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
