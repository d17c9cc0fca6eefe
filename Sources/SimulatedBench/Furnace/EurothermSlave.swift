import Inference
import Tieline

/// What a Modbus slave answers to a request that it cannot serve.
public enum ModbusException: UInt8, Error, Sendable {
    case illegalFunction = 1
    case illegalDataAddress = 2
    case illegalDataValue = 3
}

/// The furnace as a Eurotherm 2416 shows it: registers of 16 bits, read and written in blocks. docs/bench-protocol.md has the map.
///
/// A block is served whole or not at all. Temperatures and powers are signed tenths, rates tenths of K/min, durations tenths of a minute.
public struct EurothermSlave: Sendable {
    /// Registers in one request, from the Modbus specification.
    public static let longestRead = 125
    public static let longestWrite = 123
    /// What the process value reads as when its sensor is broken.
    public static let brokenSensorReading: UInt16 = 32_767

    public var furnace: FurnaceModel
    let seed: UInt64
    /// How often the process value was read: every reading has its own noise.
    private var readings: UInt64 = 0
    var activeProgram: UInt16 = 1
    /// The words of the segments as they were written, `EurothermMap.wordsPerSegment` a segment.
    var segmentWords = [UInt16](repeating: 0, count: FurnaceModel.segmentCount * EurothermMap.wordsPerSegment)

    public init(_ specification: FurnaceSpecification, seed: UInt64) {
        furnace = FurnaceModel(specification)
        self.seed = seed
    }

    /// FC 3. A block with the process value takes one new reading.
    public mutating func read(address: Int, count: Int) throws(ModbusException) -> [UInt16] {
        guard count >= 1, count <= Self.longestRead else { throw .illegalDataValue }
        let block = address..<address + count
        let processValue = block.contains(EurothermMap.processValue) ? takeReading() : 0
        var words: [UInt16] = []
        for register in block { words.append(register == EurothermMap.processValue ? processValue : try value(of: register)) }
        return words
    }

    /// FC 6 and FC 16.
    public mutating func write(_ words: [UInt16], address: Int) throws(ModbusException) {
        guard words.count >= 1, words.count <= Self.longestWrite else { throw .illegalDataValue }
        // On a copy, since a refused block leaves nothing behind.
        var changed = self
        for (offset, word) in words.enumerated() { try changed.set(address + offset, to: word) }
        try changed.loadSegments(touching: address..<address + words.count)
        self = changed
    }

    /// The temperature that a controller shows: noise, then its resolution. Takes a reading, as a look at register 1 does.
    public mutating func measuredKelvin() throws(ModbusException) -> Double {
        Self.kelvin(fromTenths: try read(address: EurothermMap.processValue, count: 1)[0])
    }

    private mutating func takeReading() -> UInt16 {
        readings += 1
        guard !furnace.sensorIsBroken else { return Self.brokenSensorReading }
        var noise = RandomStream(seed: seed, key: Draw.reading, readings)
        let specification = furnace.specification
        let shown = degreesCelsius(fromKelvin: furnace.temperatureKelvin) + specification.readingNoiseKelvin * noise.normal()
        return Self.word((shown / specification.readingResolutionKelvin).rounded() * specification.readingResolutionKelvin * 10)
    }

    /// A signed register, rounded, and saturated where a real one would be.
    static func word(_ value: Double) -> UInt16 { UInt16(bitPattern: Int16(min(max(value.rounded(), -32_768), 32_767))) }

    public static func tenths(fromKelvin kelvin: Double) -> UInt16 { word(degreesCelsius(fromKelvin: kelvin) * 10) }

    public static func kelvin(fromTenths word: UInt16) -> Double { Tieline.kelvin(fromDegreesCelsius: Double(Int16(bitPattern: word)) / 10) }
}
