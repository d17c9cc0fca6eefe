/// A contribution to the Gibbs energy that is not linear in the parameters: a function of temperature and of a few quantities, each of
/// them a ``SiteProgram`` of its own.
///
/// All of them are J per mole of formula units, and give their derivatives by formula; ``EnergyPart`` applies the chain rule once for all.
enum EnergyFunction: Sendable, Equatable {
    /// Curie temperature and moment, both with the sign of antiferromagnetism.
    case indenMagnetism(IndenMagnetism)
    /// Curie temperature, Néel temperature and moment.
    case revisedMagnetism(RevisedMagnetism)
    /// The energy of the liquid-like state above the amorphous one.
    case twoState
    /// The logarithm of the Einstein temperature.
    case einstein
    /// Volume at the standard pressure, m³/mol, and the integral of its thermal expansion; the pressure above the standard, Pa.
    case expansion(pressure: Double)

    /// Quantities of one function.
    static let maximumQuantities = 3

    /// Value and derivatives, with respect to temperature and to the quantities.
    struct Point: Sendable {
        var value = 0.0
        var temperature = 0.0
        var temperatureTwice = 0.0
        var first = SIMD4<Double>.zero
        var firstTemperature = SIMD4<Double>.zero
        var second = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)

        @inline(__always) func second(_ row: Int) -> SIMD4<Double> { row == 0 ? second.0 : row == 1 ? second.1 : second.2 }
    }

    /// - Parameters:
    ///   - temperature: kelvin, above zero.
    ///   - quantities: in the order the case names them; the rest is 0.
    func point(_ temperature: Double, _ quantities: SIMD4<Double>, gasConstant: Double) -> Point {
        switch self {
        case .indenMagnetism(let magnetism): magnetism.point(temperature, quantities[0], quantities[1], gasConstant)
        case .revisedMagnetism(let magnetism): magnetism.point(temperature, quantities[0], quantities[1], quantities[2], gasConstant)
        case .twoState: Self.twoState(temperature, quantities[0], gasConstant)
        case .einstein: Self.einstein(temperature, quantities[0], gasConstant)
        case .expansion(let pressure): Self.expansion(pressure, quantities[0], quantities[1])
        }
    }

    /// `−R T ln(1 + exp(−Δ/RT))`: a liquid whose atoms choose between two states (Ågren, Cheynet, Clavaguera-Mora et al. 1995).
    ///
    /// With `u = Δ/RT` and the share of the other state `σ = 1/(1 + e^u)`.
    private static func twoState(_ temperature: Double, _ difference: Double, _ gasConstant: Double) -> Point {
        let thermal = gasConstant * temperature
        let u = difference / thermal
        let e = Elementary.exp(-abs(u))
        let logarithm = Elementary.log1p(e) + max(-u, 0)
        let share = u > 0 ? e / (1 + e) : 1 / (1 + e)
        let spread = share * (1 - share)
        var point = Point()
        point.value = -thermal * logarithm
        point.temperature = -gasConstant * (logarithm + u * share)
        point.temperatureTwice = -gasConstant * u * u * spread / temperature
        point.first[0] = share
        point.firstTemperature[0] = spread * u / temperature
        point.second.0[0] = -spread / thermal
        return point
    }

    /// `3/2 R θ + 3 R T ln(1 − exp(−θ/T))` with `θ = exp λ`: the parameters are the logarithms, so that mixing is that of Debye's
    /// temperatures on a logarithmic scale (Chen, Sundman 2001). Without a parameter (λ = 0) there is no contribution.
    private static func einstein(_ temperature: Double, _ logarithm: Double, _ gasConstant: Double) -> Point {
        guard logarithm != 0 else { return Point() }
        let theta = Elementary.exp(logarithm)
        let w = theta / temperature
        let e = Elementary.exp(-w)
        let occupation = e / (1 - e)
        let r = 3 * gasConstant
        let perTheta = r * (0.5 + occupation)
        let curvature = r * occupation * (1 + occupation) / temperature
        var point = Point()
        point.value = r * (0.5 * theta + temperature * Elementary.log1p(-e))
        point.temperature = r * (Elementary.log1p(-e) - w * occupation)
        point.temperatureTwice = -w * w * curvature
        point.first[0] = theta * perTheta
        point.firstTemperature[0] = theta * w * curvature
        point.second.0[0] = theta * perTheta - theta * theta * curvature
        return point
    }

    /// `V₀ exp(A) (p − p₀)`, with `A = ∫α dT` (Lu, Selleby, Sundman 2005, without compressibility).
    private static func expansion(_ pressure: Double, _ volume: Double, _ expansion: Double) -> Point {
        let growth = Elementary.exp(expansion) * pressure
        var point = Point()
        point.value = volume * growth
        point.first = SIMD4(growth, volume * growth, 0, 0)
        point.second.0 = SIMD4(0, growth, 0, 0)
        point.second.1 = SIMD4(growth, volume * growth, 0, 0)
        return point
    }
}

extension EnergyFunction {
    var isMagnetic: Bool {
        switch self {
        case .indenMagnetism, .revisedMagnetism: true
        case .twoState, .einstein, .expansion: false
        }
    }
}
