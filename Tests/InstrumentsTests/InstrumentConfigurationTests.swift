import Foundation
import Testing
import Tieline

@testable import Instruments

@Suite("The instrument file")
struct InstrumentConfigurationTests {
    private static let furnace = "{name: furnace-1, driver: eurotherm-2400, port: /dev/ttyUSB0, limits: {temperature: 500 °C, rate: 20 K/min}}"
    private static let stage = "{name: stage-1, driver: bench-stage, url: http://bench:8080, limits: {minimum: 0 mm, maximum: 76 mm}}"
    private static let sampleMeter = "{name: meter-1, driver: bench-meter, url: http://bench:8080}"
    private static let detector = "{name: diffractometer-1, driver: simplon, url: http://bench:8080/}"

    @Test("The file that is shipped") func shipped() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "config/instruments.yaml"), encoding: .utf8)
        let configuration = try InstrumentConfiguration(parsing: text, file: "config/instruments.yaml")
        let furnace = try #require(configuration.furnaces.first)
        #expect(furnace.name == "furnace-1" && furnace.baud == 9600 && furnace.unit == 1)
        #expect(furnace.limits == HeatingLimits(maximumKelvin: 773.15, maximumRampKelvinPerMinute: 20, maximumDwellSeconds: 7200))
        #expect(configuration.stages.map(\.limits) == [0...76])
        #expect(configuration.detectors.map(\.name) == ["diffractometer-1"])
    }

    @Test("What is not written has its default; a slash at the end of an address is forgiven") func defaults() throws {
        let text = "instruments: [\(Self.furnace), \(Self.stage), \(Self.detector)]"
        let configuration = try InstrumentConfiguration(parsing: text, file: "i.yaml")
        #expect(configuration.furnaces[0].limits.maximumDwellSeconds == 7200 && configuration.furnaces[0].limits.maximumOutputPercent == 100)
        #expect(configuration.detectors[0].url == "http://bench:8080")
    }

    @Test("A campaign that maps phases reaches its meter, and is told the meters there are if it is not among them") func meter() throws {
        let text = "instruments: [{name: meter-1, driver: bench-meter, url: http://bench:8081/}]"
        let configuration = try InstrumentConfiguration(parsing: text, file: "i.yaml")
        #expect(configuration.meters.map(\.url) == ["http://bench:8081"])
        var campaign = CampaignSpecification(
            name: "map", strategy: .random, seed: 1,
            sample: SampleSpecification(
                description: "", isReversible: true, calibration: [], moleFractionStandardDeviation: 0, thicknessStandardDeviation: 0,
                thicknessCorrelationMillimetres: 0),
            space: ParameterSpace(axes: []), instruments: InstrumentNames(meter: "meter-1"), measurement: .unheated(seconds: 1), theory: .none,
            peaks: [], target: .none, budget: BudgetSpecification(patterns: 1, seconds: 60),
            mapping: MappingSpecification(structure: [], expectedAccuracy: 0.9), simulation: nil)
        try configuration.check(reachOf: campaign, file: "map.yaml")
        campaign.instruments.meter = "meter-2"
        let error = #expect(throws: SpecificationError.self) { try configuration.check(reachOf: campaign, file: "map.yaml") }
        #expect(error?.field == "instruments.meter" && error?.remedy == "There are: meter-1.")
    }

    @Test(
        "Each mistake: one error with line, field and remedy",
        arguments: [
            ("instruments: []", SpecificationError.Code.outOfRange, "instruments"),
            ("instruments: [{name: f, port: /dev/a}]", .missingKey, "instruments[0].driver"),
            ("instruments: [{name: f, driver: eurotherm-3200}]", .outOfRange, "instruments[0].driver"),
            ("instruments: [{name: F 1, driver: simplon, url: 'http://a'}]", .wrongType, "instruments[0].name"),
            ("instruments: [{name: f, driver: simplon, url: 'http://a', baud: 9600}]", .unknownKey, "instruments[0].baud"),
            ("instruments: [{name: m, driver: bench-meter, url: 'http://a', limits: {}}]", .unknownKey, "instruments[0].limits"),
            ("instruments: [{name: f, driver: simplon, url: 'a:8080'}]", .wrongType, "instruments[0].url"),
            ("instruments: [{name: f, driver: simplon, url: 'http://a/detector'}]", .wrongType, "instruments[0].url"),
            ("instruments: [\(furnace.replacing("500 °C", with: "500"))]", .wrongUnit, "instruments[0].limits.temperature"),
            ("instruments: [\(furnace.replacing("500 °C", with: "nan °C"))]", .wrongType, "instruments[0].limits.temperature"),
            ("instruments: [\(furnace.replacing("20 K/min", with: "-1 K/min"))]", .outOfRange, "instruments[0].limits.rate"),
            ("instruments: [\(furnace.replacing("/dev/ttyUSB0", with: "ttyUSB0"))]", .wrongType, "instruments[0].port"),
            ("instruments: [\(furnace.replacing("port", with: "baud: 9601, port"))]", .outOfRange, "instruments[0].baud"),
            ("instruments: [\(furnace.replacing("port", with: "maximumDwell: 2 d, port"))]", .wrongUnit, "instruments[0].maximumDwell"),
            ("instruments: [\(furnace), \(furnace)]", .inconsistent, "instruments[1]"),
            ("instruments: [\(furnace), \(furnace.replacing("furnace-1", with: "furnace-2"))]", .inconsistent, "instruments[1]"),
            ("instruments: [\(stage.replacing("0 mm", with: "80 mm"))]", .inconsistent, "instruments[0].limits"),
            ("instruments: [\(sampleMeter), \(sampleMeter.replacing("meter-1", with: "meter-2"))]", .inconsistent, "instruments[1]"),
            ("instruments: [\(stage)]\nspeed: 3", .unknownKey, "speed"),
        ])
    func mistakes(text: String, code: SpecificationError.Code, field: String) {
        let error = #expect(throws: SpecificationError.self) { try InstrumentConfiguration(parsing: text, file: "i.yaml") }
        #expect(error?.code == code && error?.field == field)
        #expect(error?.line != nil && error?.remedy.isEmpty == false)
    }
}
