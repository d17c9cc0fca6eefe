/// The quantile `p` of a sample, by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); `nil` for an empty sample.
///
/// - Parameter sorted: The sample, rising.
public func quantile(_ p: Double, ofSorted sorted: [Double]) -> Double? {
    guard let last = sorted.last else { return nil }
    let position = min(max(p, 0), 1) * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
}

/// Mean and standard deviation of a weighted sample; the weights need not sum to one.
public func weightedMoments(_ values: [Double], weights: [Double]) -> (mean: Double, standardDeviation: Double) {
    precondition(values.count == weights.count, "every value has a weight")
    var total = 0.0
    var mean = 0.0
    var sumOfSquares = 0.0
    // West 1979 (Commun. ACM 22, 532): one pass, no cancellation.
    for (value, weight) in zip(values, weights) where weight > 0 {
        total += weight
        let step = value - mean
        mean += step * weight / total
        sumOfSquares += weight * step * (value - mean)
    }
    return (mean, total > 0 ? (sumOfSquares / total).squareRoot() : 0)
}
