/// How the likelihood of one rung of a ladder is weakened: labels by a power, values by noise that is added to their own.
///
/// A power of the values' likelihood would freeze all at once: where it begins to pay to tell regions apart, the noise falls by orders of magnitude in the same step, and
/// states seldom cross it. With added noise the levels of the regions come apart one after the other, as in deterministic annealing (Rose 1998, Proc.
/// IEEE 86, 2210).
struct Tempering: Sendable, Hashable {
    /// The power of labels and pairs, `0...1`.
    var structure: Double
    /// Standard deviation of the noise that is added to every value, in units of the property's ``PropertyPrior/scale``; infinite where values have no say.
    var inflation: Double

    static let none = Tempering(structure: 1, inflation: 0)

    /// Whether nothing but the prior is left.
    var isPrior: Bool { structure == 0 && !hasValues }

    var hasValues: Bool { inflation < .infinity }

    func logLikelihood(structure logStructure: Double, properties logProperties: Double) -> Double {
        // A weight of nothing forgives even what is impossible.
        (structure > 0 ? structure * logStructure : 0) + (hasValues ? logProperties : 0)
    }

    /// With the rung's own noise in what the state knows of its values.
    func logLikelihood(_ state: PhaseMapState) -> Double { logLikelihood(state, values: state.processLogLikelihoods) }

    /// - Parameter values: Property, region: with the rung's noise.
    func logLikelihood(_ state: PhaseMapState, values: [[Double]]) -> Double {
        var properties = 0.0
        for property in values { for value in property { properties += value } }
        return logLikelihood(structure: state.structureLogLikelihood, properties: properties)
    }
}

extension PropertyPrior {
    /// What its values may differ by, in the property's unit.
    var scale: Double {
        let typical = deviation.value(white: 0)
        return (typical * typical + levelDeviation * levelDeviation).squareRoot()
    }
}

/// Where the ladder of temperatures stands.
public enum LadderFoot: Sendable, Hashable {
    /// On what the labels alone say: values are let in rung by rung. Roles are named on every rung, so few states go the wrong way; the evidence of the ladder is
    /// that of the values given the labels.
    case labels
    /// On the prior: labels first, then values. The evidence of the ladder is that of everything.
    case prior

    /// - Parameters:
    ///   - position: On the ladder, `0...1`.
    ///   - hasValues: Without values there is nothing to let in but labels.
    func tempering(at position: Double, hasValues: Bool) -> Tempering {
        guard hasValues else { return Tempering(structure: position, inflation: position > 0 ? 0 : .infinity) }
        switch self {
        case .labels: return Tempering(structure: 1, inflation: Self.inflation(at: position))
        case .prior: return Tempering(structure: min(1, 2 * position), inflation: Self.inflation(at: max(0, 2 * position - 1)))
        }
    }

    /// From infinity through 1, the properties' own scale, at the middle, to nothing.
    private static func inflation(at position: Double) -> Double { position > 0 ? (1 - position) / position : .infinity }
}
