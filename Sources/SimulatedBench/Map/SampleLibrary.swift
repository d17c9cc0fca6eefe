public import Tieline

/// Samples that somebody measured: composition, region, pattern and property of each.
public struct SampleLibrary: Sendable {
    /// Mole fractions.
    public let compositions: [Condition]
    /// Of each sample, a position among the bench's regions.
    public let regions: [Int]
    /// Degrees two-theta, the same for all samples.
    let twoTheta: [Double]
    let intensities: [[Double]]
    public let values: [Double]
    private let specification: LibrarySpecification

    /// Far more than a wafer holds.
    static let maximumSamples = 100_000

    /// - Parameters:
    ///   - specification: As the bench file has it.
    ///   - text: The content of a file that the specification names.
    /// - Throws: `SpecificationError`, with the file and the line, for a number that is none and for files that do not fit each other.
    public init(_ specification: LibrarySpecification, text: (String) throws -> String) throws {
        self.specification = specification
        let compositionText = try text(specification.compositions)
        let compositions = try NumberTable(compositionText, file: specification.compositions, headerLines: 1)
        let columns = try Self.columns(of: specification.axes, header: compositionText.prefix { !$0.isNewline }, compositions)
        let regions = try NumberTable(text(specification.regions), file: specification.regions)
        let patterns = try NumberTable(text(specification.patterns), file: specification.patterns)
        let property = try NumberTable(text(specification.property), file: specification.property)
        let count = compositions.rows.count
        for (table, extra) in [(regions, 0), (property, 0), (patterns, 1)] where table.rows.count != count + extra {
            throw table.error(
                "it has \(table.rows.count - extra) samples, and \(specification.compositions) has \(count)", remedy: "One line a sample.")
        }
        guard property.columns >= specification.propertyColumn else {
            throw property.error("it has \(property.columns) columns", remedy: "Correct `library.property.column`.")
        }
        self.compositions = compositions.rows.map { row in Condition(columns.map { row[$0] }) }
        self.regions = try regions.rows.enumerated().map { line, row in
            guard let region = specification.numbers.firstIndex(where: { Double($0) == row[0] }) else {
                throw regions.error("there is no region \(row[0])", line: line + 1, remedy: "Add it to `library.regions.numbers`.")
            }
            return region
        }
        twoTheta = patterns.rows[0]
        intensities = Array(patterns.rows.dropFirst())
        values = property.rows.map { $0[specification.propertyColumn - 1] }
    }

    /// Where the wanted axes are in the table, by its first line; whatever the case.
    private static func columns(of axes: [String], header: Substring, _ table: NumberTable) throws(SpecificationError) -> [Int] {
        let names = header.split { $0.isWhitespace || $0 == "," }.map { $0.uppercased() }
        guard names.count == table.columns, Set(names).count == names.count else {
            throw table.error(
                "the first line names \(names.joined(separator: ", ")), and there are \(table.columns) columns", line: 1,
                remedy: "Name every column once.")
        }
        var columns: [Int] = []
        for axis in axes.isEmpty ? names : axes {
            guard let column = names.firstIndex(of: axis.uppercased()) else {
                throw table.error(
                    "there is no column \(axis)", line: 1, remedy: "Correct `library.axes`; there are \(names.joined(separator: ", ")).")
            }
            columns.append(column)
        }
        return columns
    }

    /// The pattern of a sample, as it was measured: the exposure is the library's, not the caller's.
    func pattern(ofSample index: Int) -> DiffractionPattern {
        DiffractionPattern(
            twoTheta: twoTheta, counts: intensities[index], wavelength: specification.wavelength, exposureSeconds: specification.exposureSeconds)
    }

    /// The nearest sample, by composition; the first one of equals.
    func sample(at condition: Condition) -> Int {
        var best = (index: 0, distance: Double.infinity)
        for (index, composition) in compositions.enumerated() {
            let distance = zip(composition.coordinates, condition.coordinates).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            if distance < best.distance { best = (index, distance) }
        }
        return best.index
    }
}
