/// Step 2: the edges of the hull become tie-lines.
extension HullSearch {
    enum Joint {
        case nothing
        case solved(Int)
        case unsolved
    }

    func joins(_ left: Int, _ right: Int) -> Joint {
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
    func isSame(_ vertex: Vertex, _ point: HullPoint) -> Bool {
        abs(vertex.x - point.x) < 1e-6 + 1e-3 * min(vertex.x, 1 - vertex.x)
    }

    /// Whether the phase's energy half-way lies above the chord.
    func isHill(_ one: HullPoint, _ two: HullPoint) -> Bool {
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
    func wells(_ one: HullPoint, _ two: HullPoint, _ isotherm: GibbsModel.Isotherm) -> ((x: Double, y: [Double]), (x: Double, y: [Double])) {
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

    func working(_ point: HullPoint, slope: Double) -> WorkingPhase {
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
    func interior(_ y: [Double], _ phase: Int) -> [Double] {
        var result = y.map { max($0, 1e-6) }
        for block in system.compiled[phase].model.blocks {
            let sum = block.reduce(0.0) { $0 + result[$1] }
            for i in block { result[i] /= sum }
        }
        return result
    }

    mutating func solve(_ left: Int, _ right: Int) {
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
    func isSolved(_ line: TieLine) -> Bool {
        solved.contains {
            $0.leaner.phaseIndex == line.leaner.phaseIndex && $0.richer.phaseIndex == line.richer.phaseIndex
                && abs($0.leaner.x - line.leaner.x) < 1e-9 && abs($0.richer.x - line.richer.x) < 1e-9
        }
    }

    /// Of all substitutional phases the lowest at one composition: a phase that is not the lowest there cannot be on the hull there.
    mutating func addLowestCurve(atLogit logit: Double) {
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

    mutating func add(_ vertex: Vertex) {
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
    mutating func halve(_ place: Int) {
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
    mutating func addAllPhases(at x: Double) {
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
}
