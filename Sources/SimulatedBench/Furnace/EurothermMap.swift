/// The addresses of the map, zero-based as on the wire, and its fixed words. Sources: the register lists of ESRF's BLISS (Eurotherm 2000) and of
/// Berkeley's A-Lab (a 2416), beside the series' communications handbook HA026230 that both follow.
enum EurothermMap {
    static let processValue = 1
    static let targetSetpoint = 2
    static let outputTarget = 3
    /// `OP.Hi`, per mille of full power: 0 cuts the heater whatever the loop asks for.
    static let outputHighLimit = 30
    static let workingOutput = 4
    static let workingSetpoint = 5
    static let activeProgram = 22
    static let programStatus = 23
    static let setpoint = 24
    static let segmentType = 29
    static let setpointRateLimit = 35
    static let segmentSecondsLeft = 36
    static let segmentNumber = 56
    static let programSecondsLeft = 58
    static let summaryStatus = 75
    static let setpointHighLimit = 111
    static let setpointLowLimit = 112
    static let segmentTarget = 160
    static let sensorBreak = 258
    static let manual = 273
    static let rateLimitUnit = 531
    static let holdbackType = 8_328
    static let holdbackValue = 8_329
    static let rampUnit = 8_330
    static let dwellUnit = 8_331
    static let programCycles = 8_332
    static let firstSegment = 8_336
    static let wordsPerSegment = 8
    static let segments = firstSegment..<firstSegment + FurnaceModel.segmentCount * wordsPerSegment

    /// Words that never change, and that nobody may write. The last four are ours: `SIMULATD`, where a real instrument has no register.
    static func fixedWord(_ register: Int) -> UInt16? {
        switch register {
        case 11: 0  // range low, 0.0 °C
        case 12: 12_000  // range high, 1200.0 °C
        case 15: 0  // active setpoint: SP1
        case 31: 0  // output low limit
        case 34: 0  // output power at sensor break
        case 64: 0  // output power in the end segment
        case 107: 0x0461  // firmware 4.61
        case 122: 0x2460  // series 2000, 2400, 1/16 DIN, PID
        case 199: 0  // instrument mode: normal
        case 516: 0  // unit: °C
        case 518: 1  // after a power failure: reset
        case 520: 0  // a ramp starts at the process value
        case 525: 1  // decimals
        case 553: 0  // at sensor break: go to the power of register 34
        case 12_550: 0  // resolution on the line: full
        case 30_000: 0x5349
        case 30_001: 0x4D55
        case 30_002: 0x4C41
        case 30_003: 0x5444
        default: nil
        }
    }
}
