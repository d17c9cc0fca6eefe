import Inference
import Tieline

/// Conditions that are fixed before the first pattern, from cold to hot.
struct Sweep: ConditionChooser {
    private let conditions: [Condition]
    private let routine: String

    /// As many temperatures and compositions as the published run had: 11 of about 6 patterns each.
    private static let rows = 11
    private static let columns = 6
    /// The purpose of the random stream.
    private static let stream: UInt64 = 0x7377_6565_70

    /// A uniform grid over the whole window, both ends included.
    init(grid specification: CampaignSpecification) {
        let (composition, temperature) = (specification.space.axes[0], specification.space.axes[1])
        func place(_ axis: Axis, _ index: Int, of count: Int) -> Double {
            axis.minimum + (axis.maximum - axis.minimum) * Double(index) / Double(count - 1)
        }
        conditions = (0..<Self.rows).flatMap { row in
            (0..<Self.columns).map {
                Condition([place(composition, $0, of: Self.columns), place(temperature, row, of: Self.rows)])
            }
        }
        routine = "grid"
    }

    /// As many conditions as the grid has, uniform over the window. In the order of their temperatures, since the temperature may not fall.
    init(random specification: CampaignSpecification) {
        let (composition, temperature) = (specification.space.axes[0], specification.space.axes[1])
        var stream = RandomStream(seed: specification.seed, key: Self.stream)
        var drawn: [(x: Double, kelvin: Double)] = []
        for _ in 0..<(Self.rows * Self.columns) {
            let x = composition.minimum + stream.uniform() * (composition.maximum - composition.minimum)
            drawn.append((x, temperature.minimum + stream.uniform() * (temperature.maximum - temperature.minimum)))
        }
        conditions = drawn.sorted { $0.kelvin < $1.kelvin }.map { Condition([$0.x, $0.kelvin]) }
        routine = "random"
    }

    func next(_ belief: AmaseStrategy) -> ConditionChoice? {
        let count = belief.observations.count
        guard count < conditions.count else { return nil }
        let axis = belief.specification.space.axes[1]
        // A gap wider than the largest step is taken in part.
        let reach = (belief.observations.map(\.setKelvin).max() ?? axis.minimum) + (axis.maximumStep ?? .infinity)
        let planned = conditions[count]
        return ConditionChoice(
            condition: Condition([planned[0], min(planned[1], reach)]), routine: routine,
            reason: "number \(count + 1) of \(conditions.count), as planned")
    }
}
