/// Finds the fields of an isothermal section.
///
/// Certified equilibria on a grid give tie-triangles and seeds of two-phase fields. From every edge of every triangle, every tie-line of the
/// three binaries, and every seed that no field holds yet, the field is followed tie-line by tie-line, each of them a certified equilibrium,
/// until it ends: at another triangle (which joins the list), at a binary, or where its two phases become one. So a field is found if it
/// touches a triangle, a binary or the grid: islands need only one point of the grid.
struct SectionTracer {
    /// Divisions of a side of the triangle by the grid.
    static let divisions = 24
    /// Corners closer than this are one.
    static let sameCorner = 1e-4
    static let maximumTriangles = 400
    static let maximumFields = 1200

    struct Line {
        var ends: [Equilibrium.Phase]
        var points: [SIMD2<Double>]

        init(_ one: Equilibrium.Phase, _ two: Equilibrium.Phase) {
            ends = [one, two]
            points = [SectionPlane.point(one.moleFractions), SectionPlane.point(two.moleFractions)]
        }

        var phases: [String] { ends.map(\.phase) }
        var middle: SIMD2<Double> { (points[0] + points[1]) * 0.5 }
        var length: Double { SectionPlane.length(points[1] - points[0]) }
        var swapped: Line { Line(ends[1], ends[0]) }

        /// How far the ends are from those of another line of the same phases; nil for other phases.
        func move(from other: Line) -> Double? {
            guard phases == other.phases else { return nil }
            return max(SectionPlane.length(points[0] - other.points[0]), SectionPlane.length(points[1] - other.points[1]))
        }
    }

    struct Field {
        var lines: [Line]
        var ends: [IsothermalSection.End]
    }

    struct Triangle {
        var equilibrium: Equilibrium
        /// For each edge, opposite to the corner of the same place, whether its field is traced.
        var isTraced = [false, false, false]

        var points: [SIMD2<Double>] { equilibrium.phases.map { SectionPlane.point($0.moleFractions) } }
        func edge(_ opposite: Int) -> Line { Line(equilibrium.phases[(opposite + 1) % 3], equilibrium.phases[(opposite + 2) % 3]) }
    }

    var follower: PlaneFollower
    private var memory: PlaneMemory
    let temperature: Double
    var triangles: [Triangle] = []
    var fields: [Field] = []
    var warnings: [String] = []
    /// Certified equilibria of the grid.
    private(set) var samples: [Equilibrium] = []
    /// Of one phase, found by the check.
    var singles: [Equilibrium] = []
    private(set) var samplePoints: [SIMD2<Double>] = []
    var counts: CertificationCounts { follower.counts }

    init(_ system: AlloySystem, temperature: Double) {
        follower = PlaneFollower(system)
        memory = PlaneMemory(temperature: temperature)
        self.temperature = temperature
    }

    mutating func run() throws(EquilibriumError) {
        try sampleGrid()
        traceTriangles()
        traceBinaries()
        traceSeeds()
    }

    private mutating func sampleGrid() throws(EquilibriumError) {
        var compositions: [[Double]] = []
        let n = Self.divisions
        // Centres of the small triangles, row by row and there and back, so that neighbours follow each other.
        for row in 0..<n {
            let third = (Double(row) + 1.0 / 3) / Double(n)
            let line = (0..<(n - row)).map { place -> [Double] in
                let second = (Double(place) + 1.0 / 3) / Double(n)
                return [1 - second - third, second, third]
            }
            compositions += row % 2 == 0 ? line : line.reversed()
        }
        var failures: [EquilibriumError] = []
        var previous: Equilibrium?
        for x in compositions {
            do throws(EquilibriumError) {
                let found = try equilibrium(x, startingFrom: previous)
                samples.append(found)
                samplePoints.append(SectionPlane.point(x))
                if found.phases.count == 3 { _ = add(found) }
                previous = found
            } catch { failures.append(error) }
        }
        if let first = failures.first {
            guard !samples.isEmpty else { throw first }
            warnings.append("\(failures.count) of \(compositions.count) sampled compositions have no equilibrium; the first: \(first)")
        }
    }

    /// Adds a tie-triangle unless it is known. Returns its place.
    mutating func add(_ equilibrium: Equilibrium) -> Int? {
        let phases = equilibrium.phases.sorted {
            ($0.phase, $0.moleFractions[1], $0.moleFractions[2]) < ($1.phase, $1.moleFractions[1], $1.moleFractions[2])
        }
        var sorted = equilibrium
        sorted.phases = phases
        for (place, known) in triangles.enumerated() {
            let isSame = zip(known.equilibrium.phases, phases).allSatisfy {
                $0.phase == $1.phase && SectionPlane.distance($0.moleFractions, $1.moleFractions) < Self.sameCorner
            }
            // Two triangles of the same phases never lie over each other, whichever way their corners were named.
            let centre = SectionPlane.point((0..<3).map { c in phases.reduce(0) { $0 + $1.moleFractions[c] } / Double(phases.count) })
            let isOver = known.equilibrium.phases.map(\.phase) == phases.map(\.phase) && SectionPlane.contains(known.points, centre)
            if isSame || isOver { return place }
        }
        guard triangles.count < Self.maximumTriangles else {
            warnOnce("there are more than \(Self.maximumTriangles) tie-triangles; the rest is left out")
            return nil
        }
        triangles.append(Triangle(equilibrium: sorted))
        return triangles.count - 1
    }

    mutating func warnOnce(_ warning: String) {
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    /// The certified equilibrium at a point, from a neighbour where that leads somewhere.
    mutating func equilibrium(at point: SIMD2<Double>, startingFrom start: Equilibrium?) -> Equilibrium? {
        try? equilibrium(SectionPlane.fractions(point), startingFrom: start)
    }

    mutating func equilibrium(_ x: [Double], startingFrom start: Equilibrium?) throws(EquilibriumError) -> Equilibrium {
        if x.contains(0) { return try follower.solver.equilibrium(atTemperature: temperature, moleFractions: x) }
        // Three phases fix the plane: within a tie-triangle only the amounts differ.
        for triangle in triangles { if let known = EquilibriumSolver.withinFacet(triangle.equilibrium, composition: x) { return known } }
        return try checkEquilibrium(x, startingFrom: start)
    }

    /// Without the triangles that are known.
    mutating func checkEquilibrium(_ x: [Double], startingFrom start: Equilibrium?) throws(EquilibriumError) -> Equilibrium {
        let problem = EquilibriumProblem(composition: x, phases: follower.solver.core.phases.count)
        let sets = start.flatMap { follower.solver.compositionSets(of: $0, problem) }
        let found = try follower.near(sets, &memory, problem)
        let solution = EquilibriumNewton.Solution(sets: found.sets, potentials: found.potentials, temperature: temperature, steps: 0)
        return follower.solver.result(solution, problem, nil)
    }

    // MARK: Seeds

    private mutating func traceTriangles() {
        // Tracing finds more triangles, which are traced in turn.
        var place = 0
        while place < triangles.count {
            for opposite in 0..<3 where !triangles[place].isTraced[opposite] {
                triangles[place].isTraced[opposite] = true
                let line = triangles[place].edge(opposite)
                trace(both: false, from: line, awayFrom: triangles[place].points[opposite], firstEnd: .tieTriangle)
            }
            place += 1
        }
    }

    private mutating func traceBinaries() {
        let system = follower.solver.system
        for missing in 0..<3 {
            let pair = [(missing + 1) % 3, (missing + 2) % 3].sorted()
            let names = (system.components[pair[0]], system.components[pair[1]])
            let lines: [TieLine]
            do {
                lines = try BinarySystem(
                    system.database, components: names, phases: system.phases, gasConstant: system.gasConstant, pressure: system.pressure
                ).tieLines(atTemperature: temperature)
            } catch {
                warnings.append("fields that touch only the side \(names.0)-\(names.1) may be missing: \(error)")
                continue
            }
            var corner = [0.0, 0, 0]
            corner[missing] = 1
            let inside = SectionPlane.point(corner)
            for line in lines {
                var x = [0.0, 0, 0]
                x[pair[1]] = (line.leaner.x + line.richer.x) / 2
                x[pair[0]] = 1 - x[pair[1]]
                let middle = SectionPlane.point(x)
                guard let found = equilibrium(at: middle, startingFrom: nil), found.phases.count == 2 else { continue }
                let seed = Line(found.phases[0], found.phases[1])
                if isKnown(seed) { continue }
                trace(both: false, from: seed, awayFrom: middle + (middle - inside), firstEnd: .binary)
            }
            traceTriangles()
        }
    }

    private func isKnown(_ line: Line) -> Bool {
        fields.contains { field in
            [field.lines.first, field.lines.last].contains { known in
                guard let known else { return false }
                return [line, line.swapped].contains { ($0.move(from: known) ?? 1) < 1e-3 }
            }
        }
    }

    private mutating func traceSeeds() {
        for sample in samples where sample.phases.count == 2 {
            let point = SectionPlane.point(sample.moleFractions)
            let line = Line(sample.phases[0], sample.phases[1])
            if fields.contains(where: { $0.holds(point, line.phases) }) || nearestBoundary(point) < AlloySystem.sectionTolerance { continue }
            trace(both: true, from: line, awayFrom: nil, firstEnd: .unresolved)
            traceTriangles()
        }
    }
}
