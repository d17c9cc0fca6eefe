/// Wire addresses of a Eurotherm 2400, the ones that Tieline uses.
///
/// Sources: the command table of ESRF BLISS 2.4.0 for the 2000 series, and the address table of A-Lab's driver for a 2416
/// (both quote the 2000 series communications handbook HA026230). The simulation's mark is ours.
enum EurothermRegister {
    /// Measured value, target, output target, output, working setpoint: one block.
    static let measured: UInt16 = 1
    static let rangeLow: UInt16 = 11
    static let rangeHigh: UInt16 = 12
    /// Active program and its status: one block.
    static let program: UInt16 = 22
    static let programStatus: UInt16 = 23
    /// Where the controller goes outside a program.
    static let setpoint1: UInt16 = 24
    static let outputHighLimit: UInt16 = 30
    static let sensorBreakOutput: UInt16 = 34
    static let setpointRateLimit: UInt16 = 35
    static let segmentSecondsLeft: UInt16 = 36
    static let segment: UInt16 = 56
    static let endSegmentOutput: UInt16 = 64
    static let statusWord: UInt16 = 75
    static let firmware: UInt16 = 107
    static let setpoint1HighLimit: UInt16 = 111
    static let setpoint1LowLimit: UInt16 = 112
    static let identity: UInt16 = 122
    static let segmentTarget: UInt16 = 160
    static let instrumentMode: UInt16 = 199
    static let sensorBreak: UInt16 = 258
    static let manual: UInt16 = 273
    static let unit: UInt16 = 516
    static let powerFailRecovery: UInt16 = 518
    static let decimals: UInt16 = 525
    static let setpointRateUnit: UInt16 = 531
    static let sensorBreakStrategy: UInt16 = 553
    static let resolution: UInt16 = 12550
    /// Program 1: holdback type and value, ramp unit, dwell unit, cycles.
    static let programGeneral: UInt16 = 8328
    /// `SIMULATD` in ASCII; a real instrument has no such register.
    static let simulationMark: UInt16 = 30000

    /// The first word of segment `number`, `1...16`, of program 1.
    static func segment(_ number: Int) -> UInt16 { 8336 + 8 * UInt16(number - 1) }
}
