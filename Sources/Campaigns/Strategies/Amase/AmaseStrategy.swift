import Inference
import LinearAlgebra
public import Tieline

/// The closed loop of AMASE (Liang et al. 2025, doi:10.1126/sciadv.adu7426) for any binary and any number of tracked phases: every pattern reweighs a
/// cloud of whole phase diagrams, and the cloud chooses the next pattern by what it should tell of the invariant and the boundaries that the campaign names.
///
/// On a sample that may not cool the temperature rises by steps that are short where the invariant may be near, since what is overshot cannot be undone;
/// once it is passed and so bracketed, patterns are planned together through what the areas of the phases that are left tell.
public struct AmaseStrategy: Strategy {
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

    /// What a person's statement does to the belief; `nil` for statements that only steer decisions, or that say nothing of a diagram.
    func statement(_ prior: Prior) -> DiagramStatement? {
        func points(_ conditions: [Condition]) -> [(x: Double, kelvin: Double)] { conditions.map { (x: $0[0], kelvin: $0[1]) } }
        switch prior.kind {
        case .phaseBoundary(let line, let between):
            guard between.count == 2, let phases = places(between) else { return nil }
            return DiagramStatement(.boundary(between: phases), points: points(line), certainty: prior.certainty)
        case .phaseRegion(let polygon, let names):
            guard (1...2).contains(names.count), let phases = places(names) else { return nil }
            return DiagramStatement(.field(of: phases), points: points(polygon), certainty: prior.certainty)
        case .regionOfInterest, .phaseBall, .samePhase, .differentPhase: return nil
        }
    }

    /// Of phases in the theory; `nil` unless it has all of them.
    private func places(_ names: [String]) -> [Int]? {
        let places = names.compactMap { theory.phases.firstIndex(of: $0) }
        return places.count == names.count ? places : nil
    }

    public func objection(to kind: Prior.Kind, certainty _: Double) -> PriorObjection? {
        let known = specification.theory.phases.joined(separator: ", ")
        switch kind {
        case .regionOfInterest: return nil
        case .phaseBoundary(_, let between):
            guard between.count == 2, places(between) != nil else {
                return PriorObjection(
                    message: between.isEmpty
                        ? "a boundary lies between two phases of the theory, and none is named"
                        : "a boundary lies between two phases of the theory, and \(between.joined(separator: ", ")) are not two of them",
                    remedy: "Name two of \(known); one name twice for a miscibility gap")
            }
            return nil
        case .phaseRegion(_, let names):
            guard (1...2).contains(names.count), places(names) != nil else {
                return PriorObjection(
                    message: names.isEmpty
                        ? "a region holds one or two phases of the theory, and none is named"
                        : "a region holds one or two phases of the theory, and \(names.joined(separator: ", ")) are not that",
                    remedy: "Name one or two of \(known); one name twice for both sides of a miscibility gap")
            }
            return nil
        case .phaseBall:
            return PriorObjection(
                message: "this campaign's axes are a mole fraction and a temperature, and a distance between the two means nothing",
                remedy: "Say it as a region with corners")
        case .samePhase, .differentPhase:
            return PriorObjection(
                message: "this campaign's belief is made of boundaries, and knows no pairs of points",
                remedy: "Say it as a boundary, as a region of phases, or as a region of interest")
        }
    }

    public func verdict(on measurement: Measurement) -> String { measurement.evidence.verdict }
}
