import Tieline

/// Checks statements and turns their points into the map's coordinates.
struct PriorReader {
    let coordinates: CoordinateMap
    let space: ParameterSpace?

    /// Of a statement that points differ: each pair is a factor, and more than a few cannot differ all.
    static let maximumDifferent = 12

    func certainty(of prior: Prior) throws(PhaseMapInputError) -> PriorCertainty {
        // A NaN fails the comparison.
        guard prior.certainty > 0.5, prior.certainty < 1 else {
            throw PhaseMapInputError(
                field: prior.identifier + ".certainty", message: "the certainty is \(prior.certainty)",
                remedy: "Give the probability that the statement is right, above 0.5 (it says nothing) and below 1 (nobody is that sure)")
        }
        return PriorCertainty(certainty: prior.certainty)
    }

    /// A region with corners or a ball, and a condition inside it.
    func region(of prior: Prior) throws(PhaseMapInputError) -> (region: PhaseRegionCorrelation, inside: Condition?) {
        switch prior.kind {
        case .phaseBall(let center, let radius, _):
            let region = try ball(center, radius, of: prior)
            return (region, center)
        case .phaseRegion(let corners, _), .regionOfInterest(let corners):
            let region = try region(corners, of: prior)
            return (region, inside(region, corners: corners))
        case .phaseBoundary, .samePhase, .differentPhase: preconditionFailure("a boundary and pairs of points have no inside")
        }
    }

    private func ball(_ center: Condition, _ radius: Double, of prior: Prior) throws(PhaseMapInputError) -> PhaseRegionCorrelation {
        _ = try positions([center], least: 1, field: prior.identifier + ".center")
        guard radius > 0, radius.isFinite else {
            throw PhaseMapInputError(
                field: prior.identifier + ".radius", message: "\(radius) is no radius", remedy: "Give a positive number, a distance in mole fraction")
        }
        return try PhaseRegionCorrelation(coordinates: coordinates, center: center, radius: radius)
    }

    func region(_ corners: [Condition], of prior: Prior) throws(PhaseMapInputError) -> PhaseRegionCorrelation {
        let field = prior.identifier + ".polygon"
        let positions = try self.positions(corners, least: coordinates.dimensions == 1 ? 2 : 3, field: field)
        switch coordinates.dimensions {
        case 1:
            let values = positions.map { $0[0] }
            guard let low = values.min(), let high = values.max(), high > low else {
                throw PhaseMapInputError(field: field, message: "the interval has no width", remedy: "Give its two ends")
            }
            return PhaseRegionCorrelation(coordinates: coordinates, shape: .interval(low, high))
        case 2:
            guard let polygon = PlanarPolygon(corners: positions.map { PlanarPoint(x: $0[0], y: $0[1]) }) else {
                throw PhaseMapInputError(
                    field: field, message: "the polygon crosses or touches itself", remedy: "Give its corners in order around the region, each once")
            }
            return PhaseRegionCorrelation(coordinates: coordinates, shape: .polygon(polygon))
        default: throw notPlanar(field)
        }
    }

    func boundary(_ points: [Condition], of prior: Prior) throws(PhaseMapInputError) -> PhaseBoundaryCorrelation {
        let field = prior.identifier + ".points"
        let positions = try self.positions(points, least: 2, field: field)
        guard !(1..<positions.count).contains(where: { positions[$0] == positions[$0 - 1] }) else {
            throw PhaseMapInputError(field: field, message: "two points in a row are the same", remedy: "Give each point of the boundary once")
        }
        switch coordinates.dimensions {
        case 1:
            let values = positions.map { $0[0] }
            return PhaseBoundaryCorrelation(coordinates: coordinates, shape: .positions(values.min() ?? 0, values.max() ?? 0))
        case 2:
            return PhaseBoundaryCorrelation(
                coordinates: coordinates, shape: .polyline(PlanarPolyline(points: positions.map { PlanarPoint(x: $0[0], y: $0[1]) })))
        default: throw notPlanar(field)
        }
    }

    func check(pairsOf points: [Condition], of prior: Prior) throws(PhaseMapInputError) {
        let field = prior.identifier + ".points"
        let positions = try self.positions(points, least: 2, field: field)
        if case .differentPhase = prior.kind, points.count > Self.maximumDifferent {
            throw PhaseMapInputError(
                field: field, message: "\(points.count) points that all differ", remedy: "Give at most \(Self.maximumDifferent); each pair counts")
        }
        guard Set(positions).count == positions.count else {
            throw PhaseMapInputError(field: field, message: "a point is there twice", remedy: "Give different points")
        }
    }

    /// A condition inside, with as much room around it as one of the obvious ones has: the mean of all corners, or that of three.
    func inside(_ region: PhaseRegionCorrelation, corners: [Condition]) -> Condition? {
        func mean(_ indices: [Int]) -> Condition {
            Condition(corners[0].coordinates.indices.map { axis in indices.reduce(0) { $0 + corners[$1][axis] } / Double(indices.count) })
        }
        let triples = corners.indices.map { [$0, ($0 + 1) % corners.count, ($0 + 2) % corners.count] }
        let candidates = ([Array(corners.indices)] + triples).map(mean)
        var best: (condition: Condition, share: Double)?
        for candidate in candidates {
            let share = region.features(at: candidate)[0]
            if share > best?.share ?? 0 { best = (candidate, share) }
        }
        return best?.condition
    }

    private func positions(_ points: [Condition], least: Int, field: String) throws(PhaseMapInputError) -> [[Double]] {
        guard points.count >= least else {
            throw PhaseMapInputError(field: field, message: "\(points.count) points were given", remedy: "Give at least \(least)")
        }
        var result: [[Double]] = []
        for (index, point) in points.enumerated() {
            let name = "\(field)[\(index)]"
            result.append(try coordinates.coordinates(of: point, field: name))
            if let space, !space.contains(point) {
                let axes = space.axes.map { "\($0.name) \($0.minimum)...\($0.maximum) \($0.unit.rawValue)" }.joined(separator: ", ")
                throw PhaseMapInputError(
                    field: name, message: "\(point.coordinates) is not in the campaign's space", remedy: "In the order of the axes: \(axes)")
            }
        }
        return result
    }

    private func notPlanar(_ field: String) -> PhaseMapInputError {
        PhaseMapInputError(
            field: field, message: "a line drawn in two coordinates where the map has \(coordinates.dimensions)",
            remedy: "Say it as pairs of points that are the same phase or not")
    }
}
