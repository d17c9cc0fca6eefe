/// Step 3: what lies close to the hull.
extension HullSearch {
    mutating func refineNearHull(_ hull: [Int]) -> Bool {
        var found = false
        for (index, energy) in energies.enumerated() {
            switch energy {
            case .point(let x, let energy, _): margins[index] = max(0, height(x, energy, hull))  // Its one composition is among the points.
            case .curve:
                if refineCurve(index, hull) { found = true }
            case .general(let isotherm):
                if refine(index, isotherm, hull) { found = true }
            }
        }
        return found
    }

    func potentials(_ hull: [Int], _ edge: Int) -> SIMD2<Double> {
        let one = points[hull[edge]]
        let two = points[hull[edge + 1]]
        let slope = (two.energy - one.energy) / (two.x - one.x)
        let intercept = one.energy - one.x * slope
        return SIMD2(intercept, intercept + slope)
    }

    mutating func refineCurve(_ index: Int, _ hull: [Int]) -> Bool {
        let grid = system.grid
        let energies = nodeEnergies[index]
        var heights = [Double](repeating: 0, count: grid.x.count)
        var edges = [Int](repeating: 0, count: grid.x.count)
        var edge = 0
        var tangent = potentials(hull, edge)
        for node in grid.x.indices {
            while edge < hull.count - 2, points[hull[edge + 1]].x < grid.x[node] {
                edge += 1
                tangent = potentials(hull, edge)
            }
            edges[node] = edge
            heights[node] = energies[node] - (1 - grid.x[node]) * tangent[0] - grid.x[node] * tangent[1]
        }
        margins[index] = max(0, heights.min() ?? 0)
        var found = false
        for node in grid.x.indices where heights[node] < Self.nearness {
            let below = node == 0 ? .infinity : heights[node - 1]
            let above = node == grid.x.count - 1 ? .infinity : heights[node + 1]
            guard heights[node] <= below + Self.tolerance, heights[node] <= above + Self.tolerance else { continue }
            if isOwnRegion(index, hull, edges[node]) { continue }
            if probe(index, node, potentials(hull, edges[node]), hull) { found = true }
        }
        // Two-phase edges once more, each against its own tangent: close to where phases all but coincide, the minimum above the hull
        // can lie in the neighbouring field while the phase already cuts this one.
        for edge in 0..<hull.count - 1 where isJoint(hull, edge) && points[hull[edge]].phase != index && points[hull[edge + 1]].phase != index {
            let tangent = potentials(hull, edge)
            var lowest = Double.infinity
            var start = -1
            for node in grid.x.indices where edges[node] >= edge - 1 && edges[node] <= edge + 1 {
                let height = energies[node] - (1 - grid.x[node]) * tangent[0] - grid.x[node] * tangent[1]
                if height < lowest {
                    lowest = height
                    start = node
                }
            }
            if start >= 0, lowest < Self.nearness, probe(index, start, tangent, hull) { found = true }
        }
        return found
    }

    private func isJoint(_ hull: [Int], _ edge: Int) -> Bool { points[hull[edge]].phase != points[hull[edge + 1]].phase }

    /// Goes from a node to the point where the phase's tangent is parallel to the given one; true when that point shows the hull to be wrong.
    private mutating func probe(_ index: Int, _ node: Int, _ tangent: SIMD2<Double>, _ hull: [Int]) -> Bool {
        let grid = system.grid
        var probe = working(
            HullPoint(x: grid.x[node], energy: 0, phase: index, logit: grid.logit[node], constitution: -1), slope: tangent[1] - tangent[0])
        for _ in 0..<Self.maximumProbeSteps {
            probe.refresh(system.compiled[index], energies[index])
            if probe.mismatch(system.compiled[index], tangent) < Self.probeTolerance { break }
            guard probe.step(system.compiled[index], towards: tangent, temperatureStep: 0) else { break }
        }
        probe.refresh(system.compiled[index], energies[index])
        samples += 1
        guard isBelow(probe.x, probe.energy, index, hull), !isKnown(index, probe.x) else { return false }
        addLowestCurve(atLogit: probe.logit)
        return true
    }

    /// Whether both corners of the edge belong to the phase: a piece of its own single-phase field.
    func isOwnRegion(_ index: Int, _ hull: [Int], _ edge: Int) -> Bool {
        points[hull[edge]].phase == index && points[hull[edge + 1]].phase == index
    }

    /// Whether a point shows the hull to be wrong.
    func isBelow(_ x: Double, _ energy: Double, _ index: Int, _ hull: [Int]) -> Bool {
        var edge = 0
        while edge < hull.count - 2, points[hull[edge + 1]].x < x { edge += 1 }
        return height(x, energy, hull) < -Self.tolerance && !isOwnRegion(index, hull, edge)
    }

    /// Energy above the hull at a composition.
    func height(_ x: Double, _ energy: Double, _ hull: [Int]) -> Double {
        var edge = 0
        while edge < hull.count - 2, points[hull[edge + 1]].x < x { edge += 1 }
        let tangent = potentials(hull, edge)
        return energy - (1 - x) * tangent[0] - x * tangent[1]
    }

    func isKnown(_ index: Int, _ x: Double) -> Bool {
        points.contains { $0.phase == index && abs($0.x - x) < 1e-9 }
    }

    mutating func refine(_ index: Int, _ isotherm: GibbsModel.Isotherm, _ hull: [Int]) -> Bool {
        let phase = system.compiled[index]
        let own = points.indices.filter { points[$0].phase == index }.sorted { points[$0].x < points[$1].x }
        let heights = own.map { height(points[$0].x, points[$0].energy, hull) }
        margins[index] = max(0, heights.min() ?? 0)
        /// Where to start, and the edge whose tangent to go down against.
        var starts: [(point: Int, edge: Int)] = []
        for place in own.indices where heights[place] < Self.generalNearness {
            let below = place == 0 ? .infinity : heights[place - 1]
            let above = place == own.count - 1 ? .infinity : heights[place + 1]
            guard heights[place] <= below + Self.tolerance, heights[place] <= above + Self.tolerance else { continue }
            let point = points[own[place]]
            var edge = 0
            while edge < hull.count - 2, points[hull[edge + 1]].x < point.x { edge += 1 }
            // A corner of the hull has an edge on each side.
            let isCorner = points[hull[edge + 1]].x == point.x && edge < hull.count - 2
            for candidate in isCorner ? [edge, edge + 1] : [edge] { starts.append((own[place], candidate)) }
        }
        // Two-phase edges once more, each against its own tangent, as for substitutional phases.
        for edge in 0..<hull.count - 1 where isJoint(hull, edge) && points[hull[edge]].phase != index && points[hull[edge + 1]].phase != index {
            let tangent = potentials(hull, edge)
            func height(_ place: Int) -> Double { points[place].energy - (1 - points[place].x) * tangent[0] - points[place].x * tangent[1] }
            guard let lowest = own.min(by: { height($0) < height($1) }), height(lowest) < Self.generalNearness else { continue }
            if !starts.contains(where: { $0 == (lowest, edge) }) { starts.append((lowest, edge)) }
        }
        var found = false
        // Inside its own field the hull has only to bend with the phase, and every finer sample would.
        for start in starts where !isOwnRegion(index, hull, start.edge) {
            let tangent = potentials(hull, start.edge)
            var minimiser = DrivingForceMinimiser(phase.model, isotherm)
            let y = minimiser.minimise(from: interior(constitutions[points[start.point].constitution], index), potentials: [tangent[0], tangent[1]])
            samples += minimiser.evaluations
            let amounts = phase.model.amounts(y)
            let total = amounts[0] + amounts[1]
            let x = amounts[1] / total
            let energy = phase.model.energy(isotherm, y) / total
            if isBelow(x, energy, index, hull), !isKnown(index, x) {
                constitutions.append(y)
                points.append(HullPoint(x: x, energy: energy, phase: index, logit: Self.logit(x), constitution: constitutions.count - 1))
                found = true
            }
        }
        return found
    }
}
