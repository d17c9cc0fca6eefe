import LinearAlgebra
public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// What truths are ranked by among the draws of their posterior (Talts et al. 2018, arXiv:1804.06788).
extension PhaseMapPosterior {
    /// `log p(data | hyper-parameters, regions)` of the truth that the data came from, as ``PhaseMapDraw/logLikelihood`` of the draws. It depends on the data, without which draws
    /// of the prior would pass (Modrák et al. 2023, Bayesian Anal. 20, 461).
    ///
    /// - Parameter truth: Of the same model; its conditions hold those of the evidence.
    public func logLikelihood(of truth: PhaseMapTruth) -> Double {
        let places = Dictionary(truth.conditions.enumerated().map { ($1, $0) }) { first, _ in first }
        let assignments = target.table.conditions.map { condition in places[condition].map { truth.regions[$0] } ?? 0 }
        var sum = target.structureLogLikelihood(assignments, truth.whiteHyperParameters)
        for family in target.families.indices {
            for region in 0..<regions { sum += target.processLogLikelihood(family, region, assignments, truth.whiteHyperParameters) }
        }
        return sum
    }

    /// `P(region | fields)` at a condition of the evidence, draw by draw: of the fields alone, where a draw says also which region it is. Empty for other conditions.
    public func fieldProbabilities(of region: Int, at condition: Condition) throws -> [Double] {
        guard let place = target.table.conditions.firstIndex(of: condition) else { return [] }
        return try draws.map { draw in
            let latents = target.latents(draw.whiteLatents, factor: try target.fieldFactor(draw.whiteHyperParameters), draw.whiteHyperParameters)
            return exp(target.logProbabilities(latents)[region * target.points + place])
        }
    }
}
