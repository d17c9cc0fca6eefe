/// A linear map from a quantity to a coordinate of the drawing.
struct Scale: Hashable, Sendable {
    let domain: ClosedRange<Double>
    let start: Double
    let end: Double

    /// - Parameter domain: Made a little wider if it is empty, so that no scale divides by zero.
    init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
        let isEmpty = !(domain.upperBound - domain.lowerBound > 0)
        self.domain = isEmpty ? (domain.lowerBound - 0.5)...(domain.upperBound + 0.5) : domain
        self.start = start
        self.end = end
    }

    func callAsFunction(_ value: Double) -> Double {
        start + (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (end - start)
    }

    func contains(_ value: Double) -> Bool { domain.contains(value) }
}

extension ClosedRange<Double> {
    /// The smallest range around all finite values, or `nil` if there are none.
    static func around(_ values: some Sequence<Double>) -> ClosedRange<Double>? {
        var range: ClosedRange<Double>?
        for value in values where value.isFinite {
            range = range.map { Swift.min($0.lowerBound, value)...Swift.max($0.upperBound, value) } ?? value...value
        }
        return range
    }

    /// Wider on both sides by a share of the width.
    func widened(by share: Double) -> ClosedRange<Double> {
        let margin = (upperBound - lowerBound) * share
        return (lowerBound - margin)...(upperBound + margin)
    }
}
