import Campaigns
import Foundation
import SimulatedBench
import Studies
import Testing
import Tieline

/// Campaigns on systems that are not the published one, against benches that hide a moved diagram.
@Suite struct BinaryCampaignTests {
    @Test(
        "The loop finds the hidden invariant within its own errors and what was asked for, and the boundaries that the campaign names",
        arguments: [("pb-sn", 174.1, 0.710), ("ag-cu", 772.9, 0.419), ("al-zn", 281.6, 0.607), ("cu-mg", 535.8, 0.582)])
    func hiddenInvariants(_ name: String, _ celsius: Double, _ x: Double) throws {
        let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../config").standardized
        let url = config.appending(path: "campaigns/\(name).yaml")
        let file = try CampaignFile(reading: String(contentsOf: url, encoding: .utf8), path: url.path)
        let bench = try FilmBench(contentsOf: config.appending(path: "benches/\(name).yaml").path, seed: 1)
        let start = CampaignStart(specification: file.specification, database: file.database, parameterSet: file.parameterSet, isSimulated: true)
        // Thirty patterns are twice what any of the four needs.
        let outcome = try InSilicoCampaign(start, bench: bench).run(patterns: 30)
        let stop = try #require(outcome.patternsAtStop)
        #expect(outcome.reasonAtStop == .targetReached && stop <= 24, "\(name) would have stopped after \(stop)")
        let estimate = outcome.history[stop - 1]
        let target = file.specification.target
        #expect(estimate.isReliable)
        #expect(estimate.temperature.standardDeviation <= target.temperatureKelvin)
        #expect(estimate.composition.standardDeviation <= target.moleFraction)
        // The truths as the bench files state them, to their last digit.
        #expect(abs(estimate.temperature.value - kelvin(fromDegreesCelsius: celsius)) < 3 * estimate.temperature.standardDeviation)
        #expect(abs(estimate.composition.value - x) < 3 * estimate.composition.standardDeviation + 0.0005)
        #expect(zip(outcome.conditions, outcome.conditions.dropFirst()).allSatisfy { $0[1] <= $1[1] }, "a film that may not cool has cooled")
    }
}
