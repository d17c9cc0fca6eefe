extension GibbsModel {
    /// How the polynomial part of the energy answers to one parameter: adds `∂²G/∂y∂L` to the gradient and returns `∂G/∂L`.
    ///
    /// - Parameter parameter: an index into ``parameters``, of a Gibbs energy parameter.
    func addParameterGradient(_ parameter: Int, _ y: [Double], to gradient: inout [Double]) -> Double {
        let count = variableCount
        precondition(y.count == count && gradient.count == count && table.count > parameter)
        var values = [Double](repeating: 0, count: table.count)
        values[parameter] = 1
        let zeros = [Double](repeating: 0, count: table.count)
        // Gradient, slope gradient and half Hessian of the direct part, then variables and the same of the mapped part.
        let z = map.count
        var storage = [Double](repeating: 0, count: count * (count + 2) + z * (z + 3) + 1)
        let total = values.withUnsafeBufferPointer { values in
            zeros.withUnsafeBufferPointer { zeros in
                y.withUnsafeBufferPointer { y in
                    storage.withUnsafeMutableBufferPointer { storage -> Double in
                        guard let base = storage.baseAddress, let values = values.baseAddress, let zeros = zeros.baseAddress else { return 0 }
                        let fractions = y.baseAddress ?? UnsafePointer(base)
                        let target = SiteProgram.Target(count: count, gradient: base, half: base + 2 * count, slopeGradient: base + count)
                        var sum = direct.program.addDerivatives(values, zeros, fractions, to: target).value
                        if let mapped {
                            let own = base + count * (count + 2)
                            map.apply(fractions, to: own)
                            let inner = SiteProgram.Target(count: z, gradient: own + z, half: own + 3 * z, slopeGradient: own + 2 * z)
                            sum += mapped.program.addDerivatives(values, zeros, UnsafePointer(own), to: inner).value
                            map.pullBack(inner, to: target)
                        }
                        return sum
                    }
                }
            }
        }
        for i in 0..<count { gradient[i] += storage[i] }
        return total
    }

    /// ∂²G/∂T² at constant site fractions, J/(mol K²) per mole of formula units: the heat capacity is `−T` times it.
    func temperatureCurvature(_ isotherm: Isotherm, _ y: [Double]) -> Double {
        precondition(y.count == variableCount && isotherm.parameters.value.count == table.count)
        // One number more than needed, so that none is empty.
        let curvatures = table.curvatures(at: isotherm.temperature) + [0]
        let values = isotherm.parameters.value + [0]
        let slopes = isotherm.parameters.slope + [0]
        var z = [Double](repeating: 0, count: map.count + 1)
        let fractions = y + [0]
        return values.withUnsafeBufferPointer { values in
            slopes.withUnsafeBufferPointer { slopes in
                curvatures.withUnsafeBufferPointer { curvatures in
                    fractions.withUnsafeBufferPointer { fractions in
                        z.withUnsafeMutableBufferPointer { z -> Double in
                            guard let values = values.baseAddress, let slopes = slopes.baseAddress, let curvatures = curvatures.baseAddress,
                                let fractions = fractions.baseAddress, let z = z.baseAddress
                            else { return 0 }
                            let parameters = EnergyPart.Parameters(
                                temperature: isotherm.temperature, gasConstant: gasConstant, values: values, slopes: slopes)
                            var total = direct.temperatureCurvature(parameters, curvatures: curvatures, fractions)
                            if let mapped {
                                map.apply(fractions, to: z)
                                total += mapped.temperatureCurvature(parameters, curvatures: curvatures, UnsafePointer(z))
                            }
                            return total
                        }
                    }
                }
            }
        }
    }
}
