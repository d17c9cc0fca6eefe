/// The global search for all two-phase fields of a binary at one temperature.
///
/// 1. Every phase is sampled over all its constitutions, and the lower convex hull of the samples is taken: nothing depends on a start.
/// 2. Every edge of the hull that joins two phases, or two parts of one phase with a hill between them, becomes a tie-line by Newton's
///    method, and its exact ends join the points.
/// 3. Wherever a phase's samples come close to the hull, its lowest point against the hull's tangent is found by Newton's method, and
///    joins the points when it lies below: phases stable in a window narrower than the grid are found here.
/// 4. The hull is taken again, until it holds exact points only and nothing lies below it.
struct HullSearch {
    /// Turns of steps 2 to 4. Two are usual; fields about to close take more.
    static let maximumRounds = 32
    /// How far above the hull a sample can lie while its phase still reaches below it between the samples, J/mol.
    static let nearness = 20.0
    /// The same for phases whose samples are not at inner equilibrium.
    static let generalNearness = 3000.0
    /// A phase this far below the hull is a new stable phase, J/mol.
    static let tolerance = 1e-6

    /// A field narrower than this in `x` counts as closed: phases this alike are told apart by rounding only.
    static let narrowestField = 1e-6

    /// Edges between the same phases this close in `x` to a closed field are its sampling and nothing else.
    static let closedRadius = 1e-4

    let system: BinarySystem
    let temperature: Double
    let energies: [PhaseEnergy]
    private var points: [HullPoint] = []
    private var constitutions: [[Double]] = []
    private var solved: [TieLine] = []
    /// Pairs whose field Newton's method found closed, and where.
    private var closed: [(left: Int, right: Int, x: Double)] = []
    /// Samples and refined points that were compared with the hull.
    private(set) var samples = 0
    private var margins: [Double]

    init(_ system: BinarySystem, temperature: Double) {
        self.system = system
        self.temperature = temperature
        energies = system.energies(at: temperature)
        margins = .init(repeating: 0, count: energies.count)
    }

    struct Result {
        var tieLines: [TieLine]
        /// Phases on the hull between tie-lines, in the order of `x`, each with a point of it.
        var corners: [HullPoint]
        /// For each phase its lowest sample above the hull, J/mol; zero for a phase on it.
        var margins: [Double]
        var samples: Int
    }

    mutating func run() throws(EquilibriumError) -> Result {
        sample()
        for _ in 0..<Self.maximumRounds {
            points.sort { $0.x < $1.x }
            let hull = LowerHull.corners(points)
            var isExact = true
            var lines: [TieLine] = []
            for (left, right) in zip(hull, hull.dropFirst()) {
                switch joins(left, right) {
                case .nothing: continue
                case .solved(let index): lines.append(solved[index])
                case .unsolved:
                    isExact = false
                    solve(left, right)
                }
            }
            let found = refineNearHull(hull)
            if isExact, !found { return Result(tieLines: lines, corners: hull.map { points[$0] }, margins: margins, samples: samples) }
        }
        throw EquilibriumError(
            .notConverged,
            "the equilibrium between \(system.components[0]) and \(system.components[1]) at \(temperature) K did not settle in \(Self.maximumRounds) rounds of hull and Newton",
            remedy: "Report the database and the temperature; a temperature 0.01 K away may work.")
    }

    // MARK: 1. Samples

    private mutating func sample() {
        let grid = system.grid
        var lowest = [Double](repeating: .infinity, count: grid.x.count)
        var owner = [Int](repeating: -1, count: grid.x.count)
        for (index, energy) in energies.enumerated() {
            switch energy {
            case .curve(let curve):
                for node in grid.x.indices {
                    let value = curve.energy(x: grid.x[node], mixing: grid.mixing[node])
                    if value < lowest[node] {
                        lowest[node] = value
                        owner[node] = index
                    }
                }
                samples += grid.x.count
            case .point(let x, let energy, _):
                points.append(HullPoint(x: x, energy: energy, phase: index, logit: Self.logit(x), constitution: -1))
                samples += 1
            case .general(let isotherm): sampleGeneral(index, isotherm)
            }
        }
        for node in grid.x.indices where owner[node] >= 0 {
            points.append(HullPoint(x: grid.x[node], energy: lowest[node], phase: owner[node], logit: grid.logit[node], constitution: -1))
        }
    }

    private static func logit(_ x: Double) -> Double {
        Elementary.log(max(x, GibbsModel.siteFractionFloor)) - Elementary.log(max(1 - x, GibbsModel.siteFractionFloor))
    }

    /// Compositions are sorted into this many bins and the lowest sample of each is kept.
    private static let bins = 160

    private mutating func sampleGeneral(_ index: Int, _ isotherm: GibbsModel.Isotherm) {
        let phase = system.compiled[index]
        var best = [Int](repeating: -1, count: Self.bins + 1)
        var value = [Double](repeating: .infinity, count: Self.bins + 1)
        for sample in phase.samples.indices {
            let y = phase.samples[sample]
            let amounts = phase.model.amounts(y)
            let total = amounts[0] + amounts[1]
            guard total > 0 else { continue }
            let energy = phase.model.energy(isotherm, y) / total
            let bin = Int(phase.sampleCompositions[sample] * Double(Self.bins))
            if energy < value[bin] {
                value[bin] = energy
                best[bin] = sample
            }
        }
        samples += phase.samples.count
        for bin in best.indices where best[bin] >= 0 {
            constitutions.append(phase.samples[best[bin]])
            points.append(
                HullPoint(
                    x: phase.sampleCompositions[best[bin]], energy: value[bin], phase: index, logit: Self.logit(phase.sampleCompositions[best[bin]]),
                    constitution: constitutions.count - 1))
        }
    }

    // MARK: 2. Edges

    private enum Joint {
        case nothing
        case solved(Int)
        case unsolved
    }

    private func joins(_ left: Int, _ right: Int) -> Joint {
        let one = points[left]
        let two = points[right]
        if one.phase == two.phase {
            // Neighbours in the list have nothing between them that could be a hill.
            if right == left + 1, one.constitution < 0 { return .nothing }
            guard isHill(one, two) else { return .nothing }
        }
        for index in solved.indices where solved[index].leaner.phaseIndex == one.phase && solved[index].richer.phaseIndex == two.phase {
            let line = solved[index]
            if isSame(line.leaner, one), isSame(line.richer, two) { return .solved(index) }
        }
        let isClosed = closed.contains {
            $0.left == one.phase && $0.right == two.phase && $0.x >= one.x - Self.closedRadius && $0.x <= two.x + Self.closedRadius
        }
        return isClosed || two.x - one.x < Self.narrowestField ? .nothing : .unsolved
    }

    /// Whether a corner of the hull is the exact end of a tie-line, or a sample right beside it.
    private func isSame(_ vertex: Vertex, _ point: HullPoint) -> Bool {
        abs(vertex.x - point.x) < 1e-6 + 1e-3 * min(vertex.x, 1 - vertex.x)
    }

    /// Whether the phase's energy half-way lies above the chord.
    private func isHill(_ one: HullPoint, _ two: HullPoint) -> Bool {
        let chord: Double
        let middle: Double
        switch energies[one.phase] {
        case .point: return false
        case .curve(let curve):
            let x = (one.x + two.x) / 2
            chord = (one.energy + two.energy) / 2
            let mixing = x * Elementary.log(x) + (1 - x) * Elementary.log(1 - x)
            middle = curve.energy(x: x, mixing: mixing)
        case .general(let isotherm):
            let model = system.compiled[one.phase].model
            let y = zip(constitutions[one.constitution], constitutions[two.constitution]).map { ($0 + $1) / 2 }
            let amounts = model.amounts(y)
            let total = amounts[0] + amounts[1]
            middle = model.energy(isotherm, y) / total
            let share = (amounts[1] / total - one.x) / max(two.x - one.x, 1e-300)
            chord = one.energy + (two.energy - one.energy) * share
            // Half-way between two variants of an ordered compound there is disorder and no gap: only two wells make a field.
            guard middle > chord + Self.tolerance else { return false }
            let wells = wells(one, two, isotherm)
            return abs(wells.0.x - wells.1.x) > Self.narrowestField
        }
        return middle > chord + Self.tolerance
    }

    /// Where a phase comes to rest from both ends of an edge, against the edge's own tangent.
    private func wells(_ one: HullPoint, _ two: HullPoint, _ isotherm: GibbsModel.Isotherm) -> ((x: Double, y: [Double]), (x: Double, y: [Double])) {
        let model = system.compiled[one.phase].model
        let slope = (two.energy - one.energy) / (two.x - one.x)
        let intercept = one.energy - one.x * slope
        var minimiser = DrivingForceMinimiser(model, isotherm)
        func well(_ point: HullPoint) -> (x: Double, y: [Double]) {
            let y = minimiser.minimise(from: interior(constitutions[point.constitution], point.phase), potentials: [intercept, intercept + slope])
            let amounts = model.amounts(y)
            return (amounts[1] / (amounts[0] + amounts[1]), y)
        }
        return (well(one), well(two))
    }

    private func working(_ point: HullPoint, slope: Double) -> WorkingPhase {
        switch energies[point.phase] {
        case .point: return WorkingPhase(index: point.phase)
        case .curve(let curve):
            var logit = point.logit
            // At an end of the axis the logarithm is what is missing to the slope of the edge.
            if point.x <= 0 || point.x >= 1 { logit = (slope - curve.regularSlope(x: point.x)) / curve.thermal }
            return WorkingPhase(index: point.phase, logit: logit)
        case .general:
            return WorkingPhase(index: point.phase, y: interior(constitutions[point.constitution], point.phase))
        }
    }

    /// Samples on a face of the domain, moved inside so that logarithms are finite.
    private func interior(_ y: [Double], _ phase: Int) -> [Double] {
        var result = y.map { max($0, 1e-6) }
        for block in system.compiled[phase].model.blocks {
            let sum = block.reduce(0.0) { $0 + result[$1] }
            for i in block { result[i] /= sum }
        }
        return result
    }

    private mutating func solve(_ left: Int, _ right: Int) {
        let one = points[left]
        let two = points[right]
        let slope = (two.energy - one.energy) / (two.x - one.x)
        var first = working(one, slope: slope)
        var second = working(two, slope: slope)
        if one.phase == two.phase, case .general(let isotherm) = energies[one.phase] {
            let wells = wells(one, two, isotherm)
            first = WorkingPhase(index: one.phase, y: wells.0.y)
            second = WorkingPhase(index: two.phase, y: wells.1.y)
        }
        if let line = system.converge(&first, energies[one.phase], &second, energies[two.phase], temperature),
            line.richer.x - line.leaner.x > Self.narrowestField, !isSolved(line)
        {
            solved.append(line)
            add(line.leaner)
            add(line.richer)
        } else if one.phase != two.phase, abs(first.x - second.x) < Self.narrowestField {
            closed.append((one.phase, two.phase, (first.x + second.x) / 2))
        } else {
            // Closer samples on both sides of both ends; the next hull has a better start.
            halve(left)
            halve(right)
            // And every phase at both ends: one that was not sampled there may be lower than what looked like a corner.
            for x in [one.x, two.x] { addAllPhases(at: x) }
        }
    }

    /// Newton's method came back to a tie-line that is known and does not end here: it needs a closer start.
    private func isSolved(_ line: TieLine) -> Bool {
        solved.contains {
            $0.leaner.phaseIndex == line.leaner.phaseIndex && $0.richer.phaseIndex == line.richer.phaseIndex
                && abs($0.leaner.x - line.leaner.x) < 1e-9 && abs($0.richer.x - line.richer.x) < 1e-9
        }
    }

    /// Of all substitutional phases the lowest at one composition: a phase that is not the lowest there cannot be on the hull there.
    private mutating func addLowestCurve(atLogit logit: Double) {
        var best: HullPoint? = nil
        for (index, energy) in energies.enumerated() {
            guard case .curve(let curve) = energy else { continue }
            let exact = curve.point(atLogit: logit)
            samples += 1
            if exact.energy < best?.energy ?? .infinity {
                best = HullPoint(x: exact.x, energy: exact.energy, phase: index, logit: logit, constitution: -1)
            }
        }
        if let best { points.append(best) }
    }

    private mutating func add(_ vertex: Vertex) {
        var place = -1
        let energy: Double
        switch energies[vertex.phaseIndex] {
        case .point: return
        case .curve:
            addLowestCurve(atLogit: vertex.logit)
            return
        case .general(let isotherm):
            let model = system.compiled[vertex.phaseIndex].model
            constitutions.append(vertex.constitution)
            place = constitutions.count - 1
            energy = model.energy(isotherm, vertex.constitution) / model.amounts(vertex.constitution).reduce(0, +)
        }
        samples += 1
        points.append(HullPoint(x: vertex.x, energy: energy, phase: vertex.phaseIndex, logit: Self.logit(vertex.x), constitution: place))
    }

    /// New samples half-way to the neighbouring samples of a point.
    private mutating func halve(_ place: Int) {
        let point = points[place]
        switch energies[point.phase] {
        case .point: return
        case .curve:
            for neighbour in [place - 1, place + 1] where points.indices.contains(neighbour) {
                // In the logit, with the ends of the axis far out.
                let limit = 60.0
                addLowestCurve(atLogit: (max(-limit, min(limit, point.logit)) + max(-limit, min(limit, points[neighbour].logit))) / 2)
            }
        case .general:
            let own = points.indices.filter { points[$0].phase == point.phase && $0 != place }
            let left = own.filter { points[$0].x < point.x }.max { points[$0].x < points[$1].x }
            let right = own.filter { points[$0].x > point.x }.min { points[$0].x < points[$1].x }
            for neighbour in [left, right].compactMap({ $0 }) {
                let y = zip(constitutions[point.constitution], constitutions[points[neighbour].constitution]).map { ($0 + $1) / 2 }
                let amounts = system.compiled[point.phase].model.amounts(y)
                add(Vertex(phase: "", phaseIndex: point.phase, x: amounts[1] / (amounts[0] + amounts[1]), logit: 0, constitution: y))
            }
        }
    }

    /// Samples of all phases at one composition: exact for substitutional ones, between their nearest samples for the others.
    private mutating func addAllPhases(at x: Double) {
        guard x > 0, x < 1 else { return }
        addLowestCurve(atLogit: Self.logit(x))
        for (index, energy) in energies.enumerated() {
            guard case .general = energy else { continue }
            let own = points.indices.filter { points[$0].phase == index }
            guard let left = own.filter({ points[$0].x < x - Self.narrowestField }).max(by: { points[$0].x < points[$1].x }),
                let right = own.filter({ points[$0].x > x + Self.narrowestField }).min(by: { points[$0].x < points[$1].x }),
                !own.contains(where: { abs(points[$0].x - x) < Self.narrowestField })
            else { continue }
            // x is a ratio of two linear functions of the share, so it is met exactly in closed form.
            let model = system.compiled[index].model
            let a = model.amounts(constitutions[points[left].constitution])
            let b = model.amounts(constitutions[points[right].constitution])
            let distance = (a[1] - x * (a[0] + a[1]), b[1] - x * (b[0] + b[1]))
            let share = distance.0 / (distance.0 - distance.1)
            guard (0...1).contains(share) else { continue }
            let y = zip(constitutions[points[left].constitution], constitutions[points[right].constitution]).map { $0 + ($1 - $0) * share }
            add(Vertex(phase: "", phaseIndex: index, x: x, logit: 0, constitution: y))
        }
    }

    // MARK: Certificate

    /// The lowest point of every phase against a tangent, J/mol: what an independent search has to say about given chemical potentials.
    ///
    /// - Returns: zero or more when nothing lies below the tangent, within rounding; and how many constitutions were looked at.
    mutating func lowestHeight(above potentials: SIMD2<Double>) -> (height: Double, samples: Int) {
        if points.isEmpty { sample() }
        var lowest = Double.infinity
        for (index, energy) in energies.enumerated() {
            let phase = system.compiled[index]
            switch energy {
            case .point(let x, let energy, _): lowest = min(lowest, energy - (1 - x) * potentials[0] - x * potentials[1])
            case .curve(let curve):
                let grid = system.grid
                let heights = grid.x.indices.map { node in
                    curve.energy(x: grid.x[node], mixing: grid.mixing[node]) - (1 - grid.x[node]) * potentials[0] - grid.x[node] * potentials[1]
                }
                lowest = min(lowest, heights.min() ?? .infinity)
                for node in heights.indices where heights[node] < Self.nearness {
                    guard node == 0 || heights[node] <= heights[node - 1], node == heights.count - 1 || heights[node] <= heights[node + 1] else { continue }
                    var probe = working(
                        HullPoint(x: grid.x[node], energy: 0, phase: index, logit: grid.logit[node], constitution: -1), slope: potentials[1] - potentials[0])
                    for _ in 0..<12 {
                        probe.refresh(phase, energies[index])
                        guard probe.mismatch(phase, potentials) > 1e-6, probe.step(phase, towards: potentials, temperatureStep: 0) else { break }
                    }
                    probe.refresh(phase, energies[index])
                    samples += 1
                    lowest = min(lowest, probe.driving(potentials))
                }
            case .general(let isotherm):
                for point in points where point.phase == index {
                    let height = point.energy - (1 - point.x) * potentials[0] - point.x * potentials[1]
                    lowest = min(lowest, height)
                    guard height < Self.generalNearness else { continue }
                    var minimiser = DrivingForceMinimiser(phase.model, isotherm)
                    let y = minimiser.minimise(from: interior(constitutions[point.constitution], index), potentials: [potentials[0], potentials[1]])
                    samples += minimiser.evaluations
                    let amounts = phase.model.amounts(y)
                    let total = amounts[0] + amounts[1]
                    lowest = min(lowest, (phase.model.energy(isotherm, y) - amounts[0] * potentials[0] - amounts[1] * potentials[1]) / total)
                }
            }
        }
        return (lowest, samples)
    }

    // MARK: 3. What lies close to the hull

    private mutating func refineNearHull(_ hull: [Int]) -> Bool {
        var found = false
        for (index, energy) in energies.enumerated() {
            switch energy {
            case .point(let x, let energy, _): margins[index] = max(0, height(x, energy, hull))  // Its one composition is among the points.
            case .curve(let curve):
                if refine(index, curve, hull) { found = true }
            case .general(let isotherm):
                if refine(index, isotherm, hull) { found = true }
            }
        }
        return found
    }

    private func potentials(_ hull: [Int], _ edge: Int) -> SIMD2<Double> {
        let one = points[hull[edge]]
        let two = points[hull[edge + 1]]
        let slope = (two.energy - one.energy) / (two.x - one.x)
        let intercept = one.energy - one.x * slope
        return SIMD2(intercept, intercept + slope)
    }

    private mutating func refine(_ index: Int, _ curve: SubstitutionalCurve, _ hull: [Int]) -> Bool {
        let grid = system.grid
        var heights = [Double](repeating: 0, count: grid.x.count)
        var edges = [Int](repeating: 0, count: grid.x.count)
        var edge = 0
        for node in grid.x.indices {
            while edge < hull.count - 2, points[hull[edge + 1]].x < grid.x[node] { edge += 1 }
            edges[node] = edge
            let tangent = potentials(hull, edge)
            heights[node] = curve.energy(x: grid.x[node], mixing: grid.mixing[node]) - (1 - grid.x[node]) * tangent[0] - grid.x[node] * tangent[1]
        }
        margins[index] = max(0, heights.min() ?? 0)
        var found = false
        for node in grid.x.indices where heights[node] < Self.nearness {
            let below = node == 0 ? .infinity : heights[node - 1]
            let above = node == grid.x.count - 1 ? .infinity : heights[node + 1]
            guard heights[node] <= below + Self.tolerance, heights[node] <= above + Self.tolerance else { continue }
            if isOwnRegion(index, hull, edges[node]) { continue }
            let tangent = potentials(hull, edges[node])
            var probe = working(HullPoint(x: grid.x[node], energy: 0, phase: index, logit: grid.logit[node], constitution: -1), slope: tangent[1] - tangent[0])
            for _ in 0..<12 {
                probe.refresh(system.compiled[index], energies[index])
                if probe.mismatch(system.compiled[index], tangent) < 1e-6 { break }
                guard probe.step(system.compiled[index], towards: tangent, temperatureStep: 0) else { break }
            }
            probe.refresh(system.compiled[index], energies[index])
            samples += 1
            if isBelow(probe.x, probe.energy, index, hull), !isKnown(index, probe.x) {
                addLowestCurve(atLogit: probe.logit)
                found = true
            }
        }
        return found
    }

    /// Whether both corners of the edge belong to the phase: a piece of its own single-phase field.
    private func isOwnRegion(_ index: Int, _ hull: [Int], _ edge: Int) -> Bool {
        points[hull[edge]].phase == index && points[hull[edge + 1]].phase == index
    }

    /// Whether a point shows the hull to be wrong.
    private func isBelow(_ x: Double, _ energy: Double, _ index: Int, _ hull: [Int]) -> Bool {
        var edge = 0
        while edge < hull.count - 2, points[hull[edge + 1]].x < x { edge += 1 }
        return height(x, energy, hull) < -Self.tolerance && !isOwnRegion(index, hull, edge)
    }

    /// Energy above the hull at a composition.
    private func height(_ x: Double, _ energy: Double, _ hull: [Int]) -> Double {
        var edge = 0
        while edge < hull.count - 2, points[hull[edge + 1]].x < x { edge += 1 }
        let tangent = potentials(hull, edge)
        return energy - (1 - x) * tangent[0] - x * tangent[1]
    }

    private func isKnown(_ index: Int, _ x: Double) -> Bool {
        points.contains { $0.phase == index && abs($0.x - x) < 1e-9 }
    }

    private mutating func refine(_ index: Int, _ isotherm: GibbsModel.Isotherm, _ hull: [Int]) -> Bool {
        let phase = system.compiled[index]
        let own = points.indices.filter { points[$0].phase == index }.sorted { points[$0].x < points[$1].x }
        let heights = own.map { height(points[$0].x, points[$0].energy, hull) }
        margins[index] = max(0, heights.min() ?? 0)
        var found = false
        for place in own.indices where heights[place] < Self.generalNearness {
            let below = place == 0 ? .infinity : heights[place - 1]
            let above = place == own.count - 1 ? .infinity : heights[place + 1]
            guard heights[place] <= below + Self.tolerance, heights[place] <= above + Self.tolerance else { continue }
            let point = points[own[place]]
            var edge = 0
            while edge < hull.count - 2, points[hull[edge + 1]].x < point.x { edge += 1 }
            // A corner of the hull has an edge on each side.
            let isCorner = points[hull[edge + 1]].x == point.x && edge < hull.count - 2
            for candidate in isCorner ? [edge, edge + 1] : [edge] where !isOwnRegion(index, hull, candidate) {
                // Inside its own field the hull has only to bend with the phase, and every finer sample would.
                let tangent = potentials(hull, candidate)
                var minimiser = DrivingForceMinimiser(phase.model, isotherm)
                let y = minimiser.minimise(from: interior(constitutions[point.constitution], index), potentials: [tangent[0], tangent[1]])
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
        }
        return found
    }
}
