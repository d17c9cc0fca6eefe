/// The finished section against equilibria that took no part in it.
extension SectionTracer {
    /// Distance to the nearest side of any field or tie-triangle, as a part of the triangle's side.
    func nearestBoundary(_ point: SIMD2<Double>) -> Double {
        var nearest = Double.infinity
        for triangle in triangles {
            let corners = triangle.points
            for place in 0..<3 { nearest = min(nearest, SectionPlane.distance(point, toLineFrom: corners[place], to: corners[(place + 1) % 3])) }
        }
        for field in fields {
            for (one, two) in zip(field.lines, field.lines.dropFirst()) {
                for end in 0..<2 { nearest = min(nearest, SectionPlane.distance(point, toLineFrom: one.points[end], to: two.points[end])) }
            }
        }
        return nearest
    }

    /// Compositions of the check: none of them is one of the grid where tracing began.
    private static let checkCount = 240
    /// Of so many one is searched from nothing; the others begin at the nearest point of the grid.
    private static let searchedEvery = 20

    /// Compares equilibria at compositions of their own with the fields that hold them: each must lie in one field, and that of its phases.
    mutating func check() -> IsothermalSection.Check {
        var check = IsothermalSection.Check(samples: 0, differing: 0)
        var examples: [String] = []
        for place in 0..<Self.checkCount {
            let x = Self.checkComposition(place)
            let point = SectionPlane.point(x)
            let start = place % Self.searchedEvery == 0 ? nil : nearestSample(point)
            guard let found = try? checkEquilibrium(x, startingFrom: start) else {
                check.failed += 1
                continue
            }
            check.all += 1
            if found.phases.count == 1 {
                check.single += 1
                singles.append(found)
            }
            guard nearestBoundary(point) > AlloySystem.sectionTolerance else { continue }
            check.samples += 1
            let phases = found.phases.map(\.phase).sorted()
            let holders =
                triangles.filter { SectionPlane.contains($0.points, point) }.map { $0.equilibrium.phases.map(\.phase).sorted() }
                + fields.filter { $0.holds(point) }.map { $0.lines[0].phases.sorted() }
            if phases.count == 1 ? holders.isEmpty : holders == [phases] { continue }
            check.differing += 1
            if examples.count < 3 {
                let place = x.map { "\(($0 * 1e4).rounded() / 1e4)" }.joined(separator: ", ")
                let fields = holders.isEmpty ? "no field" : holders.map { $0.joined(separator: " + ") }.joined(separator: " and ")
                examples.append("\(phases.joined(separator: " + ")) in \(fields) at x = \(place)")
            }
        }
        if check.failed > 0 { warnings.append("\(check.failed) of \(Self.checkCount) compositions of the check have no equilibrium") }
        if check.differing > 0 {
            warnings.append(
                "\(check.differing) of \(check.samples) certified equilibria do not agree with the fields, as \(examples.joined(separator: "; "))")
        }
        return check
    }

    private static func checkComposition(_ place: Int) -> [Double] {
        let even = EvenPlane.point(place)
        var (second, third) = (even.x, even.y)
        // The half of the square beyond the diagonal is folded back.
        if second + third > 1 { (second, third) = (1 - second, 1 - third) }
        return [1 - second - third, second, third]
    }

    private func nearestSample(_ point: SIMD2<Double>) -> Equilibrium? {
        var best: (sample: Int, distance: Double)?
        for (place, at) in samplePoints.enumerated() {
            let distance = SectionPlane.length(at - point)
            if distance < best?.distance ?? .infinity { best = (place, distance) }
        }
        return best.map { samples[$0.sample] }
    }

    /// The parts of the triangle in fields of one, two and three phases.
    ///
    /// Tie-triangles and fields are polygons; a field's curved sides count as their chords. The single phases are the part of the check's
    /// compositions that have one (the grid's lie in rows along the sides, as the borders of terminal solutions often do), so that the sum is one only if no field is lost and none lies over another.
    func areas(_ check: IsothermalSection.Check) -> IsothermalSection.Areas {
        // Relative to the triangle with sides of length 1.
        let whole = 0.75.squareRoot() / 2
        let three = triangles.reduce(0) { $0 + SectionPlane.area($1.points) } / whole
        let two = fields.reduce(0) { $0 + $1.area } / whole
        return .init(onePhase: Double(check.single) / Double(max(1, check.all)), twoPhases: two, threePhases: three)
    }
}
