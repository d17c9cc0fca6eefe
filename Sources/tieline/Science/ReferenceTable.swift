import Calphad
import Tieline

/// The phases of a list of equilibria by their shares, as the file of a campaign's `reference`.
struct ReferenceTable: Encodable {
    let axes: [String]
    /// Every phase that is anywhere, in alphabetical order.
    let regions: [String]
    /// One a line, in the order of the axes.
    let locations: [[Double]]
    /// Of the atoms, in the order of the regions; they sum to one.
    let probabilities: [[Double]]

    /// - Parameter equilibria: One a condition. Composition sets of one phase count as one.
    init(axes: [String], conditions: [Condition], equilibria: [Equilibrium]) {
        self.axes = axes
        let regions = Set(equilibria.flatMap { $0.phases.map(\.phase) }).sorted()
        self.regions = regions
        locations = conditions.map(\.coordinates)
        probabilities = equilibria.map { equilibrium in
            let amounts = regions.map { region in equilibrium.phases.reduce(0) { $0 + ($1.phase == region ? max($1.amount, 0) : 0) } }
            let total = amounts.reduce(0, +)
            return amounts.map { $0 / total }
        }
    }

    /// Fields with tabs between them.
    var text: String {
        let rows = zip(locations, probabilities).map { location, shares in
            (location.map { "\($0)" } + shares.map { Self.rounded($0) }).joined(separator: "\t")
        }
        return ([(axes + regions).joined(separator: "\t")] + rows).joined(separator: "\n")
    }

    /// Six digits, of which the reader of a campaign asks three.
    private static func rounded(_ share: Double) -> String { "\((share * 1e6).rounded() / 1e6)" }
}
