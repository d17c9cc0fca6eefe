import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

extension PhaseMapChain {
    /// One region's white latents, block by block, assignments held. The points are ordered from coarse to fine, so that what the data fix does not hold back what
    /// they leave open. The ellipse is drawn in the latents: no trial needs the Cholesky factor.
    mutating func sliceLatents(of region: Int) {
        // Everything but this region: log Σ e^g over the others.
        let rest = target.logSum(state.latents) { $0 != region }
        for block in target.blocks { sliceLatents(of: region, block, rest: rest) }
    }

    private mutating func sliceLatents(of region: Int, _ block: Range<Int>, rest: [Double]) {
        let points = target.points
        let offset = region * points
        let deviation = target.layout.value(target.layout.fieldDeviation, state.whiteHyperParameters)
        let white = stream.normals(block.count)
        let range = (offset + block.lowerBound)..<(offset + block.upperBound)
        // Own and other field at the points that the block reaches, in turn.
        let fields = state.factor.multiply(run: block, of: state.whiteLatents[range], white[...])
        let reached = points - block.lowerBound
        // −log P(assigned) = log(1 + e^d), d the others' lead over this region or this one's over the others; its parts that the angle changes.
        var terms = [Double](repeating: 0, count: 3 * reached)
        for index in 0..<reached {
            let point = block.lowerBound + index
            let sign = state.assignments[point] == region ? -1.0 : 1.0
            terms[3 * index] = sign * (state.latents[offset + point] - rest[point])
            terms[3 * index + 1] = sign * deviation * fields[2 * index]
            terms[3 * index + 2] = sign * deviation * fields[2 * index + 1]
        }
        let angle = terms.withUnsafeBufferPointer { terms in
            stream.ellipseAngle(logDensity: Self.logProbability(terms, 0, 0)) { cosine, sine in Self.logProbability(terms, cosine - 1, sine) }
        }
        let (cosine, sine) = (cos(angle), sin(angle))
        for index in 0..<reached {
            state.latents[offset + block.lowerBound + index] += deviation * ((cosine - 1) * fields[2 * index] + sine * fields[2 * index + 1])
        }
        for (index, element) in range.enumerated() { state.whiteLatents[element] = cosine * state.whiteLatents[element] + sine * white[index] }
    }

    /// `−Σ log(1 + e^d)`, `d = t₀ + own t₁ + other t₂`.
    private static func logProbability(_ terms: UnsafeBufferPointer<Double>, _ own: Double, _ other: Double) -> Double {
        var odds = LogProduct()
        for index in stride(from: 0, to: terms.count, by: 3) {
            odds.multiply(byOnePlusExponentOf: terms[index] + own * terms[index + 1] + other * terms[index + 2])
        }
        return -odds.logarithm
    }

    /// The field's hyper-parameters with the white latents held, so that the fields move with them.
    mutating func sliceField() throws(LinearAlgebraError) {
        let indices = target.layout.field
        guard !indices.isEmpty else { return }
        let ellipse = WhiteEllipse(state.whiteHyperParameters, indices, &stream)
        let (target, present) = (target, state)
        let start = target.assignmentLogProbability(state.assignments, state.latents)
        let next: (white: [Double], factor: CholeskyFactor, latents: [Double])? = stream.ellipticalSlice(logDensity: start) { cosine, sine in
            let white = ellipse.numbers(cosine, sine)
            guard let factor = try? target.fieldFactor(white) else { return nil }
            let latents = target.latents(present.whiteLatents, factor: factor, white)
            return ((white, factor, latents), target.assignmentLogProbability(present.assignments, latents))
        }
        guard let next else { return }
        (state.whiteHyperParameters, state.factor, state.latents) = next
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
        for _ in 0..<RandomStream.maximumShrinkages {
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
            sliceLatents(of: Int(stream.uniform() * Double(target.regions)) % target.regions, gumbels)
        }
    }

    private mutating func sliceLatents(of region: Int, _ gumbels: [Double]) {
        let points = target.points
        let offset = region * points
        let range = offset..<(offset + points)
        let deviation = target.layout.value(target.layout.fieldDeviation, state.whiteHyperParameters)
        let white = stream.normals(points)
        let fields = state.factor.multiply(run: 0..<points, of: state.whiteLatents[range], white[...])
        let rivals = target.rivals(of: region, state.latents, gumbels)
        let (target, present, tempering) = (target, state, tempering)
        var latents = Array(state.latents[range])
        var trialState = AssignedLikelihoods(present)
        var assignments = state.assignments
        let angle = stream.ellipseAngle(logDensity: tempering.logLikelihood(state)) { cosine, sine in
            for point in 0..<points {
                latents[point] = present.latents[offset + point] + deviation * ((cosine - 1) * fields[2 * point] + sine * fields[2 * point + 1])
                assignments[point] = latents[point] + gumbels[offset + point] > rivals.values[point] ? region : rivals.regions[point]
            }
            trialState = target.likelihoods(of: assignments, from: present, tempering)
            return tempering.logLikelihood(structure: trialState.structure, properties: trialState.propertyLogLikelihood)
        }
        guard angle != 0 else { return }
        let (cosine, sine) = (cos(angle), sin(angle))
        for point in 0..<points {
            state.latents[offset + point] = latents[point]
            state.whiteLatents[offset + point] = cosine * state.whiteLatents[offset + point] + sine * white[point]
        }
        state.take(trialState)
    }

    private mutating func sliceJointly(_ gumbels: [Double]) {
        let ellipse = WhiteEllipse(state.whiteHyperParameters, target.layout.field, &stream)
        let otherLatents = stream.normals(state.whiteLatents.count)
        let (target, present, tempering) = (target, state, tempering)
        let next: PhaseMapState? = stream.ellipticalSlice(logDensity: tempering.logLikelihood(state)) { cosine, sine in
            var next = present
            next.whiteHyperParameters = ellipse.numbers(cosine, sine)
            guard let factor = try? target.fieldFactor(next.whiteHyperParameters) else { return nil }
            next.factor = factor
            next.whiteLatents = zip(present.whiteLatents, otherLatents).map { cosine * $0 + sine * $1 }
            next.latents = target.latents(next.whiteLatents, factor: factor, next.whiteHyperParameters)
            next.take(target.likelihoods(of: target.assignments(next.latents, gumbels), from: present, tempering))
            return (next, tempering.logLikelihood(next))
        }
        if let next { state = next }
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
        for family in families.indices {
            for region in 0..<regions where changed[region] {
                result.processes[family][region] = processLogLikelihood(family, region, assignments, state, tempering)
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
