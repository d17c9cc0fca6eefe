import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

extension MapEnsemble {
    /// What a label at each point is expected to tell about labels at the targets, nats a target: the mean over targets of the mutual information between the two
    /// labels (expected predictive information gain, Bickford Smith et al. 2023, AISTATS, equation 5). Where maps have sharp boundaries that is information about
    /// where the boundaries run, counted by the area that they move over.
    ///
    /// - Parameters:
    ///   - candidates: Which points are judged, in their order; all if empty.
    ///   - targets: Which points; all if empty.
    ///   - weights: Of each target; equal if empty.
    ///   - given: Labels taken for known already, as of a batch: the mean over ways in which they may turn out.
    public func predictiveInformation(candidates: [Int] = [], targets: [Int] = [], weights: [Double] = [], given: [Int] = []) -> [Double] {
        score(candidates: candidates, targets: targets, weights: weights, given: given) { joint, own, others in
            // Σ p log (p / (p p)), label by label.
            var sum = 0.0
            for region in joint.indices where joint[region] > 1e-12 { sum += joint[region] * log(joint[region] / (own * others[region])) }
            return sum
        }
    }

    /// By how much a label at each point is expected to raise the share of targets whose most probable region is right (expected error reduction, Roy and McCallum 2001,
    /// ICML; the risk of Zhu, Lafferty and Ghahramani 2003 for maps drawn whole).
    ///
    /// Parameters as of ``predictiveInformation(candidates:targets:weights:given:)``.
    public func expectedAccuracyGain(candidates: [Int] = [], targets: [Int] = [], weights: [Double] = [], given: [Int] = []) -> [Double] {
        score(candidates: candidates, targets: targets, weights: weights, given: given) { joint, _, others in
            // What the best guess after the label gains on the best guess now.
            var (now, after) = (0, 0)
            for region in others.indices {
                if others[region] > others[now] { now = region }
                if joint[region] > joint[after] { after = region }
            }
            return joint[after] - joint[now]
        }
    }

    /// What a label at each point is expected to tell about the map, nats (BALD; Houlsby et al. 2011, arXiv:1112.5745).
    public func mutualInformations() -> [Double] {
        (0..<points).map { point in
            var conditional = 0.0
            var entropy = 0.0
            for region in 0..<regions {
                let mean = means[point * regions + region]
                if mean > 0 { entropy -= mean * log(mean) }
                for map in 0..<maps {
                    let p = probabilities[region][map, point]
                    if p > 0 { conditional -= p * log(p) / Double(maps) }
                }
            }
            return max(0, entropy - conditional)
        }
    }

    /// Of the region at each point, nats.
    public var entropies: [Double] {
        (0..<points).map { point in
            means[(point * regions)..<((point + 1) * regions)].reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
        }
    }

    /// Of the most probable regions at the targets, the share expected to be right.
    public func expectedAccuracy(targets: [Int] = []) -> Double {
        let targets = targets.isEmpty ? Array(0..<points) : targets
        return targets.reduce(0) { sum, point in sum + (means[(point * regions)..<((point + 1) * regions)].max() ?? 0) }
            / Double(max(targets.count, 1))
    }

    /// In how many ways the labels of a batch are let turn out.
    static let fantasies = 16

    /// Sums a function of the joint probabilities of a label at a point and the region at a target.
    ///
    /// - Parameter value: Of the joint probabilities (one a region of the target), the label's probability and the target's probabilities.
    private func score(
        candidates: [Int], targets: [Int], weights: [Double], given: [Int],
        value: (_ joint: UnsafeMutableBufferPointer<Double>, _ own: Double, _ others: UnsafeMutableBufferPointer<Double>) -> Double
    ) -> [Double] {
        let targets = targets.isEmpty ? Array(0..<points) : targets
        let candidates = candidates.isEmpty ? Array(0..<points) : candidates
        precondition(weights.isEmpty || weights.count == targets.count, "every target has a weight")
        let weights = weights.isEmpty ? [Double](repeating: 1, count: targets.count) : weights
        let scale = 1 / max(weights.reduce(0, +), .leastNormalMagnitude)
        let (here, there) = (columns(candidates), columns(targets))
        let worlds = self.worlds(given)
        var result = [Double](repeating: 0, count: candidates.count)
        var (joint, othersOf) = ([Double](repeating: 0, count: regions), [Double](repeating: 0, count: regions))
        for world in worlds {
            let others = there.map { mean($0, world) }
            for label in 0..<regions {
                let own = mean(here[label], world)
                var weighted = here[label]
                for map in 0..<maps {
                    for index in (map * candidates.count)..<((map + 1) * candidates.count) { weighted.elements[index] *= world[map] }
                }
                // Without BLAS nothing could have been sampled either.
                let tables = there.map {
                    (try? Matrix.product(weighted, $0, transposingLeft: true)) ?? Matrix(rows: candidates.count, columns: targets.count)
                }
                joint.withUnsafeMutableBufferPointer { joint in
                    othersOf.withUnsafeMutableBufferPointer { othersOf in
                        for point in candidates.indices where own[point] > 1e-9 {
                            var sum = 0.0
                            for (index, weight) in weights.enumerated() where weight > 0 {
                                for region in 0..<regions {
                                    joint[region] = tables[region].elements[point * targets.count + index]
                                    othersOf[region] = others[region][index]
                                }
                                sum += weight * value(joint, own[point], othersOf)
                            }
                            result[point] += max(0, sum) * scale / Double(worlds.count)
                        }
                    }
                }
            }
        }
        return result
    }

    /// Region by region, `maps × points`.
    private func columns(_ points: [Int]) -> [Matrix] {
        probabilities.map { matrix in
            Matrix(rows: maps, columns: points.count, elements: (0..<maps).flatMap { map in points.map { matrix[map, $0] } })
        }
    }

    /// Weights of the maps, summing to one: equal, or given labels that one of the maps shows.
    private func worlds(_ given: [Int]) -> [[Double]] {
        guard !given.isEmpty else { return [Array(repeating: 1 / Double(maps), count: maps)] }
        return (0..<Self.fantasies).map { number in
            let truth = number * maps / Self.fantasies
            var weights = [Double](repeating: 1, count: maps)
            for point in given {
                let label = (0..<regions).max { probabilities[$0][truth, point] < probabilities[$1][truth, point] } ?? 0
                for map in 0..<maps { weights[map] *= probabilities[label][map, point] }
            }
            let total = weights.reduce(0, +)
            return total > 0 ? weights.map { $0 / total } : Array(repeating: 1 / Double(maps), count: maps)
        }
    }

    /// Over maps, of every column.
    private func mean(_ matrix: Matrix, _ weights: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: matrix.columns)
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns { result[column] += weights[row] * matrix.elements[row * matrix.columns + column] }
        }
        return result
    }
}
