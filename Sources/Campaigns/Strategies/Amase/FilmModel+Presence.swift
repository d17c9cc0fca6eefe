import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

extension FilmModel {
    /// The probability that a solid shows its peak at a composition: a probit in the fraction by the lever rule, about the detection limit, as wide as
    /// the error of the position and half the limit make it.
    func probabilityOfPresence(_ solid: PhaseField.Solid, atMoleFraction x: Double, _ field: PhaseField) -> Double {
        normalCumulative(presenceScore(solid, atMoleFraction: x, field))
    }

    /// `√(−2 log P(label))` for each tracked solid of an observation: labels as a sum of squares. A label that is unsure counts on both sides, by
    /// its probability.
    func presenceResiduals(of observation: Int, _ state: State) -> [Double] {
        let seen = observations[observation]
        return PhaseField.Solid.allCases.compactMap { solid in
            guard let label = seen.areas[solid.rawValue]?.probabilityPresent else { return nil }
            let score = presenceScore(solid, atMoleFraction: seen.x, state.fields[groups[observation]])
            let present = log(label) + logNormalCumulative(score)
            let absent = log(1 - label) + logNormalCumulative(-score)
            let larger = max(present, absent)
            // Rounding must not make a probability of one more than one.
            return (-2 * min(larger + log(exp(present - larger) + exp(absent - larger)), 0)).squareRoot()
        }
    }

    /// How many standard deviations the fraction lies above the detection limit. The fraction is not cut to `0...1`: a wrong label still says in which
    /// direction the boundary has to move.
    private func presenceScore(_ solid: PhaseField.Solid, atMoleFraction x: Double, _ field: PhaseField) -> Double {
        let limit = detectionLimit(solid)
        // A solid that cannot be there is a whole tie-line away from being there.
        guard let lever = field.lever(solid, atMoleFraction: x) else { return -1 / max(limit, Self.leastDeviation) }
        let reach = lever.slope * moleFractionDeviation
        let deviation = (reach * reach + 0.25 * limit * limit).squareRoot()
        return (lever.fraction - limit) / max(deviation, Self.leastDeviation)
    }

    /// Of a fraction: a perfect position and no limit would make a step of what has to be smooth.
    private static let leastDeviation = 1e-3
}
