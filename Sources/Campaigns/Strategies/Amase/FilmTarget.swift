import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The log posterior of one split as a sum of squares: areas, priors of people, the bracket of the eutectic, and the standard normal prior of `z`.
///
/// Areas are residuals in composition: by the lever rule an area is a fraction, and a fraction of a tie-line is a distance in `x`
/// (notes on AMASE: a driving-force residual would carry no information here).
struct FilmTarget: Sendable {
    private let model: FilmModel
    private let priors: [BoundaryPrior]
    private let split: Int
    /// Of the areas, held at the parameters where the target was made: observation by observation.
    private let noise: [AreaNoise]

    /// How sharp the bracket is, kelvin: the resolution and the noise of a controller's measured value.
    static let bracketWidth = 0.15

    init(_ model: FilmModel, priors: [BoundaryPrior], split: Int, at z: [Double], _ state: FilmModel.State) {
        self.model = model
        self.priors = priors
        self.split = split
        noise = model.observations.indices.map { model.noise(of: $0, z, state) }
    }

    /// `Σ ½ log det` of the areas' covariances, which tells splits apart whose noise differs.
    var logNormalisation: Double {
        guard model.evidence == .areas else { return 0 }
        return zip(noise, model.observations).reduce(0) { $0 + $1.0.logDeterminant(isTracked: $1.1.areas.map { $0 != nil }) }
    }

    func residuals(_ z: [Double], _ memo: inout FilmStateMemo) -> [Double]? {
        guard let state = memo.state(z) else { return nil }
        return smooth(z, state) + [bracket(z, state)]
    }

    /// Without the bracket.
    func smoothResiduals(_ z: [Double], _ memo: inout FilmStateMemo) -> [Double]? { memo.state(z).map { smooth(z, $0) } }

    func logDensity(_ z: [Double]) -> Double {
        guard let state = model.state(z, split: split) else { return -.infinity }
        let bracket = bracket(z, state)
        return -0.5 * (smooth(z, state).reduce(0) { $0 + $1 * $1 } + bracket * bracket)
    }

    /// Half the distance between the last temperature below the eutectic and the first above, kelvin; `nil` while it is open to one side.
    var bracketHalfWidth: Double? {
        guard split > 0, split < model.temperatures.count else { return nil }
        return max(0.5 * (model.temperatures[split] - model.temperatures[split - 1]), Self.bracketWidth)
    }

    /// The eutectic as the controller shows it, kelvin.
    func shownEutectic(_ z: [Double]) -> Double? { eutectic(z).map { $0.temperature + model.parameters.offset(z) } }

    func eutectic(_ z: [Double]) -> EutecticTheory.Eutectic? { model.state(z, split: split)?.eutectic }

    private func smooth(_ z: [Double], _ state: FilmModel.State) -> [Double] {
        var result = z
        result.reserveCapacity(z.count + 2 * model.observations.count + priors.count + 1)
        for index in model.observations.indices {
            if model.evidence == .presence {
                result += model.presenceResiduals(of: index, state)
                continue
            }
            let deviations = PhaseField.Solid.allCases.map { solid in
                model.observations[index].areas[solid.rawValue].map { $0.value - model.area(solid, of: index, z, state) }
            }
            result += noise[index].whitened(deviations)
        }
        let shifted = priors.isEmpty ? model.theory : model.theory.shifted(model.parameters.shifts(z))
        for prior in priors { result += prior.residuals(shifted, state.eutectic) }
        return result
    }

    /// `√(-2 log P(last below < T_e < first above))`, temperatures at the sample.
    private func bracket(_ z: [Double], _ state: FilmModel.State) -> Double {
        let offset = model.parameters.offset(z)
        let eutectic = state.eutectic.temperature
        let below = split > 0 ? logNormalCumulative((eutectic - (model.temperatures[split - 1] - offset)) / Self.bracketWidth) : 0
        let above = split < model.temperatures.count ? logNormalCumulative((model.temperatures[split] - offset - eutectic) / Self.bracketWidth) : 0
        // A residual must stay finite and differentiable: below 1e-300 the wall is high enough.
        return (-2 * max(below + above, -1e300)).squareRoot()
    }
}
