import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// Where the invariant may lie above the present temperature, and how far the next step should go.
///
/// What a step overshoots cannot be measured again: the step in which the invariant is passed is the bracket that remains, and patterns above narrow it only
/// by ``shrinkage``. So every step costs one pattern, and one that passes the invariant costs the risk of missing the target as well; the best steps from
/// here to the top follow by going back from the top (Bellman's equation), under the posterior of the invariant's temperature:
///
///     V(T) = min over w of 1 + F(w) M ℓ(w) + (1 − F(w)) V(T + w)
///
/// with `F` the probability that the invariant is passed within `w`, `ℓ` the probability that what remains of a bracket of that width misses the target, and
/// `M` what a miss is worth in patterns.
struct InvariantAhead {
    /// Kelvin, the best next step.
    let bestStep: Double
    /// Patterns until the invariant is passed, on average.
    let expectedPatterns: Double

    /// What a miss is worth, patterns: so many more would be spent to avoid it. A campaign that misses has to be run again on a new film, which is what
    /// a long one costs.
    private static let missWorth = 100.0
    /// What patterns above the invariant leave of the bracket: 20 of them on the standard bench, by the linear design.
    private static let shrinkage = 0.8
    /// Silverman's rule for a normal density (Density Estimation for Statistics and Data Analysis, 1986, eq. 3.28).
    private static let bandwidthFactor = 1.06
    /// Steps along the axis that are looked at, at most: a finer axis is looked at more coarsely.
    private static let maximumNodes = 600
    /// Bandwidths beyond the last draw after which the invariant counts as passed.
    private static let tail = 3.0
    /// Points across a bracket.
    private static let bracketPoints = 41

    /// - Parameters:
    ///   - distances: The temperature at which each draw would pass its eutectic minus the present one, kelvin; negative ones count as zero.
    ///   - step: Of the axis.
    ///   - largestStep: That may be taken at once, at least one step of the axis.
    ///   - target: The wanted precision.
    ///   - offset: One standard deviation of the controller's offset, which no bracket can find.
    init(
        _ distances: [Double], stepKelvin step: Double, largestStepKelvin largestStep: Double, targetKelvin target: Double,
        offsetKelvin offset: Double
    ) {
        let draws = distances.map { max($0, 0) }
        let moments = weightedMoments(draws, weights: Array(repeating: 1, count: draws.count))
        let bandwidth = max(Self.bandwidthFactor * moments.standardDeviation / pow(max(Double(draws.count), 1), 0.2), step)
        let end = (draws.max() ?? 0) + Self.tail * bandwidth
        let width = max(step, (end / Double(Self.maximumNodes) / step).rounded(.up) * step)
        let nodes = max(1, Int((end / width).rounded(.up)))
        let longest = max(1, Int(largestStep / width))
        // The probability that the invariant lies above each node: a kernel about every draw, reflected at the present temperature, since a few
        // hundred draws say nothing of probabilities below a hundredth, and those decide long steps.
        let survival = (0...(nodes + longest)).map { node -> Double in
            guard node < nodes else { return 0 }
            let distance = Double(node) * width
            let below = draws.reduce(0) { $0 + normalCumulative((distance - $1) / bandwidth) - normalCumulative((-distance - $1) / bandwidth) }
            return 1 - below / Double(max(draws.count, 1))
        }
        let misses = (0...longest).map { Self.missWorth * Self.probabilityOfMiss(Double($0) * width, targetKelvin: target, offsetKelvin: offset) }
        var values = Array(repeating: 0.0, count: survival.count)
        var best = 1
        for node in stride(from: nodes - 1, through: 0, by: -1) {
            // Where nothing is left to pass, nothing is left to pay.
            guard survival[node] > 0 else { continue }
            values[node] = .infinity
            for steps in 1...longest {
                let beyond = survival[node + steps] / survival[node]
                let value = 1 + (1 - beyond) * misses[steps] + beyond * values[node + steps]
                if value < values[node] {
                    values[node] = value
                    best = steps
                }
            }
        }
        bestStep = Double(best) * width
        expectedPatterns = values[0]
    }

    /// That an estimate from a bracket of this width is off by more than the target: the truth is uniform in what patterns above leave of the bracket, and
    /// the controller's offset adds to it.
    private static func probabilityOfMiss(_ bracket: Double, targetKelvin target: Double, offsetKelvin offset: Double) -> Double {
        var sum = 0.0
        for point in 0..<bracketPoints {
            let error = shrinkage * bracket * ((Double(point) + 0.5) / Double(bracketPoints) - 0.5)
            let deviation = max(offset, .leastNormalMagnitude)
            sum += normalCumulative(-(target - error) / deviation) + normalCumulative(-(target + error) / deviation)
        }
        return sum / Double(bracketPoints)
    }
}
