/// Neutrality of phases with charged constituents.
///
/// A charge left over is paid for by nobody: at a hundred kilojoules a mole of charge, 1e-7 charges a formula unit feign 0.01 J/mol. So the way down to a
/// minimum goes over neutral constitutions only.
extension PhaseKernel {
    private static let maximumTilts = 60
    /// Largest exponent by which a fraction grows or shrinks in one turn.
    private static let largestTilt = 2.0
    /// Elementary charges per formula unit: rounding of a sum of charges.
    private static let rounding = 1e-15

    /// Adds to a step the smallest one in the metric that leaves the charge zero. Returns the decrease that both predict.
    func neutralised(
        _ trial: UnsafeMutablePointer<Double>, _ right: UnsafeMutablePointer<Double>, thermal: Double, charge: Double
    ) -> Double {
        let charges = phase.model.charges
        var carried = charge
        var response = 0.0
        for (s, block) in phase.blocks.enumerated() {
            var mean = 0.0
            for i in block { mean += y[i] * charges[i] }
            for i in block {
                carried += charges[i] * trial[i]
                response += charges[i] * y[i] * (charges[i] - mean) / (thermal * phase.model.blockSites[s])
            }
        }
        let strength = response > 0 ? carried / response : 0
        var decrease = 0.0
        for (s, block) in phase.blocks.enumerated() {
            var mean = 0.0
            for i in block { mean += y[i] * charges[i] }
            for i in block {
                trial[i] -= strength * y[i] * (charges[i] - mean) / (thermal * phase.model.blockSites[s])
                decrease -= right[i] * trial[i]
            }
        }
        return decrease
    }

    /// Takes away the charge of the constitution by the factors `exp(−θ z)` on its fractions, `z` the charge of a constituent: of all changes that
    /// do so the smallest in the metric of ideal mixing. Newton's method finds `θ`, in which the charge falls monotonically. What no constituent can
    /// take up stays.
    func neutralise() {
        let charges = phase.model.charges
        for _ in 0..<Self.maximumTilts {
            var carried = phase.model.fixedCharge
            var response = 0.0
            var strongest = 0.0
            for (s, block) in phase.blocks.enumerated() {
                var mean = 0.0
                for i in block { mean += y[i] * charges[i] }
                carried += mean
                for i in block {
                    response += charges[i] * y[i] * (charges[i] - mean) / phase.model.blockSites[s]
                    strongest = max(strongest, abs(charges[i]) / phase.model.blockSites[s])
                }
            }
            guard abs(carried) > Self.rounding * strongest, response > 0 else { return }
            let limit = Self.largestTilt / strongest
            let strength = max(-limit, min(limit, carried / response))
            for (s, block) in phase.blocks.enumerated() {
                var sum = 0.0
                for i in block {
                    y[i] = max(y[i] * Elementary.exp(-strength * charges[i] / phase.model.blockSites[s]), GibbsModel.siteFractionFloor)
                    sum += y[i]
                }
                let inverse = 1 / sum
                for i in block { y[i] *= inverse }
            }
        }
    }
}
