import Testing
import Tieline

@testable import Journal

@Suite("A pattern comes back bit for bit")
struct PatternCodecTests {
    @Test("Regular angles and whole counts take two bytes a channel; anything else is listed")
    func roundTrips() throws {
        let regular = samplePattern(3, channels: 1_051)
        var odd = regular
        odd.twoTheta[500] += 1e-9
        odd.counts[3] = 0.5
        var negative = regular
        negative.counts[0] = -0.0
        negative.counts[1] = .nan
        let empty = DiffractionPattern(twoTheta: [], counts: [], wavelength: 1, exposureSeconds: 0)
        let huge = DiffractionPattern(twoTheta: [1, 2], counts: [9_007_199_254_740_992, 1e300], wavelength: 1, exposureSeconds: 1)
        for sample in [regular, odd, negative, empty, huge] {
            let back = try PatternCodec.decode(PatternCodec.encode(sample), what: "a test")
            #expect(back.twoTheta.map(\.bitPattern) == sample.twoTheta.map(\.bitPattern))
            #expect(back.counts.map(\.bitPattern) == sample.counts.map(\.bitPattern))
            #expect(back.wavelength == sample.wavelength && back.exposureSeconds == sample.exposureSeconds)
        }
        #expect(PatternCodec.encode(regular).count < 2 * 1_051 + 64)
    }

    @Test("A truncated or lengthened blob is refused, not guessed at")
    func damage() throws {
        let bytes = PatternCodec.encode(samplePattern(1, channels: 5))
        for length in 0..<bytes.count {
            let error = #expect(throws: JournalError.self) { try PatternCodec.decode(Array(bytes.prefix(length)), what: "a test") }
            #expect(error?.code == .corrupt)
        }
        #expect(throws: JournalError.self) { try PatternCodec.decode(bytes + [0], what: "a test") }
        var claims = bytes
        claims[20] = 0xff
        #expect(throws: JournalError.self) { try PatternCodec.decode(claims, what: "a test") }
    }
}
