import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

extension PhaseMapChain {
    /// Two regions exchange all points that no label names, and their processes; lengths and deviation of the fields are drawn anew, and the fields follow.
    ///
    /// Where labels are few, a map with the roles of two regions exchanged everywhere but at the labels may hold a percent of the posterior. Its fields are rougher, and no
    /// small step leads there. The difference `z` between the white latents of the two is carried over by the normal distributions that approximate it before and after
    /// (``LatentDifference``): `z' = m' − C'⁻ᵀ Cᵀ (z − m)`, turned about, since nearly every point changes its side; all else keeps its white numbers. The map is its own
    /// inverse, so the density of the proposal is a ratio of determinants (Green 1995, Biometrika 82, 711); the hyper-parameters come from their prior, which cancels.
    mutating func exchangeUnlabelledPoints() throws(LinearAlgebraError) {
        let (points, regions) = (target.points, target.regions)
        guard regions > 1, target.structureRows.contains(where: \.isEmpty) else { return }
        let first = Int(stream.uniform() * Double(regions)) % regions
        let second = (first + 1 + Int(stream.uniform() * Double(regions - 1)) % (regions - 1)) % regions
        var white = state.whiteHyperParameters
        for index in target.layout.field { white[index] = stream.normal() }
        var assignments = state.assignments
        for point in 0..<points where target.structureRows[point].isEmpty {
            assignments[point] = assignments[point] == first ? second : assignments[point] == second ? first : assignments[point]
        }
        guard let factor = try? target.fieldFactor(white) else { return }
        var trial = state
        trial.assignments = assignments
        trial.whiteHyperParameters = white
        trial.factor = factor
        for family in target.families.indices {
            let (left, right) = (target.layout.processes[family][first], target.layout.processes[family][second])
            for (one, other) in zip(left, right) { trial.whiteHyperParameters.swapAt(one, other) }
            trial.processes[family].swapAt(first, second)
        }
        target.refreshLikelihoods(&trial, tempering)
        trial.latents = target.latents(trial.whiteLatents, factor: factor, trial.whiteHyperParameters)
        let (old, new) = (LatentDifference(first, second, state, target), LatentDifference(first, second, trial, target))
        guard let before = try? old.approximation(), let after = try? new.approximation() else { return }
        let residual = before.precision.multiply(transposed: true, zip(old.white, before.mode).map { $0 - $1 })
        let next = zip(after.mode, after.precision.divide(transposed: true, residual)).map { $0 - $1 }
        let change =
            tempering.logLikelihood(trial) - tempering.logLikelihood(state) + new.logDensity(next) - old.logDensity(old.white)
            + 0.5 * (before.precision.logDeterminant - after.precision.logDeterminant)
        guard log(1 - stream.uniform()) < change else { return }
        new.place(next, in: &trial)
        trial.latents = target.latents(trial.whiteLatents, factor: factor, trial.whiteHyperParameters)
        state = trial
    }
}
