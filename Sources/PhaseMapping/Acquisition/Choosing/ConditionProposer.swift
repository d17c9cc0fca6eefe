public import Inference
public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Proposes conditions by what a measurement there is worth and what it costs.
///
/// `value = score · interest · (1 − exp(−½ (d/ℓ)²)) / relative cost`, `d` the distance to the nearest condition that is measured or chosen. Of conditions within a
/// twentieth of the best one is drawn, so that a campaign does not follow the rounding of a number.
public struct ConditionProposer: Sendable {
    public var coordinates: CoordinateMap
    /// Whose monotone axes and largest steps hold; `nil` where every condition can be had at any time.
    public var space: ParameterSpace?
    public var cost: MeasurementCost?
    /// `ℓ`, in the map's coordinates: a measured point repels this far.
    public var exclusionLength: Double
    /// Among conditions chosen together.
    public var batchLength: Double
    /// Scores within this share of the best are as good.
    public var tieShare = 0.05

    public init(
        coordinates: CoordinateMap, space: ParameterSpace? = nil, cost: MeasurementCost? = nil, exclusionLength: Double = 0.02,
        batchLength: Double = 0.1
    ) {
        self.coordinates = coordinates
        self.space = space
        self.cost = cost
        self.exclusionLength = exclusionLength
        self.batchLength = batchLength
    }

    /// One condition after the other.
    ///
    /// - Parameters:
    ///   - count: How many to measure before the belief is asked again.
    ///   - candidates: Where measurements could be made.
    ///   - measured: Where they have been.
    ///   - current: Where the instruments stand.
    ///   - interest: How much a condition counts, as ``HumanPriors/interest(at:)``.
    ///   - stream: Keyed by the campaign's seed and the decision's number; breaks ties.
    ///   - scores: At least 0, one a candidate, given the candidates that are chosen already.
    /// - Returns: Fewer than asked for, or none, where nothing is reachable or worth anything.
    public func propose(
        _ count: Int = 1, among candidates: [Condition], measured: [Condition], current: Condition? = nil,
        interest: (Condition) -> Double = { _ in 1 }, stream: inout RandomStream, scores: (_ chosen: [Int]) throws -> [Double]
    ) throws -> [ProposedCondition] {
        let positions = try candidates.map { try coordinates.coordinates(of: $0) }
        let weights = candidates.map(interest)
        let known = try measured.map { try coordinates.coordinates(of: $0) }
        let away = positions.map { repulsion($0, from: known, length: exclusionLength) }
        var place = current
        var chosen: [ProposedCondition] = []
        for _ in 0..<count {
            let indices = chosen.map(\.index)
            let scores = try scores(indices)
            precondition(scores.count == candidates.count, "every candidate has a score")
            let together = indices.map { positions[$0] }
            var rated: [ProposedCondition] = []
            for (index, candidate) in candidates.enumerated() where !indices.contains(index) && isReachable(candidate, from: place) {
                let seconds = cost?.seconds(from: place, to: candidate)
                let relative = seconds.map { $0 / (cost?.exposureSeconds ?? $0) } ?? 1
                let exclusion = away[index] * repulsion(positions[index], from: together, length: batchLength)
                let value = scores[index] * weights[index] * exclusion / relative
                guard value > 0, value.isFinite else { continue }
                rated.append(
                    ProposedCondition(
                        index: index, condition: candidate, value: value, score: scores[index], interest: weights[index], exclusion: exclusion,
                        seconds: seconds, ties: 1))
            }
            guard let best = rated.map(\.value).max() else { break }
            let ties = rated.filter { $0.value >= (1 - tieShare) * best }
            var choice = ties[min(Int(stream.uniform() * Double(ties.count)), ties.count - 1)]
            choice.ties = ties.count
            chosen.append(choice)
            place = choice.condition
        }
        return chosen
    }

    /// A monotone axis never falls, and no axis rises by more than its largest step.
    func isReachable(_ condition: Condition, from place: Condition?) -> Bool {
        guard let space, let place else { return true }
        return space.axes.enumerated().allSatisfy { index, axis in
            let isRising = condition[index] >= place[index] - Self.tolerance * axis.resolution
            return (isRising || !axis.isMonotone) && condition[index] <= axis.highestReachable(from: place[index]) + Self.tolerance * axis.resolution
        }
    }

    /// Of a step of the grid.
    private static let tolerance = 1e-6

    private func repulsion(_ position: [Double], from others: [[Double]], length: Double) -> Double {
        guard length > 0 else { return 1 }
        var nearest = Double.infinity
        for other in others {
            var square = 0.0
            for axis in position.indices { square += (position[axis] - other[axis]) * (position[axis] - other[axis]) }
            nearest = min(nearest, square)
        }
        return 1 - exp(-0.5 * nearest / (length * length))
    }
}

/// A condition and the numbers that chose it.
public struct ProposedCondition: Hashable, Sendable {
    /// Among the candidates.
    public var index: Int
    public var condition: Condition
    /// What was compared.
    public var value: Double
    /// Of the acquisition alone, in its unit.
    public var score: Double
    /// Of the regions of interest.
    public var interest: Double
    /// 1 far from everything measured, 0 on it.
    public var exclusion: Double
    /// Getting there and measuring, where a cost is given.
    public var seconds: Double?
    /// How many candidates were as good.
    public var ties: Int
}
