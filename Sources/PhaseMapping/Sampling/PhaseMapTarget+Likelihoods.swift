import Inference

#if canImport(Glibc)
    import Glibc
#endif

extension PhaseMapTarget {
    /// A source that is declared free of error errs this often all the same: tempering needs a way from a wrong label to a right one.
    static let smallestErrorRate = 1e-4

    /// `log p(assignments | latents)`: each the softmax of its latents.
    func assignmentLogProbability(_ assignments: [Int], _ latents: [Double]) -> Double {
        var sum = 0.0
        latents.withUnsafeBufferPointer { latents in
            for point in 0..<points {
                let own = latents[assignments[point] * points + point]
                var total = 0.0
                for region in 0..<regions { total += exp(latents[region * points + point] - own) }
                sum -= log(total)
            }
        }
        return sum
    }

    /// `log P(r | x)` at the evidence, `regions × points`.
    func logProbabilities(_ latents: [Double]) -> [Double] {
        var result = latents
        for point in 0..<points {
            let normaliser = logSumExp(over: 0..<regions) { latents[$0 * points + point] }
            for region in 0..<regions { result[region * points + point] -= normaliser }
        }
        return result
    }

    /// `log Σ e^g` over some regions, one a point; `-∞` where there are none.
    func logSum(_ latents: [Double], over isCounted: (_ region: Int) -> Bool) -> [Double] {
        let counted = (0..<regions).filter(isCounted)
        guard counted.count > 1 else {
            return counted.first.map { Array(latents[($0 * points)..<(($0 + 1) * points)]) } ?? Array(repeating: -.infinity, count: points)
        }
        return (0..<points).map { point in logSumExp(over: counted) { latents[$0 * points + point] } }
    }

    /// One a source.
    func confusions(_ white: [Double]) -> [LabelConfusion] { layout.confusions(model, white, atLeast: Self.smallestErrorRate) }

    /// Of labels and pairs.
    func structureLogLikelihood(_ assignments: [Int], _ white: [Double]) -> Double {
        let confusions = confusions(white)
        var sum = 0.0
        for row in table.structure { sum += confusions[row.source].logLikelihood(row.probabilities, region: assignments[row.point]) }
        for pair in table.pairs {
            sum += log(assignments[pair.first] == assignments[pair.second] ? pair.probabilitySame : 1 - pair.probabilitySame)
        }
        return sum
    }

    /// Of the values of a family that are assigned to a region, with the hyper-parameters given.
    func processLogLikelihood(
        _ family: Int, _ region: Int, _ assignments: [Int], _ white: [Double], _ tempering: Tempering = .none
    ) -> Double {
        guard tempering.hasValues else { return 0 }
        return processCovariance(family, region, white, tempering).logLikelihood(table.families[family].rows(in: region, assignments))
    }

    /// Likewise, with the hyper-parameters of a state.
    func processLogLikelihood(
        _ family: Int, _ region: Int, _ assignments: [Int], _ state: PhaseMapState, _ tempering: Tempering
    ) -> Double {
        guard tempering.hasValues else { return 0 }
        return tempered(state.processes[family][region], family, tempering).logLikelihood(
            table.families[family].rows(in: region, assignments))
    }

    func processCovariance(_ family: Int, _ region: Int, _ white: [Double], _ tempering: Tempering = .none) -> ProcessCovariance {
        tempered(
            ProcessCovariance(model: model, layout: layout, table: table.families[family], family: family, region: region, white: white),
            family, tempering)
    }

    /// With the noise that a rung adds.
    func tempered(_ covariance: ProcessCovariance, _ family: Int, _ tempering: Tempering) -> ProcessCovariance {
        guard tempering.hasValues, tempering.inflation > 0 else { return covariance }
        var result = covariance
        for (member, property) in families[family].properties.enumerated() {
            let added = tempering.inflation * model.properties[property].scale
            result.noiseVariances[member] += added * added
        }
        return result
    }

    // MARK: Assignments by Gumbel noise

    /// `argmax_r g_r + γ_r` is a draw of the softmax.
    func assignments(_ latents: [Double], _ gumbels: [Double]) -> [Int] {
        var result = [Int](repeating: 0, count: points)
        for point in 0..<points {
            var largest = -Double.infinity
            for region in 0..<regions {
                let value = latents[region * points + point] + gumbels[region * points + point]
                if value > largest {
                    largest = value
                    result[point] = region
                }
            }
        }
        return result
    }

    /// The best of the other regions at each point, and its latent with the noise.
    func rivals(of region: Int, _ latents: [Double], _ gumbels: [Double]) -> (regions: [Int], values: [Double]) {
        var best = [Int](repeating: region, count: points)
        var values = [Double](repeating: -.infinity, count: points)
        for other in 0..<regions where other != region {
            for point in 0..<points {
                let value = latents[other * points + point] + gumbels[other * points + point]
                if value > values[point] { (best[point], values[point]) = (other, value) }
            }
        }
        return (best, values)
    }

    func gumbels(_ stream: inout RandomStream) -> [Double] { (0..<(regions * points)).map { _ in Self.gumbel(&stream) } }

    static func gumbel(_ stream: inout RandomStream) -> Double { -log(-log(max(stream.uniform(), 1e-300))) }

    /// Gumbel noise given which region it made the largest (Maddison, Tarlow and Minka 2014, NeurIPS, appendix B): the maximum is free of the winner, the others are
    /// cut off below it.
    func gumbels(_ latents: [Double], _ assignments: [Int], _ stream: inout RandomStream) -> [Double] {
        var result = [Double](repeating: 0, count: regions * points)
        for point in 0..<points {
            let maximum = logSumExp(over: 0..<regions) { latents[$0 * points + point] } + Self.gumbel(&stream)
            for region in 0..<regions {
                let index = region * points + point
                if region == assignments[point] {
                    result[index] = maximum - latents[index]
                } else {
                    let free = latents[index] + Self.gumbel(&stream)
                    // −log(e^−maximum + e^−free), without overflow.
                    let low = min(maximum, free)
                    result[index] = low - log1p(exp(low - max(maximum, free))) - latents[index]
                }
            }
        }
        return result
    }
}
