import Inference
import LinearAlgebra
public import Tieline

/// The closed loop for any binary and any number of tracked phases: every pattern reweighs a cloud of whole phase diagrams, and the cloud chooses the
/// next pattern by what it should tell of the invariant and the boundaries that the campaign names.
///
/// ``AmaseStrategy`` is the same loop for the one case it was published for, a eutectic between two tracked solids, with a faster posterior.
public struct DiagramStrategy: Strategy {
    let specification: CampaignSpecification
    let theory: DiagramTheory
    let thickness: ThicknessProfile
    private(set) var observations: [PatternObservation] = []
    private(set) var priors: [Prior] = []
    private(set) var posterior: DiagramPosterior
    /// The estimate after every pattern.
    private(set) var history: [InvariantEstimate] = []
    private var eventNumber: UInt64 = 0

    public init(_ start: CampaignStart) throws {
        specification = start.specification
        theory = try DiagramTheory(start)
        thickness = try ThicknessProfile(specification.sample)
        posterior = try DiagramPosterior(prior: Self.model(specification, theory, thickness), seed: specification.seed)
    }

    /// Before anything was seen or said.
    private static func model(_ specification: CampaignSpecification, _ theory: DiagramTheory, _ thickness: ThicknessProfile) -> DiagramModel {
        DiagramModel(specification, theory: theory, thickness: thickness, observations: [], statements: [])
    }

    var model: DiagramModel {
        DiagramModel(
            specification, theory: theory, thickness: thickness, observations: observations, statements: priors.compactMap(statement))
    }

    public mutating func apply(_ event: CampaignEvent) throws {
        eventNumber += 1
        let before = model
        switch event {
        case .measured(let measurement):
            observations.append(observation(measurement))
            try renew(from: before)
            if let invariant { history.append(invariant) }
        case .priorAdded(let prior):
            priors.append(prior)
            if statement(prior) != nil { try renew(from: before) }
        case .priorWithdrawn(let withdrawal):
            let withdrawn = priors.filter { $0.identifier == withdrawal.prior }
            priors.removeAll { $0.identifier == withdrawal.prior }
            guard withdrawn.contains(where: { statement($0) != nil }) else { return }
            // What stood still under the statement has not stood still without it.
            history.removeAll()
            // A cloud can be narrowed, not widened: where it has no draws no weight can put any. So it starts again, from the prior.
            let start = Self.model(specification, theory, thickness)
            posterior = try DiagramPosterior(prior: start, seed: specification.seed)
            try renew(from: start)
        case .exposureLost, .started, .decided, .stateChanged: break
        }
    }

    private mutating func renew(from before: DiagramModel) throws {
        posterior = try posterior.updated(from: before, to: model, seed: specification.seed, event: eventNumber)
    }

    private func observation(_ measurement: Measurement) -> PatternObservation {
        let x = measurement.condition[0]
        return PatternObservation(
            number: measurement.number, x: x, setKelvin: measurement.condition[1],
            thicknessWeights: thickness.weights(atMillimetres: specification.sample.positionMillimetres(ofMoleFraction: x)),
            areas: specification.peaks.map { peak in
                measurement.evidence.phase(peak.name).map {
                    PatternObservation.Area(value: $0.area, standardDeviation: $0.areaStandardDeviation, probabilityPresent: $0.probabilityPresent)
                }
            })
    }

    /// What a person's statement does to the belief; `nil` for statements that only steer decisions.
    func statement(_ prior: Prior) -> DiagramStatement? {
        guard case .phaseBoundary(let points, let between) = prior.kind, between.count == 2 else { return nil }
        return DiagramStatement(phases: between, points: points.map { (x: $0[0], kelvin: $0[1]) }, certainty: prior.certainty)
    }

    public func objection(to kind: Prior.Kind) -> PriorObjection? {
        switch kind {
        case .regionOfInterest: return nil
        case .phaseBoundary(_, let between):
            guard between.count == 2, between.allSatisfy(specification.theory.phases.contains) else {
                return PriorObjection(
                    message: "a boundary lies between two phases of the theory, and \(between.joined(separator: ", ")) are not two of them",
                    remedy: "Name two of \(specification.theory.phases.joined(separator: ", ")); one name twice for a miscibility gap")
            }
            return nil
        case .phaseRegion, .samePhase, .differentPhase:
            return PriorObjection(
                message: "this campaign's belief is made of boundaries, and knows neither regions of phases nor pairs of points",
                remedy: "Say it as a boundary, or as a region of interest")
        }
    }

    public func verdict(on measurement: Measurement) -> String { measurement.evidence.verdict }
}
