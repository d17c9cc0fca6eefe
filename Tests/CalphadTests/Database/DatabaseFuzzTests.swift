import Calphad
import Testing

/// No bytes crash or hang the reader: each file is read, or refused with one error that names a remedy.
@Suite("TDB bytes nobody meant") struct DatabaseFuzzTests {
    private func survives(_ bytes: some Sequence<UInt8>) {
        do {
            let database = try Database(parsingBytes: bytes, file: "wild.tdb")
            // What is read can be looked into and written.
            _ = database.findings()
            _ = try database.tdb()
        } catch {
            #expect(!error.remedy.isEmpty && !error.message.isEmpty, "\(error)")
        }
    }

    @Test("A small file cut at every byte")
    func everyTruncation() throws {
        let bytes = [UInt8](try TestDatabases.data("crfe_bcc_magnetic.tdb"))
        for length in 0...bytes.count { survives(bytes[..<length]) }
    }

    @Test("Files with bytes changed and tokens exchanged, a thousand times each", arguments: [1, 2], ["cumg.tdb", TestDatabases.solderName])
    func flips(seed: Int, name: String) throws {
        var random = SplitMix(state: UInt64(seed))
        let original = [UInt8](try TestDatabases.data(name))
        for round in 0..<500 {
            var bytes = original
            if round.isMultiple(of: 2) {
                for _ in 0...random.below(8) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
            } else {
                var tokens = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map(Array.init)
                for _ in 0...random.below(4) { tokens.swapAt(random.below(tokens.count), random.below(tokens.count)) }
                bytes = Array(tokens.joined(separator: [UInt8(ascii: " ")]))
            }
            survives(bytes)
        }
    }

    @Test("Noise, zero bytes, a number too large, a file of brackets")
    func noise() {
        var random = SplitMix(state: 3)
        survives((0..<20_000).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        survives([UInt8](repeating: 0, count: 10_000))
        survives("ELEMENT A FCC 1 0 0 ! FUNCTION F 298 1E999; 6000 N !".utf8)
        survives("ELEMENT A FCC 1 0 0 ! FUNCTION F 298 T**T**T; 6000 N !".utf8)
        survives("ELEMENT A FCC 1 0 0 ! FUNCTION F 298 \(String(repeating: "-", count: 100_000))1; 6000 N !".utf8)
        survives("ELEMENT A FCC 1 0 0 ! FUNCTION F 298 \(String(repeating: "EXP(", count: 10_000))1; 6000 N !".utf8)
    }

    @Test("Line ends of old Macintosh and Windows, byte order mark, tabs and Latin-1 change nothing")
    func encodings() throws {
        let text = String(decoding: try TestDatabases.data("cumg.tdb"), as: UTF8.self).replacing("\r\n", with: "\n")
        let plain = try Database(parsing: text, file: "x").tdb()
        #expect(try Database(parsing: text.replacing("\n", with: "\r"), file: "x").tdb() == plain)
        #expect(try Database(parsing: text.replacing("\n", with: "\r\n"), file: "x").tdb() == plain)
        #expect(try Database(parsing: "\u{FEFF}" + text, file: "x").tdb() == plain)
        #expect(try Database(parsing: text.replacing(" ", with: "\t").lowercased(), file: "x").tdb() == plain)
        let latin = [UInt8(ascii: "$"), 0xE9, 0xFC, UInt8(ascii: "\n")] + Array(text.utf8)
        #expect(try Database(parsingBytes: latin, file: "x").tdb() == plain)
    }
}
