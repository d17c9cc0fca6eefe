#if canImport(Glibc)
    import Glibc
#endif

/// What a certainty means for the model.
///
/// A person who is sure with certainty `c` says that points on the same side are the same phase with a probability that exceeds that of points on opposite
/// sides by `2c − 1`; with two regions the two probabilities are `c` and `1 − c`. That `2c − 1` is a product of two doubts: `(2c − 1)^0.95` that the statement holds
/// at all, and `(2c − 1)^0.05` how strictly the map follows it where it holds. So even a certainty of 0.99 leaves the data a way to drop a statement, and one that
/// is wrong is dropped after a few labels.
struct PriorCertainty: Sendable {
    let certainty: Double

    /// P(the statement holds), before any measurement.
    var probability: Double { pow(max(0, 2 * certainty - 1), 1 - Self.strictnessShare) }

    /// How strictly the map follows it then, as ``SamePhaseProbability/agreement(weight:_:)``.
    var agreement: Double { pow(max(0, 2 * certainty - 1), Self.strictnessShare) }

    /// The certainty that would have been right to state: `½ (1 + P · agreement)`.
    /// - Parameter probability: P(the statement holds), after the measurements.
    func deserved(probability: Double) -> Double { 0.5 * (1 + probability * agreement) }

    /// Of the doubt, on a logarithmic scale, that is about strictness. The more, the looser statements are: wrong ones linger, and right ones help less.
    private static let strictnessShare = 0.05

    /// Of the weight of a kernel term.
    /// - Parameter readings: Terms that each say it in another way: at least one of them holds with ``probability``.
    func weightPrior(_ tie: SamePhaseProbability.Tie, _ same: SamePhaseProbability, readings: Int = 1) -> HyperParameterPrior {
        .zeroOr(value: same.weight(agreement: agreement, tie), probability: 1 - pow(1 - probability, 1 / Double(readings)))
    }
}

extension PriorCertainty {
    /// `c` of the factor `c S + (1 − c)(1 − S)` of a pair.
    ///
    /// People link points far apart and split points near together. So "the same" is calibrated for points that the map takes as unrelated, P(same) = 1/R:
    /// their P(same) becomes the certainty. "Different" is calibrated for points that the map takes for the same as likely as not.
    /// - Parameter regions: At least 2.
    func pairProbabilitySame(isSame: Bool, regions: Int) -> Double {
        guard isSame else { return 1 - certainty }
        let odds = certainty / (1 - certainty) * Double(max(regions, 2) - 1)
        return odds / (1 + odds)
    }
}
