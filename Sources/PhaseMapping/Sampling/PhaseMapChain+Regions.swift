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
        let errorRates = target.errorRates(state.whiteHyperParameters)
        var processes: [[AssignedProcess]] = []
        for property in target.model.properties.indices {
            var row: [AssignedProcess] = []
            for region in 0..<regions {
                row.append(
                    try AssignedProcess(
                        target.processCovariance(property, region, state.whiteHyperParameters, tempering),
                        rows: target.table.properties[property].rows(in: region, state.assignments)))
            }
            processes.append(row)
        }
        var hasMoved = false
        var logWeights = [Double](repeating: 0, count: regions)
        for point in 0..<points {
            let present = state.assignments[point]
            for region in 0..<regions {
                let logLikelihood = target.logLikelihood(
                    of: point, region: region, state, processes, errorRates: errorRates, tempering: tempering
                ) { _ in true }
                logWeights[region] = logProbabilities[region * points + point] + logLikelihood
            }
            let next = Self.draw(logWeights, &stream)
            guard next != present else { continue }
            hasMoved = true
            state.assignments[point] = next
            for property in processes.indices {
                for row in target.propertyRows[property][point] {
                    processes[property][present].remove(row)
                    processes[property][next].insert(row)
                }
            }
        }
        if hasMoved { target.refreshLikelihoods(&state, tempering) }
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
        var trial = state
        for point in 0..<points {
            trial.whiteLatents.swapAt(first * points + point, second * points + point)
            if trial.assignments[point] == first {
                trial.assignments[point] = second
            } else if trial.assignments[point] == second {
                trial.assignments[point] = first
            }
        }
        for property in target.model.properties.indices {
            let (left, right) = (target.layout.processes[property][first], target.layout.processes[property][second])
            for (one, other) in zip(left, right) { trial.whiteHyperParameters.swapAt(one, other) }
            trial.processLogLikelihoods[property].swapAt(first, second)
        }
        trial.structureLogLikelihood = target.structureLogLikelihood(trial.assignments, trial.whiteHyperParameters)
        trial.latents = target.latents(trial.whiteLatents, factor: trial.factor, trial.whiteHyperParameters)
        let change =
            tempering.structure * (trial.structureLogLikelihood - state.structureLogLikelihood)
            + target.assignmentLogProbability(trial.assignments, trial.latents)
            - target.assignmentLogProbability(state.assignments, state.latents)
        if log(1 - stream.uniform()) < change { state = trial }
    }
}

extension PhaseMapTarget {
    /// A row of the evidence.
    enum EvidenceRow {
        case label(Int)
        case value(property: Int, row: Int)
    }

    /// Of what was measured at a point, if it lay in a region: labels, pairs, and the values given those of the other points in that region.
    func logLikelihood(
        of point: Int, region: Int, _ state: PhaseMapState, _ processes: [[AssignedProcess]], errorRates known: [Double]? = nil,
        tempering: Tempering = .none, where isCounted: (EvidenceRow) -> Bool
    ) -> Double {
        let errorRates = known ?? self.errorRates(state.whiteHyperParameters)
        var structure = 0.0
        for index in structureRows[point] where isCounted(.label(index)) {
            let row = table.structure[index]
            structure += labelLogLikelihood(row, region: region, errorRate: errorRates[row.source])
        }
        for pair in pairRows[point] where state.assignments[pair.other] >= 0 {
            structure += log(state.assignments[pair.other] == region ? pair.probabilitySame : 1 - pair.probabilitySame)
        }
        var values = 0.0
        for property in processes.indices {
            let rows = propertyRows[property][point]
            guard !rows.isEmpty else { continue }
            values += processes[property][region].logPredictive(rows.filter { isCounted(.value(property: property, row: $0)) })
        }
        return tempering.logLikelihood(structure: structure, properties: values)
    }
}
