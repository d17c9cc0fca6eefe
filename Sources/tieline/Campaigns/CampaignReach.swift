import Instruments
import Tieline

/// Whether the instruments of a file can go where a campaign wants to go.
struct CampaignReach {
    let specification: CampaignSpecification
    let file: String

    init(_ specification: CampaignSpecification, file: String) {
        self.specification = specification
        self.file = file
    }

    /// - Throws: `InstrumentError` with `outOfLimits`, or `SpecificationError` with `inconsistent` if the file has no such instrument.
    func check(_ instruments: InstrumentConfiguration) throws {
        let names = specification.instruments
        let furnace = try find(names.furnace, "furnace", instruments.furnaces, \.name)
        let measurement = specification.measurement
        let hottest = specification.space.axes.first { $0.unit == .kelvin }?.maximum ?? 0
        try furnace.limits.check(
            HeatingProgram(
                targetKelvin: hottest, rampKelvinPerMinute: measurement.rampKelvinPerMinute,
                dwellSeconds: measurement.settlingSeconds + measurement.exposureSeconds),
            instrument: furnace.name)
        let stage = try find(names.stage, "stage", instruments.stages, \.name)
        for point in specification.sample.calibration where !stage.limits.contains(point.positionMillimetres) {
            throw InstrumentError(
                .outOfLimits, instrument: stage.name,
                message:
                    "the wafer's calibration goes to \(point.positionMillimetres) mm, outside \(stage.limits.lowerBound) to \(stage.limits.upperBound) mm",
                remedy: "Narrow the calibration, or widen the stage's limits if it can go there.")
        }
        _ = try find(names.detector, "detector", instruments.detectors, \.name)
    }

    private func find<Instrument>(_ name: String, _ role: String, _ all: [Instrument], _ nameOf: (Instrument) -> String) throws -> Instrument {
        guard let found = all.first(where: { nameOf($0) == name }) else {
            throw SpecificationError(
                .inconsistent, file: file, line: nil, field: "instruments.\(role)", message: "there is no \(role) called \(name)",
                remedy: "There are: \(all.map(nameOf).joined(separator: ", ")).")
        }
        return found
    }
}
