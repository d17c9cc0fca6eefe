import ConfigurationFiles
import Tieline

extension CampaignReader {
    static func sample(_ field: YAMLField, composition: String) throws(SpecificationError) -> SampleSpecification {
        let keys = try field.mapping(["description", "reversible", "moleFractionError", "thickness", "calibration"])
        let thickness = try keys.required("thickness").mapping(["variation", "correlation"])
        let calibrationField = try keys.required("calibration")
        var calibration: [CalibrationPoint] = []
        for entry in try calibrationField.list() {
            let point = try entry.mapping(["position", composition])
            calibration.append(
                CalibrationPoint(
                    positionMillimetres: try point.required("position").quantity(.length, in: -1000...1000),
                    moleFraction: try point.required(composition).number(in: 0...1)))
        }
        let pairs = zip(calibration, calibration.dropFirst())
        let isRising = pairs.allSatisfy { $0.moleFraction < $1.moleFraction }
        let isFalling = pairs.allSatisfy { $0.moleFraction > $1.moleFraction }
        guard calibration.count >= 2, pairs.allSatisfy({ $0.positionMillimetres < $1.positionMillimetres }), isRising || isFalling else {
            throw calibrationField.error(
                .inconsistent, "positions do not rise, or compositions neither rise nor fall throughout",
                remedy: "Give at least two points, in the order of their positions.")
        }
        return SampleSpecification(
            description: try keys.required("description").string(), isReversible: try keys.required("reversible").boolean(), calibration: calibration,
            moleFractionStandardDeviation: try keys.required("moleFractionError").number(in: 0...0.1),
            thicknessStandardDeviation: try thickness.required("variation").quantity(.fraction, in: 0...0.5),
            thicknessCorrelationMillimetres: try thickness.required("correlation").quantity(.length, in: 0.1...1000))
    }

    static func space(_ field: YAMLField) throws(SpecificationError) -> ParameterSpace {
        var axes: [Axis] = []
        let fields = try field.list()
        for entry in fields { axes.append(try axis(entry)) }
        guard axes.map(\.unit) == [.moleFraction, .kelvin] else {
            throw field.error(
                .inconsistent, "this strategy needs a composition and a temperature, in this order",
                remedy: "Give two axes: one with `unit: mole fraction`, one with `unit: K`.")
        }
        return ParameterSpace(axes: axes)
    }

    static func axis(_ field: YAMLField) throws(SpecificationError) -> Axis {
        let keys = try field.mapping(["name", "unit", "minimum", "maximum", "resolution", "monotone", "maximumStep"])
        let unit = try keys.required("unit").choice(Axis.Unit.self)
        func value(_ field: YAMLField) throws(SpecificationError) -> Double {
            switch unit {
            case .moleFraction: try field.number(in: 0...1)
            case .kelvin: try field.quantity(.temperature, in: 1...4000)
            case .none: try field.number(in: -1e12...1e12)
            }
        }
        func width(_ field: YAMLField) throws(SpecificationError) -> Double {
            switch unit {
            case .moleFraction: try field.number(in: 1e-4...1)
            case .kelvin: try field.quantity(.temperatureDifference, in: 0.01...4000)
            case .none: try field.number(in: 1e-12...1e12)
            }
        }
        let minimum = try value(keys.required("minimum"))
        let maximum = try value(keys.required("maximum"))
        guard minimum < maximum else {
            throw try keys.required("maximum").error(
                .inconsistent, "the maximum \(maximum) is not above the minimum \(minimum)", remedy: "Give bounds in the order minimum, maximum.")
        }
        let resolution = try width(keys.required("resolution"))
        if let field = try keys.optional("maximumStep"), try width(field) < resolution {
            throw field.error(
                .inconsistent, "the largest step \(try width(field)) is smaller than the resolution \(resolution), so that nothing could move",
                remedy: "Give at least the resolution, or leave it out.")
        }
        return Axis(
            name: try keys.required("name").string(), unit: unit, minimum: minimum, maximum: maximum, resolution: resolution,
            isMonotone: try keys.optional("monotone").map { field throws(SpecificationError) in try field.boolean() } ?? false,
            maximumStep: try keys.optional("maximumStep").map { field throws(SpecificationError) in try width(field) })
    }

    static func instruments(_ field: YAMLField) throws(SpecificationError) -> InstrumentNames {
        let keys = try field.mapping(["furnace", "stage", "detector"])
        return InstrumentNames(
            furnace: try keys.required("furnace").string(), stage: try keys.required("stage").string(),
            detector: try keys.required("detector").string())
    }

    static func measurement(_ field: YAMLField) throws(SpecificationError) -> MeasurementSpecification {
        let keys = try field.mapping([
            "exposure", "wavelength", "ramp", "tolerance", "settling", "timeout", "maximumPause", "temperatureOffset",
        ])
        return MeasurementSpecification(
            exposureSeconds: try keys.required("exposure").quantity(.duration, in: 0.1...86_400),
            wavelength: try keys.required("wavelength").quantity(.wavelength, in: 0.1...10),
            rampKelvinPerMinute: try keys.required("ramp").quantity(.heatingRate, in: 0.1...100),
            toleranceKelvin: try keys.required("tolerance").quantity(.temperatureDifference, in: 0.05...20),
            settlingSeconds: try keys.required("settling").quantity(.duration, in: 0...86_400),
            timeoutSeconds: try keys.required("timeout").quantity(.duration, in: 1...86_400),
            maximumPauseSeconds: try keys.required("maximumPause").quantity(.duration, in: 0...86_400),
            offsetStandardDeviationKelvin: try keys.required("temperatureOffset").quantity(.temperatureDifference, in: 0...20))
    }

    static func theory(_ field: YAMLField, space: ParameterSpace) throws(SpecificationError) -> TheorySpecification {
        let keys = try field.mapping(["database", "components", "phases", "free", "discrepancy"])
        let componentsField = try keys.required("components")
        var components: [String] = []
        for entry in try componentsField.list() { components.append(try entry.string()) }
        guard components.count == 2, components[1] == space.axes[0].name else {
            throw componentsField.error(
                .inconsistent, "the components are \(components.joined(separator: ", ")) and the composition axis is \(space.axes[0].name)",
                remedy: "Give two components in upper case; the second one names the composition axis.")
        }
        var phases: [String] = []
        for entry in try keys.required("phases").list() { phases.append(try entry.string()) }
        return TheorySpecification(
            database: try keys.required("database").string(), components: components, phases: phases, free: try parameters(keys.required("free")),
            discrepancy: try keys.optional("discrepancy").map { field throws(SpecificationError) in try parameters(field) } ?? [])
    }

    private static func parameters(_ field: YAMLField) throws(SpecificationError) -> [FreeParameter] {
        var parameters: [FreeParameter] = []
        for entry in try field.list() {
            let parameter = try entry.mapping(["parameter", "standardDeviation"])
            parameters.append(
                FreeParameter(
                    parameter: try parameter.required("parameter").string(),
                    standardDeviation: try parameter.required("standardDeviation").quantity(.molarEnergy, in: 1e-3...1e7)))
        }
        return parameters
    }

    static func budget(_ field: YAMLField) throws(SpecificationError) -> BudgetSpecification {
        let keys = try field.mapping(["patterns", "time"])
        return BudgetSpecification(
            patterns: try keys.required("patterns").integer(in: 1...100_000),
            seconds: try keys.required("time").quantity(.duration, in: 60...31_536_000))
    }
}
