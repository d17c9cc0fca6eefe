/// What labels are expected to tell of the targets: every draw gives each label a probability, and the labels sort the draws.
///
/// A label is no small change of a belief: whether a phase is gone because it dissolved or because it melted makes two clouds of one. So the variance of the
/// targets that is left after each outcome is taken from the draws as they are, weighted by the probability that they give it.
struct LabelDesign {
    /// Targets × draws, in units of the wanted precision; a draw without one counts as the mean of the others.
    private let targets: [[Double]]

    /// Outcomes of so many labels are looked at together; further ones are left out.
    private static let mostLabels = 6

    init(_ targets: [[Double?]]) {
        self.targets = targets.map { values in
            let known = values.compactMap(\.self)
            let mean = known.reduce(0, +) / Double(max(known.count, 1))
            return values.map { $0 ?? mean }
        }
    }

    /// The share of the targets' variance that the labels should remove, `0...1`, less what chance alone would remove of so few draws.
    /// - Parameter probabilities: Draws × labels; `nil` for a draw that says nothing.
    func gain(_ probabilities: [[Double]?]) -> Double {
        let draws = probabilities.indices.filter { probabilities[$0] != nil }
        let labels = min(probabilities.lazy.compactMap(\.self).first?.count ?? 0, Self.mostLabels)
        let whole = variance(draws, draws.map { _ in 1 })
        guard labels > 0, whole > 0 else { return 0 }
        var (left, chance) = (0.0, 0.0)
        for outcome in 0..<(1 << labels) {
            let weights = draws.map { draw in
                (0..<labels).reduce(1.0) { product, label in
                    let present = probabilities[draw]?[label] ?? 0
                    return product * (outcome & (1 << label) == 0 ? 1 - present : present)
                }
            }
            let sum = weights.reduce(0, +)
            guard sum > 0 else { continue }
            let share = sum / Double(draws.count)
            left += share * variance(draws, weights)
            chance += share * (weights.reduce(0) { $0 + $1 * $1 } / (sum * sum) - 1 / Double(draws.count))
        }
        return max(1 - left / whole - chance, 0)
    }

    /// Summed over the targets.
    private func variance(_ draws: [Int], _ weights: [Double]) -> Double {
        let sum = weights.reduce(0, +)
        return targets.reduce(0) { total, target in
            let mean = zip(draws, weights).reduce(0) { $0 + $1.1 * target[$1.0] } / sum
            return total + zip(draws, weights).reduce(0) { $0 + $1.1 * (target[$1.0] - mean) * (target[$1.0] - mean) } / sum
        }
    }
}
