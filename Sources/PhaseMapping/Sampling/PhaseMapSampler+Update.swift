import Inference
import LinearAlgebra

extension PhaseMapSampler {
    /// Of the draws that are carried over, effective after they were weighted.
    static let leastEffectiveShare = 0.2

    /// Carries a posterior over to more evidence: its draws are weighted by how well they predicted it, resampled, and moved (Chopin 2002, Biometrika 89, 539).
    ///
    /// For live use: as many modes as the draws hold live on, with their weights, at the cost of a few sweeps a draw. Nothing here can find a mode that no draw
    /// holds; a fresh ``posterior(model:evidence:)`` now and then does, and its ``MixingReport`` says how many updates ago that was.
    ///
    /// - Parameters:
    ///   - posterior: Of the same model and a beginning of the same evidence; if it is of neither, or has no draws, a fresh one is drawn.
    ///   - count: How many draws live on.
    ///   - sweeps: Of each.
    public func updated(
        _ posterior: PhaseMapPosterior, evidence: PhaseMapEvidence, draws count: Int = 48, sweeps: Int = 6
    ) throws -> PhaseMapPosterior {
        let model = posterior.model
        guard !posterior.draws.isEmpty, evidence.begins(with: posterior.evidence) else { return try self.posterior(model: model, evidence: evidence) }
        let target = try PhaseMapTarget(model: model, evidence: evidence)
        let carry = EvidenceCarry(from: posterior.target, earlier: posterior.evidence, to: target)
        var number: UInt64 = UInt64(evidence.structure.count + evidence.properties.count)
        var states: [PhaseMapState] = []
        var logWeights: [Double] = []
        for draw in posterior.thinned(to: count).draws {
            number &+= 0x1_0000
            var stream = RandomStream(seed: seed, key: 6, number)
            let (state, logWeight) = try carry.state(draw, &stream)
            states.append(state)
            logWeights.append(logWeight)
        }
        var weights = ParticleWeights(count: states.count)
        weights.multiply(byExponentOf: logWeights)
        let share = weights.effectiveCount / Double(states.count)
        // Copies of a few draws are no posterior: evidence that surprised nearly all of them asks for new chains.
        guard share >= Self.leastEffectiveShare else { return try self.posterior(model: model, evidence: evidence) }
        var stream = RandomStream(seed: seed, key: 7, number)
        var draws: [PhaseMapDraw] = []
        for (place, index) in weights.resampled(&stream).enumerated() {
            var chain = PhaseMapChain(
                target: target, tempering: .none, state: states[index], stream: RandomStream(seed: seed, key: 8, number, UInt64(place)))
            for _ in 0..<sweeps { try chain.sweep() }
            draws.append(target.draw(chain.state))
        }
        var mixing = posterior.mixing
        mixing.updatesSince += 1
        mixing.smallestEffectiveDraws = share * min(mixing.smallestEffectiveDraws, Double(states.count))
        return PhaseMapPosterior(target: target, evidence: evidence, draws: draws, mixing: mixing)
    }
}

extension PhaseMapEvidence {
    /// Whether this is the other evidence, and perhaps more.
    func begins(with other: PhaseMapEvidence) -> Bool {
        structure.starts(with: other.structure) && properties.starts(with: other.properties)
    }
}

/// From the states of one target to those of another with more evidence.
struct EvidenceCarry {
    let old: PhaseMapTarget
    let new: PhaseMapTarget
    /// Of each point of the new target, its place in the old one.
    private let places: [Int?]
    /// Points with evidence that the old target has not seen.
    private let pending: [Int]
    /// Rows of labels and, family by family, of values that the old target had.
    private let oldStructure: Int
    private let oldValues: [Int]

    init(from old: PhaseMapTarget, earlier: PhaseMapEvidence, to new: PhaseMapTarget) {
        self.old = old
        self.new = new
        let index = Dictionary(uniqueKeysWithValues: old.table.conditions.enumerated().map { ($1, $0) })
        places = new.table.conditions.map { index[$0] }
        oldStructure = old.table.structure.count
        oldValues = old.table.families.map(\.points.count)
        var pending = Set(new.table.structure.dropFirst(oldStructure).map(\.point))
        for (table, count) in zip(new.table.families, oldValues) { pending.formUnion(table.points.dropFirst(count)) }
        for (point, place) in places.enumerated() where place == nil { pending.insert(point) }
        self.pending = pending.sorted()
    }

    /// The draw with latents and regions at the new points, and the log of how well it predicted the new evidence: an estimate without bias, where points that are
    /// measured again had a region each, of the evidence with it over that without.
    ///
    /// Regions of the pending points are drawn one after the other. The sums over regions on the way multiply to an unbiased estimate of the evidence with
    /// everything measured; those on the way through the regions that the draw had, whose inverse is one of that before (Andrieu, Doucet and Holenstein
    /// 2010, J. R. Stat. Soc. B 72, 269), are taken off.
    func state(_ draw: PhaseMapDraw, _ stream: inout RandomStream) throws(LinearAlgebraError) -> (PhaseMapState, logWeight: Double) {
        let white = draw.whiteHyperParameters
        var state = try new.state(
            whiteHyperParameters: white, whiteLatents: try whiteLatents(draw, &stream),
            assignments: places.map { place in place.map { draw.assignments[$0] } ?? 0 }, &stream)
        for point in pending { state.assignments[point] = -1 }
        var processes: [[AssignedProcess]] = []
        for family in new.families.indices {
            var row: [AssignedProcess] = []
            for region in 0..<new.regions {
                row.append(
                    try AssignedProcess(
                        new.processCovariance(family, region, white), rows: new.table.families[family].rows(in: region, state.assignments)))
            }
            processes.append(row)
        }
        let logProbabilities = new.logProbabilities(state.latents)
        var logWeight = -logEvidenceBefore(draw, state, processes, logProbabilities)
        for point in pending {
            let prior = (0..<new.regions).map { logProbabilities[$0 * new.points + point] }
            let all = (0..<new.regions).map { prior[$0] + new.logLikelihood(of: point, region: $0, state, processes) { _ in true } }
            logWeight += logSumExp(all)
            let region = PhaseMapChain.draw(all, &stream)
            state.assignments[point] = region
            for family in processes.indices {
                for row in new.valueRows[family][point] { processes[family][region].insert(row) }
            }
        }
        new.refreshLikelihoods(&state)
        return (state, logWeight)
    }

    /// Along the regions that the draw had at the points that are measured again.
    private func logEvidenceBefore(
        _ draw: PhaseMapDraw, _ state: PhaseMapState, _ processes: [[AssignedProcess]], _ logProbabilities: [Double]
    ) -> Double {
        var (state, processes) = (state, processes)
        var sum = 0.0
        for point in pending {
            guard let place = places[point] else { continue }
            let earlier = (0..<new.regions).map { region in
                logProbabilities[region * new.points + point] + new.logLikelihood(of: point, region: region, state, processes) { !isNew($0) }
            }
            sum += logSumExp(earlier)
            let region = draw.assignments[place]
            state.assignments[point] = region
            for family in processes.indices {
                for row in new.valueRows[family][point] where !isNew(.value(family: family, row: row)) {
                    processes[family][region].insert(row)
                }
            }
        }
        return sum
    }

    private func isNew(_ row: PhaseMapTarget.EvidenceRow) -> Bool {
        switch row {
        case .label(let index): index >= oldStructure
        case .value(let family, let index): index >= oldValues[family]
        }
    }

    /// The old points keep their latents, the new ones are drawn given them.
    private func whiteLatents(_ draw: PhaseMapDraw, _ stream: inout RandomStream) throws(LinearAlgebraError) -> [Double] {
        let white = draw.whiteHyperParameters
        let latents = old.latents(draw.whiteLatents, factor: try old.fieldFactor(white), white)
        let order = new.table.conditions.indices.sorted { (places[$0] ?? .max, $0) < (places[$1] ?? .max, $1) }
        let matrix = new.field.matrix(
            lengths: new.field.lengthValues(white[new.layout.fieldLengths]), weights: new.layout.termWeightValues(white))
        var permuted = Matrix(rows: new.points, columns: new.points)
        for row in 0..<new.points {
            for column in 0...row {
                let (first, second) = (max(order[row], order[column]), min(order[row], order[column]))
                permuted.elements[row * new.points + column] = matrix.elements[first * new.points + second]
            }
        }
        let factor = try CholeskyFactor(inPlaceOf: permuted)
        let target = try new.fieldFactor(white)
        let deviation = new.layout.value(new.layout.fieldDeviation, white)
        let means = new.means(white)
        let known = order.count { places[$0] != nil }
        var result: [Double] = []
        for region in 0..<new.regions {
            var values = [Double](repeating: 0, count: new.points)
            for (index, point) in order.prefix(known).enumerated() {
                if let place = places[point] {
                    values[index] = (latents[region * old.points + place] - means[region * new.points + point]) / deviation
                }
            }
            // Solving the known part first gives its white numbers whatever stands below.
            var whites = factor.divide(values)
            for index in known..<new.points { whites[index] = stream.normal() }
            let fields = factor.multiply(whites)
            var ordered = [Double](repeating: 0, count: new.points)
            for (index, point) in order.enumerated() { ordered[point] = fields[index] }
            result += target.divide(ordered)
        }
        return result
    }
}
