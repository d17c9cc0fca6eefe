import Inference
import LinearAlgebra
import Testing
import Tieline

@testable import PhaseMapping

@Suite struct PriorGeometryTests {
    private let coordinates = CoordinateMap.identity(axisCount: 2)

    private func polygon(_ corners: [(Double, Double)]) -> PlanarPolygon? { PlanarPolygon(corners: corners.map { PlanarPoint(x: $0.0, y: $0.1) }) }

    @Test("A bow tie, a touched corner, a spike and a polygon without area are refused; a concave one is not")
    func simplePolygons() {
        #expect(polygon([(0, 0), (1, 1), (1, 0), (0, 1)]) == nil)
        #expect(polygon([(0, 0), (2, 0), (2, 2), (1, 0), (0, 2)]) == nil)
        #expect(polygon([(0, 0), (1, 0), (2, 0), (1, 0), (1, 1)]) == nil)
        #expect(polygon([(0, 0), (1, 0), (2, 0)]) == nil)
        #expect(polygon([(0, 0), (1, 0)]) == nil)
        #expect(polygon([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)]) != nil)
    }

    @Test("Inside a polygon means a winding number that is not zero")
    func winding() throws {
        let arrow = try #require(polygon([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)]))
        var stream = RandomStream(seed: 7, key: 1)
        for _ in 0..<500 {
            let point = PlanarPoint(x: 6 * stream.uniform() - 1, y: 6 * stream.uniform() - 1)
            // Sum of signed crossings of the ray upwards: independent of the parity rule.
            var winding = 0
            for edge in arrow.edges {
                let side = (edge.end - edge.start).cross(point - edge.start)
                if edge.start.x <= point.x, edge.end.x > point.x, side < 0 { winding += 1 }
                if edge.end.x <= point.x, edge.start.x > point.x, side > 0 { winding -= 1 }
            }
            #expect(arrow.contains(point) == (winding != 0), "\(point)")
        }
    }

    @Test("The sides of a bent line are told apart at its corner as well")
    func cornerSides() {
        let line = PlanarPolyline(points: [(0, 0), (1, 0), (1, 1)].map { PlanarPoint(x: $0.0, y: $0.1) })
        // Left of the way is the inside of the corner; the outside of it, nearest to the corner itself, is right.
        #expect(line.distances(from: PlanarPoint(x: 0.9, y: 0.1)).signed > 0)
        for point in [(1.1, -0.1), (1.2, -0.05), (1.05, -0.3)] { #expect(line.distances(from: PlanarPoint(x: point.0, y: point.1)).signed < 0) }
        #expect(abs(line.distances(from: PlanarPoint(x: 1.3, y: -0.4)).toLine - 0.5) < 1e-12)
    }

    @Test("A boundary speaks for both sides of its neighbourhood, for neither of them on the line, and not far away")
    func boundaryReach() {
        let line = PlanarPolyline(points: [PlanarPoint(x: 0, y: 0), PlanarPoint(x: 0, y: 1)])
        let boundary = PhaseBoundaryCorrelation(coordinates: coordinates, shape: .polyline(line))
        func feature(_ x: Double, _ y: Double) -> Double { boundary.features(at: Condition([x, y]))[0] }
        #expect(feature(-0.2, 0.5) > 0.9)
        #expect(feature(0.2, 0.5) < -0.9)
        #expect(feature(0, 0.5) == 0)
        #expect(abs(feature(0.005, 0.5)) < 0.01)
        #expect(abs(feature(3, 0.5)) < 1e-6)
        #expect(abs(feature(-0.2, 3)) < 1e-3)
    }

    @Test("Read as the core of a larger region, a region is tied to its surroundings as one point of the map would be", arguments: [0.1, 0.2, 0.5])
    func core(distance: Double) throws {
        let ball = try PhaseRegionCorrelation(coordinates: coordinates, center: Condition([0.5, 0.5]), radius: 0.2)
        let field = RegionFieldPrior(deviation: .fixed(5), lengths: [.fixed(0.3), .fixed(0.3)])
        let core = ball.core(of: field, weight: 1000)
        let inside = core.features(at: Condition([0.5, 0.5]))[0]
        let outside = core.features(at: Condition([0.7 + distance, 0.5]))[0]
        #expect(inside == 1)
        // The term's share of the variance at both ends; the rim is known to a tenth of the diameter.
        let correlation = 1000 * inside * outside / ((1 + 1000 * inside * inside) * (1 + 1000 * outside * outside)).squareRoot()
        let wanted = field.kernel.correlation(squaredDistance: (distance + 0.04) * (distance + 0.04) / 0.09)
        #expect(abs(correlation - wanted) < 0.01, "\(correlation) for \(wanted)")
    }

    @Test("Read as a whole phase, a region is one side and its surroundings are the other, near the rim neither, and far away nothing")
    func rim() throws {
        let ball = try PhaseRegionCorrelation(coordinates: coordinates, center: Condition([0.5, 0.5]), radius: 0.2)
        func feature(_ x: Double) -> Double { ball.features(at: Condition([x, 0.5]))[0] }
        #expect(feature(0.5) > 0.99)
        #expect(feature(0.3) == 0 && abs(feature(0.301)) < 0.001)
        // δ is 0.04 and ℓ is 0.2: 1 − e^−½·9, times e^−½·0.36.
        #expect(abs(feature(0.18) + 0.98889 * 0.83527) < 1e-4)
        #expect(abs(feature(-0.9)) < 1e-4)
    }

    @Test("Every correlation is positive semidefinite, whatever is drawn, and at most 1")
    func positiveSemidefinite() throws {
        var stream = RandomStream(seed: 11, key: 2)
        let points = (0..<40).map { _ in Condition([stream.uniform(), stream.uniform()]) }
        let arrow = try #require(polygon([(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.5, 0.3), (0.1, 0.9)]))
        let line = PlanarPolyline(points: [(0.1, 0.5), (0.4, 0.6), (0.5, 0.2), (0.9, 0.3)].map { PlanarPoint(x: $0.0, y: $0.1) })
        let correlations: [any LatentCorrelation] = [
            PhaseRegionCorrelation(coordinates: coordinates, shape: .polygon(arrow)),
            try PhaseRegionCorrelation(coordinates: coordinates, center: Condition([0.5, 0.5]), radius: 0.3),
            PhaseBoundaryCorrelation(coordinates: coordinates, shape: .polyline(line)),
            try ReferenceMap(
                coordinates: coordinates, locations: Array(points.prefix(6)),
                probabilities: (0..<6).map { $0 % 2 == 0 ? [0.7, 0.2, 0.1] : [0, 0.5, 0.5] }),
        ]
        for correlation in correlations {
            var gram = Matrix(rows: points.count, columns: points.count)
            for row in points.indices {
                for column in points.indices { gram[row, column] = correlation.correlation(points[row], points[column]) }
            }
            #expect(gram.elements.allSatisfy { abs($0) <= 1 })
            #expect(try SymmetricEigenvalues(of: gram).values.min() ?? 0 > -1e-12)
        }
    }
}
