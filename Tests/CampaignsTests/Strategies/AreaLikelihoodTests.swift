@testable import Campaigns
import Foundation
import Inference
import Testing

@Suite struct AreaLikelihoodTests {
    /// Two peaks, an even film.
    private func observations(_ fractions: [Double], scales: (Double, Double), noise: Double, seed: UInt64 = 1) -> (
        [PatternObservation], [[PeakShare]]
    ) {
        var stream = RandomStream(seed: seed, key: 3)
        let observations = fractions.enumerated().map { number, fraction in
            PatternObservation(
                number: number + 1, x: 0.5, setKelvin: 400, thicknessWeights: [],
                areas: [(scales.0, fraction), (scales.1, 1 - fraction)].map { scale, share in
                    .init(value: scale * share + noise * stream.normal(), standardDeviation: noise, probabilityPresent: 1)
                })
        }
        let shares = fractions.map { fraction in [fraction, 1 - fraction].map { PeakShare(presence: 1, mean: $0, position: 0, own: 0) } }
        return (observations, shares)
    }

    @Test("With the scales integrated out by hand, on a grid, the density is the same up to one constant")
    func integral() {
        let fractions = [0.2, 0.5, 0.8]
        let (observations, shares) = observations(fractions, scales: (400, 150), noise: 5)
        let logMean = log(320.0)
        func byGrid(_ shift: Double) -> Double {
            let moved = fractions.map { $0 + shift }
            var total = 0.0
            let steps = 600
            for first in 0..<steps {
                for second in 0..<steps {
                    let (a, b) = (-1.5 + 3.0 * Double(first) / Double(steps), -1.5 + 3.0 * Double(second) / Double(steps))
                    let (one, two) = (exp(logMean + 1.5 * a), exp(logMean + 1.5 * b))
                    var cost = 0.5 * (a * a + b * b)
                    for (observation, fraction) in zip(observations, moved) {
                        for (peak, expected) in zip(observation.areas, [one * fraction, two * (1 - fraction)]) {
                            let residual = ((peak?.value ?? 0) - expected) / 5
                            cost += 0.5 * residual * residual
                        }
                    }
                    total += exp(-cost)
                }
            }
            return log(total)
        }
        func byLaplace(_ shift: Double) -> Double {
            let moved = shares.map { pair in
                [pair[0].mean + shift, pair[1].mean - shift].map { PeakShare(presence: 1, mean: $0, position: 0, own: 0) }
            }
            return AreaLikelihood(observations, shares: moved, peaks: 2, knots: 0, logMean: logMean).logDensity
        }
        let reference = byLaplace(0) - byGrid(0)
        for shift in [-0.02, 0.01, 0.03] { #expect(abs(byLaplace(shift) - byGrid(shift) - reference) < 0.01) }
    }

    @Test("Scales are found within their own errors, whatever they were thought to be")
    func scales() {
        var pulls: [Double] = []
        for seed in 1...100 {
            let (observations, shares) = observations([0.1, 0.4, 0.6, 0.9], scales: (80, 700), noise: 4, seed: UInt64(seed))
            let likelihood = AreaLikelihood(observations, shares: shares, peaks: 2, knots: 0, logMean: log(320))
            for (index, scale) in [80.0, 700].enumerated() {
                pulls.append((likelihood.logScales[index] - log(scale)) / likelihood.logScaleDeviations[index])
            }
        }
        let square = pulls.reduce(0) { $0 + $1 * $1 } / 200
        // A mean of 200 squares of normal numbers has a standard deviation of 0.1.
        #expect((0.7...1.3).contains(square))
    }

    @Test("One error of the position, which moves two areas against each other, is one error")
    func position() {
        let plain = PeakShare(presence: 1, mean: 0.5, position: 0, own: 0)
        let (left, right) = (
            PeakShare(presence: 1, mean: 0.5, position: 0.05, own: 0), PeakShare(presence: 1, mean: 0.5, position: -0.05, own: 0)
        )
        func logDensity(_ first: Double, _ second: Double, _ shares: [PeakShare]) -> Double {
            let calibration = (1...30).map { number in
                PatternObservation(
                    number: number, x: 0.5, setKelvin: 400, thicknessWeights: [],
                    areas: [
                        .init(value: 50, standardDeviation: 0.5, probabilityPresent: 1),
                        .init(value: 50, standardDeviation: 0.5, probabilityPresent: 1),
                    ])
            }
            let last = PatternObservation(
                number: 31, x: 0.5, setKelvin: 400, thicknessWeights: [],
                areas: [
                    .init(value: first, standardDeviation: 0.5, probabilityPresent: 1),
                    .init(value: second, standardDeviation: 0.5, probabilityPresent: 1),
                ])
            return AreaLikelihood(
                calibration + [last], shares: calibration.map { _ in [plain, plain] } + [shares], peaks: 2, knots: 0, logMean: log(100)
            ).logDensity
        }
        // Both areas off in opposite directions is what a wrong place does; both off in the same direction it cannot do.
        #expect(logDensity(55, 45, [left, right]) > logDensity(55, 55, [left, right]) + 20)
    }
}
