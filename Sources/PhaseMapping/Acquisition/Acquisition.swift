/// What makes a measurement worth making.
public enum Acquisition: String, Hashable, Sendable, Codable, CaseIterable {
    /// By how much the share of points whose region is guessed right is expected to rise.
    case accuracy
    /// What a label tells about labels everywhere else: where the boundaries run.
    case boundaryInformation
    /// What a label tells about the map (BALD).
    case mapInformation
    /// Entropy of the region.
    case entropy
    /// The two most probable regions are nearly as probable.
    case margin
    /// The most probable region is improbable.
    case leastConfidence
    /// By how much the property is expected to exceed the best so far.
    case expectedImprovement
    /// Mean plus so many standard deviations that the bound holds everywhere.
    case upperConfidenceBound

    /// Whether it is about the map, and not about a property.
    public var isAboutMap: Bool { self != .expectedImprovement && self != .upperConfidenceBound }

    /// Whether it needs whole maps and not only probabilities point by point.
    public var needsEnsemble: Bool { self == .accuracy || self == .boundaryInformation }
}

extension Acquisition {
    /// Scores of an acquisition about the map, one a point of the prediction; nats, or shares. `nil` for one that needs an ensemble or a property.
    public func scores(_ prediction: PhaseMapPrediction) -> [Double]? {
        switch self {
        case .mapInformation: prediction.mutualInformations
        case .entropy: prediction.entropies
        case .margin: prediction.margins
        case .leastConfidence: prediction.leastConfidences
        case .accuracy, .boundaryInformation, .expectedImprovement, .upperConfidenceBound: nil
        }
    }

    /// Scores of an acquisition about the map, one a point of the ensemble.
    ///
    /// - Parameters:
    ///   - weights: How much each point counts as a place that one wants to know; all alike if empty.
    ///   - given: Points whose labels will be known: those chosen for the same batch.
    /// - Returns: `nil` for one that needs a property.
    public func scores(_ ensemble: MapEnsemble, weights: [Double] = [], given: [Int] = []) -> [Double]? {
        switch self {
        case .accuracy: ensemble.expectedAccuracyGain(weights: weights, given: given)
        case .boundaryInformation: ensemble.predictiveInformation(weights: weights, given: given)
        case .mapInformation: ensemble.mutualInformations()
        case .entropy: ensemble.entropies
        case .margin, .leastConfidence, .expectedImprovement, .upperConfidenceBound: nil
        }
    }
}
