/// Constitutions of all phases, with everything about them that does not depend on temperature.
///
/// Energies at a temperature are one product of a matrix with the parameters of each phase, and heights above a tangent plane one pass over
/// contiguous storage.
final class SamplePool: Sendable {
    /// Samples are stored in groups of this many; the last of a phase is repeated to fill its group.
    static let group = 4

    /// Samples of each phase.
    let ranges: [Range<Int>]
    /// For each phase its samples by the component of which there is most: the wells of a miscibility gap lie in different parts.
    let parts: [[Range<Int>]]
    let count: Int
    private let components: Int
    /// `[group][component]`, four samples at a time.
    private let fractions: [SIMD4<Double>]
    /// Moles of formula units per mole of atoms.
    private let inverseAtoms: [SIMD4<Double>]
    /// `Σ y²`: how ordered a constitution is, the same for all permutations of equal sublattices.
    private let orders: [SIMD4<Double>]
    private let tables: [SampledConstitutions]
    private let constitutions: [[Double]]

    init(_ phases: [CompiledPhase], _ samples: (GibbsModel) -> [[Double]]) {
        let components = phases.first?.fixedAtoms.count ?? 0
        var ranges: [Range<Int>] = []
        var parts: [[Range<Int>]] = []
        var fractions: [SIMD4<Double>] = []
        var inverseAtoms: [SIMD4<Double>] = []
        var orders: [SIMD4<Double>] = []
        var tables: [SampledConstitutions] = []
        var constitutions: [[Double]] = []
        var amounts = [Double](repeating: 0, count: components)
        var next = 0
        for phase in phases {
            let all = Self.neutral(samples(phase.model), phase.model).filter { phase.isPhase(atoms: phase.amounts($0, into: &amounts)) }
            var byComponent: [[[Double]]] = .init(repeating: [], count: components)
            for y in all {
                _ = phase.amounts(y, into: &amounts)
                byComponent[amounts.indices.max { amounts[$0] < amounts[$1] } ?? 0].append(y)
            }
            var kept: [[Double]] = []
            var own: [Range<Int>] = []
            for var part in byComponent {
                guard let last = part.last else { continue }
                while part.count % Self.group != 0 { part.append(last) }
                own.append(next + kept.count..<next + kept.count + part.count)
                kept += part
            }
            parts.append(own)
            for start in stride(from: 0, to: kept.count, by: Self.group) {
                var rows = [SIMD4<Double>](repeating: .zero, count: components)
                var inverse = SIMD4<Double>.zero
                var order = SIMD4<Double>.zero
                for lane in 0..<Self.group {
                    let total = phase.amounts(kept[start + lane], into: &amounts)
                    inverse[lane] = 1 / total
                    order[lane] = kept[start + lane].reduce(0) { $0 + $1 * $1 }
                    for c in 0..<components { rows[c][lane] = amounts[c] / total }
                }
                fractions += rows
                inverseAtoms.append(inverse)
                orders.append(order)
            }
            ranges.append(next..<next + kept.count)
            next += kept.count
            tables.append(phase.model.makeSamples(kept))
            constitutions.append(kept.flatMap(\.self))
        }
        self.ranges = ranges
        self.parts = parts
        self.count = next
        self.components = components
        self.fractions = fractions
        self.inverseAtoms = inverseAtoms
        self.orders = orders
        self.tables = tables
        self.constitutions = constitutions
    }

    /// Site fractions of a sample.
    func constitution(_ sample: Int, phase: Int, into y: inout [Double]) {
        let start = (sample - ranges[phase].lowerBound) * y.count
        for i in y.indices { y[i] = constitutions[phase][start + i] }
    }

    func fraction(_ sample: Int, _ component: Int) -> Double {
        fractions[sample / Self.group * components + component][sample % Self.group]
    }

    func makeEnergies() -> [SIMD4<Double>] { .init(repeating: .zero, count: count / Self.group) }

    /// J per mole of atoms, for the samples of one phase.
    func energies(phase: Int, _ model: GibbsModel, _ isotherm: GibbsModel.Isotherm, into energies: inout [SIMD4<Double>]) {
        let groups = ranges[phase].lowerBound / Self.group..<ranges[phase].upperBound / Self.group
        energies.withUnsafeMutableBufferPointer { energies in
            let own = UnsafeMutableBufferPointer(rebasing: energies[groups])
            own.withMemoryRebound(to: Double.self) { model.energies(tables[phase], isotherm, into: $0) }
            for group in groups { energies[group] *= inverseAtoms[group] }
        }
    }

    /// End members of each sign whose mixtures are all sampled.
    private static let largestCornerCount = 30

    private static func isEndMember(_ y: [Double]) -> Bool { y.allSatisfy { $0 == 0 || $0 == 1 } }

    /// Constitutions without net charge: each charged one is mixed with the next of the other sign, which is exact because the charge is
    /// linear in the site fractions.
    private static func neutral(_ samples: [[Double]], _ model: GibbsModel) -> [[Double]] {
        guard model.isCharged else { return samples }
        var result = samples.filter { abs(model.charge($0)) < 1e-12 }
        let positive = samples.filter { model.charge($0) >= 1e-12 }
        let negative = samples.filter { model.charge($0) <= -1e-12 }
        guard !positive.isEmpty, !negative.isEmpty else { return result }
        func mix(_ one: [Double], _ two: [Double]) {
            let share = model.charge(one) / (model.charge(one) - model.charge(two))
            result.append(zip(one, two).map { $0 + ($1 - $0) * share })
        }
        // All pairs of end members, which are the corners of the neutral constitutions, then the inside.
        let corners = (positive.filter(isEndMember), negative.filter(isEndMember))
        for one in corners.0.prefix(largestCornerCount) { for two in corners.1.prefix(largestCornerCount) { mix(one, two) } }
        for index in 0..<max(positive.count, negative.count) {
            mix(positive[index % positive.count], negative[index % negative.count])
            if positive.count > 1, negative.count > 1 {
                mix(positive[index * 7 % positive.count], negative[index * 13 % negative.count])
            }
        }
        return result
    }

    /// A constitution near which no other minimum is looked for.
    struct Landmark {
        /// Two constitutions differ when a mole fraction, the order, or the part of the sites that is empty differs by this much.
        static let differentFraction = 0.08
        static let differentOrder = 0.12
        static let differentOccupancy = 0.08

        var fractions: [Double]
        var order: Double
        /// Atoms per formula unit.
        var atoms: Double

        /// - Parameter share: of the differences that tell two constitutions apart.
        func isLike(_ other: Landmark, within share: Double = 1) -> Bool {
            abs(order - other.order) < Self.differentOrder * share && abs(atoms / other.atoms - 1) < Self.differentOccupancy * share
                && zip(fractions, other.fractions).allSatisfy { abs($0 - $1) < Self.differentFraction * share }
        }
    }

    func landmark(_ sample: Int) -> Landmark {
        Landmark(
            fractions: (0..<components).map { fraction(sample, $0) }, order: orders[sample / Self.group][sample % Self.group],
            atoms: 1 / inverseAtoms[sample / Self.group][sample % Self.group])
    }

    /// The lowest sample of a phase that is like none of the landmarks; nil where none of those lies below a limit, J per mole of atoms.
    func lowest(
        phase: Int, _ energies: [SIMD4<Double>], potentials: [Double], unlike landmarks: [Landmark], below limit: Double = .infinity
    ) -> (sample: Int, height: Double)? {
        var best = limit
        var found = -1
        let components = components
        energies.withUnsafeBufferPointer { energies in
            fractions.withUnsafeBufferPointer { fractions in
                potentials.withUnsafeBufferPointer { potentials in
                    for group in ranges[phase].lowerBound / Self.group..<ranges[phase].upperBound / Self.group {
                        var height = energies[group]
                        let row = group * components
                        for c in 0..<components { height -= potentials[c] * fractions[row + c] }
                        // `.<` with `any` is a handful of instructions where `min()` is a chain.
                        guard any(height .< best) else { continue }
                        for lane in 0..<Self.group where height[lane] < best && isUnlike(landmarks, group, lane) {
                            best = height[lane]
                            found = group * Self.group + lane
                        }
                    }
                }
            }
        }
        return found < 0 ? nil : (found, best)
    }

    private func isUnlike(_ landmarks: [Landmark], _ group: Int, _ lane: Int) -> Bool {
        for landmark in landmarks {
            guard abs(orders[group][lane] - landmark.order) < Landmark.differentOrder,
                abs(landmark.atoms * inverseAtoms[group][lane] - 1) < Landmark.differentOccupancy
            else { continue }
            var isAlike = true
            for c in 0..<components where isAlike {
                isAlike = abs(fractions[group * components + c][lane] - landmark.fractions[c]) < Landmark.differentFraction
            }
            if isAlike { return false }
        }
        return true
    }

    /// The sample of a phase that lies lowest above a tangent plane, and its height, J per mole of atoms; nil for a phase with no samples.
    func lowest(phase: Int, _ energies: [SIMD4<Double>], potentials: [Double]) -> (sample: Int, height: Double)? {
        lowest(in: ranges[phase], energies, potentials: potentials)
    }

    /// The same of whole groups of samples.
    func lowest(in range: Range<Int>, _ energies: [SIMD4<Double>], potentials: [Double]) -> (sample: Int, height: Double)? {
        guard !range.isEmpty else { return nil }
        var lowest = SIMD4<Double>(repeating: .infinity)
        var groups = SIMD4<Double>(repeating: 0)
        let components = components
        energies.withUnsafeBufferPointer { energies in
            fractions.withUnsafeBufferPointer { fractions in
                potentials.withUnsafeBufferPointer { potentials in
                    for group in range.lowerBound / Self.group..<range.upperBound / Self.group {
                        var height = energies[group]
                        let row = group * components
                        for c in 0..<components { height -= potentials[c] * fractions[row + c] }
                        let isLower = height .< lowest
                        lowest.replace(with: height, where: isLower)
                        groups.replace(with: Double(group), where: isLower)
                    }
                }
            }
        }
        let height = lowest.min()
        for lane in 0..<Self.group where lowest[lane] == height { return (Int(groups[lane]) * Self.group + lane, height) }
        return nil
    }
}
