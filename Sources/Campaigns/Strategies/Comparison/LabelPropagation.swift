#if canImport(Glibc)
    import Glibc
#endif

/// Labels spread over a rectangular grid from the points that have one (Zhu and Ghahramani, CMU-CALD-02-107, 2002), as phase diagrams are constructed
/// in Terayama et al., Phys. Rev. Materials 3, 033802 (2019).
///
/// Weights fall with the distance as `exp(−γ d²)` in coordinates from 0 to 1; they are a product over the axes, so a step costs the grid's points times
/// the sum of its sides.
struct LabelPropagation {
    private let columns: [[Double]]
    private let rows: [[Double]]
    private let degrees: [Double]

    /// That of the reference implementation's default.
    private static let gamma = 20.0
    private static let maximumSteps = 1000
    /// Largest change of a probability in the last step.
    private static let tolerance = 1e-4

    /// - Parameters:
    ///   - columns: Points along the first axis, at least two.
    ///   - rows: Points along the second one, at least two.
    init(columns: Int, rows: Int) {
        func weights(_ count: Int) -> [[Double]] {
            (0..<count).map { i in
                (0..<count).map { j in
                    let distance = Double(i - j) / Double(max(count - 1, 1))
                    return exp(-Self.gamma * distance * distance)
                }
            }
        }
        self.columns = weights(columns)
        self.rows = weights(rows)
        let ones = Array(repeating: 1.0, count: columns * rows)
        degrees = Self.spread(ones, self.columns, self.rows)
    }

    /// - Parameters:
    ///   - labels: A class for each labelled point, by `row * columns + column`; classes are `0 ..< classes`.
    /// - Returns: For every point its probabilities of the classes, or `nil` if no point has a label.
    func probabilities(_ labels: [(point: Int, label: Int)], classes: Int) -> [[Double]]? {
        guard !labels.isEmpty else { return nil }
        var values = (0..<classes).map { _ in Array(repeating: 1 / Double(classes), count: degrees.count) }
        func clamp() {
            for (point, label) in labels {
                for index in 0..<classes { values[index][point] = index == label ? 1 : 0 }
            }
        }
        clamp()
        for _ in 0..<Self.maximumSteps {
            let before = values
            for index in 0..<classes {
                values[index] = zip(Self.spread(values[index], columns, rows), degrees).map(/)
            }
            clamp()
            let change = zip(before, values).reduce(0) { largest, pair in
                zip(pair.0, pair.1).reduce(largest) { max($0, abs($1.0 - $1.1)) }
            }
            if change < Self.tolerance { break }
        }
        return degrees.indices.map { point in values.map { $0[point] } }
    }

    /// One product with the weights, axis by axis.
    private static func spread(_ values: [Double], _ columns: [[Double]], _ rows: [[Double]]) -> [Double] {
        let width = columns.count
        var along = Array(repeating: 0.0, count: values.count)
        for row in rows.indices {
            for column in 0..<width {
                var sum = 0.0
                for other in 0..<width { sum += columns[column][other] * values[row * width + other] }
                along[row * width + column] = sum
            }
        }
        var result = Array(repeating: 0.0, count: values.count)
        for row in rows.indices {
            for other in rows.indices {
                let weight = rows[row][other]
                for column in 0..<width { result[row * width + column] += weight * along[other * width + column] }
            }
        }
        return result
    }
}
