import Tieline

/// Lines of numbers, separated by blanks, tabs or commas, as many in each.
struct NumberTable {
    let rows: [[Double]]
    private let file: String

    var columns: Int { rows[0].count }

    /// - Parameter headerLines: So many lines at the start hold no numbers.
    /// - Throws: `SpecificationError` with the line.
    init(_ text: String, file: String, headerLines: Int = 0) throws(SpecificationError) {
        self.file = file
        var rows: [[Double]] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() where index >= headerLines {
            let words = line.split { $0.isWhitespace || $0 == "," }
            guard !words.isEmpty else { continue }
            var row: [Double] = []
            for word in words {
                guard let number = Double(word), number.isFinite else {
                    throw Self.error(file, index + 1, "`\(word)` is not a finite number", remedy: "Write numbers, separated by blanks or commas.")
                }
                row.append(number)
            }
            guard row.count == rows.first?.count ?? row.count else {
                throw Self.error(file, index + 1, "there are \(row.count) numbers, not \(rows[0].count)", remedy: "Write as many in every line.")
            }
            rows.append(row)
            guard rows.count <= SampleLibrary.maximumSamples else {
                throw Self.error(file, index + 1, "there are more than \(SampleLibrary.maximumSamples) lines", remedy: "Is it the right file?")
            }
        }
        guard !rows.isEmpty else { throw Self.error(file, nil, "there are no numbers", remedy: "Is it the right file?") }
        self.rows = rows
    }

    func error(_ message: String, line: Int? = nil, remedy: String) -> SpecificationError { Self.error(file, line, message, remedy: remedy) }

    private static func error(_ file: String, _ line: Int?, _ message: String, remedy: String) -> SpecificationError {
        SpecificationError(.inconsistent, file: file, line: line, field: "", message: message, remedy: remedy)
    }
}
