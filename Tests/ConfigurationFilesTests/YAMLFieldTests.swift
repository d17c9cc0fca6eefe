import ConfigurationFiles
import Testing
import Tieline

@Suite struct YAMLFieldTests {
    private func field(_ text: String, _ key: String = "a") throws -> YAMLField {
        try YAMLDocument(parsing: text, file: "f.yaml").root.mapping(["a", "other"]).required(key)
    }

    private func error(_ body: () throws -> Void) -> SpecificationError? {
        do { try body() } catch { return error as? SpecificationError }
        return nil
    }

    @Test(
        "Quantities are converted from the unit they are written in",
        arguments: [
            ("80 °C", Dimension.temperature, 353.15), ("353.15 K", .temperature, 353.15), ("2 h", .duration, 7200),
            ("30K", .temperatureDifference, 30),
            ("5 %", .fraction, 0.05), ("1 kJ/mol", .molarEnergy, 1000), ("0.15405929 nm", .wavelength, 1.5405929), ("1e2 s", .duration, 100),
        ] as [(String, Dimension, Double)])
    func quantities(text: String, dimension: Dimension, value: Double) throws {
        #expect(abs(try field("a: \(text)").quantity(dimension, in: -1e9...1e9) - value) < 1e-9)
    }

    @Test(
        "A temperature difference in °C, a missing unit and a foreign unit are refused with the units that are known",
        arguments: ["30 °C", "30", "30 s"])
    func wrongUnit(text: String) throws {
        let error = error { _ = try field("a: \(text)").quantity(.temperatureDifference, in: 0...1000) }
        #expect(error?.code == .wrongUnit)
        #expect(error?.remedy.contains("30 K") == true)
    }

    @Test("NaN and infinity are refused where they enter", arguments: [".nan", "nan", "NaN", ".inf", "inf", "-inf", "1e999"])
    func notFinite(text: String) {
        #expect(error { _ = try field("a: \(text)").number(in: -1e9...1e9) } != nil)
    }

    @Test("An unknown key names its line and the key that was meant")
    func unknownKey() {
        let error = error { _ = try YAMLDocument(parsing: "a: 1\npatern: 2\n", file: "f.yaml").root.mapping(["a", "patterns", "pattern"]) }
        #expect(error?.code == .unknownKey)
        #expect(error?.line == 2)
        #expect(error?.field == "patern")
        #expect(error?.remedy.contains("`pattern`") == true)
    }

    @Test("A missing key, a key twice, a broken file and an empty file each have their own message")
    func structure() {
        #expect(error { _ = try field("other: 1") }?.code == .missingKey)
        #expect(error { _ = try field("a: 1\na: 2") }?.code == .notYAML)
        #expect(error { _ = try field("a: [1, 2") }?.code == .notYAML)
        #expect(error { _ = try field("") }?.code == .missingKey)
        #expect(error { _ = try field("- 1") }?.code == .wrongType)
    }

    @Test("A file larger than the bound is refused before it is parsed")
    func size() {
        let text = "a: 1 # " + String(repeating: "x", count: YAMLDocument.maximumBytes)
        #expect(error { _ = try field(text) }?.code == .unreadable)
    }

    @Test("Paths lead to the field") func paths() throws {
        let error = error { _ = try field("a:\n  - 1\n  - x\n").list()[1].integer(in: 0...9) }
        #expect(error?.field == "a[1]")
        #expect(error?.line == 3)
    }
}
