public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Points on one side of a line are alike, points on opposite sides differ: `k_h = u(x) u(x')`.
///
/// `u = ± (1 − exp(−½ (s/δ)²)) exp(−½ (d/ℓ)²)`, with the sign of the side, `s` the distance to the line prolonged and `d` to the line itself: where it runs is
/// known to about `δ`, and it says nothing of points farther away than about `ℓ`.
public struct PhaseBoundaryCorrelation: FeatureCorrelation {
    enum Shape: Hashable, Sendable {
        case polyline(PlanarPolyline)
        /// On a line the boundary is one point, somewhere between these two.
        case positions(Double, Double)
    }

    let coordinates: CoordinateMap
    let shape: Shape
    /// `δ`, in the map's coordinates.
    public let positionDeviation: Double
    /// `ℓ`, in the map's coordinates.
    public let reach: Double

    /// Of the line's extent: how exactly people draw, and how far a line speaks for its surroundings.
    static let positionShare = 0.05
    static let reachShare = 0.5

    init(coordinates: CoordinateMap, shape: Shape) {
        self.coordinates = coordinates
        self.shape = shape
        switch shape {
        case .polyline(let line):
            positionDeviation = Self.positionShare * line.extent
            reach = Self.reachShare * line.extent
        case .positions(let low, let high):
            positionDeviation = 0.5 * (high - low)
            reach = .infinity
        }
    }

    public func features(at condition: Condition) -> [Double] {
        guard let position = try? coordinates.coordinates(of: condition) else { return [0] }
        let (distance, signed) =
            switch shape {
            case .polyline(let line): line.distances(from: PlanarPoint(x: position[0], y: position[1]))
            case .positions(let low, let high): (abs(position[0] - 0.5 * (low + high)), position[0] - 0.5 * (low + high))
            }
        let (near, far) = (signed / positionDeviation, distance / reach)
        let size = (1 - exp(-0.5 * near * near)) * exp(-0.5 * far * far)
        return [signed < 0 ? -size : size]
    }
}
