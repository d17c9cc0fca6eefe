/// How far a phase's energy at a fixed constitution can lie below the chord between two temperatures.
///
/// A heat capacity above zero makes the energy concave: never below a chord. Where it is negative, where the slope of a function jumps upwards or
/// its value jumps, as databases have it, the energy lies below by no more than
///
///     s (1 − s) (T₂ − T₁) P + V                        at T = T₁ + s (T₂ − T₁)
///
/// with `P` the sum of all upward changes of the slope between the two temperatures and `V` that of the jumps of the value: the change of slope
/// `p` at one temperature lowers the energy at another by at most `s (1 − s) (T₂ − T₁) p`, the Green's function of the chord at its peak. Both
/// sums are taken from the samples of the phase at ``nodes``: those of a grid and both sides of every temperature at which a function of the phase
/// changes its form. So what no sample has, or what rises and falls between two nodes without a change of form, is not seen.
struct Concavity: Sendable {
    /// Largest distance of two nodes, kelvin: the terms of a database change over tens of kelvin, and the sum over a wider step is still exact.
    private static let spacing = 10.0
    private static let maximumSteps = 400
    /// Temperatures closer than this are one, kelvin.
    private static let sameNode = 1e-3
    /// Less is the rounding of energies of 1e5 J/mol, J/(mol K) and J/mol.
    private static let rounding = 1e-7

    /// Kelvin, increasing; none for a phase that is concave.
    private let nodes: [Double]
    /// Sums over all nodes below one, J/(mol K) and J/mol, per mole of atoms.
    private let kinks: [Double]
    private let jumps: [Double]

    init(_ core: CompiledSystem, phase index: Int, in range: ClosedRange<Double>, _ energies: inout [SIMD4<Double>]) {
        let model = core.phases[index].model
        let groups = core.samples.ranges[index].lowerBound / SamplePool.group..<core.samples.ranges[index].upperBound / SamplePool.group
        let (nodes, breaks) = Self.nodes(range, model.table.limits)
        var isotherm = model.isotherm(at: nodes[0])
        func look(at temperature: Double) {
            if isotherm.temperature != temperature { model.move(&isotherm, to: temperature) }
            core.samples.energies(phase: index, model, isotherm, into: &energies)
        }
        let zero = [SIMD4<Double>](repeating: .zero, count: groups.count)
        var (last, slopes) = (zero, zero)
        var kinks = [Double](repeating: 0, count: nodes.count)
        var jumps = kinks
        for (place, node) in nodes.enumerated() {
            if breaks[place] {
                look(at: node.nextDown)
            } else {
                look(at: node)
            }
            if place > 0 {
                let width = 1 / (node - nodes[place - 1])
                var largest = 0.0
                for (own, group) in groups.enumerated() {
                    let slope = (energies[group] - last[own]) * width
                    if place > 1 { largest = max(largest, (slope - slopes[own]).max()) }
                    slopes[own] = slope
                    last[own] = energies[group]
                }
                kinks[place - 1] = largest
            } else {
                for (own, group) in groups.enumerated() { last[own] = energies[group] }
            }
            guard breaks[place] else { continue }
            look(at: node)
            for (own, group) in groups.enumerated() {
                let jump = energies[group] - last[own]
                jumps[place] = max(jumps[place], jump.max(), -jump.min())
                last[own] = energies[group]
            }
        }
        guard kinks.contains(where: { $0 > Self.rounding }) || jumps.contains(where: { $0 > Self.rounding }) else {
            (self.nodes, self.kinks, self.jumps) = ([], [], [])
            return
        }
        self.nodes = nodes
        self.kinks = Self.sums(kinks)
        self.jumps = Self.sums(jumps)
    }

    /// How far below the chord, J per mole of atoms.
    ///
    /// - Parameter share: how far from the first temperature to the second, 0...1.
    func defect(from first: Double, to second: Double, share: Double) -> Double {
        guard !nodes.isEmpty, first != second else { return 0 }
        let (low, high) = (min(first, second), max(first, second))
        // A change between two nodes is seen at either of them.
        let start = max(0, place(of: low) - 1)
        let end = min(nodes.count, place(of: high) + 1)
        guard end > start else { return 0 }
        return share * (1 - share) * (high - low) * (kinks[end] - kinks[start]) + jumps[end] - jumps[start]
    }

    /// How many nodes lie at or below a temperature.
    private func place(of temperature: Double) -> Int {
        var (low, high) = (0, nodes.count)
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle] <= temperature { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func sums(_ values: [Double]) -> [Double] {
        var sum = 0.0
        return [0]
            + values.map { value in
                if value > rounding { sum += value }
                return sum
            }
    }

    /// The nodes, and whether a function changes its form at each.
    private static func nodes(_ range: ClosedRange<Double>, _ limits: [Double]) -> ([Double], [Bool]) {
        let width = range.upperBound - range.lowerBound
        let steps = max(2, min(maximumSteps, Int((width / spacing).rounded(.up))))
        let inner = limits.filter { $0 > range.lowerBound + sameNode && $0 < range.upperBound - sameNode }
        var all = (0...steps).map { (at: range.lowerBound + width * Double($0) / Double(steps), isBreak: false) }
        all.removeAll { node in inner.contains { abs($0 - node.at) < sameNode } }
        all += inner.map { (at: $0, isBreak: true) }
        all.sort { $0.at < $1.at }
        return (all.map(\.at), all.map(\.isBreak))
    }
}
