import Diffraction
import Testing
import Tieline

@Suite("Patterns as text") struct PatternTextTests {
    static let text = """
        # SIMULATED
        # wavelength 1.5405929 angstrom
        ! exposure 120 s
        25.00 103
        25.02\t97 9.8

        25.04, 101
        """

    @Test("Angles, counts, wavelength and exposure; a third column and blank lines are read over") func reads() throws {
        let pattern = try PatternText.pattern(from: Self.text)
        #expect(pattern.twoTheta == [25, 25.02, 25.04])
        #expect(pattern.counts == [103, 97, 101])
        #expect(pattern.wavelength == 1.5405929)
        #expect(pattern.exposureSeconds == 120)
        #expect(try PatternText.pattern(from: Self.text.replacing("\n", with: "\r\n")) == pattern)
    }

    @Test("What is written is read back bit for bit", arguments: [false, true]) func roundTrip(withErrors: Bool) throws {
        let film = SimulatedFilm(tinArea: 12.3, bismuthArea: 1.0 / 3)
        let pattern = film.pattern(film.expected)
        let text = PatternText.text(of: pattern, withErrors: withErrors, comments: ["SIMULATED\n25 1"])
        #expect(try PatternText.pattern(from: text) == pattern)
    }

    @Test("The reader's own wavelength stands in where the text has none") func defaults() throws {
        let pattern = try PatternText.pattern(from: "25 1\n26 2", wavelength: 0.7093, exposureSeconds: 3)
        #expect(pattern.wavelength == 0.7093 && pattern.exposureSeconds == 3)
    }

    static let refused: [(String, PatternError.Code, Int?)] = [
        ("25 1\n25.02 nan", .notFinite, 2), ("25 inf", .notFinite, 1), ("25 -1", .negativeCounts, 1), ("25 1\n25 2", .anglesNotRising, 2),
        ("25 1\n24 2", .anglesNotRising, 2), ("25 1\n\n25.1", .malformedLine, 3), ("25 1 2 3", .malformedLine, 1), ("twenty 5", .malformedLine, 1),
        ("-25 1", .angleOutOfRange, 1), ("180 1", .angleOutOfRange, 1), ("", .empty, nil), ("# exposure 120 s", .empty, nil),
        ("# wavelength -1 angstrom\n25 1", .malformedHeader, 1), ("# exposure 120 min\n25 1", .malformedHeader, 1),
        ("# wavelength nan angstrom\n25 1", .malformedHeader, 1), ("25 1\u{0}", .notText, 1),
    ]

    @Test("Bad text is refused with its line and a remedy", arguments: refused)
    func refuses(text: String, code: PatternError.Code, line: Int?) {
        let error = #expect(throws: PatternError.self) { try PatternText.pattern(from: text, wavelength: 1.54, exposureSeconds: 1) }
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.remedy.hasSuffix(".") == true)
    }

    @Test("Wavelength and exposure are never guessed") func missingHeader() {
        #expect(#expect(throws: PatternError.self) { try PatternText.pattern(from: "25 1", wavelength: 1.54) }?.code == .missingHeader)
        #expect(#expect(throws: PatternError.self) { try PatternText.pattern(from: "25 1", exposureSeconds: 1) }?.code == .missingHeader)
    }

    @Test("A cut file is refused or is a shorter pattern, never a wrong one") func truncated() {
        let bytes = Array(Self.text.utf8)
        for length in 0..<bytes.count {
            guard let pattern = try? PatternText.pattern(fromBytes: Array(bytes[..<length])) else { continue }
            #expect(pattern.twoTheta.count <= 3 && pattern.wavelength == 1.5405929 && pattern.exposureSeconds == 120)
        }
    }

    @Test("Text that is no text, and too much of it") func bounds() {
        #expect(#expect(throws: PatternError.self) { try PatternText.pattern(fromBytes: [0x32, 0xFF, 0xFE]) }?.code == .notText)
        let large = [UInt8](repeating: UInt8(ascii: " "), count: PatternText.maximumBytes + 1)
        #expect(#expect(throws: PatternError.self) { try PatternText.pattern(fromBytes: large) }?.code == .tooLarge)
        var many = ""
        for channel in 0...PatternText.maximumChannels { many += "\(Double(channel + 1) * 0.0001) 1\n" }
        #expect(#expect(throws: PatternError.self) { try PatternText.pattern(from: many) }?.code == .tooLarge)
    }
}
