import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// Pattern searches of the most probable hyper-parameters.
extension ApproximationFit {
    /// One hyper-parameter after another, a step up and a step down, for each width of step; a statement that holds or says nothing is tried both ways.
    mutating func searchField(widths: [Double]) throws(LinearAlgebraError) {
        let count = min(points, PhaseMapApproximation.searchedPoints)
        var weights: [Double]?
        func score(_ white: [Double], _ weights: inout [Double]?) throws(LinearAlgebraError) -> Double {
            let fit = try laplace(
                inducingFeatures(white), white: white, points: count, start: weights, steps: weights == nil ? 8 : 3)
            weights = fit.weights
            return fit.logEvidence + layout.field.reduce(0) { $0 + layout.priors[$1].logWeight(white: white[$1]) }
        }
        var best = try score(white, &weights)
        for width in widths {
            for index in layout.field {
                for value in layout.priors[index].neighbours(white: white[index], step: width) {
                    var trial = white
                    trial[index] = value
                    // After a jump the weights are of other features.
                    var trialWeights = layout.priors[index].isStep ? nil : weights
                    let trialScore = try score(trial, &trialWeights)
                    guard trialScore > best else { continue }
                    (best, white, weights) = (trialScore, trial, trialWeights)
                    break
                }
            }
        }
    }

    /// The hyper-parameters of one region's process of a property that explain its shares best, likewise.
    ///
    /// - Parameter fit: The process by white numbers.
    func searchProcess(
        _ indices: Range<Int>, from start: WeightedProcess, fit: ([Double]) throws(LinearAlgebraError) -> WeightedProcess
    ) throws(LinearAlgebraError) -> WeightedProcess {
        var best = start
        for width in [0.7, 0.35] {
            for index in indices where !layout.priors[index].isFixed {
                for direction in [width, -width] {
                    var trial = best.white
                    trial[index - indices.lowerBound] += direction
                    let candidate = try fit(trial)
                    guard candidate.logEvidence > best.logEvidence else { continue }
                    best = candidate
                    break
                }
            }
        }
        return best
    }

    /// The noise at which the present processes explain their shares best.
    mutating func searchNoise(_ property: Int) {
        let index = layout.noises[property]
        guard property < processes.count, !layout.priors[index].isFixed else { return }
        let table = table.families[property]
        func score(_ value: Double) -> Double {
            let noise = layout.priors[index].value(white: value)
            var sum = -0.5 * value * value
            for (region, process) in processes[property].enumerated() {
                for (row, point) in table.points.enumerated() {
                    let share = shares[region * points + point]
                    guard share > 1e-6 else { continue }
                    let variance = process.heldOutVariances[row] + noise * noise + table.knownVariances[row]
                    let difference = table.values[row] - process.heldOutMeans[row]
                    sum -= 0.5 * share * (difference * difference / variance + log(variance))
                }
            }
            return sum
        }
        for width in [1, 0.5, 0.25] {
            for direction in [width, -width] where score(white[index] + direction) > score(white[index]) { white[index] += direction }
        }
    }
}

extension HyperParameterPrior {
    /// How a search weighs a value: the density of the standard normal number up to a constant, and of one that is either nothing or a value the probability of
    /// what it is.
    fileprivate func logWeight(white: Double) -> Double {
        guard case .zeroOr(_, let probability) = self else { return -0.5 * white * white }
        return log(value(white: white) > 0 ? probability : 1 - probability)
    }

    /// Whether it jumps between nothing and a value.
    fileprivate var isStep: Bool { if case .zeroOr = self { true } else { false } }

    /// What a search tries next.
    fileprivate func neighbours(white: Double, step: Double) -> [Double] {
        guard case .zeroOr(let largest, _) = self else { return [white + step, white - step] }
        return [self.white(value: value(white: white) > 0 ? 0 : largest)]
    }
}
