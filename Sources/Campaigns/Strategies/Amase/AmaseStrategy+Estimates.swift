import Inference
public import Tieline

extension AmaseStrategy {
    /// A share of draws without the invariant, or a boundary, that is not to be passed over.
    static let negligibleShare = 0.05

    public var invariant: InvariantEstimate? {
        let weights = posterior.weights.normalised
        let known = zip(posterior.draws, weights).compactMap { draw, weight in draw.targets.invariant.map { ($0, weight) } }
        guard !known.isEmpty else { return nil }
        let temperature = weightedMoments(known.map(\.0.temperature), weights: known.map(\.1))
        let composition = weightedMoments(known.map(\.0.composition), weights: known.map(\.1))
        return InvariantEstimate(
            kind: specification.target.invariant, temperature: Estimate(temperature.mean, standardDeviation: temperature.standardDeviation),
            composition: Estimate(composition.mean, standardDeviation: composition.standardDeviation),
            isReliable: posterior.isReliable && shareWithout < Self.negligibleShare)
    }

    /// The share of the posterior in which there is no such invariant.
    var shareWithout: Double {
        zip(posterior.draws, posterior.weights.normalised).reduce(0) { $0 + ($1.0.targets.invariant == nil ? $1.1 : 0) }
    }

    /// The same of a boundary that the campaign names, by its place.
    func shareWithoutBoundary(_ index: Int) -> Double {
        zip(posterior.draws, posterior.weights.normalised).reduce(0) { $0 + ($1.0.targets.boundaries[index] == nil ? $1.1 : 0) }
    }

    /// Of the campaign's boundaries, in their order; `nil` where no draw has one.
    var boundaries: [Estimate?] {
        let weights = posterior.weights.normalised
        return specification.target.boundaries.indices.map { index in
            let known = zip(posterior.draws, weights).compactMap { draw, weight in draw.targets.boundaries[index].map { ($0, weight) } }
            guard !known.isEmpty else { return nil }
            let moments = weightedMoments(known.map(\.0), weights: known.map(\.1))
            return Estimate(moments.mean, standardDeviation: moments.standardDeviation)
        }
    }

    /// The probability that the film has passed the invariant at the highest temperature so far.
    var probabilityPassed: Double {
        guard let highest = observations.map(\.setKelvin).max() else { return 0 }
        let model = model
        var (passed, known) = (0.0, 0.0)
        for (draw, weight) in zip(posterior.draws, posterior.weights.normalised) {
            guard let invariant = draw.targets.invariant else { continue }
            known += weight
            if highest - model.offset(draw.z) > invariant.temperature { passed += weight }
        }
        return known > 0 ? passed / known : 0
    }
}
