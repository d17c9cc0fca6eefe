import Inference
import LinearAlgebra

/// Where chains begin: far apart, and some of them deliberately wrong, so that agreement means something.
enum PhaseMapStart: CaseIterable, Sendable {
    /// A draw of the prior.
    case prior
    /// The labels, smoothed by long lengths.
    case labels
    /// The labels one region on: every role is wrong.
    case permutedLabels
    /// Lengths near the shortest the prior allows.
    case rough
}

extension PhaseMapTarget {
    func start(_ kind: PhaseMapStart, _ stream: inout RandomStream) throws(LinearAlgebraError) -> PhaseMapState {
        var hyperParameters = stream.normals(layout.priors.count)
        var latents = stream.normals(regions * points)
        switch kind {
        case .prior: break
        case .rough: for index in layout.fieldLengths { hyperParameters[index] = -2 }
        case .labels, .permutedLabels:
            for index in layout.fieldLengths { hyperParameters[index] = 0.5 }
            let shift = kind == .labels ? 0 : 1
            let factor = try fieldFactor(hyperParameters)
            var noisy = field.matrix(
                lengths: field.lengthValues(hyperParameters[layout.fieldLengths]),
                weights: layout.termWeightValues(hyperParameters))
            // Smoothing with unit noise: (K + 1)⁻¹ y, then its field, whitened.
            for point in 0..<points { noisy[point, point] += 1 }
            let smoother = try CholeskyFactor(inPlaceOf: noisy)
            for region in 0..<regions {
                var goal = [Double](repeating: 0, count: points)
                for row in table.structure { goal[row.point] += row.probabilities[(region + shift) % regions] - 1 / Double(regions) }
                latents.replaceSubrange(
                    (region * points)..<((region + 1) * points), with: factor.multiply(transposed: true, smoother.solve(goal)))
            }
        }
        return try state(whiteHyperParameters: hyperParameters, whiteLatents: latents, assignments: nil, &stream)
    }
}
