import Calphad
import Campaigns
import Foundation
import SimulatedBench
import Studies
import Testing
import Tieline

/// The campaign of the demonstration, in process: the strategy, the bench's patterns and their analysis, without the wire.
@Suite struct InSilicoCampaignTests {
    private struct Setting {
        let file: CampaignFile
        let bench: BenchSpecification
        let truth: FilmTruth
        /// Of the hidden film, found by the same engine from the bench's own shifts.
        let eutectic: Invariant

        init() throws {
            let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../config").standardized
            func text(_ path: String) throws -> String { try String(contentsOf: config.appending(path: path), encoding: .utf8) }
            let path = config.appending(path: "campaigns/sn-bi-film.yaml").path
            file = try CampaignFile(reading: text("campaigns/sn-bi-film.yaml"), path: path)
            bench = try BenchSpecification(parsing: text("benches/sn-bi-film.yaml"), file: "sn-bi-film.yaml")
            truth = try FilmTruth(bench.truth, database: file.database, file: "truth.tdb")
            let shifts = try bench.truth.shifts.map { (try ParameterIdentifier($0.parameter), $0.joulesPerMole) }
            let database = try Database(parsing: file.database, file: "truth.tdb").adding(shifts)
            eutectic = try #require(
                BinarySystem(database, components: ("BI", "SN"), phases: bench.truth.phases).invariants(in: 380...450).first)
        }

        func campaign(seed: UInt64) -> InSilicoCampaign {
            var specification = file.specification
            specification.seed = seed
            let start = CampaignStart(specification: specification, database: file.database, parameterSet: file.parameterSet, isSimulated: true)
            return InSilicoCampaign(start, bench: FilmBench(bench, truth: truth, seed: seed))
        }
    }

    @Test("The hidden film is that of the paper: 53.3 at% Sn, 133.1 °C (Liang et al. 2025)")
    func hiddenTruth() throws {
        let setting = try Setting()
        #expect(abs(setting.eutectic.temperature - kelvin(fromDegreesCelsius: 133.1)) < 0.1)
        #expect(abs(setting.eutectic.compositions[1] - 0.533) < 0.001)
    }

    @Test("The same seed gives the same points and the same estimates, bit for bit; another seed gives others")
    func determinism() throws {
        let setting = try Setting()
        let first = try setting.campaign(seed: 1).run()
        let again = try setting.campaign(seed: 1).run()
        #expect(first.measurements == again.measurements)
        #expect(first.decisions == again.decisions)
        #expect(first.history == again.history)
        #expect(try setting.campaign(seed: 2).run().conditions != first.conditions)
    }

    @Test("Seeds 1 to 10 reach their target, all within 2 K and 2 at%, at least nine with the truth within two standard deviations in both")
    func seeds() throws {
        let setting = try Setting()
        var honest = 0
        for seed in UInt64(1)...10 {
            let outcome = try setting.campaign(seed: seed).run()
            let invariant = try #require(outcome.invariant)
            let temperature = invariant.temperature.value - setting.eutectic.temperature
            let composition = invariant.composition.value - setting.eutectic.compositions[1]
            #expect(outcome.stopReason == .targetReached, "seed \(seed)")
            #expect(outcome.measurements.count <= 80, "seed \(seed)")
            #expect(abs(temperature) < 2 && abs(composition) < 0.02, "seed \(seed): \(temperature) K, \(composition)")
            if abs(temperature) < 2 * invariant.temperature.standardDeviation && abs(composition) < 2 * invariant.composition.standardDeviation {
                honest += 1
            }
        }
        #expect(honest >= 9)
    }

    @Test("The temperature never falls, and never rises by more than the campaign allows; every point lies on the grid inside the window")
    func constraints() throws {
        let setting = try Setting()
        let space = setting.file.specification.space
        let conditions = try setting.campaign(seed: 3).run().conditions
        for (one, two) in zip(conditions, conditions.dropFirst()) {
            #expect(two[1] >= one[1])
            #expect(two[1] - one[1] <= 30 + 1e-9)
        }
        for condition in conditions {
            #expect(space.contains(condition))
            #expect(space.snapped(condition) == condition)
        }
    }
}
