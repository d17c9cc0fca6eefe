@testable import Calphad

/// A certificate by brute force: every phase on an even grid of its own, which shares nothing with the engine's samples, witnesses or descents.
enum PlaneCheck {
    /// Constitutions of one phase that are priced at most.
    static let maximumPoints = 20_000

    /// The lowest height of any phase above the plane of an equilibrium's chemical potentials, J per mole of atoms.
    ///
    /// - Parameter divisions: of the site fractions of a sublattice; fewer where there would be too many points.
    static func lowest(_ database: Database, _ found: Equilibrium, phases: [String]? = nil, divisions: Int = 100) throws -> Double {
        let potentials = found.chemicalPotentials.map { $0 ?? 0 }
        var lowest = Double.infinity
        for name in phases ?? database.defaultPhaseNames {
            guard let model = try GibbsModel(database, phase: name, components: found.components) else { continue }
            let isotherm = model.isotherm(at: found.temperature)
            for y in neutral(grid(model, divisions), model) {
                let amounts = model.amounts(y)
                let total = amounts.reduce(0, +)
                guard total > 0.125 else { continue }
                var height = model.energy(isotherm, y)
                for (amount, potential) in zip(amounts, potentials) { height -= amount * potential }
                lowest = min(lowest, height / total)
            }
        }
        return lowest
    }

    /// Of charged points each with some of the other sign, mixed until the charge is gone.
    private static func neutral(_ points: [[Double]], _ model: GibbsModel) -> [[Double]] {
        guard model.isCharged else { return points }
        let positive = points.filter { model.charge($0) > 0 }
        let negative = points.filter { model.charge($0) < 0 }
        var result = points.filter { model.charge($0) == 0 }
        guard !positive.isEmpty, !negative.isEmpty else { return result }
        for (place, one) in positive.enumerated() {
            for turn in 0..<3 {
                let two = negative[(place * 7 + turn * 31) % negative.count]
                let share = model.charge(one) / (model.charge(one) - model.charge(two))
                result.append(zip(one, two).map { $0 + ($1 - $0) * share })
            }
        }
        return result
    }

    private static func grid(_ model: GibbsModel, _ divisions: Int) -> [[Double]] {
        var divisions = divisions
        var points = product(model, divisions)
        while points == nil, divisions > 1 {
            divisions /= 2
            points = product(model, divisions)
        }
        return points ?? []
    }

    private static func product(_ model: GibbsModel, _ divisions: Int) -> [[Double]]? {
        var points: [[Double]] = [[]]
        for block in model.blocks {
            let own = simplex(block.count, divisions)
            guard points.count * own.count <= maximumPoints else { return nil }
            points = points.flatMap { point in own.map { point + $0 } }
        }
        return points
    }

    /// Fractions that are multiples of `1 / divisions`, kept off zero where logarithms are not finite.
    private static func simplex(_ count: Int, _ divisions: Int) -> [[Double]] {
        func counts(_ places: Int, _ left: Int) -> [[Int]] {
            places == 1 ? [[left]] : (0...left).flatMap { first in counts(places - 1, left - first).map { [first] + $0 } }
        }
        return counts(count, divisions).map { parts in
            let raised = parts.map { max(Double($0) / Double(divisions), 1e-12) }
            let sum = raised.reduce(0, +)
            return raised.map { $0 / sum }
        }
    }
}
