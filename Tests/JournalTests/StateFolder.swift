import Foundation
import Journal
import Tieline

/// A state folder of its own for one test, removed with the value.
final class StateFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("tieline-journal-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func open(maximumBytes: Int? = nil) throws -> Journal { try Journal.open(at: path, maximumBytes: maximumBytes, wallTime: 1_000) }
}

/// A stamp of the daemon at a lab time.
func stamp(_ labSeconds: Double = 0, who: String = "tielined", why: String = "a test") -> Stamp {
    Stamp(who: who, why: why, labSeconds: labSeconds, wallTime: 1_000 + labSeconds)
}

/// A pattern like the bench's: regular angles, whole counts.
func samplePattern(_ seed: Int, channels: Int = 64) -> DiffractionPattern {
    DiffractionPattern(
        twoTheta: (0..<channels).map { 25 + Double($0) * 0.02 }, counts: (0..<channels).map { Double(($0 * 7919 + seed * 104_729) % 2_000) },
        wavelength: 1.5405929, exposureSeconds: 120)
}

extension Journal {
    /// A campaign with `count` measurements, each with its intents.
    func fill(_ count: Int, prefix: String = "sn-bi-film") async throws -> String {
        let (name, _) = try await createCampaign(named: prefix, kind: "campaign.started", payload: "{}", stamp: stamp())
        for number in stride(from: 1, through: count, by: 1) { try await measure(number, of: name) }
        return name
    }

    func measure(_ number: Int, of campaign: String) async throws {
        let time = Double(number) * 100
        let heat = try await commit(kind: "heat", payload: #"{"kelvin":400}"#, for: campaign, stamp: stamp(time))
        try await advance(heat.identifier, to: .succeeded, outcome: "the furnace holds 400 K", stamp: stamp(time + 1))
        let expose = try await commit(kind: "expose", payload: #"{"series":\#(number)}"#, for: campaign, stamp: stamp(time + 2))
        try await advance(expose.identifier, to: .acknowledged, outcome: "the detector exposed", stamp: stamp(time + 3))
        let event = NewEvent(campaign: campaign, kind: "campaign.measured", payload: #"{"number":\#(number)}"#, stamp: stamp(time + 4))
        _ = try await record(
            event, number: number, pattern: samplePattern(number), intent: expose.identifier, becomes: .succeeded, outcome: "measurement \(number)")
    }
}

/// A small seeded generator (SplitMix64), so that a failing test names its seed and can be run again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
