import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

extension PhaseMapChain {
    /// A block of one region's white latents, assignments held. The points are ordered from coarse to fine, so that what the data fix does not hold back what they
    /// leave open. The ellipse is drawn in the latents: no trial needs the Cholesky factor.
    mutating func sliceLatents(of region: Int, _ block: Range<Int>) {
        let points = target.points
        let offset = region * points
        let white = stream.normals(block.count)
        let oldWhite = Array(state.whiteLatents[(offset + block.lowerBound)..<(offset + block.upperBound)])
        let (own, other) = (field(oldWhite, block), field(white, block))
        let latents = Array(state.latents[offset..<(offset + points)])
        // Everything but this region: log Σ e^g over the others, and whether a point is this region's.
        let rest = logSumOfOthers(region)
        let assignments = state.assignments
        func logProbability(_ cosine: Double, _ sine: Double) -> Double {
            var sum = 0.0
            for point in 0..<points {
                let latent = point < block.lowerBound ? latents[point] : latents[point] + (cosine - 1) * own[point] + sine * other[point]
                // log P(this) = −log(1 + e^(rest − latent)), and the same with the other sign up to a constant.
                let difference = assignments[point] == region ? rest[point] - latent : latent - rest[point]
                sum -= difference > 0 ? difference + log1p(exp(-difference)) : log1p(exp(difference))
            }
            return sum
        }
        let angle = ellipseAngle(logDensity: logProbability(1, 0), trial: logProbability)
        let (cosine, sine) = (cos(angle), sin(angle))
        for point in block.lowerBound..<points { state.latents[offset + point] += (cosine - 1) * own[point] + sine * other[point] }
        for (index, element) in block.enumerated() { state.whiteLatents[offset + element] = cosine * oldWhite[index] + sine * white[index] }
    }

    /// What a block of white latents adds to the latents.
    private func field(_ white: [Double], _ block: Range<Int>) -> [Double] {
        let deviation = target.layout.value(target.layout.fieldDeviation, state.whiteHyperParameters)
        var padded = [Double](repeating: 0, count: target.points)
        for (index, element) in block.enumerated() { padded[element] = deviation * white[index] }
        return state.factor.multiply(padded)
    }

    private func logSumOfOthers(_ region: Int) -> [Double] {
        let points = target.points
        return (0..<points).map { point in
            var largest = -Double.infinity
            for other in 0..<target.regions where other != region { largest = max(largest, state.latents[other * points + point]) }
            guard largest > -.infinity else { return largest }
            var total = 0.0
            for other in 0..<target.regions where other != region { total += exp(state.latents[other * points + point] - largest) }
            return largest + log(total)
        }
    }

    /// The field's hyper-parameters with the white latents held, so that the fields move with them.
    mutating func sliceField() throws(LinearAlgebraError) {
        let indices = target.layout.field
        guard !indices.isEmpty else { return }
        let old = indices.map { state.whiteHyperParameters[$0] }
        let other = stream.normals(indices.count)
        var trialState: (hyperParameters: [Double], factor: CholeskyFactor, latents: [Double])?
        let (target, present) = (target, state)
        let angle = ellipseAngle(logDensity: target.assignmentLogProbability(state.assignments, state.latents)) { cosine, sine in
            var white = present.whiteHyperParameters
            for (offset, index) in indices.enumerated() { white[index] = cosine * old[offset] + sine * other[offset] }
            guard let factor = try? target.fieldFactor(white) else { return -.infinity }
            let latents = target.latents(present.whiteLatents, factor: factor, white)
            trialState = (white, factor, latents)
            return target.assignmentLogProbability(present.assignments, latents)
        }
        guard angle != 0, let trialState else { return }
        (state.whiteHyperParameters, state.factor, state.latents) = trialState
    }

    /// One of the field's hyper-parameters with the fields held, so that only their prior speaks: the other half of an interweaving (Yu and Meng 2011, J. Comput.
    /// Graph. Stat. 20, 531).
    mutating func sliceFieldWithLatentsHeld() {
        let indices = target.layout.field
        guard !indices.isEmpty else { return }
        let index = indices[min(Int(stream.uniform() * Double(indices.count)), indices.count - 1)]
        var white = state.whiteHyperParameters
        let start = white[index]
        let present = target.fieldLogDensity(state.latents, factor: state.factor, white)
        let threshold = present.logDensity - 0.5 * start * start + log(1 - stream.uniform())
        // No stepping out: the prior is standard normal, and a bracket of this width, placed at random about the state, holds most slices (Neal 2003, section 4).
        var low = start - 2 * stream.uniform()
        var high = low + 2
        for _ in 0..<Self.maximumShrinkages {
            white[index] = low + (high - low) * stream.uniform()
            if let factor = try? target.fieldFactor(white) {
                let trial = target.fieldLogDensity(state.latents, factor: factor, white)
                if trial.logDensity - 0.5 * white[index] * white[index] > threshold {
                    state.whiteHyperParameters = white
                    state.factor = factor
                    state.whiteLatents = trial.whiteLatents
                    return
                }
            }
            if white[index] < start { low = white[index] } else { high = white[index] }
        }
    }

    /// Latents with the Gumbel noise of the assignments held, so that the assignments move with them; near the prior with all hyper-parameters of the field.
    mutating func sliceWithNoiseHeld() {
        let gumbels = target.gumbels(state.latents, state.assignments, &stream)
        if tempering.inflation > Self.jointMoveInflation {
            sliceJointly(gumbels)
        } else {
            for region in 0..<target.regions { sliceLatents(of: region, gumbels) }
        }
    }

    private mutating func sliceLatents(of region: Int, _ gumbels: [Double]) {
        let points = target.points
        let range = (region * points)..<((region + 1) * points)
        let white = stream.normals(points)
        let oldWhite = Array(state.whiteLatents[range])
        let (own, other) = (field(oldWhite, 0..<points), field(white, 0..<points))
        let (target, present, tempering) = (target, state, tempering)
        var latents = state.latents
        var trialState = AssignedLikelihoods(present)
        let angle = ellipseAngle(logDensity: tempering.logLikelihood(state)) { cosine, sine in
            for point in 0..<points {
                latents[range.lowerBound + point] = present.latents[range.lowerBound + point] + (cosine - 1) * own[point] + sine * other[point]
            }
            trialState = target.likelihoods(of: target.assignments(latents, gumbels), from: present, tempering)
            return tempering.logLikelihood(structure: trialState.structure, properties: trialState.propertyLogLikelihood)
        }
        guard angle != 0 else { return }
        let (cosine, sine) = (cos(angle), sin(angle))
        state.latents = latents
        for point in 0..<points { state.whiteLatents[range.lowerBound + point] = cosine * oldWhite[point] + sine * white[point] }
        state.take(trialState)
    }

    private mutating func sliceJointly(_ gumbels: [Double]) {
        let indices = target.layout.field
        let otherHyperParameters = stream.normals(indices.count)
        let otherLatents = stream.normals(state.whiteLatents.count)
        let (target, present, tempering) = (target, state, tempering)
        var trialState: (hyperParameters: [Double], white: [Double], factor: CholeskyFactor, latents: [Double], likelihoods: AssignedLikelihoods)?
        let angle = ellipseAngle(logDensity: tempering.logLikelihood(state)) { cosine, sine in
            var white = present.whiteHyperParameters
            for (offset, index) in indices.enumerated() { white[index] = cosine * white[index] + sine * otherHyperParameters[offset] }
            guard let factor = try? target.fieldFactor(white) else { return -.infinity }
            let whiteLatents = zip(present.whiteLatents, otherLatents).map { cosine * $0 + sine * $1 }
            let latents = target.latents(whiteLatents, factor: factor, white)
            let likelihoods = target.likelihoods(of: target.assignments(latents, gumbels), from: present, tempering)
            trialState = (white, whiteLatents, factor, latents, likelihoods)
            return tempering.logLikelihood(structure: likelihoods.structure, properties: likelihoods.propertyLogLikelihood)
        }
        guard angle != 0, let trialState else { return }
        state.whiteHyperParameters = trialState.hyperParameters
        state.whiteLatents = trialState.white
        state.factor = trialState.factor
        state.latents = trialState.latents
        state.take(trialState.likelihoods)
    }
}

/// Assignments and what is measured given them.
struct AssignedLikelihoods {
    var assignments: [Int]
    var structure: Double
    var processes: [[Double]]

    init(_ state: PhaseMapState) {
        assignments = state.assignments
        structure = state.structureLogLikelihood
        processes = state.processLogLikelihoods
    }

    var propertyLogLikelihood: Double {
        var sum = 0.0
        for values in processes { for value in values { sum += value } }
        return sum
    }
}

extension PhaseMapState {
    mutating func take(_ other: AssignedLikelihoods) {
        assignments = other.assignments
        structureLogLikelihood = other.structure
        processLogLikelihoods = other.processes
    }
}

extension PhaseMapTarget {
    /// Only regions that gained or lost a point are computed anew.
    func likelihoods(of assignments: [Int], from state: PhaseMapState, _ tempering: Tempering) -> AssignedLikelihoods {
        var result = AssignedLikelihoods(state)
        guard assignments != state.assignments else { return result }
        var changed = [Bool](repeating: false, count: regions)
        for point in 0..<points where assignments[point] != state.assignments[point] {
            changed[assignments[point]] = true
            changed[state.assignments[point]] = true
        }
        result.assignments = assignments
        result.structure = structureLogLikelihood(assignments, state.whiteHyperParameters)
        for property in model.properties.indices {
            for region in 0..<regions where changed[region] {
                result.processes[property][region] = processLogLikelihood(
                    property, region, assignments, state.whiteHyperParameters, tempering)
            }
        }
        return result
    }

    /// The density of the latents given hyper-parameters, up to a constant, and the white latents that they mean.
    func fieldLogDensity(_ latents: [Double], factor: CholeskyFactor, _ white: [Double]) -> (logDensity: Double, whiteLatents: [Double]) {
        let deviation = layout.value(layout.fieldDeviation, white)
        var whiteLatents: [Double] = []
        whiteLatents.reserveCapacity(latents.count)
        var square = 0.0
        let means = means(white)
        for region in 0..<regions {
            let part = factor.divide(((region * points)..<((region + 1) * points)).map { (latents[$0] - means[$0]) / deviation })
            for value in part { square += value * value }
            whiteLatents += part
        }
        return (-0.5 * square - Double(regions) * (0.5 * factor.logDeterminant + Double(points) * log(deviation)), whiteLatents)
    }
}
