/// The magnetic Gibbs energy after Inden, Hillert and Jarl, `G = R T ln(1 + β) g(τ)` with `τ = T / T_C`.
///
/// Hillert, Jarl, CALPHAD 2 (1978) 227. Negative critical temperatures and moments are antiferromagnetic and are divided by the
/// structure's factor (−1 for BCC, −3 otherwise), as the field's programs do.
struct IndenMagnetism: Sendable, Equatable {
    /// Below this a phase has no magnetic order worth a number, kelvin.
    static let smallestCriticalTemperature = 1e-6

    private let factor: Double
    private let structure: Double
    private let normaliser: Double

    init(_ magnetism: PhaseDefinition.Magnetism) {
        factor = magnetism.antiferromagneticFactor
        structure = magnetism.structureFactor
        normaliser = 518.0 / 1125 + 11692.0 / 15975 * (1 / structure - 1)
    }

    /// g and its first two derivatives with respect to τ.
    private func shape(_ tau: Double) -> MagneticShape {
        if tau < 1 {
            let front = 79 / (140 * structure)
            let back = 474.0 / 497 * (1 / structure - 1)
            let t2 = tau * tau
            let t3 = t2 * tau
            let t9 = t3 * t3 * t3
            let t15 = t9 * t3 * t3
            return MagneticShape(
                value: 1 - (front / tau + back * (t3 / 6 + t9 / 135 + t15 / 600)) / normaliser,
                first: -(-front / t2 + back * (t2 / 2 + t9 / tau / 15 + t15 / tau / 40)) / normaliser,
                second: -(2 * front / t3 + back * (tau + t9 / t2 * 8 / 15 + t15 / t2 * 14 / 40)) / normaliser)
        }
        let m5 = Elementary.power(tau, -5)
        let m15 = m5 * m5 * m5
        let m25 = m15 * m5 * m5
        return MagneticShape(
            value: -(m5 / 10 + m15 / 315 + m25 / 1500) / normaliser,
            first: (m5 / 2 + m15 / 21 + m25 / 60) / tau / normaliser,
            second: -(3 * m5 + m15 * 16 / 21 + m25 * 26 / 60) / (tau * tau) / normaliser)
    }

    /// J per mole of formula units.
    func point(_ temperature: Double, _ curie: Double, _ moment: Double, _ gasConstant: Double) -> EnergyFunction.Point {
        let curieScale = curie < 0 ? 1 / factor : 1
        let momentScale = moment < 0 ? 1 / factor : 1
        let critical = curie * curieScale
        let beta = moment * momentScale
        guard critical > Self.smallestCriticalTemperature, beta > 0 else { return .init() }
        var point = EnergyFunction.Point()
        point.addMagnetism(
            shape(temperature / critical), temperature, critical, beta, gasConstant, place: 0, moment: 1, scale: curieScale, momentScale: momentScale)
        return point
    }
}

/// A magnetic shape function of `τ = T / T_C` with its derivatives.
struct MagneticShape: Sendable {
    var value: Double
    var first: Double
    var second: Double
}

extension EnergyFunction.Point {
    /// Adds `R T ln(1 + β) g(τ)` for one critical temperature; sums of two transitions, Curie's and Néel's, share the moment.
    ///
    /// - Parameters:
    ///   - place, moment: which quantities the critical temperature and the moment are.
    ///   - scale, momentScale: from the quantities to the critical temperature and to β.
    mutating func addMagnetism(
        _ g: MagneticShape, _ temperature: Double, _ critical: Double, _ beta: Double, _ gasConstant: Double, place: Int, moment: Int, scale: Double,
        momentScale: Double
    ) {
        let tau = temperature / critical
        let logarithm = Elementary.log1p(beta)
        let entropy = g.value + tau * g.first
        let bend = 2 * g.first + tau * g.second
        let perMoment = momentScale / (1 + beta)
        value += gasConstant * temperature * logarithm * g.value
        self.temperature += gasConstant * logarithm * entropy
        temperatureTwice += gasConstant * logarithm * bend / critical
        first[place] -= gasConstant * logarithm * tau * tau * g.first * scale
        first[moment] += gasConstant * temperature * g.value * perMoment
        firstTemperature[place] -= gasConstant * logarithm * tau * bend / critical * scale
        firstTemperature[moment] += gasConstant * entropy * perMoment
        let cross = -gasConstant * tau * tau * g.first * scale * perMoment
        let twice = gasConstant * logarithm * tau * tau * bend / critical * scale * scale
        let momentTwice = -gasConstant * temperature * g.value * perMoment * perMoment
        add(place, place, twice)
        add(place, moment, cross)
        add(moment, place, cross)
        add(moment, moment, momentTwice)
    }

    private mutating func add(_ row: Int, _ column: Int, _ value: Double) {
        switch row {
        case 0: second.0[column] += value
        case 1: second.1[column] += value
        default: second.2[column] += value
        }
    }
}
