import Inference

extension StudySummary {
    public struct Quartiles: Sendable, Encodable, Equatable {
        /// `nil` where the quantile is infinite: so many runs never reached the target. Also where there are no runs.
        @NullIfAbsent public var median: Double?
        @NullIfAbsent public var q1: Double?
        @NullIfAbsent public var q3: Double?

        /// Quantiles of counts, of which `nil` is infinite, by linear interpolation between order statistics; one between a finite and an infinite
        /// count is infinite.
        public init(_ values: [Int?]) {
            let sorted = values.map { $0.map(Double.init) ?? .infinity }.sorted()
            func finite(_ share: Double) -> Double? {
                let position = share * Double(sorted.count - 1)
                guard !sorted.isEmpty, sorted[Int(position.rounded(.up))].isFinite else { return nil }
                // Cut there, so that nothing infinite is multiplied by a weight of zero.
                let needed = sorted.prefix(Int(position.rounded(.up)) + 1)
                return quantile(needed.count > 1 ? position / Double(needed.count - 1) : 0, ofSorted: Array(needed))
            }
            median = finite(0.5)
            q1 = finite(0.25)
            q3 = finite(0.75)
        }
    }
}
