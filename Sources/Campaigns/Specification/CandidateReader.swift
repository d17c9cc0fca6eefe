import Tieline

/// The candidates of a library: a line with the names of the axes, whatever the case, then a condition a line in the order of the axes, separated by blanks,
/// tabs or commas.
struct CandidateReader {
    private let space: ParameterSpace
    private let file: String

    init(_ space: ParameterSpace, file: String) {
        self.space = space
        self.file = file
    }

    /// - Throws: `SpecificationError` with the line: for a number that is none, a condition outside the axes or off the simplex, and one that is there twice.
    func candidates(_ text: String) throws(SpecificationError) -> [Condition] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let names = Self.words(lines.first ?? "").map { $0.uppercased() }
        guard names == space.axes.map({ $0.name.uppercased() }) else {
            throw error(1, "the first line names \(names.joined(separator: ", "))", "Name the axes in their order: \(space.axes.map(\.name)).")
        }
        var seen: Set<Condition> = []
        var candidates: [Condition] = []
        for (index, line) in lines.enumerated().dropFirst() {
            let words = Self.words(line)
            guard !words.isEmpty else { continue }
            let numbers = words.compactMap { Double($0) }
            guard numbers.count == words.count, numbers.count == space.axes.count, numbers.allSatisfy(\.isFinite) else {
                throw error(index + 1, "`\(line.prefix(60))` is not \(space.axes.count) finite numbers", "Give one coordinate an axis.")
            }
            let condition = Condition(numbers)
            if let sum = space.simplexSum(condition), !space.sumsToOne(condition) {
                throw error(index + 1, "the mole fractions sum to \(sum), not to 1", "Give mole fractions of all components.")
            }
            guard space.contains(condition) else {
                throw error(index + 1, "\(numbers) is outside the axes", "Correct the condition, or widen the axes of the campaign.")
            }
            guard seen.insert(condition).inserted else { throw error(index + 1, "\(numbers) is there already", "Give every condition once.") }
            candidates.append(condition)
        }
        guard (2...ParameterSpace.maximumPool).contains(candidates.count) else {
            throw error(nil, "there are \(candidates.count) conditions", "Give 2 to \(ParameterSpace.maximumPool).")
        }
        return candidates
    }

    private static func words(_ line: Substring) -> [Substring] { line.split { $0.isWhitespace || $0 == "," } }

    private func error(_ line: Int?, _ message: String, _ remedy: String) -> SpecificationError {
        SpecificationError(.inconsistent, file: file, line: line, field: "candidates", message: message, remedy: remedy)
    }
}
