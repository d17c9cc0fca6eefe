/// The magnetic Gibbs energy after Inden, Hillert and Jarl, `G = R T ln(1 + β) g(τ)` with `τ = T / T_C`.
///
/// Hillert, Jarl, CALPHAD 2 (1978) 227. Negative critical temperatures and moments are antiferromagnetic and are divided by the
/// structure's factor (−1 for BCC, −3 otherwise), as the field's programs do.
struct IndenMagnetism: Sendable {
    /// Below this a phase has no magnetic order worth a number, kelvin.
    static let smallestCurieTemperature = 1e-6

    private let factor: Double
    private let structure: Double
    private let normaliser: Double

    init(_ magnetism: PhaseDefinition.Magnetism) {
        factor = magnetism.antiferromagneticFactor
        structure = magnetism.structureFactor
        normaliser = 518.0 / 1125 + 11692.0 / 15975 * (1 / structure - 1)
    }

    /// g and its first two derivatives with respect to τ.
    private func shape(_ tau: Double) -> (value: Double, first: Double, second: Double) {
        if tau < 1 {
            let front = 79 / (140 * structure)
            let back = 474.0 / 497 * (1 / structure - 1)
            let t2 = tau * tau
            let t3 = t2 * tau
            let t9 = t3 * t3 * t3
            let t15 = t9 * t3 * t3
            return (
                1 - (front / tau + back * (t3 / 6 + t9 / 135 + t15 / 600)) / normaliser,
                -(-front / t2 + back * (t2 / 2 + t9 / tau / 15 + t15 / tau / 40)) / normaliser,
                -(2 * front / t3 + back * (tau + t9 / t2 * 8 / 15 + t15 / t2 * 14 / 40)) / normaliser
            )
        }
        let m5 = Elementary.power(tau, -5)
        let m15 = m5 * m5 * m5
        let m25 = m15 * m5 * m5
        return (
            -(m5 / 10 + m15 / 315 + m25 / 1500) / normaliser,
            (m5 / 2 + m15 / 21 + m25 / 60) / tau / normaliser,
            -(3 * m5 + m15 * 16 / 21 + m25 * 26 / 60) / (tau * tau) / normaliser
        )
    }

    private func ferromagnetic(_ value: Double) -> (value: Double, scale: Double) {
        value < 0 ? (value / factor, 1 / factor) : (value, 1)
    }

    /// J per mole of formula units.
    func energy(temperature: Double, curie: Double, moment: Double, gasConstant: Double) -> Double {
        let critical = ferromagnetic(curie).value
        let beta = ferromagnetic(moment).value
        guard critical > Self.smallestCurieTemperature, beta > 0 else { return 0 }
        return gasConstant * temperature * Elementary.log(1 + beta) * shape(temperature / critical).value
    }

    /// Adds the energy and all its derivatives.
    func add(_ model: GibbsModel, _ isotherm: GibbsModel.Isotherm, _ y: [Double], to result: inout GibbsModel.Derivatives) {
        let count = model.variableCount
        for i in 0..<count {
            result.curieGradient[i] = 0
            result.momentGradient[i] = 0
        }
        for i in 0..<count * count {
            result.curieHessian[i] = 0
            result.momentHessian[i] = 0
        }
        let parameters = isotherm.parameters.value
        let curie = ferromagnetic(
            model.curieTemperature.addDerivatives(
                parameters, y, gradient: &result.curieGradient, hessian: &result.curieHessian, count: count, &result.workspace))
        let moment = ferromagnetic(
            model.magneticMoment.addDerivatives(
                parameters, y, gradient: &result.momentGradient, hessian: &result.momentHessian, count: count, &result.workspace))
        guard curie.value > Self.smallestCurieTemperature, moment.value > 0 else { return }

        let temperature = isotherm.temperature
        let tau = temperature / curie.value
        let g = shape(tau)
        let logarithm = Elementary.log(1 + moment.value)
        let thermal = model.gasConstant * temperature
        result.energy += thermal * logarithm * g.value
        // Assessed critical temperatures and moments are constants, so temperature enters through R T and τ alone.
        result.temperatureSlope += model.gasConstant * logarithm * (g.value + tau * g.first)

        let perMoment = moment.scale / (1 + moment.value)
        let perCurie = -tau / curie.value * curie.scale
        for i in 0..<count {
            let logarithmSlope = perMoment * result.momentGradient[i]
            let tauSlope = perCurie * result.curieGradient[i]
            result.gradient[i] += thermal * (logarithmSlope * g.value + logarithm * g.first * tauSlope)
            result.gradientTemperatureSlope[i] +=
                model.gasConstant
                * (logarithmSlope * (g.value + tau * g.first) + logarithm * (2 * g.first + tau * g.second) * tauSlope)
            for j in 0..<count {
                let otherLogarithm = perMoment * result.momentGradient[j]
                let otherTau = perCurie * result.curieGradient[j]
                let logarithmCurvature = perMoment * result.momentHessian[i * count + j] - logarithmSlope * otherLogarithm
                let tauCurvature = perCurie * result.curieHessian[i * count + j] + 2 * tauSlope * otherTau / tau
                result.hessian[i * count + j] +=
                    thermal
                    * (logarithmCurvature * g.value + (logarithmSlope * otherTau + otherLogarithm * tauSlope) * g.first
                        + logarithm * (g.second * tauSlope * otherTau + g.first * tauCurvature))
            }
        }
    }
}
