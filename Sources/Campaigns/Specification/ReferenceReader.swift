import Tieline

/// The table of a reference map. The first line names the axes in their order, then either `region`, and every line after it ends with the name of a region; or the
/// regions, and every line ends with their probabilities. Fields are separated by commas or tabs where the first line has any, else by blanks.
struct ReferenceReader {
    struct Table {
        var regions: [String]
        var locations: [Condition]
        var probabilities: [[Double]]
    }

    /// More regions than this are not a map.
    private static let maximumRegions = 64
    /// By how much probabilities may miss one: what a file with four digits needs.
    private static let tolerance = 1e-3

    private let space: ParameterSpace
    private let file: String

    init(_ space: ParameterSpace, file: String) {
        self.space = space
        self.file = file
    }

    /// - Throws: `SpecificationError` with the line: for a number that is none, a condition outside the axes or off the simplex, probabilities that are none.
    func table(_ text: String) throws(SpecificationError) -> Table {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let header = lines.first ?? ""
        let separators: (Character) -> Bool =
            header.contains(",") ? { $0 == "," } : header.contains("\t") ? { $0 == "\t" } : { $0.isWhitespace }
        func fields(_ line: Substring) -> [String] {
            line.split(omittingEmptySubsequences: header.contains(",") == false, whereSeparator: separators).map(Self.trimmed)
        }
        let names = fields(header)
        let axes = space.axes.map(\.name)
        guard names.count > axes.count, zip(names, axes).allSatisfy({ $0.uppercased() == $1.uppercased() }) else {
            throw error(
                1, "the first line names \(names.joined(separator: ", "))",
                "Name the axes in their order, \(axes.joined(separator: ", ")), then `region`, or the regions.")
        }
        let columns = Array(names.dropFirst(axes.count))
        let isByName = columns.map { $0.lowercased() } == ["region"]
        var table = Table(regions: isByName ? [] : columns, locations: [], probabilities: [])
        guard isByName || (2...Self.maximumRegions).contains(columns.count), Set(columns).count == columns.count else {
            throw error(1, "the regions are \(columns.joined(separator: ", "))", "Name two to \(Self.maximumRegions) regions, each once.")
        }
        var named: [(line: Int, region: String)] = []
        for (index, line) in lines.enumerated().dropFirst() {
            let words = fields(line)
            guard !words.allSatisfy(\.isEmpty) else { continue }
            guard words.count == names.count else {
                throw error(index + 1, "there are \(words.count) fields, not \(names.count)", "Give one a column.")
            }
            table.locations.append(try condition(words.prefix(axes.count), index + 1))
            if isByName {
                named.append((index + 1, words[axes.count]))
            } else {
                table.probabilities.append(try probabilities(words.dropFirst(axes.count), index + 1))
            }
            guard table.locations.count <= ParameterSpace.maximumPool else {
                throw error(index + 1, "there are more than \(ParameterSpace.maximumPool) lines", "Is it the right file?")
            }
        }
        guard !table.locations.isEmpty else { throw error(nil, "there are no lines but the first", "Is it the right file?") }
        for (line, region) in named where !table.regions.contains(region) {
            table.regions.append(region)
            guard table.regions.count <= Self.maximumRegions else {
                throw error(line, "there are more than \(Self.maximumRegions) regions", "Is it the right file?")
            }
        }
        if isByName { table.probabilities = named.map { entry in table.regions.map { $0 == entry.region ? 1 : 0 } } }
        return table
    }

    private func condition(_ words: ArraySlice<String>, _ line: Int) throws(SpecificationError) -> Condition {
        let condition = Condition(try numbers(words, line))
        if let sum = space.simplexSum(condition), !space.sumsToOne(condition) {
            throw error(line, "the mole fractions sum to \(sum), not to 1", "Give mole fractions of all components.")
        }
        guard condition.coordinates.allSatisfy({ $0.magnitude <= 1e12 }) else {
            throw error(line, "\(condition.coordinates) is no condition", "Give the axes' own units.")
        }
        return condition
    }

    private func probabilities(_ words: ArraySlice<String>, _ line: Int) throws(SpecificationError) -> [Double] {
        let numbers = try numbers(words, line)
        let sum = numbers.reduce(0, +)
        guard numbers.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= Self.tolerance else {
            throw error(line, "the probabilities \(numbers) sum to \(sum)", "Give numbers from 0 to 1 that sum to 1.")
        }
        return numbers.map { $0 / sum }
    }

    private func numbers(_ words: ArraySlice<String>, _ line: Int) throws(SpecificationError) -> [Double] {
        var numbers: [Double] = []
        for word in words {
            guard let number = Double(word), number.isFinite else { throw error(line, "`\(word)` is not a finite number", "Write a number.") }
            numbers.append(number)
        }
        return numbers
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }

    private func error(_ line: Int?, _ message: String, _ remedy: String) -> SpecificationError {
        SpecificationError(.inconsistent, file: file, line: line, field: "reference", message: message, remedy: remedy)
    }
}
