import Inference

#if canImport(Glibc)
    import Glibc
#endif

extension PhaseMapPrediction {
    /// The log density of a measured value: the mixture over draws and regions of `N(mean, variance + noise)`.
    ///
    /// - Parameters:
    ///   - value: In the property's unit.
    ///   - standardDeviation: What this value's own noise adds, as ``PropertyEvidence/standardDeviation``.
    public func propertyLogDensity(_ property: Int, point: Int, value: Double, standardDeviation: Double = 0) -> Double {
        var density = 0.0
        forEachComponent(of: property, point: point, extraVariance: standardDeviation * standardDeviation) { weight, mean, deviation in
            density += weight * normalDensity((value - mean) / deviation) / deviation
        }
        return log(max(density, .leastNonzeroMagnitude))
    }

    /// The probability that a measured value is below `value`.
    public func propertyCumulative(_ property: Int, point: Int, value: Double, standardDeviation: Double = 0) -> Double {
        var sum = 0.0
        forEachComponent(of: property, point: point, extraVariance: standardDeviation * standardDeviation) { weight, mean, deviation in
            sum += weight * normalCumulative((value - mean) / deviation)
        }
        return sum
    }

    /// The central interval that holds a measured value with this probability.
    public func propertyInterval(_ property: Int, point: Int, probability: Double) -> ClosedRange<Double> {
        let tail = (1 - probability) / 2
        let low = propertyQuantile(property, point: point, tail)
        return low...max(low, propertyQuantile(property, point: point, 1 - tail))
    }

    /// By bisection between ten standard deviations of the outermost components.
    private func propertyQuantile(_ property: Int, point: Int, _ share: Double) -> Double {
        var low = Double.infinity
        var high = -Double.infinity
        forEachComponent(of: property, point: point, extraVariance: 0) { _, mean, deviation in
            low = min(low, mean - 10 * deviation)
            high = max(high, mean + 10 * deviation)
        }
        // 2^-40 of the range is far below the noise.
        for _ in 0..<40 {
            let middle = 0.5 * (low + high)
            if propertyCumulative(property, point: point, value: middle) < share { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }

    private func forEachComponent(
        of property: Int, point: Int, extraVariance: Double, _ body: (_ weight: Double, _ mean: Double, _ deviation: Double) -> Void
    ) {
        let item = properties[property]
        for draw in 0..<draws {
            for region in 0..<regions {
                let index = (draw * points + point) * regions + region
                let weight = drawProbabilities[index] / Double(draws)
                guard weight > 1e-9 else { continue }
                body(weight, item.drawMeans[index], (item.drawVariances[index] + item.drawNoiseVariances[draw] + extraVariance).squareRoot())
            }
        }
    }
}
