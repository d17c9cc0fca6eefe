public import Tieline

extension InstrumentConfiguration {
    /// Whether the instruments can go where a campaign wants to go: asked by `tieline check`, and by the daemon before a campaign exists.
    ///
    /// - Parameters:
    ///   - specification: The campaign.
    ///   - file: Its file, for messages.
    /// - Throws: `InstrumentError` with `outOfLimits`, or `SpecificationError` with `inconsistent` if there is no such instrument.
    public func check(reachOf specification: CampaignSpecification, file: String) throws {
        func find<Instrument>(_ name: String, _ role: String, _ all: [Instrument], _ nameOf: (Instrument) -> String) throws -> Instrument {
            guard let found = all.first(where: { nameOf($0) == name }) else {
                throw SpecificationError(
                    .inconsistent, file: file, line: nil, field: "instruments.\(role)", message: "there is no \(role) called \(name)",
                    remedy: all.isEmpty
                        ? "Add one to the instrument file." : "There are: \(all.map(nameOf).joined(separator: ", ")).")
            }
            return found
        }
        let names = specification.instruments
        guard specification.mapping == nil else {
            _ = try find(names.meter, "meter", meters, \.name)
            return
        }
        let furnace = try find(names.furnace, "furnace", furnaces, \.name)
        let measurement = specification.measurement
        let hottest = specification.space.axes.first { $0.unit == .kelvin }?.maximum ?? 0
        try furnace.limits.check(
            HeatingProgram(
                targetKelvin: hottest, rampKelvinPerMinute: measurement.rampKelvinPerMinute,
                dwellSeconds: measurement.settlingSeconds + measurement.exposureSeconds),
            instrument: furnace.name)
        let stage = try find(names.stage, "stage", stages, \.name)
        for point in specification.sample.calibration where !stage.limits.contains(point.positionMillimetres) {
            throw InstrumentError(
                .outOfLimits, instrument: stage.name,
                message:
                    "the wafer's calibration goes to \(point.positionMillimetres) mm, outside \(stage.limits.lowerBound) to \(stage.limits.upperBound) mm",
                remedy: "Narrow the calibration, or widen the stage's limits if it can go there.")
        }
        _ = try find(names.detector, "detector", detectors, \.name)
    }
}
