/// Finds all temperatures at which two phases of one composition have the same energy, and joins them into curves.
struct EqualEnergySearch {
    /// Steps of the search over temperature, at most this wide in kelvin and this many.
    private static let temperatureStep = 10.0
    private static let maximumSteps = 400
    static let maximumIterations = 80
    /// J per mole of atoms.
    private static let tolerance = 1e-9
    /// Two roots of neighbouring compositions belong to one curve when the tangent of one misses the other by no more, kelvin.
    private static let largestMiss = 4.0

    private struct Root {
        var point: EqualEnergyCurves.Point
        /// dT0/dx, kelvin.
        var slope: Double
    }

    private struct Difference {
        var value: Double
        var temperatureSlope: Double
        var slope: Double
    }

    var one: SinglePhaseEnergy
    var two: SinglePhaseEnergy

    mutating func curves(_ compositions: [Double], in range: ClosedRange<Double>) -> [[EqualEnergyCurves.Point]] {
        var finished: [[EqualEnergyCurves.Point]] = []
        var open: [(points: [EqualEnergyCurves.Point], last: Root)] = []
        for x in compositions {
            var roots = roots(x, range)
            var next: [(points: [EqualEnergyCurves.Point], last: Root)] = []
            for curve in open {
                let step = x - curve.last.point.x
                func miss(_ root: Root) -> Double {
                    let forwards = abs(curve.last.point.temperature + curve.last.slope * step - root.point.temperature)
                    let backwards = abs(root.point.temperature - root.slope * step - curve.last.point.temperature)
                    return min(forwards, backwards) - 0.25 * abs(curve.last.slope * step)
                }
                if let best = roots.indices.min(by: { miss(roots[$0]) < miss(roots[$1]) }), miss(roots[best]) < Self.largestMiss {
                    let root = roots.remove(at: best)
                    next.append((curve.points + [root.point], root))
                } else {
                    finished.append(curve.points)
                }
            }
            open = next + roots.map { ([$0.point], $0) }
        }
        return (finished + open.map(\.points)).sorted { ($0[0].x, $0[0].temperature) < ($1[0].x, $1[0].temperature) }
    }

    private mutating func difference(_ x: Double, _ temperature: Double) -> Difference? {
        guard let a = one.value(x, at: temperature), let b = two.value(x, at: temperature) else { return nil }
        return Difference(value: a.energy - b.energy, temperatureSlope: a.temperatureSlope - b.temperatureSlope, slope: a.slope - b.slope)
    }

    /// Between two temperatures the difference can change its sign once, or twice about an extremum, which the change of its slope shows.
    private mutating func roots(_ x: Double, _ range: ClosedRange<Double>) -> [Root] {
        let span = range.upperBound - range.lowerBound
        let count = max(2, min(Self.maximumSteps, Int((span / Self.temperatureStep).rounded(.up))))
        var roots: [Root] = []
        var previous: (temperature: Double, difference: Difference)?
        for step in 0...count {
            let temperature = range.lowerBound + span * Double(step) / Double(count)
            guard let difference = difference(x, temperature) else {
                previous = nil
                continue
            }
            if let before = previous {
                if (before.difference.value < 0) != (difference.value < 0) {
                    append(root(x, before.temperature, temperature, before.difference.value < 0), to: &roots)
                } else if let turn = turn(x, before, (temperature, difference)), (turn.difference.value < 0) != (difference.value < 0) {
                    append(root(x, before.temperature, turn.temperature, before.difference.value < 0), to: &roots)
                    append(root(x, turn.temperature, temperature, turn.difference.value < 0), to: &roots)
                }
            }
            previous = (temperature, difference)
        }
        return roots
    }

    private func append(_ root: Root?, to roots: inout [Root]) {
        guard let root, roots.last.map({ root.point.temperature - $0.point.temperature > 1e-6 }) ?? true else { return }
        roots.append(root)
    }

    /// Newton's method inside a bracket, with bisection where it leaves it.
    private mutating func root(_ x: Double, _ low: Double, _ high: Double, _ isNegativeBelow: Bool) -> Root? {
        var (low, high) = (low, high)
        var temperature = (low + high) / 2
        for _ in 0..<Self.maximumIterations {
            guard let found = difference(x, temperature) else { return nil }
            if (found.value < 0) == isNegativeBelow { low = temperature } else { high = temperature }
            let step = -found.value / found.temperatureSlope
            if abs(found.value) < Self.tolerance || abs(step) < 1e-12 * temperature || high - low < 1e-12 * temperature {
                let point = EqualEnergyCurves.Point(x: x, temperature: temperature, residual: found.value)
                return Root(point: point, slope: -found.slope / found.temperatureSlope)
            }
            let next = temperature + step
            temperature = next > low && next < high ? next : (low + high) / 2
        }
        return nil
    }

    private mutating func turn(
        _ x: Double, _ low: (temperature: Double, difference: Difference), _ high: (temperature: Double, difference: Difference)
    ) -> (temperature: Double, difference: Difference)? {
        guard (low.difference.temperatureSlope < 0) != (high.difference.temperatureSlope < 0) else { return nil }
        var (a, b) = (low.temperature, high.temperature)
        for _ in 0..<Self.maximumIterations where b - a > 1e-9 * b {
            let middle = (a + b) / 2
            guard let found = difference(x, middle) else { return nil }
            if (found.value < 0) != (low.difference.value < 0) { return (middle, found) }
            if (found.temperatureSlope < 0) == (low.difference.temperatureSlope < 0) { a = middle } else { b = middle }
        }
        return nil
    }
}
