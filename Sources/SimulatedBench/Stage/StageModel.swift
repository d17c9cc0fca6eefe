/// A linear stage that moves at constant speed and stops where it was told to.
public struct StageModel: Sendable {
    public enum State: String, Sendable, CaseIterable { case idle, moving }

    /// What the encoder resolves, millimetres: targets and positions are whole numbers of it.
    public static let resolutionMillimetres = 0.001

    public let specification: StageSpecification
    public private(set) var targetMillimetres: Double
    /// Where it is, without the encoder's rounding.
    private var exactMillimetres: Double

    /// Stands at the low end of its travel.
    public init(_ specification: StageSpecification) {
        self.specification = specification
        targetMillimetres = specification.minimumMillimetres
        exactMillimetres = specification.minimumMillimetres
    }

    public var state: State { exactMillimetres == targetMillimetres ? .idle : .moving }
    public var positionMillimetres: Double { Self.rounded(exactMillimetres) }
    /// Seconds until it stands.
    public var secondsLeft: Double { abs(targetMillimetres - exactMillimetres) / specification.millimetresPerSecond }

    /// Sets off for a place; a move that runs is replaced.
    /// - Returns: `false`, and nothing moves, outside the travel.
    public mutating func move(toMillimetres target: Double) -> Bool {
        guard target >= specification.minimumMillimetres, target <= specification.maximumMillimetres else { return false }
        targetMillimetres = Self.rounded(target)
        return true
    }

    mutating func advance(by seconds: Double) {
        let distance = targetMillimetres - exactMillimetres
        let reach = specification.millimetresPerSecond * seconds
        exactMillimetres = abs(distance) <= reach ? targetMillimetres : exactMillimetres + (distance < 0 ? -reach : reach)
    }

    /// The nearest place that the encoder knows, the same double wherever it is computed.
    static func rounded(_ millimetres: Double) -> Double { (millimetres / resolutionMillimetres).rounded() / (1 / resolutionMillimetres) }
}
