@testable import Campaigns
import Foundation
import Inference
import Testing
import Tieline

@Suite struct BinaryCampaignBeliefTests {
    static func start(_ name: String) throws -> CampaignStart {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../config/campaigns/\(name).yaml").standardized
        let file = try CampaignFile(reading: String(contentsOf: url, encoding: .utf8), path: url.path)
        return CampaignStart(specification: file.specification, database: file.database, parameterSet: file.parameterSet, isSimulated: true)
    }

    /// A pattern of pure phases of 500 counts × degree, to 1 %, as the lever rule of some parameters has it.
    private func measurement(_ number: Int, x: Double, kelvin: Double, _ strategy: AmaseStrategy, z: [Double], _ stream: inout RandomStream)
        throws -> Tieline.Measurement
    {
        let model = strategy.model
        let field = try #require(model.theory.shifted(model.shifts(z)).field(atKelvin: kelvin - model.offset(z)))
        let place = x + strategy.specification.sample.moleFractionStandardDeviation * stream.normal()
        let phases = model.peaks.enumerated().map { index, peak in
            let lever = field.lever(model.peakPhases[index], peak.moleFractions, atMoleFraction: place, reach: 0)
            let fraction = min(max(lever?.fraction ?? 0, 0), 1)
            let shown = fraction < peak.detectionLimit ? 0 : 500 * fraction
            return PhaseEvidence(
                phase: peak.name, peak: peak.label, probabilityPresent: shown > 0 ? 0.999 : 0.001, area: shown + 5 * stream.normal(),
                areaStandardDeviation: 5)
        }
        return Tieline.Measurement(
            number: number, condition: Condition([x, kelvin]), measuredKelvin: kelvin, positionMillimetres: 0, series: number,
            intent: "intent-\(number)", evidence: Evidence(phases: phases))
    }

    @Test("Before any pattern the belief of each campaign is the database's invariant with the spread of the priors")
    func priors() throws {
        // Temperatures in °C and compositions of the databases' own diagrams; config/databases/README.md has their sources.
        for (name, celsius, x) in [("pb-sn", 182.2, 0.741), ("ag-cu", 779.1, 0.403), ("al-zn", 277.2, 0.590), ("cu-mg", 552.3, 0.595)] {
            let start = try Self.start(name)
            let strategy = try #require(try start.specification.strategy.strategy(start) as? AmaseStrategy)
            let invariant = try #require(strategy.invariant)
            // 240 draws: three standard errors of the mean, and a fifth for what is curved.
            #expect(abs(invariant.temperature.value - kelvin(fromDegreesCelsius: celsius)) < 0.4 * invariant.temperature.standardDeviation)
            #expect(abs(invariant.composition.value - x) < 0.4 * invariant.composition.standardDeviation)
            #expect(abs(strategy.theory.unshifted.temperature - kelvin(fromDegreesCelsius: celsius)) < 0.1)
        }
    }

    @Test("Truths drawn from the prior are covered as often as the intervals say, by patterns on both sides of the invariant")
    func calibration() throws {
        var start = try Self.start("pb-sn")
        var pulls: [Double] = []
        for seed in 1...24 {
            start.specification.seed = UInt64(seed)
            var strategy = try AmaseStrategy(start)
            var stream = RandomStream(seed: UInt64(seed), key: 77)
            let z = stream.normals(strategy.model.count)
            guard let truth = strategy.theory.shifted(strategy.model.shifts(z)).targets().invariant else { continue }
            for (number, step) in [(0.30, -40.0), (0.90, -15), (0.60, -4), (0.66, 5), (0.85, 12)].enumerated() {
                let kelvin = (truth.temperature + step.1).rounded()
                try strategy.apply(.measured(measurement(number + 1, x: step.0, kelvin: kelvin, strategy, z: z, &stream)))
            }
            let estimate = try #require(strategy.invariant)
            pulls.append((estimate.temperature.value - truth.temperature) / estimate.temperature.standardDeviation)
            pulls.append((estimate.composition.value - truth.composition) / estimate.composition.standardDeviation)
        }
        let square = pulls.reduce(0) { $0 + $1 * $1 } / Double(pulls.count)
        // Some 46 pulls: the mean of their squares is 1 ± 0.21; three of these, since they come in pairs.
        #expect(pulls.count >= 40)
        #expect((0.4...1.65).contains(square), "\(square)")
        #expect(pulls.count { abs($0) > 3.5 } == 0)
    }

    @Test("Two strategies that saw the same events decide the same, bit for bit; another seed decides otherwise")
    func determinism() throws {
        var start = try Self.start("pb-sn")
        func decisions() throws -> [Decision] {
            var strategy = try AmaseStrategy(start)
            var stream = RandomStream(seed: 5, key: 1)
            let z = Array(repeating: 0.3, count: strategy.model.count)
            var decisions: [Decision] = []
            for number in 1...3 {
                let decision = try strategy.decide(elapsedSeconds: 0)
                decisions.append(decision)
                guard case .measure(let condition) = decision.action else { break }
                try strategy.apply(.measured(measurement(number, x: condition[0], kelvin: condition[1], strategy, z: z, &stream)))
            }
            return decisions
        }
        let first = try decisions()
        #expect(try decisions() == first && first.count == 3)
        start.specification.seed = 2
        #expect(try decisions() != first)
    }

    @Test("A line drawn by a person moves the boundary by its certainty, and withdrawing it gives the old belief back")
    func statement() throws {
        var strategy = try AmaseStrategy(Self.start("pb-sn"))
        let before = try #require(strategy.boundaries[0])
        let drawn = before.value + before.standardDeviation
        let prior = Prior(
            identifier: "prior-1",
            kind: .phaseBoundary(points: [Condition([drawn, kelvin(fromDegreesCelsius: 150)])], between: ["FCC_A1", "BCT_A5"]),
            certainty: 0.95, author: "test", reason: "test", time: 0)
        #expect(strategy.objection(to: prior.kind, certainty: 0.8) == nil)
        try strategy.apply(.priorAdded(prior))
        let with = try #require(strategy.boundaries[0])
        // 0.95 within 0.01 is a standard deviation of 0.0051: the product of two normal distributions.
        let (old, new) = (before.standardDeviation * before.standardDeviation, 0.0051 * 0.0051)
        let expected = before.value + old / (old + new) * (drawn - before.value)
        #expect(abs(with.value - expected) < 0.005)
        // The person may be wrong: half a per cent of the belief, a draw or two far away, widens 0.005 to at most 0.01.
        #expect(with.standardDeviation < 0.01)
        try strategy.apply(.priorWithdrawn(PriorWithdrawal(prior: "prior-1", author: "test", reason: "test")))
        let after = try #require(strategy.boundaries[0])
        #expect(abs(after.value - before.value) < 0.35 * before.standardDeviation)
        #expect((0.6...1.4).contains(after.standardDeviation / before.standardDeviation))
    }

    @Test("What it cannot use it says, with what to say instead")
    func objections() throws {
        let strategy = try AmaseStrategy(Self.start("pb-sn"))
        let points = [Condition([0.2, 400])]
        let wrong = try #require(strategy.objection(to: .phaseBoundary(points: points, between: ["FCC_A1", "HCP_A3"]), certainty: 0.8))
        #expect(wrong.message.contains("HCP_A3") && wrong.remedy.contains("BCT_A5"))
        #expect(strategy.objection(to: .phaseRegion(polygon: points, phases: ["LIQUID", "FCC_A1", "BCT_A5"]), certainty: 0.8) != nil)
        #expect(strategy.objection(to: .phaseRegion(polygon: points, phases: ["LIQUID"]), certainty: 0.8) == nil)
        #expect(strategy.objection(to: .regionOfInterest(polygon: points), certainty: 0.8) == nil)
    }

    @Test("A target that the database does not have, or has twice, or a boundary that is not there, is one clear error")
    func targets() throws {
        var start = try Self.start("cu-mg")
        start.specification.target.phases = []
        #expect(throws: (any Error).self) { try AmaseStrategy(start) }
        do { _ = try AmaseStrategy(start) } catch { #expect("\(error)".contains("target.phases")) }
        // People meet it through the strategy's name, as a fault of the file.
        let error = try #require(throws: SpecificationError.self) { try StrategyName.amase.strategy(start) }
        #expect(error.code == .inconsistent && error.field == "target" && error.remedy.contains("target.phases"))
        start.specification.target.invariant = "syntectic"
        do { _ = try AmaseStrategy(start) } catch { #expect("\(error)".contains("no syntectic")) }
        start = try Self.start("pb-sn")
        start.specification.target.boundaries = [BoundaryTarget(phases: ["BCT_A5", "FCC_A1"], end: .leaner, kelvin: 400, moleFraction: 0.01)]
        do { _ = try AmaseStrategy(start) } catch { #expect("\(error)".contains("order of composition")) }
    }
}
