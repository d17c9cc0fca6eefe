public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Points inside a region are of one phase: `k_h = u(x) u(x')` with `u` 1 well inside.
///
/// What it says of the points outside is a matter of reading. If the region is a phase's and ends where the phase does, they are of another one:
/// `u = ± (1 − exp(−½ (s/δ)²))`, with the distance `s` to the rim and the sign of the side; where the rim runs is known to about `δ` only, and outside `u` falls off as
/// `exp(−½ (s/ℓ)²)`. If it is the core of a
/// larger one, they are tied to it as to one point of the map: a point at distance `d` from what is surely inside is
/// correlated with it by the field's `ρ = k(d/ℓ)`, that is `u = min(1, ρ/√((1 − ρ²) w))` with the weight `w` of the term.
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
    /// `ℓ` outside a rim that is the boundary, in the map's coordinates.
    public let reach: Double
    private var core: Core?

    /// How a region speaks for its surroundings where it is read as the core of a larger one.
    private struct Core {
        var kernel: StationaryKernel
        /// `ℓ`, in the map's coordinates.
        var length: Double
        /// `w`.
        var weight: Double
    }

    /// Of the region's size: how exactly people draw, and how far a rim speaks for its surroundings.
    static let rimShare = 0.1
    static let reachShare = 0.5

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
        reach = Self.reachShare * size
    }

    /// The same region as the core of a larger one.
    /// - Parameters:
    ///   - field: Of the map: its kernel, and the median of its lengths.
    ///   - weight: Of the kernel term.
    func core(of field: RegionFieldPrior, weight: Double) -> PhaseRegionCorrelation {
        let lengths = field.lengths.map { $0.value(white: 0) }
        var result = self
        result.core = Core(kernel: field.kernel, length: lengths.reduce(0, +) / Double(max(lengths.count, 1)), weight: weight)
        return result
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
        let depth = depth(condition)
        guard let core else {
            let (near, far) = (depth / rimDeviation, max(0, -depth) / reach)
            let size = (1 - exp(-0.5 * near * near)) * exp(-0.5 * far * far)
            return [depth < 0 ? -size : size]
        }
        let ratio = max(0, rimDeviation - depth) / core.length
        let correlation = core.kernel.correlation(squaredDistance: ratio * ratio)
        let rest = 1 - correlation * correlation
        return [rest > 0 ? min(1, correlation / (rest * core.weight).squareRoot()) : 1]
    }

    public func contains(_ condition: Condition) -> Bool { depth(condition) > 0 }

    /// Distance to the rim, negative outside.
    private func depth(_ condition: Condition) -> Double {
        guard let position = try? coordinates.coordinates(of: condition) else { return -.infinity }
        switch shape {
        case .polygon(let polygon):
            let point = PlanarPoint(x: position[0], y: position[1])
            return (polygon.contains(point) ? 1 : -1) * polygon.distanceToEdge(from: point)
        case .interval(let low, let high): return min(position[0] - low, high - position[0])
        case .ball(let center, let radius):
            return radius - zip(position, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        }
    }
}
