/// A phase of an assessment: its compiled model, and where the free coefficients enter it.
final class AssessedPhase: Sendable {
    /// A free parameter as the model knows it.
    struct Entry: Sendable {
        /// Among the assessment's free parameters.
        var parameter: Int
        /// Among the model's.
        var index: Int
        /// Terms of the model's polynomial that carry it; nil for a parameter that enters otherwise, of an ordered phase or an ionic liquid.
        var terms: [Int]?
    }

    let compiled: CompiledPhase
    let entries: [Entry]
    /// Constitutions spread over the phase, from which searches begin, and their mole fractions.
    let samples: [[Double]]
    let sampleFractions: [[Double]]
    /// Atoms in a formula unit of each.
    let sampleAtoms: [Double]
    /// Whether the constitution follows from the composition: one sublattice with a choice, of which each constituent is one component.
    let componentOfVariable: [Int]?

    var model: GibbsModel { compiled.model }
    var name: String { compiled.model.phase }

    init(_ model: GibbsModel, index: Int, free: [ParameterIdentifier]) {
        compiled = CompiledPhase(model, index: index)
        let isPlain = model.mapped == nil && model.ionicSites == nil
        entries = free.enumerated().compactMap { place, identifier in
            guard let index = model.parameters.firstIndex(of: identifier) else { return nil }
            let terms = model.energy.terms.indices.filter { model.energy.terms[$0].parameter == index }
            return Entry(parameter: place, index: index, terms: isPlain ? terms : nil)
        }
        let count = model.components.count
        var amounts = [Double](repeating: 0, count: count)
        var samples: [[Double]] = []
        var fractions: [[Double]] = []
        var atoms: [Double] = []
        for sample in model.variableCount == 0 ? [[]] : ConstitutionSampler(model).samples {
            // Away from the corners, where logarithms are not finite.
            var inside = sample
            for block in model.blocks {
                for i in block { inside[i] = (sample[i] + Self.inset) / (1 + Self.inset * Double(block.count)) }
            }
            let total = compiled.amounts(inside, into: &amounts)
            guard compiled.isPhase(atoms: total) else { continue }
            samples.append(inside)
            atoms.append(total)
            fractions.append(amounts.map { $0 / total })
        }
        self.samples = samples
        sampleFractions = fractions
        sampleAtoms = atoms
        componentOfVariable = Self.components(model)
    }

    /// How far samples stand from the corners: closer than any solubility that a search must find, and Newton's method goes on from there.
    private static let inset = 1e-5

    private static func components(_ model: GibbsModel) -> [Int]? {
        let count = model.components.count
        guard model.blocks.count == 1, model.variableCount == count, model.ionicSites == nil, model.fixedAtoms.allSatisfy({ $0 == 0 }) else {
            return nil
        }
        var result: [Int] = []
        for i in 0..<model.variableCount {
            let row = (0..<count).filter { model.atoms[i * count + $0] != 0 }
            guard row.count == 1, !result.contains(row[0]) else { return nil }
            result.append(row[0])
        }
        let weights = (0..<model.variableCount).map { model.atoms[$0 * count + result[$0]] }
        return weights.allSatisfy { $0 == weights[0] } ? result : nil
    }
}
