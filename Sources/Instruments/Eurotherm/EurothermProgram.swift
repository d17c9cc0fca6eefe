import Tieline

/// A heating program as program 1 of the controller: ramp, dwell, END with the output at 0 %.
///
/// The END segment's end type is 2, "set output power", with a power of 0: type 0 would dwell for ever and type 1 would go back to a setpoint.
/// Segments take five words of eight: type, target, rate or duration, end type, end power.
struct EurothermProgram: Hashable, Sendable {
    let target: UInt16
    /// Tenths of a kelvin a minute.
    let rate: UInt16
    /// Tenths of a minute.
    let dwell: UInt16

    /// No holdback, ramps and dwells in minutes, one cycle.
    static let general: [UInt16] = [0, 0, 1, 1, 1]
    static let segmentWords = 5
    static let rampSegment = 1
    static let dwellSegment = 2
    static let endSegment = 3
    /// A count of the dwell, seconds.
    static let dwellResolution = 6.0

    init(_ program: HeatingProgram, scale: EurothermScale, limits: HeatingLimits, instrument: String) throws(InstrumentError) {
        try limits.check(program, instrument: instrument)
        guard let target = scale.word(kelvin: program.targetKelvin), let rate = EurothermScale.word(kelvinPerMinute: program.rampKelvinPerMinute),
            rate > 0
        else {
            throw InstrumentError(
                .outOfLimits, instrument: instrument,
                message: "\(program.targetKelvin) K at \(program.rampKelvinPerMinute) K/min cannot be written in the controller's sixteen bits",
                remedy: "Ramps have to be at least 0.1 K/min.")
        }
        self.target = target
        self.rate = rate
        dwell = Self.dwellWord(seconds: program.dwellSeconds, limits: limits)
    }

    /// Rounded up so that the hold is not shorter than asked for, but never past the limit.
    static func dwellWord(seconds: Double, limits: HeatingLimits) -> UInt16 {
        let limit = (limits.maximumDwellSeconds / dwellResolution).rounded(.down)
        return UInt16(max(1, min((seconds / dwellResolution).rounded(.up), limit)))
    }

    static func seconds(dwellWord: UInt16) -> Double { Double(dwellWord) * dwellResolution }

    /// What is written, in this order: the end first, so that at no moment a program without an end is in the controller.
    var segments: [(number: Int, words: [UInt16])] {
        [
            (Self.endSegment, [0, 0, 0, 2, 0]),
            (Self.dwellSegment, [3, 0, dwell, 0, 0]),
            (Self.rampSegment, [1, target, rate, 0, 0]),
        ]
    }
}
