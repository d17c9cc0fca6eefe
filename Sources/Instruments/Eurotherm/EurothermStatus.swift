import Tieline

/// The summary status word, register 75; the bits are those of ESRF BLISS.
struct EurothermStatus: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    static let manual = EurothermStatus(rawValue: 1 << 4)
    static let sensorBroken = EurothermStatus(rawValue: 1 << 5)
    static let loopBroken = EurothermStatus(rawValue: 1 << 6)
    static let heaterFailed = EurothermStatus(rawValue: 1 << 7)
    static let outOfRange = EurothermStatus(rawValue: 1 << 10)

    /// Bits that mean that the measured value is not one.
    static let unmeasured: EurothermStatus = [.sensorBroken, .outOfRange]

    /// Every bit that an operator should hear of, in words. Bits 8 (tuning), 9 (program complete) and 12 (segments in step) are news, not faults.
    private static let faultWords: [(bit: Int, words: String)] = [
        (0, "alarm 1"), (1, "alarm 2"), (2, "alarm 3"), (3, "alarm 4"), (4, "in manual mode"), (5, "sensor broken"), (6, "control loop broken"),
        (7, "heater failed"), (10, "measured value out of range"), (11, "output module fault"), (13, "remote input broken"),
    ]

    var faults: [String] { Self.faultWords.filter { rawValue & 1 << $0.bit != 0 }.map(\.words) }
}

/// The program's status, register 23 (a 2400; a 3200 numbers them differently).
enum EurothermProgramStatus: UInt16, Sendable {
    case reset = 1
    case run = 2
    case hold = 4
    /// The program waits for the measured value.
    case holdback = 8
    case complete = 16

    var program: TemperatureReading.Program {
        switch self {
        case .reset: .off
        case .run, .holdback: .running
        case .hold: .holding
        case .complete: .ended
        }
    }
}
