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

    /// Looks for constitutions below a tangent plane, in all phases that are watched.
    mutating func certify(_ problem: EquilibriumProblem, _ potentials: [Double], appends: Bool = true) -> Certification {
        prepareWitnesses(problem)
        var result = Certification(heights: .init(repeating: nil, count: core.phases.count))
        for index in core.phases.indices where problem.isWatched[index] {
            let isEntered = problem.isEntered[index]
            let lowest = examine(index, isEntered: isEntered, appends: appends && isEntered, potentials, &result).lowest
            if lowest < .infinity { result.heights[index] = lowest }
            if isEntered { result.lowest = min(result.lowest, lowest) }
        }
        return result
    }

    /// What was found in one phase, J per mole of atoms above the plane.
    struct Examination {
        var lowest = Double.infinity
        /// The lowest of what is unlike the constitutions that are known: minima, and samples that led back to a known one by
        /// ``EquilibriumSolver/returningShare``.
        var beyond = Double.infinity
    }

    /// A sample from which the way down leads to a known constitution says that nothing else is there up to a part of its height.
    private static let returningShare = 0.25

    /// Looks for constitutions of one phase below a tangent plane: among witnesses that took no part in the search, of which the best is
    /// refined to its minimum, and from the best samples of the search that are unlike the minima found.
    ///
    /// - Parameter known: constitutions that ``Examination/beyond`` does not count.
    mutating func examine(
        _ index: Int, isEntered: Bool, appends: Bool, _ potentials: [Double], known: [SamplePool.Landmark] = [], _ result: inout Certification
    ) -> Examination {
        let isotherm = isotherms.isotherm(index, core)
        var found = Examination()
        func end(_ workspace: PhaseWorkspace) -> SamplePool.Landmark { Self.landmark(workspace.amounts, workspace.total, workspace.y) }
        if let best = core.witnesses.lowest(phase: index, witnessEnergies, potentials: potentials) {
            examined += core.witnesses.ranges[index].count
            found.lowest = best.height
            core.witnesses.constitution(best.sample, phase: index, into: &workspaces[index].y)
            let height = refine(index, isotherm, appends, potentials, &found.lowest, &result)
            let ending = end(workspaces[index])
            if let height, !known.contains(where: { $0.isLike(ending) }) { found.beyond = height }
        }
        if !known.isEmpty, let other = core.witnesses.lowest(phase: index, witnessEnergies, potentials: potentials, unlike: known) {
            found.beyond = min(found.beyond, other.height * Self.returningShare)
        }
        // A phase of several minima: also from the best samples of the search that are unlike the minima found.
        if isEntered, core.phases[index].variableCount > core.phases[index].blocks.count + 1 {
            var landmarks = [end(workspaces[index])]
            for _ in 0..<(core.phases[index].blocks.count > 1 ? Self.orderedStarts : Self.starts) {
                guard
                    let best = core.samples.lowest(phase: index, sampleEnergies, potentials: potentials, unlike: landmarks),
                    best.height < Self.farthestStart * system.gasConstant * isotherms.temperature
                else { break }
                found.lowest = min(found.lowest, best.height)
                let start = core.samples.landmark(best.sample)
                landmarks.append(start)
                core.samples.constitution(best.sample, phase: index, into: &workspaces[index].y)
                let height = refine(index, isotherm, appends, potentials, &found.lowest, &result)
                let ending = end(workspaces[index])
                landmarks.append(ending)
                if !known.contains(where: { $0.isLike(ending) }) {
                    found.beyond = min(found.beyond, height ?? .infinity)
                } else if !known.contains(where: { $0.isLike(start) }) {
                    found.beyond = min(found.beyond, best.height * Self.returningShare)
                }
            }
            examined += core.samples.ranges[index].count
        }
        return found
    }

    static func landmark(_ amounts: [Double], _ total: Double, _ y: [Double]) -> SamplePool.Landmark {
        .init(fractions: amounts.map { $0 / total }, order: y.reduce(0) { $0 + $1 * $1 }, atoms: total)
    }

    /// Goes down from the constitution in the phase's workspace. Returns the height at the end; nil when that is not a phase.
    @discardableResult
    private mutating func refine(
        _ index: Int, _ isotherm: GibbsModel.Isotherm, _ appends: Bool, _ potentials: [Double], _ lowest: inout Double,
        _ result: inout Certification
    ) -> Double? {
        Self.moveInside(&workspaces[index].y, core.phases[index].blocks)
        let minimum = workspaces[index].minimise(isotherm, potentials: potentials)
        examined += minimum.evaluations
        guard let height = minimum.height else { return nil }
        lowest = min(lowest, height)
        if appends, height < -Self.tolerance {
            append(index, workspaces[index].y)
            if height < result.foundHeight {
                result.foundHeight = height
                result.found = .init(phase: index, y: workspaces[index].y, amount: Self.joiningAmount / workspaces[index].total, fixed: nil)
            }
        }
        return height
    }
}
