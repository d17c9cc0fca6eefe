import Inference
import PhaseMapping
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// What measuring a property at a condition is expected to bring over the best value so far, in the property's unit.
///
/// The belief about the value is a mixture over draws and regions, so the improvement is a mixture of `s (z Φ(z) + φ(z))` with `z = (m − best)/s` (Jones,
/// Schonlau and Welch, J. Glob. Optim. 13, 455 (1998)): a region that may hold a higher value counts with its probability, and is not averaged away.
struct ExpectedImprovement: Sendable {
    private let prediction: PhaseMapPrediction
    private let property: PropertyPrediction
    /// The best value so far, with the sign that makes a higher value better.
    private let best: Double
    private let sign: Double

    /// - Parameter values: Measured so far; at least one.
    init(_ prediction: PhaseMapPrediction, property: Int, direction: OptimisationTarget.Direction, values: [Double]) {
        self.prediction = prediction
        self.property = prediction.properties[property]
        sign = direction == .highest ? 1 : -1
        best = values.map { [sign] in sign * $0 }.max() ?? -.infinity
    }

    func callAsFunction(at point: Int) -> Double {
        guard best.isFinite else { return 0 }
        var sum = 0.0
        for draw in 0..<prediction.draws {
            for region in 0..<prediction.regions {
                let index = (draw * prediction.points + point) * prediction.regions + region
                let deviation = property.drawVariances[index].squareRoot()
                let gain = sign * property.drawMeans[index] - best
                let improvement: Double
                if deviation > 0 {
                    let z = gain / deviation
                    improvement = deviation * (z * normalCumulative(z) + normalDensity(z))
                } else {
                    improvement = max(gain, 0)
                }
                sum += prediction.probability(draw: draw, point: point, region: region) * improvement
            }
        }
        return sum / Double(max(prediction.draws, 1))
    }
}
