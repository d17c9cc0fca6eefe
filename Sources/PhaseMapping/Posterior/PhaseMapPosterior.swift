import Inference
import LinearAlgebra

/// The posterior over phase maps and the properties that live on them: draws, and whether they can be trusted.
public struct PhaseMapPosterior: Sendable {
    public let model: PhaseMapModel
    public let evidence: PhaseMapEvidence
    /// Equally weighted.
    public let draws: [PhaseMapDraw]
    public let mixing: MixingReport
    let target: PhaseMapTarget

    init(target: PhaseMapTarget, evidence: PhaseMapEvidence, draws: [PhaseMapDraw], mixing: MixingReport) {
        model = target.model
        self.evidence = evidence
        self.draws = draws
        self.mixing = mixing
        self.target = target
    }

    public var regions: Int { model.regions }

    /// The same posterior by fewer draws, evenly taken, for predictions at many points.
    public func thinned(to count: Int) -> PhaseMapPosterior {
        guard count < draws.count else { return self }
        return PhaseMapPosterior(
            target: target, evidence: evidence, draws: (0..<count).map { draws[$0 * draws.count / count] }, mixing: mixing)
    }
}
