import ConfigurationFiles
public import Tieline

extension MapBenchSpecification {
    /// Reads the text of a bench file.
    /// - Parameter file: The file as the person named it, for messages.
    public init(parsing text: String, file: String) throws(SpecificationError) {
        let root = try YAMLDocument(parsing: text, file: file).root.mapping(Self.keys)
        let regionsField = try root.required("regions")
        var regions: [String] = []
        for entry in try regionsField.list() { regions.append(try entry.string()) }
        guard regions.count >= 2, Set(regions).count == regions.count else {
            throw regionsField.error(.inconsistent, "the regions are \(regions)", remedy: "Name at least two, each once.")
        }
        let structure = try root.required("structure").mapping(["source", "errorRate", "time"])
        let truth: Truth
        switch (root.optional("disc"), root.optional("library")) {
        case (let disc?, nil):
            guard regions.count == 2 else {
                throw regionsField.error(.inconsistent, "a disc has two regions, not \(regions.count)", remedy: "Name the outside, then the inside.")
            }
            truth = .disc(try DiscSpecification(disc))
        case (nil, let library?): truth = .library(try LibrarySpecification(library, regions: regions.count))
        default: throw root.field.error(.inconsistent, "there is not exactly one truth", remedy: "Give `disc:` or `library:`.")
        }
        self.init(
            name: try root.required("name").string(), regions: regions, source: try structure.required("source").string(),
            errorRate: try structure.required("errorRate").number(in: 0...0.49),
            measurementSeconds: try structure.required("time").quantity(.duration, in: 0.1...86_400), truth: truth)
    }

    static let keys = ["name", "regions", "structure", "disc", "library"]
}

extension DiscSpecification {
    init(_ field: YAMLField) throws(SpecificationError) {
        let keys = try field.mapping(["centre", "radius", "extent", "properties"])
        let centreField = try keys.required("centre")
        let centre = try centreField.numbers()
        guard centre.count == 2 else {
            throw centreField.error(.inconsistent, "the centre has \(centre.count) coordinates", remedy: "Give two, as `[0, 0]`.")
        }
        var properties: [Property] = []
        for entry in try keys.required("properties").list() {
            let property = try entry.mapping(["name", "means", "standardDeviation", "length", "noise"])
            let meansField = try property.required("means")
            let means = try meansField.numbers()
            guard means.count == 2 else {
                throw meansField.error(.inconsistent, "there are \(means.count) means", remedy: "Give that outside, then that inside.")
            }
            properties.append(
                Property(
                    name: try property.required("name").string(), means: means,
                    standardDeviation: try property.required("standardDeviation").number(in: 0...1e6),
                    length: try property.required("length").number(in: 0.05...1e6), noise: try property.required("noise").number(in: 0...1e6)))
        }
        let extent = try keys.required("extent").number(in: 1e-6...1e6)
        if let rough = properties.first(where: { 2 * extent > SmoothField.maximumExtentInLengths * $0.length }) {
            throw field.error(
                .outOfRange, "the length \(rough.length) of \(rough.name) is too short for the extent \(extent)",
                remedy: "Give at least a hundredth of the extent.")
        }
        self.init(centre: centre, radius: try keys.required("radius").number(in: 1e-6...1e6), extent: extent, properties: properties)
    }
}

extension LibrarySpecification {
    init(_ field: YAMLField, regions: Int) throws(SpecificationError) {
        let keys = try field.mapping(["axes", "compositions", "regions", "patterns", "property"])
        let regionKeys = try keys.required("regions").mapping(["file", "numbers"])
        let numbersField = try regionKeys.required("numbers")
        var numbers: [Int] = []
        for entry in try numbersField.list() { numbers.append(try entry.integer(in: 0...1_000_000)) }
        guard numbers.count == regions, Set(numbers).count == regions else {
            throw numbersField.error(
                .inconsistent, "there are \(numbers.count) numbers for \(regions) regions", remedy: "Give one number a region, each once.")
        }
        var axes: [String] = []
        for entry in try keys.optional("axes").map({ field throws(SpecificationError) in try field.list() }) ?? [] {
            axes.append(try entry.string())
        }
        let patterns = try keys.required("patterns").mapping(["file", "wavelength", "exposure"])
        let property = try keys.required("property").mapping(["name", "file", "column", "standardDeviation"])
        self.init(
            axes: axes, compositions: try keys.required("compositions").string(), regions: try regionKeys.required("file").string(), numbers: numbers,
            patterns: try patterns.required("file").string(), wavelength: try patterns.required("wavelength").quantity(.wavelength, in: 0.01...10),
            exposureSeconds: try patterns.required("exposure").quantity(.duration, in: 0.1...86_400),
            property: try property.required("file").string(), propertyName: try property.required("name").string(),
            propertyColumn: try property.required("column").integer(in: 1...1000),
            propertyStandardDeviation: try property.required("standardDeviation").number(in: 0...1e6))
    }
}

extension YAMLField {
    /// The field as a list of bare numbers.
    fileprivate func numbers() throws(SpecificationError) -> [Double] {
        var numbers: [Double] = []
        for entry in try list() { numbers.append(try entry.number(in: -1e6...1e6)) }
        return numbers
    }
}
