public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Points inside a region are of one phase: `k_h = u(x) u(x')` with `u` from 0 at the rim and outside to 1 inside.
///
/// `u = 1 − exp(−½ (depth/δ)²)`: where the rim runs is known to about `δ` only.
public struct PhaseRegionCorrelation: FeatureCorrelation {
    enum Shape: Hashable, Sendable {
        case polygon(PlanarPolygon)
        /// The smallest and the largest position on a line.
        case interval(Double, Double)
        case ball(center: [Double], radius: Double)
    }

    let coordinates: CoordinateMap
    let shape: Shape
    /// `δ`, in the map's coordinates.
    public let rimDeviation: Double

    /// Of the region's size: how exactly people draw.
    static let rimShare = 0.1

    init(coordinates: CoordinateMap, shape: Shape) {
        self.coordinates = coordinates
        self.shape = shape
        let size =
            switch shape {
            case .polygon(let polygon): polygon.area.squareRoot()
            case .interval(let low, let high): high - low
            case .ball(_, let radius): 2 * radius
            }
        rimDeviation = Self.rimShare * size
    }

    /// All points within a distance, in the map's coordinates (edge of the composition simplex: 1), in any number of dimensions.
    ///
    /// - Throws: A centre that is no condition, and a radius that is not positive.
    public init(coordinates: CoordinateMap, center: Condition, radius: Double) throws(PhaseMapInputError) {
        guard radius > 0, radius.isFinite else {
            throw PhaseMapInputError(field: "radius", message: "\(radius) is no radius", remedy: "Give a positive number in the map's coordinates")
        }
        self.init(coordinates: coordinates, shape: .ball(center: try coordinates.coordinates(of: center, field: "center"), radius: radius))
    }

    public func features(at condition: Condition) -> [Double] {
        let ratio = max(0, depth(condition)) / rimDeviation
        return [1 - exp(-0.5 * ratio * ratio)]
    }

    public func contains(_ condition: Condition) -> Bool { depth(condition) > 0 }

    /// Distance to the rim, negative or 0 outside.
    private func depth(_ condition: Condition) -> Double {
        guard let position = try? coordinates.coordinates(of: condition) else { return 0 }
        switch shape {
        case .polygon(let polygon):
            let point = PlanarPoint(x: position[0], y: position[1])
            return polygon.contains(point) ? polygon.distanceToEdge(from: point) : 0
        case .interval(let low, let high): return min(position[0] - low, high - position[0])
        case .ball(let center, let radius):
            return radius - zip(position, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        }
    }
}
