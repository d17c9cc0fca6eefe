import LinearAlgebra
import Tieline

/// The correlation of the latent fields between two lists of conditions, for lengths and weights that change from draw to draw.
struct FieldCrossCorrelation: Sendable {
    typealias Places = (conditions: [Condition], coordinates: [[Double]])

    private let kernel: StationaryKernel
    private let rows: Int
    private let columns: Int
    /// Coordinate, row × column.
    private let squaredDifferences: [Matrix]
    /// One matrix a kernel term.
    private let termCorrelations: [Matrix]

    init(_ model: PhaseMapModel, rows: Places, columns: Places) {
        kernel = model.field.kernel
        (self.rows, self.columns) = (rows.conditions.count, columns.conditions.count)
        squaredDifferences = (0..<model.coordinates.dimensions).map { axis in
            var matrix = Matrix(rows: rows.conditions.count, columns: columns.conditions.count)
            for row in 0..<matrix.rows {
                for column in 0..<matrix.columns {
                    let difference = rows.coordinates[row][axis] - columns.coordinates[column][axis]
                    matrix[row, column] = difference * difference
                }
            }
            return matrix
        }
        termCorrelations = model.field.terms.map { $0.correlation.correlations(rows.conditions, columns.conditions) }
    }

    /// - Parameter isLower: Of the conditions with themselves, where only the lower triangle is needed: above it stand no correlations.
    func matrix(lengths: [Double], weights: [Double], isLower: Bool = false) -> Matrix {
        var result = Matrix(rows: rows, columns: columns)
        result.elements.withUnsafeMutableBufferPointer { result in
            func add(_ scale: Double, _ matrix: Matrix) {
                matrix.elements.withUnsafeBufferPointer { elements in
                    for index in elements.indices { result[index] += scale * elements[index] }
                }
            }
            for (axis, length) in lengths.enumerated() { add(1 / (length * length), squaredDifferences[axis]) }
            if isLower {
                for row in 0..<rows { kernel.correlate(UnsafeMutableBufferPointer(rebasing: result[(row * columns)...(row * columns + row)])) }
            } else {
                kernel.correlate(result)
            }
            for (weight, term) in zip(weights, termCorrelations) where weight > 0 { add(weight, term) }
        }
        return result
    }
}
