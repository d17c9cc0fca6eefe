extension EquilibriumSolver {
    /// What the independent search found.
    struct Certification {
        /// The lowest height above the tangent plane of any entered phase, J per mole of atoms.
        var lowest = Double.infinity
        var foundHeight = -EquilibriumSolver.tolerance
        /// For each phase, nil where it was not looked at or no constitution is a phase.
        var heights: [Double?]
        /// The same, with lower bounds for the phases that other planes bound away.
        var bounds: [Double?]
        /// The lowest refined constitution below the plane, with a small amount.
        var found: EquilibriumNewton.CompositionSet?
        /// Phases of which only minima count.
        var emptying: Set<Int>

        init(heights: [Double?], emptying: Set<Int> = []) {
            self.heights = heights
            self.emptying = emptying
            bounds = heights
        }
    }

    /// Moles of atoms with which a new phase joins the others.
    static let joiningAmount = 1e-3
    /// Further starts in a phase with several sublattices of several constituents, where ordered states are minima of their own; more of them where
    /// the model is made for that, and the disordered state of the same phase lies beside them: eight missed precipitates of L1₂ in a nickel alloy.
    private static let furtherStarts = 8
    private static let orderedStarts = 12
    /// A sample higher than this above the plane leads nowhere below it, in units of R T.
    private static let farthestStart = 3.0

    /// Looks for constitutions below a tangent plane, in all phases that are watched; with ``EquilibriumConditions/Certification/shared``,
    /// in those only that ``CertifiedPlanes`` do not bound away from it.
    mutating func certify(_ problem: EquilibriumProblem, _ potentials: [Double], appends: Bool = true) -> Certification {
        var result = Certification(heights: .init(repeating: nil, count: core.phases.count), emptying: problem.emptying)
        let isShared = problem.certification == .shared && planes.compare(potentials, temperature: isotherms.temperature)
        for index in core.phases.indices where problem.isWatched[index] {
            let isEntered = problem.isEntered[index]
            if isShared, isEntered {
                let bound = planes.bound(phase: index, of: core.phases.count)
                if bound > CertifiedPlanes.margin {
                    result.bounds[index] = bound
                    result.lowest = min(result.lowest, bound)
                    continue
                }
            }
            prepareWitnesses(ofPhase: index)
            let lowest = examine(index, isEntered: isEntered, appends: appends && isEntered, potentials, &result).lowest
            if lowest < .infinity { result.heights[index] = lowest }
            if isEntered {
                result.bounds[index] = result.heights[index]
                result.lowest = min(result.lowest, lowest)
            }
        }
        if problem.certification == .shared, result.lowest > -Self.tolerance {
            planes.remember(potentials, heights: result.bounds, temperature: isotherms.temperature)
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
            if !result.emptying.contains(index) { found.lowest = best.height }
            core.witnesses.constitution(best.sample, phase: index, into: &workspaces[index].y)
            let height = refine(index, isotherm, appends, potentials, &found.lowest, &result)
            let ending = end(workspaces[index])
            if let height, !known.contains(where: { $0.isLike(ending) }) { found.beyond = height }
        }
        if !known.isEmpty, let other = core.witnesses.lowest(phase: index, witnessEnergies, potentials: potentials, unlike: known) {
            found.beyond = min(found.beyond, other.height * Self.returningShare)
        }
        guard isEntered, core.phases[index].variableCount > core.phases[index].blocks.count else { return found }
        var search = FurtherStarts(known: known, landmarks: [end(workspaces[index])], minima: [workspaces[index].y])
        examineParts(index, isotherm, appends, potentials, &search, &found, &result)
        if core.phases[index].blocks.count > 1 { examineOrders(index, isotherm, appends, potentials, &search, &found, &result) }
        examined += core.samples.ranges[index].count
        return found
    }

    /// What further starts in a phase know of those before them.
    private struct FurtherStarts {
        var known: [SamplePool.Landmark]
        var landmarks: [SamplePool.Landmark]
        var minima: [[Double]]

        func isKnown(_ landmark: SamplePool.Landmark) -> Bool { known.contains { $0.isLike(landmark) } }
    }

    /// From the best sample of each part of the compositions, unless the way from it to a known minimum has no hill: the wells of a miscibility gap.
    private mutating func examineParts(
        _ index: Int, _ isotherm: GibbsModel.Isotherm, _ appends: Bool, _ potentials: [Double], _ search: inout FurtherStarts,
        _ found: inout Examination, _ result: inout Certification
    ) {
        let limit = Self.farthestStart * system.gasConstant * isotherms.temperature
        for part in core.samples.parts[index] {
            guard let best = core.samples.lowest(in: part, sampleEnergies, potentials: potentials), best.height < limit else { continue }
            if !result.emptying.contains(index) { found.lowest = min(found.lowest, best.height) }
            let start = core.samples.landmark(best.sample)
            if search.landmarks.contains(where: { $0.isLike(start) }) { continue }
            core.samples.constitution(best.sample, phase: index, into: &workspaces[index].y)
            let y = workspaces[index].y
            if search.minima.contains(where: { !isHill(index, isotherm, potentials, from: y, best.height, to: $0) }) {
                if !search.isKnown(start) { found.beyond = min(found.beyond, best.height * Self.returningShare) }
                continue
            }
            descend(index, isotherm, appends, potentials, from: start, best.height, &search, &found, &result)
        }
    }

    /// From the best samples that are unlike what is known: ordered states are minima of their own.
    private mutating func examineOrders(
        _ index: Int, _ isotherm: GibbsModel.Isotherm, _ appends: Bool, _ potentials: [Double], _ search: inout FurtherStarts,
        _ found: inout Examination, _ result: inout Certification
    ) {
        let limit = Self.farthestStart * system.gasConstant * isotherms.temperature
        for _ in 0..<(core.phases[index].model.canOrder ? Self.orderedStarts : Self.furtherStarts) {
            guard
                let best = core.samples.lowest(
                    phase: index, sampleEnergies, potentials: potentials, unlike: search.landmarks, below: limit)
            else { break }
            let start = core.samples.landmark(best.sample)
            search.landmarks.append(start)
            core.samples.constitution(best.sample, phase: index, into: &workspaces[index].y)
            descend(index, isotherm, appends, potentials, from: start, best.height, &search, &found, &result)
        }
    }

    /// Goes down from the sample in the phase's workspace.
    private mutating func descend(
        _ index: Int, _ isotherm: GibbsModel.Isotherm, _ appends: Bool, _ potentials: [Double], from start: SamplePool.Landmark, _ height: Double,
        _ search: inout FurtherStarts, _ found: inout Examination, _ result: inout Certification
    ) {
        let end = refine(index, isotherm, appends, potentials, &found.lowest, &result)
        let landmark = Self.landmark(workspaces[index].amounts, workspaces[index].total, workspaces[index].y)
        search.landmarks.append(landmark)
        search.minima.append(workspaces[index].y)
        if !search.isKnown(landmark) {
            found.beyond = min(found.beyond, end ?? .infinity)
        } else if !search.isKnown(start) {
            found.beyond = min(found.beyond, height * Self.returningShare)
        }
    }

    /// Whether a phase rises on the straight way from a constitution to a minimum.
    private mutating func isHill(
        _ index: Int, _ isotherm: GibbsModel.Isotherm, _ potentials: [Double], from one: [Double], _ height: Double, to two: [Double]
    ) -> Bool {
        let phase = core.phases[index]
        var y = one
        for share in Self.hillShares {
            for i in y.indices { y[i] = one[i] + (two[i] - one[i]) * share }
            let total = phase.amounts(y, into: &amounts)
            var own = phase.model.energy(isotherm, y)
            for c in amounts.indices { own -= potentials[c] * amounts[c] }
            if own / total > height { return true }
        }
        return false
    }

    /// Where the way is looked at: near its beginning too, for a well is narrow.
    private static let hillShares = [0.1, 0.25, 0.5, 0.75]

    static func landmark(_ amounts: [Double], _ total: Double, _ y: [Double]) -> SamplePool.Landmark {
        .init(fractions: amounts.map { $0 / total }, order: y.reduce(0) { $0 + $1 * $1 }, atoms: total)
    }

    /// Goes down from a constitution to a minimum of the height above a plane.
    mutating func refine(
        _ index: Int, from y: [Double], _ potentials: [Double], _ result: inout Certification
    ) -> (height: Double?, landmark: SamplePool.Landmark) {
        workspaces[index].y = y
        var lowest = Double.infinity
        let height = refine(index, isotherms.isotherm(index, core), false, potentials, &lowest, &result)
        return (height, Self.landmark(workspaces[index].amounts, workspaces[index].total, workspaces[index].y))
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
        if height < -Self.tolerance {
            if appends { append(index, workspaces[index].y) }
            if height < result.foundHeight {
                result.foundHeight = height
                result.found = .init(phase: index, y: workspaces[index].y, amount: Self.joiningAmount / workspaces[index].total, fixed: nil)
            }
        }
        return height
    }
}
