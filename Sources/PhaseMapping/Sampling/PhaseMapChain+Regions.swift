import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

extension PhaseMapChain {
    /// The region of each location in turn, given all others (Gibbs): its latents, its labels and pairs, and what the other values of each region predict for its own.
    mutating func resampleAssignments() throws(LinearAlgebraError) {
        let (points, regions) = (target.points, target.regions)
        let logProbabilities = target.logProbabilities(state.latents)
        let confusions = target.confusions(state.whiteHyperParameters)
        var processes = try assignedProcesses()
        var hasMoved = false
        var logWeights = [Double](repeating: 0, count: regions)
        for point in 0..<points {
            let present = state.assignments[point]
            for region in 0..<regions {
                logWeights[region] =
                    logProbabilities[region * points + point]
                    + tempering.logLikelihood(structure: target.structureLogLikelihood(of: point, region: region, state, confusions), properties: 0)
            }
            if !processes.isEmpty { addValues(of: point, to: &logWeights, processes) }
            let next = Self.draw(logWeights, &stream)
            guard next != present else { continue }
            hasMoved = true
            state.assignments[point] = next
            for family in processes.indices {
                for row in target.valueRows[family][point] {
                    processes[family][present].remove(row)
                    processes[family][next].insert(row)
                }
            }
        }
        if hasMoved { target.refreshLikelihoods(&state, tempering) }
    }

    /// Family, region; none where values have no say.
    private func assignedProcesses() throws(LinearAlgebraError) -> [[AssignedProcess]] {
        guard tempering.hasValues else { return [] }
        var result: [[AssignedProcess]] = []
        for family in target.families.indices {
            var row: [AssignedProcess] = []
            for region in 0..<target.regions {
                row.append(
                    try AssignedProcess(
                        target.tempered(state.processes[family][region], family, tempering),
                        rows: target.table.families[family].rows(in: region, state.assignments)))
            }
            result.append(row)
        }
        return result
    }

    /// What the values at a point add to the log weight of each region. A region that could not win even if it predicted them exactly is given no weight:
    /// `e^-40` of the present one's is less than the random numbers resolve.
    private func addValues(of point: Int, to logWeights: inout [Double], _ processes: [[AssignedProcess]]) {
        let rows = target.valueRows.map { $0[point] }
        guard rows.contains(where: { !$0.isEmpty }) else { return }
        func logPredictive(_ region: Int) -> Double {
            var sum = 0.0
            for family in rows.indices { sum += processes[family][region].logPredictive(rows[family]) }
            return sum
        }
        let present = state.assignments[point]
        logWeights[present] += logPredictive(present)
        for region in logWeights.indices where region != present {
            var highest = 0.0
            for family in rows.indices {
                for row in rows[family] { highest += processes[family][region].highestLogPredictive(row) }
            }
            logWeights[region] = logWeights[region] + highest < logWeights[present] - 40 ? -.infinity : logWeights[region] + logPredictive(region)
        }
    }

    /// An index drawn with these log weights.
    static func draw(_ logWeights: [Double], _ stream: inout RandomStream) -> Int {
        let largest = logWeights.max() ?? 0
        var total = 0.0
        for value in logWeights { total += exp(value - largest) }
        var remaining = stream.uniform() * total
        for (index, value) in logWeights.enumerated() {
            remaining -= exp(value - largest)
            if remaining < 0 { return index }
        }
        return logWeights.lastIndex { $0 > -.infinity } ?? 0
    }

    /// Two regions exchange everything but their labels: fields, points and processes.
    mutating func exchangeRoles() {
        let (points, regions) = (target.points, target.regions)
        guard regions > 1 else { return }
        let first = Int(stream.uniform() * Double(regions)) % regions
        let second = (first + 1 + Int(stream.uniform() * Double(regions - 1)) % (regions - 1)) % regions
        let assignments = state.assignments.map { $0 == first ? second : $0 == second ? first : $0 }
        // Which white numbers a region's process has does not enter: labels and pairs do.
        let structure = target.structureLogLikelihood(assignments, state.whiteHyperParameters)
        let means = target.means(state.whiteHyperParameters)
        var latents = state.latents
        for point in 0..<points {
            let (one, other) = (first * points + point, second * points + point)
            latents[one] = state.latents[other] - means[other] + means[one]
            latents[other] = state.latents[one] - means[one] + means[other]
        }
        let change =
            tempering.logLikelihood(structure: structure - state.structureLogLikelihood, properties: 0)
            + target.assignmentLogProbability(assignments, latents) - target.assignmentLogProbability(state.assignments, state.latents)
        guard log(1 - stream.uniform()) < change else { return }
        state.assignments = assignments
        state.latents = latents
        state.structureLogLikelihood = structure
        for point in 0..<points { state.whiteLatents.swapAt(first * points + point, second * points + point) }
        for family in target.families.indices {
            let (left, right) = (target.layout.processes[family][first], target.layout.processes[family][second])
            for (one, other) in zip(left, right) { state.whiteHyperParameters.swapAt(one, other) }
            state.processes[family].swapAt(first, second)
            state.processLogLikelihoods[family].swapAt(first, second)
        }
    }
}

extension PhaseMapTarget {
    /// A row of the evidence.
    enum EvidenceRow {
        case label(Int)
        case value(family: Int, row: Int)
    }

    /// Of what was measured at a point, if it lay in a region: labels, pairs, and the values given those of the other points in that region.
    func logLikelihood(
        of point: Int, region: Int, _ state: PhaseMapState, _ processes: [[AssignedProcess]], where isCounted: (EvidenceRow) -> Bool
    ) -> Double {
        let structure = structureLogLikelihood(of: point, region: region, state, confusions(state.whiteHyperParameters)) { isCounted(.label($0)) }
        var values = 0.0
        for family in processes.indices {
            let rows = valueRows[family][point]
            guard !rows.isEmpty else { continue }
            values += processes[family][region].logPredictive(rows.filter { isCounted(.value(family: family, row: $0)) })
        }
        return structure + values
    }

    /// Of the labels and pairs of a point, if it lay in a region.
    func structureLogLikelihood(
        of point: Int, region: Int, _ state: PhaseMapState, _ confusions: [LabelConfusion], where isCounted: (_ row: Int) -> Bool = { _ in true }
    ) -> Double {
        var sum = 0.0
        for index in structureRows[point] where isCounted(index) {
            let row = table.structure[index]
            sum += confusions[row.source].logLikelihood(row.probabilities, region: region)
        }
        for pair in pairRows[point] where state.assignments[pair.other] >= 0 {
            sum += log(state.assignments[pair.other] == region ? pair.probabilitySame : 1 - pair.probabilitySame)
        }
        return sum
    }
}
