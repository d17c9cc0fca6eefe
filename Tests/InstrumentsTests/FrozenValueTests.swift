import Testing

@testable import Instruments

@Suite("A value that stands still")
struct FrozenValueTests {
    @Test("At rest it may repeat for ever") func rest() {
        var frozen = FrozenValue()
        for _ in 0..<10_000 { #expect(frozen.observe(value: 400, workingSetpoint: 400) == nil) }
    }

    @Test("During a ramp it may not, up or down") func ramp() {
        for sign in [1.0, -1.0] {
            var frozen = FrozenValue()
            #expect(frozen.observe(value: 400, workingSetpoint: 400) == nil)
            #expect(frozen.observe(value: 400, workingSetpoint: 400 + sign * 15) == nil)
            #expect(frozen.observe(value: 400, workingSetpoint: 400 + sign * 15.1) != nil)
            #expect(frozen.observe(value: 400.1, workingSetpoint: 400 + sign * 15.2) == nil)
        }
    }
}
