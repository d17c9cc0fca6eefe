@testable import Campaigns
import Foundation
import LinearAlgebra
import Testing
import Tieline

@Suite struct FilmDesignTests {
    /// A belief that has passed the eutectic: bismuth at 128 °C, none at 134 °C. The fractions are the lever rule's on the database's own boundaries
    /// (NIST solder database), so that the fit has nothing to move.
    private func passed() throws -> AmaseStrategy {
        var strategy = try AmaseStrategy(AmaseStrategyTests.start.get())
        let theory = strategy.theory
        for (number, point) in [(0.80, 90.0), (0.75, 110), (0.72, 130), (0.75, 141)].enumerated() {
            let temperature = kelvin(fromDegreesCelsius: point.1)
            let field = try #require(theory.field(isBelow: point.1 < 138, atKelvin: temperature))
            let phases = PhaseField.Solid.allCases.map { solid in
                let fraction = field.fraction(of: solid, atMoleFraction: point.0)
                return PhaseEvidence(
                    phase: theory.solids[solid.rawValue], peak: "", probabilityPresent: fraction > 0.01 ? 1 : 0, area: 500 * fraction,
                    areaStandardDeviation: 1.5 + 3 * fraction)
            }
            try strategy.apply(
                .measured(
                    Tieline.Measurement(
                        number: number + 1, condition: Condition([point.0, temperature]), measuredKelvin: temperature, positionMillimetres: 0,
                        series: number + 1, intent: "", evidence: Evidence(phases: phases))))
        }
        return strategy
    }

    private func design(_ strategy: AmaseStrategy) throws -> FilmDesign {
        try #require(FilmDesign(strategy.model, strategy.posterior, strategy.specification, countingNoise: [2, 2]))
    }

    @Test("Every pattern of a design removes a share of what the ones before it left, and all together less than everything")
    func shares() throws {
        let members = try design(passed()).members(
            6, kelvin: [415, 425, 445, 465], moleFractions: { _ in [0.72, 0.76, 0.80, 0.90] }, interest: { _ in 1 })
        #expect(members.count == 6)
        #expect(members.allSatisfy { $0.gain > 0 })
        #expect(members.map(\.gain).reduce(0, +) < 1)
        #expect(zip(members, members.dropFirst()).allSatisfy { $0.gain >= $1.gain - 0.02 })
    }

    @Test("The first member is the best single pattern, and a region without interest is not chosen for a little more")
    func first() throws {
        let design = try design(passed())
        let places = [0.72, 0.80, 0.90]
        let singles = try [415.0, 445].flatMap { kelvin in
            try places.map { x in
                try #require(design.members(1, kelvin: [kelvin], moleFractions: { _ in [x] }, interest: { _ in 1 }).first)
            }
        }
        let best = try #require(singles.max { $0.gain < $1.gain })
        let first = try #require(design.members(1, kelvin: [415, 445], moleFractions: { _ in places }, interest: { _ in 1 }).first)
        #expect(first.condition == best.condition && abs(first.gain - best.gain) < 1e-12)
        let elsewhere = design.members(
            1, kelvin: [415, 445], moleFractions: { _ in places }, interest: { $0 == best.condition ? 1e-6 : 1 }
        ).first
        #expect(elsewhere?.condition != best.condition)
    }

    @Test("The linear covariance is the sampled one, within the sampling error and what a bracket's shape adds")
    func linearity() throws {
        let strategy = try passed()
        let estimate = try #require(strategy.invariant)
        // No pattern teaches what is known: the design's own variance shows in the gain of a pattern that would tell everything.
        let covariance = try #require(strategy.posterior.covariance)
        let spread = strategy.posterior.draws.map { $0.z[0] }
        let mean = spread.reduce(0, +) / Double(spread.count)
        let sampled = (spread.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(spread.count)).squareRoot()
        #expect(abs(covariance[0, 0].squareRoot() / sampled - 1) < 0.3)
        #expect(estimate.temperature.standardDeviation < 4)
    }
}
