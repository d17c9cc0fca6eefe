public import Tieline

/// From a condition to the coordinates in which Gaussian processes measure distance.
///
/// A composition of `k` components becomes a point in a regular simplex of edge 1, so that no component is special: with the fractions
/// `x₂ … x_k` that is `x · L`, `L` the Cholesky factor of the matrix with 1 on and ½ off the diagonal (for a ternary `x₂ + x₃/2, √3/2 x₃`, the
/// triangle as it is drawn). Every other axis is divided by an extent of its own.
public struct CoordinateMap: Codable, Hashable, Sendable {
    /// One or more axes of a condition that are mapped together.
    public enum Part: Codable, Hashable, Sendable {
        /// `(value − origin) / extent`; the extent is positive.
        case scaled(axis: Int, origin: Double, extent: Double)
        /// Mole fractions of all components but one, which follows from the others; at least two axes.
        case composition(axes: [Int])
        /// Mole fractions of all components; they sum to one. The first one is left out of the coordinates.
        case completeComposition(axes: [Int])
    }

    public var parts: [Part]
    /// How many coordinates a condition has.
    public var axisCount: Int

    /// A sum of fractions may be off by this much, which is what files with four digits need.
    public static let compositionTolerance = ParameterSpace.largestSimplexTolerance

    public init(parts: [Part], axisCount: Int) {
        self.parts = parts
        self.axisCount = axisCount
    }

    /// Coordinates as they are.
    public static func identity(axisCount: Int) -> CoordinateMap {
        CoordinateMap(parts: (0..<axisCount).map { .scaled(axis: $0, origin: 0, extent: 1) }, axisCount: axisCount)
    }

    /// Two or more axes of mole fractions are one composition whose last component follows from the others; every other axis is scaled to `0...1`.
    public init(space: ParameterSpace) {
        let fractions = space.axes.indices.filter { space.axes[$0].unit == .moleFraction }
        var parts: [Part] = fractions.count >= 2 ? [.composition(axes: fractions)] : []
        for (index, axis) in space.axes.enumerated() where fractions.count < 2 || axis.unit != .moleFraction {
            parts.append(.scaled(axis: index, origin: axis.minimum, extent: max(axis.maximum - axis.minimum, axis.resolution)))
        }
        self.init(parts: parts, axisCount: space.axes.count)
    }

    /// How many coordinates the map gives.
    public var dimensions: Int {
        parts.reduce(0) { total, part in
            switch part {
            case .scaled: total + 1
            case .composition(let axes): total + axes.count
            case .completeComposition(let axes): total + axes.count - 1
            }
        }
    }

    /// - Parameter field: How an error names the condition.
    /// - Throws: A wrong number of coordinates, a number that is none, and fractions that are no composition.
    public func coordinates(of condition: Condition, field: String = "condition") throws(PhaseMapInputError) -> [Double] {
        guard condition.coordinates.count == axisCount else {
            throw PhaseMapInputError(
                field: field, message: "\(condition.coordinates.count) coordinates where the space has \(axisCount)",
                remedy: "Give one number an axis, in the order of the axes")
        }
        guard condition.coordinates.allSatisfy(\.isFinite) else {
            throw PhaseMapInputError(field: field, message: "a coordinate is not a finite number", remedy: "Give finite numbers")
        }
        var result: [Double] = []
        result.reserveCapacity(dimensions)
        for part in parts {
            switch part {
            case .scaled(let axis, let origin, let extent): result.append((condition[axis] - origin) / extent)
            case .composition(let axes):
                try Self.check(axes.map { condition[$0] }, isComplete: false, field: field)
                result += Self.simplex(axes.map { condition[$0] })
            case .completeComposition(let axes):
                try Self.check(axes.map { condition[$0] }, isComplete: true, field: field)
                result += Self.simplex(axes.dropFirst().map { condition[$0] })
            }
        }
        return result
    }

    /// - Throws: As above, for the first of `locations` that is none.
    func coordinates(ofAll locations: [Condition]) throws(PhaseMapInputError) -> [[Double]] {
        var result: [[Double]] = []
        for (index, location) in locations.enumerated() { result.append(try coordinates(of: location, field: "locations[\(index)]")) }
        return result
    }

    private static func check(_ fractions: [Double], isComplete: Bool, field: String) throws(PhaseMapInputError) {
        let sum = fractions.reduce(0, +)
        let isRight = isComplete ? abs(sum - 1) <= compositionTolerance : sum <= 1 + compositionTolerance
        guard isRight, fractions.allSatisfy({ $0 >= -compositionTolerance }) else {
            throw PhaseMapInputError(
                field: field, message: "mole fractions \(fractions) sum to \(sum)",
                remedy: isComplete ? "Give fractions from 0 to 1 that sum to 1" : "Give fractions from 0 to 1 that leave room for the last component")
        }
    }

    /// `x · L` for the Gram matrix of the edges of a regular simplex; `L` in closed form: row `i` has `√((j+2)/(2(j+1)))` on the diagonal
    /// (`j = i`) and `1/√(2(j+1)(j+2))` before it.
    private static func simplex(_ fractions: [Double]) -> [Double] {
        fractions.indices.map { column in
            let step = Double(column)
            let diagonal = ((step + 2) / (2 * (step + 1))).squareRoot()
            let below = 1 / (2 * (step + 1) * (step + 2)).squareRoot()
            return fractions[column] * diagonal + fractions[(column + 1)...].reduce(0, +) * below
        }
    }
}
