import Inference
import LinearAlgebra
public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The closed loop of AMASE (Liang et al. 2025, doi:10.1126/sciadv.adu7426) for a binary eutectic: every pattern corrects the Gibbs energies, and
/// the corrected Gibbs energies choose the next pattern.
///
/// The temperature rises by steps that are short where the eutectic may be near, since what is overshot cannot be undone; once it is passed and
/// so bracketed, solidus and then liquidus are followed through the areas of the solid that is left.
public struct AmaseStrategy: Strategy {
    let specification: CampaignSpecification
    let theory: EutecticTheory
    private(set) var observations: [PatternObservation] = []
    private(set) var priors: [Prior] = []
    private(set) var posterior: FilmPosterior
    /// The estimate after every pattern.
    private(set) var history: [InvariantEstimate] = []
    private var eventNumber: UInt64 = 0

    /// Whether a campaign is of the kind that this strategy's belief was made for: a eutectic between two solids, each with a peak, on a sample that never
    /// cools.
    static func suits(_ specification: CampaignSpecification) -> Bool {
        let tracked = Set(specification.peaks.map(\.phase))
        return specification.target.invariant == "eutectic" && specification.target.boundaries.isEmpty && specification.theory.phases.count == 3
            && tracked.count == 2 && specification.peaks.count == 2 && specification.space.axes[1].isMonotone
    }

    public init(_ start: CampaignStart) throws {
        specification = start.specification
        theory = try EutecticTheory(start)
        posterior = try FilmPosterior(
            Self.model(specification, theory, []), priors: [], previous: nil, seed: specification.seed, event: 0)
    }

    public var invariant: InvariantEstimate? { posterior.estimate(kind: specification.target.invariant) }

    var model: FilmModel {
        get throws(LinearAlgebraError) { try Self.model(specification, theory, observations) }
    }

    public mutating func apply(_ event: CampaignEvent) throws {
        eventNumber += 1
        switch event {
        case .measured(let measurement):
            observations.append(try observation(measurement))
            try renew()
            history.append(posterior.estimate(kind: specification.target.invariant))
        case .priorAdded(let prior):
            priors.append(prior)
            try renew()
        case .priorWithdrawn(let withdrawal):
            priors.removeAll { $0.identifier == withdrawal.prior }
            try renew()
        // A lost exposure says nothing of the film; its condition was never excluded, so it may be asked for again.
        case .exposureLost, .started, .decided, .stateChanged: break
        }
    }

    private mutating func renew() throws {
        posterior = try FilmPosterior(
            model, priors: priors.flatMap(boundaryPriors), previous: posterior, seed: specification.seed, event: eventNumber)
    }

    private func observation(_ measurement: Measurement) throws(LinearAlgebraError) -> PatternObservation {
        let x = measurement.condition[0]
        let position = specification.sample.positionMillimetres(ofMoleFraction: x)
        return PatternObservation(
            number: measurement.number, x: x, setKelvin: measurement.condition[1],
            thicknessWeights: try ThicknessProfile(specification.sample).weights(atMillimetres: position),
            areas: PhaseField.Solid.allCases.map { solid in
                measurement.evidence.phase(theory.solids[solid.rawValue]).map {
                    PatternObservation.Area(value: $0.area, standardDeviation: $0.areaStandardDeviation, probabilityPresent: $0.probabilityPresent)
                }
            })
    }

    /// Before the first pattern there is no scale of areas: any will do, since nothing is compared with it.
    private static let areaBeforeMeasurement = 1.0

    private static func model(
        _ specification: CampaignSpecification, _ theory: EutecticTheory, _ observations: [PatternObservation]
    ) throws(LinearAlgebraError) -> FilmModel {
        let largest = observations.flatMap { $0.areas.compactMap { $0?.value } }.max() ?? 0
        return FilmModel(
            specification, theory: theory, parameters: try FilmParameters(specification, areaLogMean: log(max(largest, areaBeforeMeasurement))),
            observations: observations)
    }
}
