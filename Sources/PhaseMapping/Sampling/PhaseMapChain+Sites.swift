import Inference
import LinearAlgebra

extension PhaseMapChain {
    /// The difference between the fields of two regions with the hyper-parameters of the fields, assignments held: an elliptical slice about a normal distribution
    /// that knows the assignments (Nishihara, Murray and Adams 2014, J. Mach. Learn. Res. 15, 2087) instead of about the prior.
    ///
    /// With `u = (h₁ − h₂)/√2` of the fields in units of `σ`, sites `y = ±1.3` with variance `s` at every point, and white numbers `e`,
    /// `u = K (K + s)⁻¹ y + C e`. The factor beside `e` and the white hyper-parameters is `p(regions | u) N(y; 0, K + s) / N(y; u, s)`.
    /// The sum of the fields says nothing of the regions; it keeps its white numbers.
    mutating func sliceFieldAboutSites() throws(LinearAlgebraError) {
        guard target.regions == 2, let sites = target.siteFactors(state.whiteHyperParameters) else { return }
        let points = target.points
        let (target, present) = (target, state)
        let values = present.assignments.map { $0 == 0 ? SiteFactors.value : -SiteFactors.value }
        let root = 2.0.squareRoot()
        /// `log P(regions)`, `g₁ − g₂ = m₁ − m₂ + √2 σ u`.
        func logDensity(_ difference: [Double], _ white: [Double], _ square: Double, _ sites: SiteFactors) -> Double {
            let scale = root * target.layout.value(target.layout.fieldDeviation, white)
            let means = target.means(white)
            var odds = LogProduct()
            for point in 0..<points {
                let lead = means[point] - means[points + point] + scale * difference[point]
                odds.multiply(byOnePlusExponentOf: present.assignments[point] == 0 ? -lead : lead)
                let distance = difference[point] - values[point]
                odds.multiply(byExponentOf: -0.5 * distance * distance / SiteFactors.variance)
            }
            return -odds.logarithm - 0.5 * (square + sites.logDeterminant)
        }
        let whiteDifference = (0..<points).map { (present.whiteLatents[$0] - present.whiteLatents[points + $0]) / root }
        let difference = present.factor.multiply(whiteDifference)
        let expected = sites.expectation(values)
        let own = sites.white(zip(difference, expected.field).map { $0 - $1 })
        let other = stream.normals(points)
        let ellipse = WhiteEllipse(state.whiteHyperParameters, target.layout.field, &stream)
        let start = logDensity(difference, present.whiteHyperParameters, expected.square, sites)
        let next: (white: [Double], difference: [Double])? = stream.ellipticalSlice(logDensity: start) { cosine, sine in
            let white = ellipse.numbers(cosine, sine)
            guard let sites = target.siteFactors(white) else { return nil }
            let expected = sites.expectation(values)
            let deviation = sites.deviation(zip(own, other).map { cosine * $0 + sine * $1 })
            let difference = zip(expected.field, deviation).map { $0 + $1 }
            return ((white: white, difference: difference), logDensity(difference, white, expected.square, sites))
        }
        guard let next else { return }
        state.whiteHyperParameters = next.white
        state.factor = try target.fieldFactor(next.white)
        let whites = state.factor.divide(next.difference)
        for point in 0..<points {
            let change = (whites[point] - whiteDifference[point]) / root
            state.whiteLatents[point] += change
            state.whiteLatents[points + point] -= change
        }
        state.latents = target.latents(state.whiteLatents, factor: state.factor, state.whiteHyperParameters)
    }
}
