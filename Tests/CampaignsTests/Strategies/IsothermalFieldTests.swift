@testable import Campaigns
import Inference
import Testing

@Suite struct IsothermalFieldTests {
    /// Phases 0, 1 and 2 with a compound at a third; phase 0 has a miscibility gap on the left.
    private let field = IsothermalField(
        spans: [
            .init(lower: 0.05, upper: 0.20, lowerPhase: 0, upperPhase: 0), .init(lower: 0.25, upper: 1.0 / 3, lowerPhase: 0, upperPhase: 1),
            .init(lower: 1.0 / 3, upper: 0.90, lowerPhase: 1, upperPhase: 2),
        ], onlyPhase: 0)

    @Test("Inside a span the two fractions sum to one and move against each other")
    func levers() throws {
        for x in [0.27, 0.30, 0.33] {
            let left = try #require(field.lever(0, 0...1, atMoleFraction: x, reach: 0))
            let right = try #require(field.lever(1, 0...1, atMoleFraction: x, reach: 0))
            #expect(abs(left.fraction + right.fraction - 1) < 1e-12)
            #expect(left.slope == -right.slope)
        }
        #expect(field.lever(2, 0...1, atMoleFraction: 0.30, reach: 0) == nil)
    }

    @Test("The two sides of a miscibility gap are told apart by their compositions")
    func gap() throws {
        let poor = try #require(field.lever(0, 0...0.1, atMoleFraction: 0.11, reach: 0))
        let rich = try #require(field.lever(0, 0.1...0.3, atMoleFraction: 0.11, reach: 0))
        #expect(abs(poor.fraction - 0.6) < 1e-12 && abs(rich.fraction - 0.4) < 1e-12)
    }

    @Test("In a single-phase field all is one phase, unless a field is within reach of the position's error")
    func single() throws {
        #expect(try #require(field.lever(0, 0...1, atMoleFraction: 0.02, reach: 0.01)).fraction == 1)
        #expect(field.lever(1, 0...1, atMoleFraction: 0.24, reach: 0.001) == nil)
        // Just outside the field with the compound: less than none of it by the lever rule, and the lever says how much less.
        #expect(try #require(field.lever(1, 0...1, atMoleFraction: 0.245, reach: 0.01)).fraction < 0)
        #expect(field.phases(atMoleFraction: 0.22) == [0] && field.phases(atMoleFraction: 0.5) == [1, 2])
    }

    @Test("What a peak should show is what a crowd of exposures shows on average, with their spread")
    func share() {
        let limit = 0.02
        for (fraction, slope) in [(0.5, 8.0), (0.02, 6.0), (-0.01, 9.0), (0.995, -5.0), (1.0, 0.0)] {
            let share = PeakShare(.init(fraction: fraction, slope: slope), detectionLimit: limit, moleFractionDeviation: 0.002)
            var stream = RandomStream(seed: 7, key: 1)
            let seen = (0..<40_000).map { _ -> Double in
                let value = min(fraction + slope * 0.002 * stream.normal(), 1)
                return value > limit ? value : 0
            }
            let moments = weightedMoments(seen, weights: Array(repeating: 1, count: seen.count))
            // Four standard errors of 40,000 exposures, and the regularisation of a perfect position, 1e-4.
            let error = 4 * moments.standardDeviation / 200 + 2e-4
            #expect(abs(share.mean - moments.mean) < error)
            #expect(abs(abs(share.position) - moments.standardDeviation) < 0.03 * moments.standardDeviation + 2e-4)
            #expect(abs(share.presence - Double(seen.count { $0 > 0 }) / 40_000) < 0.011)
        }
    }
}
