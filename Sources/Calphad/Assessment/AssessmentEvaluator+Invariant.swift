/// Invariants of a binary: temperature and compositions at which three phases coexist.
extension AssessmentEvaluator {
    static let maximumInvariantSteps = 60
    /// Kelvin.
    static let invariantTolerance = 1e-8
    private static let largestStep = 40.0

    /// The probe of each phase: the second of two of one phase has the other probe.
    private func probePlaces(_ row: AssessmentRow.Invariant) -> [Int] {
        row.phases.indices.map { place in 2 * row.phases[place] + (row.phases[..<place].contains(row.phases[place]) ? 1 : 0) }
    }

    mutating func invariant(_ row: AssessmentRow.Invariant, _ index: Int, _ first: Int) {
        let places = probePlaces(row)
        if var state = states[index].take(), converge(places, &state), recordReadings(row, places, state, first, kind: .exact) {
            states[index] = state
            return
        }
        var best: RowState?
        for var start in coldStates(row, places) where converge(places, &start) {
            if best.map({ abs(start.temperature - row.near) < abs($0.temperature - row.near) }) ?? true { best = start }
        }
        if var state = best, converge(places, &state), recordReadings(row, places, state, first, kind: .exact) {
            states[index] = state
            return
        }
        for place in row.readings.indices { recordUnusable(first + place, row.readings[place].loss) }
    }

    /// `Σ_c M_c dμ_c − G_T dT = G` of each phase, J/mol.
    private mutating func assemble(_ places: [Int], _ system: inout SmallLinearSystem) -> [Double] {
        system.reset(3)
        return places.enumerated().map { row, probe in
            system.set(row, 0, probes[probe].workspace.amounts[0])
            system.set(row, 1, probes[probe].workspace.amounts[1])
            system.set(row, 2, -probes[probe].workspace.derivatives.temperatureSlope)
            return probes[probe].workspace.derivatives.energy
        }
    }

    /// Newton's method on potentials, temperature and all constitutions.
    private mutating func converge(_ places: [Int], _ state: inout RowState) -> Bool {
        for (place, probe) in places.enumerated() {
            for i in state.constitutions[place].indices { probes[probe].workspace.y[i] = state.constitutions[place][i] }
        }
        var system = SmallLinearSystem()
        var potentials = [0.0, 0.0]
        for _ in 0..<Self.maximumInvariantSteps {
            for probe in places {
                probes[probe].move(to: state.temperature, shifts)
                probes[probe].evaluate()
                guard probes[probe].workspace.total > 0, probes[probe].workspace.respond(toTemperature: true, potentials: potentials) else {
                    return false
                }
            }
            var solution = assemble(places, &system)
            guard system.factor() else { return false }
            system.solve(&solution)
            guard solution.allSatisfy(\.isFinite) else { return false }
            potentials = [solution[0], solution[1]]
            let step = max(-Self.largestStep, min(Self.largestStep, solution[2]))
            var change = 0.0
            for probe in places { change = max(change, probes[probe].workspace.step(towards: potentials, temperature: step)) }
            state.temperature += step
            guard AssessmentCore.temperatures.contains(state.temperature), change.isFinite else { return false }
            if abs(step) < Self.invariantTolerance, change < PhaseProbe.stepTolerance {
                for (place, probe) in places.enumerated() { state.constitutions[place] = probes[probe].workspace.y }
                return areApart(places)
            }
        }
        return false
    }

    private func areApart(_ places: [Int]) -> Bool {
        let x = places.map { probes[$0].workspace.amounts[1] / probes[$0].workspace.total }.sorted()
        return zip(x, x.dropFirst()).allSatisfy { $1 - $0 > Self.smallestGap / 100 }
    }

    /// Deviates and gradients after ``converge(_:_:)``: each reading is one solution of the transposed system.
    private mutating func recordReadings(
        _ row: AssessmentRow.Invariant, _ places: [Int], _ state: RowState, _ first: Int, kind: Kind
    ) -> Bool {
        for (offset, reading) in row.readings.enumerated() {
            var system = SmallLinearSystem()
            system.reset(3)
            for (r, probe) in places.enumerated() {
                system.set(0, r, probes[probe].workspace.amounts[0])
                system.set(1, r, probes[probe].workspace.amounts[1])
                system.set(2, r, -probes[probe].workspace.derivatives.temperatureSlope)
            }
            guard system.factor() else { return false }
            var predicted = state.temperature
            var right = [0.0, 0.0, 1.0]
            var vertex: Int?
            if let (place, component) = reading.vertex {
                let probe = places[place]
                let total = probes[probe].workspace.total
                predicted = probes[probe].workspace.amounts[component] / total
                right = [0, 0, 0]
                if probes[probe].phase.model.variableCount > 0 {
                    let q = (0..<2).map { ($0 == component ? 1 : 0) / total - predicted / total }
                    for d in 0..<3 { for c in 0..<2 { right[d] += q[c] * probes[probe].workspace.change(of: c, by: d + 1) } }
                    probes[probe].answer(q[...], into: &otherDirection)
                    vertex = place
                }
            }
            system.solve(&right)
            let error = reading.value.error
            let isBracket = if case .bracket = reading.loss { true } else { false }
            let sign = isBracket ? 1.0 : -1.0
            record(first + offset, sign * (predicted - reading.value.value) / error, reading.loss, kind: kind, predicted: predicted)
            for (r, probe) in places.enumerated() {
                for entry in probes[probe].phase.entries {
                    let slope = probes[probe].parameterSlope(entry, along: vertex == r ? otherDirection : nil)
                    slopes[entry.parameter] += right[r] * slope.value - (vertex == r ? slope.along : 0)
                }
            }
            spread(first + offset, factor: sign / error, state.temperature)
        }
        return true
    }

    /// Starts: at temperatures about where the invariant is looked for, pairs of the phases side by side, the third where it lies lowest.
    private mutating func coldStates(_ row: AssessmentRow.Invariant, _ places: [Int]) -> [RowState] {
        var result: [RowState] = []
        for offset in Self.offsets {
            let temperature = row.near + offset
            guard AssessmentCore.temperatures.contains(temperature) else { continue }
            for probe in places { probes[probe].move(to: temperature, shifts) }
            guard let hull = hull(places) else { continue }
            result.append(RowState(fractions: [], temperature: temperature, constitutions: hull))
        }
        return result
    }

    /// Kelvin, nearest first.
    private static let offsets = [0.0, -15, 15, -40, 40, -80, 80, -150, 150]

    /// Constitutions of the three phases: of all chords between samples of two of them, the one from which the third is closest.
    private func hull(_ places: [Int]) -> [[Double]]? {
        struct Point {
            var x: Double
            var energy: Double
            var y: [Double]
        }
        let points = places.map { probe -> [Point] in
            let phase = probes[probe].phase
            let thinned = max(1, phase.samples.count / Self.hullSamples)
            return stride(from: 0, to: phase.samples.count, by: thinned).map { index in
                let sample = phase.samples[index]
                return Point(
                    x: phase.sampleFractions[index][1], energy: probes[probe].energy(sample) / phase.model.amounts(sample).reduce(0, +), y: sample)
            }
        }
        // The hull of each pair: the chord below which none of either phase's samples lies; the third phase is then taken where it is lowest.
        var best: (miss: Double, states: [[Double]])?
        for third in 0..<3 {
            let first = (third + 1) % 3
            let second = (third + 2) % 3
            for (a, b) in Self.chords(
                points[first].map { ($0.x, $0.energy) }, points[second].map { ($0.x, $0.energy) }, isSame: places[first] / 2 == places[second] / 2)
            {
                let one = points[first][a]
                let two = points[second][b]
                let slope = (two.energy - one.energy) / (two.x - one.x)
                let apart = points[third].filter { point in
                    (places[third] / 2 != places[first] / 2 || abs(point.x - one.x) > Self.coldGap)
                        && (places[third] / 2 != places[second] / 2 || abs(point.x - two.x) > Self.coldGap)
                }
                guard let lowest = apart.min(by: { $0.energy - slope * $0.x < $1.energy - slope * $1.x }) else { continue }
                let miss = abs(lowest.energy - one.energy - slope * (lowest.x - one.x))
                if miss < best?.miss ?? .infinity {
                    var states = [[Double]](repeating: [], count: 3)
                    states[first] = one.y
                    states[second] = two.y
                    states[third] = lowest.y
                    best = (miss, states)
                }
            }
        }
        return best?.states
    }

    private static let hullSamples = 200

    /// Edges of the lower hull of two phases' points that join the one phase to the other.
    private static func chords(_ first: [(x: Double, g: Double)], _ second: [(x: Double, g: Double)], isSame: Bool) -> [(Int, Int)] {
        let all =
            first.enumerated().map { (x: $1.x, g: $1.g, phase: 0, index: $0) }
            + (isSame ? [] : second.enumerated().map { (x: $1.x, g: $1.g, phase: 1, index: $0) })
        var hull: [(x: Double, g: Double, phase: Int, index: Int)] = []
        for point in all.sorted(by: { $0.x != $1.x ? $0.x < $1.x : $0.g < $1.g }) {
            if let last = hull.last, point.x - last.x < 1e-12 { continue }
            while hull.count >= 2 {
                let a = hull[hull.count - 2]
                let b = hull[hull.count - 1]
                if (b.g - a.g) * (point.x - a.x) >= (point.g - a.g) * (b.x - a.x) { hull.removeLast() } else { break }
            }
            hull.append(point)
        }
        return zip(hull, hull.dropFirst()).compactMap { left, right in
            if isSame { return right.x - left.x > coldGap ? (left.index, right.index) : nil }
            guard left.phase != right.phase else { return nil }
            return left.phase == 0 ? (left.index, right.index) : (right.index, left.index)
        }
    }
}
