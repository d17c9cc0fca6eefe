extension GibbsModel {
    /// Parameter values at one temperature; make one, then reuse it from temperature to temperature.
    public struct Isotherm: Sendable {
        /// Kelvin.
        public internal(set) var temperature: Double
        var parameters: TemperatureTable.Values
    }

    /// Value and derivatives of the Gibbs energy per mole of formula units, J/mol; storage is reused from call to call.
    public struct Derivatives: Sendable {
        public internal(set) var energy = 0.0
        /// ∂G/∂y.
        public internal(set) var gradient: [Double]
        /// ∂²G/∂y∂y, row by row.
        public internal(set) var hessian: [Double]
        /// ∂G/∂T at constant site fractions.
        public internal(set) var temperatureSlope = 0.0
        /// ∂²G/∂y∂T.
        public internal(set) var gradientTemperatureSlope: [Double]
        /// For parts in other variables and for quantities of functions.
        var scratch: [Double]
    }

    /// Below this a site fraction's logarithm is that of the floor: 1e-300 keeps `ln y` finite and is below every physical amount.
    static let siteFractionFloor = 1e-300

    public func makeDerivatives() -> Derivatives {
        let count = variableCount
        return Derivatives(
            gradient: .init(repeating: 0, count: count), hessian: .init(repeating: 0, count: count * count),
            gradientTemperatureSlope: .init(repeating: 0, count: count), scratch: .init(repeating: 0, count: scratchCount))
    }

    /// The mapped part's variables, gradients and half Hessian, then what its functions or the direct part's need.
    private var scratchCount: Int {
        let z = map.count
        return (mapped == nil ? 0 : z * (z + 3)) + max(direct.scratchCount, mapped?.scratchCount ?? 0)
    }

    /// Parameter values at a temperature, in kelvin, above zero.
    public func isotherm(at temperature: Double) -> Isotherm {
        var isotherm = Isotherm(temperature: temperature, parameters: table.makeValues())
        move(&isotherm, to: temperature)
        return isotherm
    }

    func move(_ isotherm: inout Isotherm, to temperature: Double) {
        isotherm.temperature = temperature
        table.evaluate(at: temperature, into: &isotherm.parameters)
    }

    /// Gibbs energy per mole of formula units, J/mol.
    ///
    /// - Precondition: `y` holds ``variableCount`` numbers, and the isotherm is of this model.
    func energy(_ isotherm: Isotherm, _ y: [Double]) -> Double {
        precondition(y.count == variableCount)
        return withParameters(isotherm) { parameters in
            y.withUnsafeBufferPointer { buffer in
                // The buffer of an empty array may have no address; then no index is ever read.
                withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, map.count)) { z in
                    guard let address = z.baseAddress else { return 0 }
                    let y = buffer.baseAddress ?? UnsafePointer(address)
                    var total = direct.value(parameters, y)
                    let thermal = gasConstant * isotherm.temperature
                    if let ionicSites {
                        total += thermal * ionicSites.mixing(y)
                    } else {
                        for (block, sites) in zip(blocks, blockSites) {
                            var mixing = 0.0
                            for i in block where y[i] > 0 { mixing += y[i] * Elementary.log(max(y[i], Self.siteFractionFloor)) }
                            total += thermal * sites * mixing
                        }
                    }
                    if let mapped {
                        map.apply(y, to: address)
                        total += mapped.value(parameters, UnsafePointer(address))
                    }
                    return total
                }
            }
        }
    }

    /// Gibbs energy per mole of atoms, J/mol, at a full list of site fractions, in the order of ``sublattices``.
    public func molarGibbsEnergy(_ isotherm: Isotherm, siteFractions: [Double]) -> Double {
        let y = variables(ofSiteFractions: siteFractions)
        return energy(isotherm, y) / amounts(y).reduce(0, +)
    }

    /// Energy, gradient, Hessian and temperature slopes at once. Allocates nothing.
    ///
    /// - Precondition: `y` holds ``variableCount`` numbers; the isotherm and the derivatives were made by this model.
    public func evaluate(_ isotherm: Isotherm, _ y: [Double], _ result: inout Derivatives) {
        let count = variableCount
        // With these, and with the bounds proved when the model was compiled, no pointer below leaves its storage.
        precondition(
            y.count == count && result.gradient.count == count && result.hessian.count == count * count
                && result.gradientTemperatureSlope.count == count && result.scratch.count == scratchCount)
        withParameters(isotherm) { parameters in
            y.withUnsafeBufferPointer { y in
                result.gradient.withUnsafeMutableBufferPointer { gradient in
                    result.hessian.withUnsafeMutableBufferPointer { hessian in
                        result.gradientTemperatureSlope.withUnsafeMutableBufferPointer { slopes in
                            result.scratch.withUnsafeMutableBufferPointer { scratch in
                                // One number that an empty buffer may point to; it is never read.
                                var nothing = 0.0
                                withUnsafeMutablePointer(to: &nothing) { nothing in
                                    let target = SiteProgram.Target(
                                        count: count, gradient: gradient.baseAddress ?? nothing, half: hessian.baseAddress ?? nothing,
                                        slopeGradient: slopes.baseAddress ?? nothing)
                                    let sum = fill(
                                        parameters, y.baseAddress ?? UnsafePointer(nothing), target, scratch.baseAddress ?? nothing)
                                    result.energy = sum.value
                                    result.temperatureSlope = sum.slope
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @inline(__always) private func withParameters<Result>(_ isotherm: Isotherm, _ body: (EnergyPart.Parameters) -> Result) -> Result {
        precondition(isotherm.parameters.value.count == table.count && isotherm.parameters.slope.count == table.count)
        return isotherm.parameters.value.withUnsafeBufferPointer { values in
            isotherm.parameters.slope.withUnsafeBufferPointer { slopes in
                withUnsafePointer(to: 0.0) { nothing in
                    body(
                        .init(
                            temperature: isotherm.temperature, gasConstant: gasConstant, values: values.baseAddress ?? nothing,
                            slopes: slopes.baseAddress ?? nothing))
                }
            }
        }
    }

    private func fill(
        _ parameters: EnergyPart.Parameters, _ y: UnsafePointer<Double>, _ target: SiteProgram.Target, _ scratch: UnsafeMutablePointer<Double>
    ) -> (value: Double, slope: Double) {
        let n = target.count
        target.gradient.update(repeating: 0, count: n)
        target.slopeGradient.update(repeating: 0, count: n)
        target.half.update(repeating: 0, count: n * n)
        let z = map.count
        let functions = mapped == nil ? scratch : scratch + z * (z + 3)
        var sum = direct.addDerivatives(parameters, y, to: target, scratch: functions)

        let thermal = gasConstant * parameters.temperature
        if let ionicSites {
            let mixing = ionicSites.addMixing(y, thermal: thermal, gasConstant: gasConstant, to: target)
            sum = (sum.value + thermal * mixing, sum.slope + gasConstant * mixing)
        } else {
            var mixing = 0.0
            for block in blocks.indices {
                let sites = blockSites[block]
                for i in blocks[block] {
                    let fraction = max(y[i], Self.siteFractionFloor)
                    let logarithm = Elementary.log(fraction)
                    mixing += sites * y[i] * logarithm
                    target.gradient[i] += thermal * sites * (logarithm + 1)
                    target.slopeGradient[i] += gasConstant * sites * (logarithm + 1)
                    target.half[i * n + i] += 0.5 * thermal * sites / fraction
                }
            }
            sum = (sum.value + thermal * mixing, sum.slope + gasConstant * mixing)
        }
        if let mapped {
            scratch.update(repeating: 0, count: z * (z + 3))
            map.apply(y, to: scratch)
            let inner = SiteProgram.Target(count: z, gradient: scratch + z, half: scratch + 3 * z, slopeGradient: scratch + 2 * z)
            let part = mapped.addDerivatives(parameters, UnsafePointer(scratch), to: inner, scratch: functions)
            map.pullBack(inner, to: target)
            sum = (sum.value + part.value, sum.slope + part.slope)
        }
        for i in 0..<n {
            target.half[i * n + i] *= 2
            for j in i + 1..<max(n, i + 1) {
                let second = target.half[i * n + j] + target.half[j * n + i]
                target.half[i * n + j] = second
                target.half[j * n + i] = second
            }
        }
        return sum
    }
}
