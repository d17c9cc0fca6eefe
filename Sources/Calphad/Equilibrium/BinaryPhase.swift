/// A phase of a binary system, compiled: its model, the fast form of it when there is one, and samples of its constitutions.
final class BinaryPhase: Sendable {
    /// How the phase's composition varies.
    enum Kind: Sendable, Equatable {
        /// One composition and no inner freedom.
        case stoichiometric
        /// `x` is the site fraction: the closed form of ``SubstitutionalCurve``.
        case substitutional(orders: Int)
        /// Anything else: several sublattices, vacancies, species, magnetism.
        case general
    }

    /// Adds a parameter's value, times a factor, to one coefficient of the curve: 0 and 1 are the ends, 2 + k the order k.
    struct Slot: Sendable, Equatable {
        var parameter: Int
        var slot: Int
        var factor: Double
    }

    let name: String
    let model: GibbsModel
    let kind: Kind
    let slots: [Slot]
    /// Site fractions to start from, and their compositions; for phases of the general kind.
    let samples: [[Double]]
    let sampleCompositions: [Double]
    /// Free parameters of this phase: place in the model, and in the system's list.
    let free: [(parameter: Int, index: Int)]

    init(_ model: GibbsModel, free: [(parameter: Int, index: Int)]) {
        name = model.phase
        self.free = free
        self.model = model
        if model.variableCount == 0 {
            kind = .stoichiometric
            slots = []
        } else if let slots = Self.substitutionalSlots(model) {
            kind = .substitutional(orders: (slots.map(\.slot).max() ?? 1) - 1)
            self.slots = slots
        } else {
            kind = .general
            self.slots = []
        }
        samples = kind == .general ? ConstitutionSampler(model).samples : []
        sampleCompositions = samples.map { y in
            let amounts = model.amounts(y)
            return amounts[1] / (amounts[0] + amounts[1])
        }
    }

    /// The curve's coefficients, if the model is that of a substitutional solution of the two components.
    private static func substitutionalSlots(_ model: GibbsModel) -> [Slot]? {
        guard model.isPolynomial, model.blocks.count == 1, model.variableCount == 2, model.fixedAtoms == [0, 0],
            let sublattice = model.sublattices.firstIndex(where: { $0.count == 2 })
        else { return nil }
        let names = model.sublattices[sublattice]
        let isReversed = names == [model.components[1], model.components[0]]
        guard isReversed || names == model.components else { return nil }
        let sites = model.sites[sublattice]
        var slots: [Slot] = []
        for (index, identifier) in model.parameters.enumerated() {
            let constituents = identifier.constituents[sublattice]
            if constituents == ["*"] {
                slots.append(Slot(parameter: index, slot: 0, factor: 1 / sites))
                slots.append(Slot(parameter: index, slot: 1, factor: 1 / sites))
            } else if constituents.count == 1 {
                slots.append(Slot(parameter: index, slot: constituents[0] == model.components[0] ? 0 : 1, factor: 1 / sites))
            } else {
                guard identifier.order < SubstitutionalCurve.maximumOrders else { return nil }
                let sign: Double = isReversed && identifier.order % 2 == 1 ? -1 : 1
                slots.append(Slot(parameter: index, slot: 2 + identifier.order, factor: sign / sites))
            }
        }
        return slots
    }
}

/// A phase's energies at one temperature.
enum PhaseEnergy: Sendable {
    case curve(SubstitutionalCurve)
    case general(GibbsModel.Isotherm)
    /// Per mole of atoms: composition, energy, ∂G/∂T.
    case point(x: Double, energy: Double, temperatureSlope: Double)
}

extension BinaryPhase {
    /// - Parameters:
    ///   - temperature: kelvin, above zero.
    ///   - shifts: of the system's free parameters, J/mol.
    func energy(at temperature: Double, shifts: [Double], _ values: inout TemperatureTable.Values) -> PhaseEnergy {
        model.table.evaluate(at: temperature, into: &values)
        for (parameter, index) in free { values.value[parameter] += shifts[index] }
        switch kind {
        case .substitutional(let orders):
            var curve = SubstitutionalCurve()
            curve.gasConstant = model.gasConstant
            curve.thermal = model.gasConstant * temperature
            curve.orders = max(orders, 0)
            for slot in slots {
                let value = slot.factor * values.value[slot.parameter]
                let slope = slot.factor * values.slope[slot.parameter]
                switch slot.slot {
                case 0:
                    curve.first += value
                    curve.firstSlope += slope
                case 1:
                    curve.second += value
                    curve.secondSlope += slope
                default:
                    curve.excess[slot.slot - 2] += value
                    curve.excessSlope[slot.slot - 2] += slope
                }
            }
            return .curve(curve)
        case .stoichiometric:
            let total = model.fixedAtoms[0] + model.fixedAtoms[1]
            let isotherm = GibbsModel.Isotherm(temperature: temperature, parameters: values)
            var derivatives = model.makeDerivatives()
            model.evaluate(isotherm, [], &derivatives)
            return .point(x: model.fixedAtoms[1] / total, energy: derivatives.energy / total, temperatureSlope: derivatives.temperatureSlope / total)
        case .general:
            return .general(GibbsModel.Isotherm(temperature: temperature, parameters: values))
        }
    }
}
