import ConfigurationFiles
import Tieline

/// Campaigns that map phases.
extension CampaignReader {
    private static let keys = [
        "campaign", "strategy", "seed", "sample", "axes", "simplex", "candidates", "instruments", "measurement", "structure", "properties",
        "varyTogether", "regionSize", "unseenRegions", "target", "known", "reference", "priors", "budget", "simulation",
    ]

    /// Whether the campaign maps phases: it names where labels come from, or a strategy that needs them.
    static func mapsPhases(_ document: YAMLField) throws(SpecificationError) -> Bool {
        let root = try document.mapping(Self.keys + ["theory", "peaks", "evidence"])
        if root.optional("structure") != nil { return true }
        return try root.required("strategy").choice(StrategyName.self).mapsPhases
    }

    /// - Returns: The specification without what is in other files, and the fields that name them.
    static func mapping(_ document: YAMLField) throws(SpecificationError) -> (CampaignSpecification, Files) {
        let root = try document.mapping(Self.keys)
        let strategyField = try root.required("strategy")
        let strategy = try strategyField.choice(StrategyName.self)
        guard strategy.mapsPhases || strategy == .random || strategy == .leastConfidence else {
            throw strategyField.error(
                .inconsistent, "`\(strategy.rawValue)` needs a theory, and a campaign with `structure` has none",
                remedy: "Write phase-mapping, phase-mapping-then-optimisation, least-confidence or random.")
        }
        let candidates = root.optional("candidates")
        let space = try mappingSpace(root, hasCandidates: candidates != nil)
        let structure = try structureSources(root.required("structure"))
        let properties = try root.optional("properties").map { field throws(SpecificationError) in try propertySources(field) } ?? []
        let target = try root.required("target").mapping(["expectedAccuracy", "optimise"])
        let optimisation = try target.optional("optimise").map { field throws(SpecificationError) in try Self.optimisation(field, properties) }
        guard strategy != .phaseMappingThenOptimisation || optimisation != nil else {
            throw strategyField.error(
                .inconsistent, "there is no property to optimise", remedy: "Add `optimise: {property: …, direction: highest}` to `target`.")
        }
        var mapping = MappingSpecification(
            structure: structure, properties: properties,
            known: try root.optional("known").map { field throws(SpecificationError) in try knownLabels(field, space, structure) } ?? [],
            unseenRegions: try root.optional("unseenRegions").map { field throws(SpecificationError) in try field.integer(in: 0...3) } ?? 0,
            regionSize: try root.optional("regionSize").map { field throws(SpecificationError) in try field.number(in: 0.02...2) },
            expectedAccuracy: try target.required("expectedAccuracy").number(in: 0.5...0.9999), optimisation: optimisation,
            varyTogether: try root.optional("varyTogether").map { field throws(SpecificationError) in try varyTogether(field, properties) })
        mapping.priors = try root.optional("priors").map { field throws(SpecificationError) in try priors(field, mapping, space) } ?? []
        let specification = CampaignSpecification(
            name: try name(root.required("campaign")), strategy: strategy, seed: UInt64(try root.required("seed").integer(in: 0...Int.max)),
            sample: SampleSpecification(
                description: try root.required("sample").mapping(["description"]).required("description").string(), isReversible: true,
                calibration: [], moleFractionStandardDeviation: 0, thicknessStandardDeviation: 0, thicknessCorrelationMillimetres: 0),
            space: space,
            instruments: InstrumentNames(meter: try root.required("instruments").mapping(["meter"]).required("meter").string()),
            measurement: .unheated(
                seconds: try root.required("measurement").mapping(["time"]).required("time").quantity(.duration, in: 0.1...86_400)),
            theory: .none, peaks: [], target: .none, budget: try budget(root.required("budget")), mapping: mapping,
            simulation: try root.optional("simulation").map { field throws(SpecificationError) in try field.string() })
        return (specification, Files(candidates: candidates, reference: try root.optional("reference").map(ReferenceFields.init)))
    }

    /// The specification with what is in the files that it names: candidates, a reference map. Unchanged where it names none.
    /// - Parameter text: The content of a file that the campaign names.
    func withFiles(
        skipsReference: Bool = false, _ text: (String) throws(CampaignFile.UnreadableFile) -> String
    ) throws(SpecificationError) -> CampaignSpecification {
        var specification = specification
        if let field = files.candidates {
            let name = try field.string()
            let content = try Self.content(of: name, field, text)
            specification.space.candidates = try CandidateReader(specification.space, file: name).candidates(content)
        }
        if !skipsReference, let fields = files.reference, let mapping = specification.mapping {
            let content = try Self.content(of: fields.name, fields.file, text)
            specification.mapping?.reference = try fields.reference(content, mapping, specification.space)
        }
        return specification
    }

    private static func content(
        of name: String, _ field: YAMLField, _ text: (String) throws(CampaignFile.UnreadableFile) -> String
    ) throws(SpecificationError) -> String {
        do throws(CampaignFile.UnreadableFile) { return try text(name) } catch {
            throw field.error(
                .unreadable, "\(name) cannot be read: \(error.message)", remedy: "Give the path of a file, relative to the campaign file.")
        }
    }

    private static func mappingSpace(_ root: YAMLMapping, hasCandidates: Bool) throws(SpecificationError) -> ParameterSpace {
        let axesField = try root.required("axes")
        var space = ParameterSpace(axes: [])
        for entry in try axesField.list() {
            let axis = try axis(entry)
            guard axis.unit != .kelvin, !axis.isMonotone, axis.maximumStep == nil else {
                throw entry.error(
                    .inconsistent, "a campaign that maps phases heats nothing and can go anywhere at any time",
                    remedy: "Leave out `monotone` and `maximumStep`, and axes in kelvin.")
            }
            space.axes.append(axis)
        }
        guard !space.axes.isEmpty, Set(space.axes.map(\.name)).count == space.axes.count else {
            throw axesField.error(.inconsistent, "the axes are \(space.axes.map(\.name))", remedy: "Give at least one axis, each name once.")
        }
        if let simplexField = root.optional("simplex") {
            for entry in try simplexField.list() {
                let name = try entry.string()
                guard let index = space.index(of: name), space.axes[index].unit == .moleFraction, !space.simplex.contains(index) else {
                    throw entry.error(
                        .inconsistent, "`\(name)` is not an axis in mole fractions, or named twice",
                        remedy: "Name the axes of all components, each once, as `[FE, GA, PD]`.")
                }
                space.simplex.append(index)
            }
            guard space.simplex.count >= 2 else {
                throw simplexField.error(.inconsistent, "there are \(space.simplex.count) components", remedy: "Name the axes of all components.")
            }
            guard hasCandidates else {
                throw simplexField.error(
                    .inconsistent, "a simplex is measured at declared compositions only",
                    remedy: "Add `candidates:`, a file with one composition a line.")
            }
        }
        guard hasCandidates || space.poolCount <= ParameterSpace.maximumPool else {
            throw axesField.error(
                .outOfRange, "the grid has \(space.poolCount) points, more than \(ParameterSpace.maximumPool)",
                remedy: "Give coarser resolutions, or `candidates:`.")
        }
        return space
    }

    private static func structureSources(_ field: YAMLField) throws(SpecificationError) -> [LabelSource] {
        var sources: [LabelSource] = []
        for entry in try field.list() {
            let keys = try entry.mapping(["source", "labels", "errorRate", "confusion"])
            let nameField = try keys.required("source")
            let name = try nameField.string()
            guard !sources.contains(where: { $0.name == name }) else {
                throw nameField.error(.inconsistent, "there is a source `\(name)` already", remedy: "Give every source a name of its own.")
            }
            let labelsField = try keys.required("labels")
            var labels: [String] = []
            for label in try labelsField.list() { labels.append(try label.string()) }
            guard labels.count >= 2, Set(labels).count == labels.count else {
                throw labelsField.error(.inconsistent, "the labels are \(labels)", remedy: "Name at least two, each once.")
            }
            let errorRate = try keys.required("errorRate").number(in: 0...0.49)
            let confusion = try keys.optional("confusion").map { field throws(SpecificationError) in
                let confusion = try field.choice(LabelSource.Confusion.self)
                guard confusion == .even || errorRate > 0 else {
                    throw field.error(
                        .inconsistent, "a source free of errors confuses nothing", remedy: "Give an `errorRate` above 0, or leave `confusion` out.")
                }
                return confusion
            }
            sources.append(LabelSource(name: name, labels: labels, errorRate: errorRate, confusion: confusion))
        }
        guard !sources.isEmpty else { throw field.error(.missingKey, "there is no source", remedy: "Say where labels come from.") }
        return sources
    }

    private static func propertySources(_ field: YAMLField) throws(SpecificationError) -> [PropertySource] {
        var sources: [PropertySource] = []
        for entry in try field.list() {
            let keys = try entry.mapping(["name", "unit", "minimum", "maximum", "standardDeviation"])
            let nameField = try keys.required("name")
            let name = try nameField.string()
            guard !sources.contains(where: { $0.name == name }) else {
                throw nameField.error(.inconsistent, "there is a property `\(name)` already", remedy: "Give every property a name of its own.")
            }
            let minimum = try keys.required("minimum").number(in: -1e12...1e12)
            let maximum = try keys.required("maximum").number(in: -1e12...1e12)
            guard minimum < maximum else {
                throw try keys.required("maximum").error(
                    .inconsistent, "the maximum \(maximum) is not above the minimum \(minimum)", remedy: "Give the plausible values.")
            }
            sources.append(
                PropertySource(
                    name: name, unit: try keys.required("unit").string(), plausible: minimum...maximum,
                    standardDeviation: try keys.required("standardDeviation").number(in: 0...1e12)))
        }
        return sources
    }

    private static func varyTogether(_ field: YAMLField, _ properties: [PropertySource]) throws(SpecificationError) -> [[String]] {
        var lists: [[String]] = []
        for entry in try field.list() {
            var names: [String] = []
            for nameField in try entry.list() {
                let name = try nameField.string()
                guard properties.contains(where: { $0.name == name }), !names.contains(name), !lists.joined().contains(name) else {
                    throw nameField.error(
                        .inconsistent, "`\(name)` is not measured, or named twice",
                        remedy: "Write each at most once: \(properties.map(\.name).joined(separator: ", ")).")
                }
                names.append(name)
            }
            guard names.count >= 2 else {
                throw entry.error(
                    .inconsistent, "one property varies with nothing", remedy: "Name two or more, as `varyTogether: [[magnetisation, hardness]]`.")
            }
            lists.append(names)
        }
        return lists
    }

    private static func optimisation(_ field: YAMLField, _ properties: [PropertySource]) throws(SpecificationError) -> OptimisationTarget {
        let keys = try field.mapping(["property", "direction"])
        let propertyField = try keys.required("property")
        let property = try propertyField.string()
        guard properties.contains(where: { $0.name == property }) else {
            throw propertyField.error(
                .inconsistent, "`\(property)` is not measured", remedy: "Write one of: \(properties.map(\.name).joined(separator: ", ")).")
        }
        return OptimisationTarget(property: property, direction: try keys.required("direction").choice(OptimisationTarget.Direction.self))
    }
}
