import Inference
import Tieline

/// Uncertainty sampling with label propagation: the reachable condition whose most probable label is the least probable (Terayama et al., Phys. Rev.
/// Materials 3, 033802, 2019). The label is which of the tracked phases are there.
///
/// The method assumes that every condition can be had at any time. Here the temperature may not fall, so only conditions from the present temperature to
/// one step above it can be chosen, the coolest of equals.
struct LeastConfidence: ConditionChooser {
    private let specification: CampaignSpecification
    private let propagation: LabelPropagation

    private static let columns = 31
    private static let rows = 31
    /// Two corners of the coldest row, so that there is something to spread.
    private static let corners = 2
    /// Uncertainties nearer than this are equal: the propagation is not converged any further.
    private static let tie = 1e-3
    /// The purpose of the random stream, which breaks ties.
    private static let stream: UInt64 = 0x6c65_6173_74

    init(_ specification: CampaignSpecification) {
        self.specification = specification
        propagation = LabelPropagation(columns: Self.columns, rows: Self.rows)
    }

    func next(_ belief: AmaseStrategy) -> ConditionChoice? {
        let (composition, temperature) = (specification.space.axes[0], specification.space.axes[1])
        let seen = belief.observations
        if seen.count < Self.corners {
            return ConditionChoice(
                condition: Condition([seen.isEmpty ? composition.minimum : composition.maximum, temperature.minimum]), routine: "map",
                reason: "a corner of the window, to begin with")
        }
        let labels = seen.map { (point: point(of: $0), label: Self.label(of: $0)) }
        guard let probabilities = propagation.probabilities(labels, classes: 1 << specification.peaks.count) else { return nil }
        let current = seen.map(\.setKelvin).max() ?? temperature.minimum
        let highest = current + (temperature.maximumStep ?? .infinity)
        let measured = labels.map(\.point)
        var stream = RandomStream(seed: specification.seed, key: Self.stream, UInt64(seen.count))
        let rows = (0..<Self.rows).compactMap { row -> (kelvin: Double, x: Double, uncertainty: Double)? in
            let kelvin = Self.place(temperature, row, of: Self.rows)
            guard kelvin >= current - 1e-9, kelvin <= highest + 1e-9 else { return nil }
            let free = (0..<Self.columns).filter { !measured.contains(row * Self.columns + $0) }
            let uncertainties = free.map { 1 - (probabilities[row * Self.columns + $0].max() ?? 1) }
            guard let largest = uncertainties.max() else { return nil }
            let ties = zip(free, uncertainties).filter { $0.1 >= largest - 1e-9 }.map(\.0)
            let column = ties[min(Int(stream.uniform() * Double(ties.count)), ties.count - 1)]
            return (kelvin, Self.place(composition, column, of: Self.columns), largest)
        }
        guard let most = rows.map(\.uncertainty).max(), let chosen = rows.first(where: { $0.uncertainty >= most - Self.tie }) else { return nil }
        return ConditionChoice(
            condition: Condition([chosen.x, chosen.kelvin]), routine: "map",
            reason: "the most probable label there has a probability of \(fixed(1 - chosen.uncertainty, 2))")
    }

    private func point(of observation: PatternObservation) -> Int {
        let (composition, temperature) = (specification.space.axes[0], specification.space.axes[1])
        return Self.index(temperature, observation.setKelvin, of: Self.rows) * Self.columns
            + Self.index(composition, observation.x, of: Self.columns)
    }

    private static func label(of observation: PatternObservation) -> Int {
        observation.areas.enumerated().reduce(0) { label, area in
            label | ((area.element?.probabilityPresent ?? 0) > 0.5 ? 1 << area.offset : 0)
        }
    }

    private static func place(_ axis: Axis, _ index: Int, of count: Int) -> Double {
        axis.minimum + (axis.maximum - axis.minimum) * Double(index) / Double(count - 1)
    }

    private static func index(_ axis: Axis, _ value: Double, of count: Int) -> Int {
        let share = (value - axis.minimum) / (axis.maximum - axis.minimum)
        return min(max(Int((share * Double(count - 1)).rounded()), 0), count - 1)
    }
}
