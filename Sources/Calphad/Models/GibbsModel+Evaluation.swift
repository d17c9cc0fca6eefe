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
        var workspace = SitePolynomial.Workspace()
        /// For the magnetic part: derivatives of the Curie temperature and of the moment.
        var curieGradient: [Double]
        var curieHessian: [Double]
        var momentGradient: [Double]
        var momentHessian: [Double]

        init(count: Int, isMagnetic: Bool) {
            gradient = .init(repeating: 0, count: count)
            hessian = .init(repeating: 0, count: count * count)
            gradientTemperatureSlope = .init(repeating: 0, count: count)
            curieGradient = .init(repeating: 0, count: isMagnetic ? count : 0)
            curieHessian = .init(repeating: 0, count: isMagnetic ? count * count : 0)
            momentGradient = curieGradient
            momentHessian = curieHessian
        }
    }

    /// Below this a site fraction's logarithm is that of the floor: 1e-300 keeps `ln y` finite and is below every physical amount.
    static let siteFractionFloor = 1e-300

    public func makeDerivatives() -> Derivatives { Derivatives(count: variableCount, isMagnetic: magnetism != nil) }

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
    func energy(_ isotherm: Isotherm, _ y: [Double]) -> Double {
        var total = energy.value(isotherm.parameters.value, y)
        let thermal = gasConstant * isotherm.temperature
        for (block, sites) in zip(blocks, blockSites) {
            var mixing = 0.0
            for i in block where y[i] > 0 { mixing += y[i] * Elementary.log(max(y[i], Self.siteFractionFloor)) }
            total += thermal * sites * mixing
        }
        if let magnetism {
            let curie = curieTemperature.value(isotherm.parameters.value, y)
            let moment = magneticMoment.value(isotherm.parameters.value, y)
            total += IndenMagnetism(magnetism).energy(temperature: isotherm.temperature, curie: curie, moment: moment, gasConstant: gasConstant)
        }
        return total
    }

    /// Gibbs energy per mole of atoms, J/mol, at a full list of site fractions, in the order of ``sublattices``.
    public func molarGibbsEnergy(_ isotherm: Isotherm, siteFractions: [Double]) -> Double {
        let y = variables(ofSiteFractions: siteFractions)
        return energy(isotherm, y) / amounts(y).reduce(0, +)
    }

    /// Energy, gradient, Hessian and temperature slopes at once.
    public func evaluate(_ isotherm: Isotherm, _ y: [Double], _ result: inout Derivatives) {
        let count = variableCount
        for i in 0..<count {
            result.gradient[i] = 0
            result.gradientTemperatureSlope[i] = 0
        }
        for i in 0..<count * count { result.hessian[i] = 0 }

        // Slopes first: the gradient's storage is then free for the values.
        var slope = 0.0
        for term in energy.terms.indices {
            let parameterSlope = isotherm.parameters.slope[energy.terms[term].parameter]
            guard parameterSlope != 0 else { continue }
            slope += energy.addGradient(ofTerm: term, scale: parameterSlope, y, to: &result.gradientTemperatureSlope, &result.workspace)
        }
        result.energy = energy.addDerivatives(
            isotherm.parameters.value, y, gradient: &result.gradient, hessian: &result.hessian, count: count, &result.workspace)

        let thermal = gasConstant * isotherm.temperature
        for (block, sites) in zip(blocks, blockSites) {
            for i in block {
                let fraction = max(y[i], Self.siteFractionFloor)
                let logarithm = Elementary.log(fraction)
                result.energy += thermal * sites * y[i] * logarithm
                slope += gasConstant * sites * y[i] * logarithm
                result.gradient[i] += thermal * sites * (logarithm + 1)
                result.gradientTemperatureSlope[i] += gasConstant * sites * (logarithm + 1)
                result.hessian[i * count + i] += thermal * sites / fraction
            }
        }
        result.temperatureSlope = slope
        if let magnetism { IndenMagnetism(magnetism).add(self, isotherm, y, to: &result) }
    }
}
