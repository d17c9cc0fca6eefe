import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// One Markov chain on `prior × likelihood^β`.
struct PhaseMapChain: Sendable {
    let target: PhaseMapTarget
    /// `β`: 1 is the posterior, 0 the prior.
    var inverseTemperature: Double
    var state: PhaseMapState
    var stream: RandomStream

    /// Each shrinkage halves a bracket on average: 2^-60 of it is a point.
    static let maximumShrinkages = 60

    /// Every unknown once.
    mutating func sweep() throws(LinearAlgebraError) {
        for region in 0..<target.regions { sliceLatents(of: region) }
        try sliceField()
        try sliceFieldWithLatentsHeld()
        for property in target.model.properties.indices {
            for region in 0..<target.regions { sliceProcess(property, region) }
            sliceBlock([target.layout.noises[property]]) { target, state in target.refreshProperty(property, &state) }
        }
        for index in target.layout.errorRates {
            sliceBlock([index]) { target, state in state.structureLogLikelihood = target.structureLogLikelihood(state) }
        }
    }

    // MARK: Latents

    /// Elliptical slice sampling (Murray, Adams and MacKay 2010) of one region's latents. The ellipse is drawn in the latents themselves, so that
    /// no trial needs the Cholesky factor.
    private mutating func sliceLatents(of region: Int) {
        let points = target.points
        let range = (region * points)..<((region + 1) * points)
        let white = stream.normals(points)
        let deviation = target.layout.value(target.layout.fieldDeviation, state.whiteHyperParameters)
        let other = state.factor.multiply(white).map { deviation * $0 }
        let centred = range.map { state.latents[$0] - target.means[$0] }
        let oldWhite = Array(state.whiteLatents[range])
        ellipse { target, state, cosine, sine in
            for (offset, index) in range.enumerated() {
                state.latents[index] = target.means[index] + cosine * centred[offset] + sine * other[offset]
                state.whiteLatents[index] = cosine * oldWhite[offset] + sine * white[offset]
            }
            target.refreshProbabilities(&state)
        }
    }

    // MARK: Hyper-parameters

    /// The white latents are held, so that the fields move with their hyper-parameters.
    private mutating func sliceField() throws(LinearAlgebraError) {
        let layout = target.layout
        let indices = layout.free(0..<layout.termWeights.upperBound)
        sliceBlock(indices) { target, state in
            do { try target.refreshField(&state) } catch { state.structureLogLikelihood = -.infinity }
        }
    }

    /// The fields are held, so that only their prior speaks: the other half of an interweaving (Yu and Meng 2011, J. Comput. Graph. Stat. 20, 531).
    private mutating func sliceFieldWithLatentsHeld() throws(LinearAlgebraError) {
        let layout = target.layout
        let indices = layout.free(0..<layout.termWeights.upperBound)
        guard !indices.isEmpty else { return }
        var white = state.whiteHyperParameters
        guard var current = target.fieldPrior(ofLatents: state.latents, white) else { return }
        for index in indices {
            let threshold = current.logDensity - 0.5 * white[index] * white[index] + log(1 - stream.uniform())
            let start = white[index]
            // Stepping out would be wasted: the prior is standard normal, so a bracket of this width holds most slices (Neal 2003, section 4).
            var low = start - 2 * stream.uniform()
            var high = low + 2
            for _ in 0..<Self.maximumShrinkages {
                white[index] = low + (high - low) * stream.uniform()
                if let trial = target.fieldPrior(ofLatents: state.latents, white),
                    trial.logDensity - 0.5 * white[index] * white[index] > threshold
                {
                    current = trial
                    break
                }
                if white[index] < start { low = white[index] } else { high = white[index] }
                white[index] = start
            }
        }
        state.whiteHyperParameters = white
        state.factor = current.factor
        state.whiteLatents = current.whiteLatents
    }

    private mutating func sliceProcess(_ property: Int, _ region: Int) {
        let indices = target.layout.free(target.layout.processes[property][region])
        sliceBlock(indices) { target, state in target.refreshProperty(property, region: region, &state) }
    }

    /// An elliptical slice through some hyper-parameters.
    private mutating func sliceBlock(_ indices: [Int], refresh: (PhaseMapTarget, inout PhaseMapState) -> Void) {
        let free = indices.filter { !target.layout.priors[$0].isFixed }
        guard !free.isEmpty else { return }
        let other = stream.normals(free.count)
        let old = free.map { state.whiteHyperParameters[$0] }
        ellipse { target, state, cosine, sine in
            for (offset, index) in free.enumerated() { state.whiteHyperParameters[index] = cosine * old[offset] + sine * other[offset] }
            refresh(target, &state)
        }
    }

    /// The loop all elliptical slices share.
    private mutating func ellipse(move: (PhaseMapTarget, inout PhaseMapState, _ cosine: Double, _ sine: Double) -> Void) {
        let threshold = inverseTemperature * state.logLikelihood + log(1 - stream.uniform())
        var angle = 2 * Double.pi * stream.uniform()
        var (low, high) = (angle - 2 * Double.pi, angle)
        for _ in 0..<Self.maximumShrinkages {
            var trial = state
            move(target, &trial, cos(angle), sin(angle))
            if inverseTemperature * trial.logLikelihood > threshold {
                state = trial
                return
            }
            if angle < 0 { low = angle } else { high = angle }
            angle = low + (high - low) * stream.uniform()
        }
    }
}

extension PhaseMapTarget {
    /// The density of the latents given hyper-parameters, up to a constant; `nil` where the correlation has no Cholesky factor.
    func fieldPrior(ofLatents latents: [Double], _ white: [Double]) -> (logDensity: Double, factor: CholeskyFactor, whiteLatents: [Double])? {
        guard let factor = try? CholeskyFactor(inPlaceOf: fieldCorrelation(white)) else { return nil }
        let deviation = layout.value(layout.fieldDeviation, white)
        var whiteLatents: [Double] = []
        whiteLatents.reserveCapacity(latents.count)
        var square = 0.0
        for region in 0..<regions {
            let part = factor.divide(((region * points)..<((region + 1) * points)).map { (latents[$0] - means[$0]) / deviation })
            for value in part { square += value * value }
            whiteLatents += part
        }
        let logDensity = -0.5 * square - Double(regions) * (0.5 * factor.logDeterminant + Double(points) * log(deviation))
        return (logDensity, factor, whiteLatents)
    }
}
