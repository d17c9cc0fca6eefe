/// Constitutions of all phases, with everything about them that does not depend on temperature.
///
/// Energies at a temperature are one product of a matrix with the parameters of each phase, and heights above a tangent plane one pass over
/// contiguous storage.
struct SamplePool: Sendable {
    /// Samples are stored in groups of this many; the last of a phase is repeated to fill its group.
    static let group = 4

    /// Samples of each phase.
    let ranges: [Range<Int>]
    let count: Int
    private let components: Int
    /// `[group][component]`, four samples at a time.
    private let fractions: [SIMD4<Double>]
    /// Moles of formula units per mole of atoms.
    private let inverseAtoms: [SIMD4<Double>]
    private let tables: [SampleTable]
    private let constitutions: [[Double]]

    init(_ phases: [CompiledPhase], _ samples: (GibbsModel) -> [[Double]]) {
        let components = phases.first?.fixedAtoms.count ?? 0
        var ranges: [Range<Int>] = []
        var fractions: [SIMD4<Double>] = []
        var inverseAtoms: [SIMD4<Double>] = []
        var tables: [SampleTable] = []
        var constitutions: [[Double]] = []
        var amounts = [Double](repeating: 0, count: components)
        var next = 0
        for phase in phases {
            var kept = samples(phase.model).filter { phase.isPhase(atoms: phase.amounts($0, into: &amounts)) }
            while let last = kept.last, kept.count % Self.group != 0 { kept.append(last) }
            for start in stride(from: 0, to: kept.count, by: Self.group) {
                var rows = [SIMD4<Double>](repeating: .zero, count: components)
                var inverse = SIMD4<Double>.zero
                for lane in 0..<Self.group {
                    let total = phase.amounts(kept[start + lane], into: &amounts)
                    inverse[lane] = 1 / total
                    for c in 0..<components { rows[c][lane] = amounts[c] / total }
                }
                fractions += rows
                inverseAtoms.append(inverse)
            }
            ranges.append(next..<next + kept.count)
            next += kept.count
            tables.append(SampleTable(phase.model, kept))
            constitutions.append(kept.flatMap(\.self))
        }
        self.ranges = ranges
        self.count = next
        self.components = components
        self.fractions = fractions
        self.inverseAtoms = inverseAtoms
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
        tables[phase].energies(model, isotherm, first: groups.lowerBound, into: &energies)
        for group in groups { energies[group] *= inverseAtoms[group] }
    }

    /// The sample of a phase that lies lowest above a tangent plane, and its height, J per mole of atoms; nil for a phase with no samples.
    func lowest(phase: Int, _ energies: [SIMD4<Double>], potentials: [Double]) -> (sample: Int, height: Double)? {
        let range = ranges[phase]
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

/// Energies of one phase's samples as a matrix: at fixed constitutions the energy is linear in the parameters, but for magnetism.
struct SampleTable: Sendable {
    private let groups: Int
    /// `[group][term]`.
    private let energy: [SIMD4<Double>]
    private let curie: [SIMD4<Double>]
    private let moment: [SIMD4<Double>]
    /// `Σ_s a_s Σ_i y_i ln y_i`.
    private let mixing: [SIMD4<Double>]

    init(_ model: GibbsModel, _ samples: [[Double]]) {
        groups = samples.count / SamplePool.group
        func table(_ polynomial: SitePolynomial) -> [SIMD4<Double>] {
            var unit = [Double](repeating: 0, count: model.parameters.count)
            var result: [SIMD4<Double>] = []
            for start in stride(from: 0, to: samples.count, by: SamplePool.group) {
                for term in polynomial.terms {
                    // A parameter has one term, so a unit value gives the term's product.
                    unit[term.parameter] = 1
                    var row = SIMD4<Double>.zero
                    for lane in 0..<SamplePool.group { row[lane] = polynomial.value(unit, samples[start + lane]) }
                    unit[term.parameter] = 0
                    result.append(row)
                }
            }
            return result
        }
        energy = table(model.energy)
        curie = model.magnetism == nil ? [] : table(model.curieTemperature)
        moment = model.magnetism == nil ? [] : table(model.magneticMoment)
        mixing = stride(from: 0, to: samples.count, by: SamplePool.group).map { start in
            var row = SIMD4<Double>.zero
            for lane in 0..<SamplePool.group {
                for (block, sites) in zip(model.blocks, model.blockSites) {
                    for i in block where samples[start + lane][i] > 0 {
                        row[lane] += sites * samples[start + lane][i] * Elementary.log(samples[start + lane][i])
                    }
                }
            }
            return row
        }
    }

    /// J per mole of formula units, from the group `first` on.
    func energies(_ model: GibbsModel, _ isotherm: GibbsModel.Isotherm, first: Int, into energies: inout [SIMD4<Double>]) {
        let thermal = model.gasConstant * isotherm.temperature
        let terms = model.energy.terms
        let coefficients = terms.map { isotherm.parameters.value[$0.parameter] }
        let count = coefficients.count
        energies.withUnsafeMutableBufferPointer { energies in
            energy.withUnsafeBufferPointer { matrix in
                mixing.withUnsafeBufferPointer { mixing in
                    coefficients.withUnsafeBufferPointer { coefficients in
                        for group in 0..<groups {
                            var sum = thermal * mixing[group]
                            for term in 0..<count { sum += coefficients[term] * matrix[group * count + term] }
                            energies[first + group] = sum
                        }
                    }
                }
            }
        }
        guard let magnetism = model.magnetism else { return }
        let shape = IndenMagnetism(magnetism)
        let curieTerms = model.curieTemperature.terms
        let momentTerms = model.magneticMoment.terms
        for group in 0..<groups {
            var critical = SIMD4<Double>.zero
            var beta = SIMD4<Double>.zero
            for (term, place) in zip(curieTerms, curieTerms.indices) {
                critical += isotherm.parameters.value[term.parameter] * curie[group * curieTerms.count + place]
            }
            for (term, place) in zip(momentTerms, momentTerms.indices) {
                beta += isotherm.parameters.value[term.parameter] * moment[group * momentTerms.count + place]
            }
            for lane in 0..<SamplePool.group {
                energies[first + group][lane] += shape.energy(
                    temperature: isotherm.temperature, curie: critical[lane], moment: beta[lane], gasConstant: model.gasConstant)
            }
        }
    }
}
