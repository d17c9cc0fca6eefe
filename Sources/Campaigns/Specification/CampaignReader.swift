import ConfigurationFiles
public import Tieline

/// Reads campaign files: `config/campaigns/sn-bi-film.yaml` shows every key of a campaign that theory leads, `fe-ga-pd.yaml` every key of one that maps
/// phases.
public struct CampaignReader: Sendable {
    public let specification: CampaignSpecification
    /// The fields that name other files of a campaign that maps phases: ``withFiles(_:)`` takes their texts.
    struct Files: Sendable {
        var candidates: YAMLField?
        var reference: ReferenceFields?
    }

    let files: Files

    /// - Parameters:
    ///   - text: The content of the file.
    ///   - file: The file as the person named it, for messages.
    public init(parsing text: String, file: String) throws(SpecificationError) {
        let document = try YAMLDocument(parsing: text, file: file).root
        guard try !Self.mapsPhases(document) else {
            (specification, files) = try Self.mapping(document)
            return
        }
        let root = try document.mapping([
            "campaign", "strategy", "seed", "sample", "axes", "instruments", "measurement", "theory", "peaks", "evidence", "target", "budget",
            "simulation",
        ])
        files = Files()
        let space = try Self.space(root.required("axes"))
        let theory = try Self.theory(root.required("theory"), space: space)
        let composition = theory.components[1]
        specification = CampaignSpecification(
            name: try Self.name(root.required("campaign")),
            strategy: try root.required("strategy").choice(StrategyName.self),
            seed: UInt64(try root.required("seed").integer(in: 0...Int.max)),
            sample: try Self.sample(root.required("sample"), composition: composition),
            space: space,
            instruments: try Self.instruments(root.required("instruments")),
            measurement: try Self.measurement(root.required("measurement")),
            theory: theory,
            peaks: try Self.peaks(root.required("peaks"), phases: theory.phases),
            evidence: try root.optional("evidence").map { field throws(SpecificationError) in try field.choice(EvidenceUse.self) } ?? .areas,
            target: try Self.target(root.required("target"), theory: theory),
            budget: try Self.budget(root.required("budget")),
            simulation: try root.optional("simulation").map { field throws(SpecificationError) in try field.string() })
        try Self.checkReach(specification, root)
        try Self.checkCooling(specification, root)
    }

    /// The name is part of file names and of the campaign's identifier.
    static func name(_ field: YAMLField) throws(SpecificationError) -> String {
        let name = try field.string()
        guard name.utf8.count <= 64, name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }) else {
            throw field.error(
                .outOfRange, "`\(name)` cannot name a campaign", remedy: "Use at most 64 lower-case letters, digits and hyphens, as `sn-bi-film`.")
        }
        return name
    }

    /// What changes for good when it is heated may not cool between two patterns.
    private static func checkCooling(_ specification: CampaignSpecification, _ root: YAMLMapping) throws(SpecificationError) {
        for axis in specification.space.axes where axis.unit == .kelvin && !axis.isMonotone && !specification.sample.isReversible {
            throw try root.required("axes").error(
                .inconsistent, "the axis \(axis.name) may fall, but the sample is not reversible",
                remedy: "Write `monotone: true` for the axis, or `reversible: true` for a sample that is the same after it has cooled.")
        }
    }

    /// The film has to reach where the axes go.
    private static func checkReach(_ specification: CampaignSpecification, _ root: YAMLMapping) throws(SpecificationError) {
        let ends = specification.sample.calibration.map(\.moleFraction)
        let axis = specification.space.axes[0]
        guard let least = ends.min(), let greatest = ends.max(), least <= axis.minimum, axis.maximum <= greatest else {
            throw try root.required("axes").error(
                .inconsistent, "the axis \(axis.name) goes from \(axis.minimum) to \(axis.maximum), but the wafer's calibration does not",
                remedy: "Narrow the axis, or calibrate more of the wafer.")
        }
    }
}
