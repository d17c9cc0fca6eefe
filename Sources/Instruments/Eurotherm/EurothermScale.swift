import Tieline

/// How a 2400 writes numbers on the wire: signed 16-bit counts of a power of ten.
struct EurothermScale: Hashable, Sendable {
    /// Decimal places of a temperature, `0...2` (register 525; 0 when register 12550 asks for integers).
    let decimals: Int
    /// Whether powers have one decimal (full resolution) or none.
    let hasFullResolution: Bool

    /// The numbers that stand for "no measurement" (2400 at full scale either way; pymodbus and A-Lab see the first one on an open thermocouple).
    static let sentinels: [Int16] = [.max, .min]

    init?(decimals: UInt16, resolution: UInt16) {
        guard decimals <= 2, resolution <= 1 else { return nil }
        hasFullResolution = resolution == 0
        self.decimals = hasFullResolution ? Int(decimals) : 0
    }

    private var countsPerKelvin: Double { [1, 10, 100][decimals] }
    private var countsPerPercent: Double { hasFullResolution ? 10 : 1 }

    /// Half a count: no setpoint can be nearer to what was asked.
    var temperatureResolution: Double { 1 / countsPerKelvin }

    func kelvin(_ word: UInt16) -> Double { kelvin(fromDegreesCelsius: Double(Int16(bitPattern: word)) / countsPerKelvin) }

    func percent(_ word: UInt16) -> Double { Double(Int16(bitPattern: word)) / countsPerPercent }

    /// The word for a temperature, or `nil` if it does not fit.
    func word(kelvin: Double) -> UInt16? { Self.word(degreesCelsius(fromKelvin: kelvin) * countsPerKelvin) }

    func word(percent: Double) -> UInt16? { Self.word(percent * countsPerPercent) }

    /// A rate has one decimal whatever the temperature has (A-Lab's driver, on a 2416).
    static func word(kelvinPerMinute: Double) -> UInt16? { word(kelvinPerMinute * 10) }

    static func kelvinPerMinute(_ word: UInt16) -> Double { Double(word) / 10 }

    /// The nearest count, unless it is not a number or one of the sentinels.
    private static func word(_ counts: Double) -> UInt16? {
        let rounded = counts.rounded()
        guard rounded.isFinite, rounded > Double(Int16.min), rounded < Double(Int16.max) else { return nil }
        return UInt16(bitPattern: Int16(rounded))
    }

    private func kelvin(fromDegreesCelsius celsius: Double) -> Double { Tieline.kelvin(fromDegreesCelsius: celsius) }
}
