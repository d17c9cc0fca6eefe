public import ConfigurationFiles
public import Tieline

/// Bounds that no bench has a reason to leave; inside them the models are exact and the loops short.
private enum Bounds {
    static let positions = -1_000.0...1_000.0
    static let angles = 0.1...179.0
    static let counts = 0.0...1e9
    static let kelvin = 1.0...4_000.0
    static let channels = 2...100_000
}

extension BenchSpecification {
    /// Reads the text of a bench file.
    /// - Parameter file: The file as the person named it, for messages.
    public init(parsing text: String, file: String) throws(SpecificationError) {
        try self.init(YAMLDocument(parsing: text, file: file).root)
    }

    public init(_ field: YAMLField) throws(SpecificationError) {
        let root = try field.mapping(Self.keys)
        try self.init(
            name: root.required("name").string(), wafer: WaferSpecification(root.required("wafer")),
            truth: TruthSpecification(root.required("truth")), diffraction: DiffractionSpecification(root.required("diffraction")),
            furnace: FurnaceSpecification(root.required("furnace")), stage: StageSpecification(root.required("stage")))
        let crystalline = diffraction.phases.map(\.phase)
        for phase in crystalline + (diffraction.halo.map { [$0.phase] } ?? []) where !truth.phases.contains(phase) {
            throw try root.required("diffraction").error(
                .inconsistent, "\(phase) scatters, but it is not among truth.phases", remedy: "Write one of \(truth.phases.joined(separator: ", ")).")
        }
    }

    static let keys = ["name", "wafer", "truth", "diffraction", "furnace", "stage"]
}

extension WaferSpecification {
    init(_ field: YAMLField) throws(SpecificationError) {
        let mapping = try field.mapping(["calibration", "positionError", "thickness"])
        var points: [CalibrationPoint] = []
        let calibration = try mapping.required("calibration")
        for entry in try calibration.list() {
            let point = try entry.mapping(["position", "moleFraction"])
            try points.append(
                CalibrationPoint(
                    positionMillimetres: point.required("position").quantity(.length, in: Bounds.positions),
                    moleFraction: point.required("moleFraction").number(in: 0...1)))
        }
        guard points.count >= 2, zip(points, points.dropFirst()).allSatisfy({ $0.positionMillimetres < $1.positionMillimetres }) else {
            throw calibration.error(.inconsistent, "the positions do not rise", remedy: "Write at least two points, from low positions to high ones.")
        }
        let thickness = try mapping.required("thickness").mapping(["standardDeviation", "correlation"])
        try self.init(
            calibration: points, positionError: mapping.required("positionError").number(in: 0...0.1),
            thicknessStandardDeviation: thickness.required("standardDeviation").quantity(.fraction, in: 0...0.3),
            thicknessCorrelationMillimetres: thickness.required("correlation").quantity(.length, in: 0.1...1_000))
    }
}

extension TruthSpecification {
    init(_ field: YAMLField) throws(SpecificationError) {
        let mapping = try field.mapping(["database", "components", "phases", "shifts"])
        let components = try mapping.required("components")
        let names = try Self.strings(components)
        guard names.count == 2 else {
            throw components.error(.inconsistent, "there are \(names.count) components", remedy: "The film is binary: name two, as `[BI, SN]`.")
        }
        var shifts: [Shift] = []
        for entry in try mapping.optional("shifts")?.list() ?? [] {
            let shift = try entry.mapping(["parameter", "value"])
            try shifts.append(
                Shift(
                    parameter: shift.required("parameter").string(),
                    joulesPerMole: shift.required("value").quantity(.molarEnergy, in: -1e6...1e6)))
        }
        try self.init(
            database: mapping.required("database").string(), components: names, phases: Self.strings(mapping.required("phases")), shifts: shifts)
    }

    private static func strings(_ field: YAMLField) throws(SpecificationError) -> [String] {
        var strings: [String] = []
        for entry in try field.list() { try strings.append(entry.string()) }
        return strings
    }
}

extension DiffractionSpecification {
    init(_ field: YAMLField) throws(SpecificationError) {
        let mapping = try field.mapping([
            "wavelength", "angles", "referenceExposure", "background", "peakHeight", "peakWidth", "lorentzianFraction", "detectionLimit",
            "textureStandardDeviation", "referenceTemperature", "phases", "halo",
        ])
        let angles = try mapping.required("angles").mapping(["first", "last", "step"])
        var phases: [CrystallinePhase] = []
        for entry in try mapping.required("phases").list() {
            let phase = try CrystallinePhase(entry)
            if let other = phases.first(where: { $0.phase == phase.phase && $0.moleFractions.overlapsInside(phase.moleFractions) }) {
                throw entry.error(
                    .inconsistent,
                    "\(phase.phase) has reflections from \(other.moleFractions.lowerBound) to \(other.moleFractions.upperBound) already",
                    remedy: "Give `from` and `to`, mole fractions that do not overlap, where a phase has two entries.")
            }
            phases.append(phase)
        }
        try self.init(
            wavelength: mapping.required("wavelength").quantity(.wavelength, in: 0.01...10),
            firstAngle: angles.required("first").quantity(.angle, in: Bounds.angles),
            lastAngle: angles.required("last").quantity(.angle, in: Bounds.angles),
            angleStep: angles.required("step").quantity(.angle, in: 1e-4...10),
            referenceExposureSeconds: mapping.required("referenceExposure").quantity(.duration, in: 1...86_400),
            background: mapping.required("background").number(in: Bounds.counts),
            peakHeight: mapping.required("peakHeight").number(in: Bounds.counts),
            peakWidth: mapping.required("peakWidth").quantity(.angle, in: 1e-3...10),
            lorentzianFraction: mapping.required("lorentzianFraction").number(in: 0...1),
            detectionLimit: mapping.required("detectionLimit").number(in: 0...1),
            textureStandardDeviation: mapping.required("textureStandardDeviation").number(in: 0...2),
            referenceKelvin: mapping.required("referenceTemperature").quantity(.temperature, in: Bounds.kelvin),
            phases: phases, halo: mapping.optional("halo").map { field throws(SpecificationError) in try Halo(field) })
        guard lastAngle > firstAngle, Bounds.channels.contains(channels) else {
            throw try mapping.required("angles").error(
                .inconsistent, "these angles make \(channels) channels",
                remedy: "Let `last` be above `first`, with \(Bounds.channels.lowerBound) to \(Bounds.channels.upperBound) channels.")
        }
    }
}

extension DiffractionSpecification.CrystallinePhase {
    init(_ field: YAMLField) throws(SpecificationError) {
        let mapping = try field.mapping(["phase", "from", "to", "vegard", "expansionPerKelvin", "reflections"])
        var reflections: [DiffractionSpecification.Reflection] = []
        for entry in try mapping.required("reflections").list() {
            let reflection = try entry.mapping(["name", "twoTheta", "relativeHeight"])
            try reflections.append(
                DiffractionSpecification.Reflection(
                    name: reflection.required("name").string(), twoTheta: reflection.required("twoTheta").quantity(.angle, in: Bounds.angles),
                    relativeHeight: reflection.required("relativeHeight").number(in: 0...100)))
        }
        let from = try mapping.optional("from").map { field throws(SpecificationError) in try field.number(in: 0...1) } ?? 0
        let to = try mapping.optional("to").map { field throws(SpecificationError) in try field.number(in: 0...1) } ?? 1
        guard from < to else {
            throw field.error(.inconsistent, "`from` \(from) is not below `to` \(to)", remedy: "Give mole fractions in the order from, to.")
        }
        try self.init(
            phase: mapping.required("phase").string(), moleFractions: from...to,
            vegard: mapping.optional("vegard").map { field throws(SpecificationError) in try DiffractionSpecification.Vegard(field) },
            expansionPerKelvin: mapping.required("expansionPerKelvin").number(in: -1e-3...1e-3), reflections: reflections)
    }
}

extension DiffractionSpecification.Vegard {
    init(_ field: YAMLField) throws(SpecificationError) {
        let mapping = try field.mapping(["at", "perMoleFraction"])
        try self.init(
            moleFraction: mapping.required("at").number(in: 0...1),
            strainPerMoleFraction: mapping.required("perMoleFraction").number(in: -0.5...0.5))
    }
}

extension ClosedRange<Double> {
    /// Whether more than an end is shared.
    fileprivate func overlapsInside(_ other: ClosedRange<Double>) -> Bool {
        Swift.max(lowerBound, other.lowerBound) < Swift.min(upperBound, other.upperBound)
    }
}

extension DiffractionSpecification.Halo {
    init(_ field: YAMLField) throws(SpecificationError) {
        let mapping = try field.mapping(["phase", "twoTheta", "fullWidth", "height"])
        try self.init(
            phase: mapping.required("phase").string(), twoTheta: mapping.required("twoTheta").quantity(.angle, in: Bounds.angles),
            fullWidth: mapping.required("fullWidth").quantity(.angle, in: 0.1...100), height: mapping.required("height").number(in: Bounds.counts))
    }
}

extension FurnaceSpecification {
    init(_ field: YAMLField) throws(SpecificationError) {
        let mapping = try field.mapping([
            "ambient", "lag", "cooling", "fullPowerPerMinute", "settled", "readingNoise", "readingResolution", "offsetStandardDeviation", "setpoints",
            "steepestRamp",
        ])
        let setpoints = try mapping.required("setpoints").mapping(["lowest", "highest"])
        try self.init(
            ambientKelvin: mapping.required("ambient").quantity(.temperature, in: Bounds.kelvin),
            lagSeconds: mapping.required("lag").quantity(.duration, in: 1...3_600),
            coolingSeconds: mapping.required("cooling").quantity(.duration, in: 1...86_400),
            fullPowerKelvinPerSecond: mapping.required("fullPowerPerMinute").quantity(.heatingRate, in: 1...10_000) / 60,
            settledKelvin: mapping.required("settled").quantity(.temperatureDifference, in: 1e-6...1),
            readingNoiseKelvin: mapping.required("readingNoise").quantity(.temperatureDifference, in: 0...10),
            readingResolutionKelvin: mapping.required("readingResolution").quantity(.temperatureDifference, in: 0.1...10),
            offsetStandardDeviationKelvin: mapping.required("offsetStandardDeviation").quantity(.temperatureDifference, in: 0...100),
            lowestSetpointKelvin: setpoints.required("lowest").quantity(.temperature, in: Bounds.kelvin),
            highestSetpointKelvin: setpoints.required("highest").quantity(.temperature, in: Bounds.kelvin),
            steepestRampKelvinPerMinute: mapping.required("steepestRamp").quantity(.heatingRate, in: 0.1...3_000))
    }
}

extension StageSpecification {
    init(_ field: YAMLField) throws(SpecificationError) {
        let mapping = try field.mapping(["travel", "speed"])
        let travel = try mapping.required("travel").mapping(["minimum", "maximum"])
        try self.init(
            minimumMillimetres: travel.required("minimum").quantity(.length, in: Bounds.positions),
            maximumMillimetres: travel.required("maximum").quantity(.length, in: Bounds.positions),
            millimetresPerSecond: mapping.required("speed").quantity(.speed, in: 0.01...1_000))
    }
}
