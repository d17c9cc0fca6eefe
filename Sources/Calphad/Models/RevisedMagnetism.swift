/// The revised magnetic Gibbs energy: Curie and Néel temperatures apart, no antiferromagnetic factor.
///
/// Xiong, Chen, Korzhavyi, Selleby, CALPHAD 39 (2012) 11, eq. 8. `G = R T ln(1 + β) [g(T/T_C) + g(T/T_N)]`, a temperature that is not above
/// zero counting for nothing. The paper's sum below the transition includes `τ²¹/1617` under the factor `(1/p − 1)`; only so is the
/// function continuous at τ = 1. pycalphad 0.11.2 has that term outside the factor and jumps there.
struct RevisedMagnetism: Sendable, Equatable {
    private let structure: Double
    private let normaliser: Double

    init(structureFactor: Double) {
        structure = structureFactor
        normaliser = 0.33471979 + 0.49649686 * (1 / structureFactor - 1)
    }

    func shape(_ tau: Double) -> MagneticShape {
        if tau < 1 {
            let front = 0.38438376 / structure
            let back = 0.63570895 * (1 / structure - 1)
            let t2 = tau * tau
            let t3 = t2 * tau
            let t9 = t3 * t3 * t3
            let t15 = t9 * t3 * t3
            let t21 = t15 * t3 * t3
            return MagneticShape(
                value: 1 - (front / tau + back * (t3 / 6 + t9 / 135 + t15 / 600 + t21 / 1617)) / normaliser,
                first: -(-front / t2 + back * (t2 / 2 + t9 / tau / 15 + t15 / tau / 40 + t21 / tau / 77)) / normaliser,
                second: -(2 * front / t3 + back * (tau + t9 / t2 * 8 / 15 + t15 / t2 * 14 / 40 + t21 / t2 * 20 / 77)) / normaliser)
        }
        let m7 = Elementary.power(tau, -7)
        let m21 = m7 * m7 * m7
        let m35 = m21 * m7 * m7
        let m49 = m35 * m7 * m7
        return MagneticShape(
            value: -(m7 / 21 + m21 / 630 + m35 / 2975 + m49 / 8232) / normaliser,
            first: (m7 / 3 + m21 / 30 + m35 / 85 + m49 / 168) / tau / normaliser,
            second: -(m7 * 8 / 3 + m21 * 22 / 30 + m35 * 36 / 85 + m49 * 50 / 168) / (tau * tau) / normaliser)
    }

    /// J per mole of formula units.
    func point(_ temperature: Double, _ curie: Double, _ neel: Double, _ moment: Double, _ gasConstant: Double) -> EnergyFunction.Point {
        var point = EnergyFunction.Point()
        guard moment > 0 else { return point }
        for (place, critical) in [(0, curie), (1, neel)] where critical > IndenMagnetism.smallestCriticalTemperature {
            point.addMagnetism(
                shape(temperature / critical), temperature, critical, moment, gasConstant, place: place, moment: 2, scale: 1, momentScale: 1)
        }
        return point
    }
}
