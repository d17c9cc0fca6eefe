import Tieline

/// What register 122 says: four hexadecimal digits for series, range, size and type.
struct EurothermIdentity: Hashable, Sendable {
    let word: UInt16

    /// Series 2000, range 2400: the only one whose register map this driver knows. The 3200 has other program codes and other units.
    static func isSeries2400(_ word: UInt16) -> Bool { word & 0xFF00 == 0x2400 }

    /// The register that also tells a trusted line from a late answer.
    static let probe = ModbusProbe(address: EurothermRegister.identity, expectation: "0x24…, a series 2400,", isExpected: isSeries2400)

    /// `2416`: the third digit is the panel cut-out (3: 1/32 DIN, 4: 1/4, 6: 1/16, 8: 1/8).
    var model: String {
        switch word >> 4 & 0xF {
        case 4: "2404"
        case 6: "2416"
        case 8: "2408"
        default: "2400"
        }
    }

    /// `4.61` from 0x0461.
    static func firmware(_ word: UInt16) -> String {
        let minor = String(word & 0xFF, radix: 16)
        return String(word >> 8, radix: 16) + "." + (minor.count < 2 ? "0" + minor : minor)
    }

    /// Whether four registers spell the simulation's mark.
    static func isSimulationMark(_ words: [UInt16]) -> Bool { words == [0x5349, 0x4D55, 0x4C41, 0x5444] }
}
