public import Tieline
import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// Where a boundary crosses one isotherm: a posterior over a grid of positions, exact in one dimension.
///
/// `p(x_b | D) ∝ p_theory(x_b) · Π [ε/2 + (1 − ε) Φ(s (x − x_b)/σ)]`, `s = +1` on the side without the phase; a label that is unsure enters with
/// both signs, weighted by its probability. The prior is the theory's own prediction, as a mixture of normal distributions about its draws.
public struct BoundaryPosterior: Sendable {
    /// On which side of the boundary the phase is.
    public enum Side: Sendable { case below, above }

    /// Mole fractions, rising.
    public let positions: [Double]
    /// Of each position; they sum to one.
    public private(set) var probabilities: [Double]
    /// Where the phase is.
    public let presentSide: Side
    /// One standard deviation of a label's position.
    public let labelDeviation: Double
    /// The chance that a label is simply wrong.
    public let errorRate: Double

    /// - Parameters:
    ///   - axis: The composition axis: the grid has its resolution.
    ///   - predictions: Where the theory's draws have the boundary; those outside the axis pile up at its ends. Must not be empty.
    ///   - bandwidth: One standard deviation of each draw's normal distribution: what the theory may be wrong by on top of its own spread.
    public init(
        axis: Axis, predictions: [Double], bandwidth: Double, presentSide: Side, labelDeviation: Double, errorRate: Double = 0.01
    ) {
        precondition(!predictions.isEmpty && bandwidth > 0 && labelDeviation > 0, "a boundary needs a prediction and positive widths")
        positions = (0..<axis.count).map(axis.value(at:))
        self.presentSide = presentSide
        self.labelDeviation = labelDeviation
        self.errorRate = errorRate
        let clamped = predictions.map { min(max($0, axis.minimum), axis.maximum) }
        probabilities = positions.map { position in clamped.reduce(0) { $0 + normalDensity((position - $1) / bandwidth) } }
        normalise()
    }

    /// Takes in one label.
    /// - Parameter probabilityPresent: That the phase is at `x`, `0...1`.
    public mutating func observe(x: Double, probabilityPresent: Double) {
        for index in probabilities.indices {
            let present = probabilityOfPresence(at: x, boundary: positions[index])
            probabilities[index] *= probabilityPresent * present + (1 - probabilityPresent) * (1 - present)
        }
        normalise()
    }

    /// The chance that a pattern at `x` shows the phase.
    public func probabilityOfPresence(at x: Double) -> Double {
        zip(positions, probabilities).reduce(0) { $0 + $1.1 * probabilityOfPresence(at: x, boundary: $1.0) }
    }

    /// What a label at `x` is expected to tell about the boundary, in nats: `H(label) − E[H(label | x_b)]`.
    public func mutualInformation(at x: Double) -> Double {
        var mean = 0.0
        var conditional = 0.0
        for (position, probability) in zip(positions, probabilities) {
            let present = probabilityOfPresence(at: x, boundary: position)
            mean += probability * present
            conditional += probability * Self.entropy(present)
        }
        return max(0, Self.entropy(mean) - conditional)
    }

    public var estimate: Estimate {
        let moments = weightedMoments(positions, weights: probabilities)
        return Estimate(moments.mean, standardDeviation: moments.standardDeviation)
    }

    private func probabilityOfPresence(at x: Double, boundary: Double) -> Double {
        let distance = (boundary - x) / labelDeviation
        return 0.5 * errorRate + (1 - errorRate) * normalCumulative(presentSide == .below ? distance : -distance)
    }

    private mutating func normalise() {
        let total = probabilities.reduce(0, +)
        // Contradictory labels may leave nothing that a double can hold: then nothing is known.
        guard total > 0, total.isFinite else {
            probabilities = Array(repeating: 1 / Double(probabilities.count), count: probabilities.count)
            return
        }
        for index in probabilities.indices { probabilities[index] /= total }
    }

    private static func entropy(_ p: Double) -> Double {
        p <= 0 || p >= 1 ? 0 : -p * log(p) - (1 - p) * log(1 - p)
    }
}
