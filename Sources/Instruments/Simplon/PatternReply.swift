import Tieline

/// Why a pattern's text is not a pattern.
enum PatternReplyError: Error, Hashable, Sendable {
    case missing(String)
    case wrongSeries(expected: Int, actual: Int)
    case badLine(number: Int)
    case notRising(line: Int)
    case empty

    var words: String {
        switch self {
        case .missing(let key): "it does not say `# \(key):`"
        case .wrongSeries(let expected, let actual): "it holds series \(actual), not \(expected)"
        case .badLine(let number): "line \(number) is not an angle and a count"
        case .notRising(let line): "the angle in line \(line) is not above the one before"
        case .empty: "it holds no channel"
        }
    }
}

/// A pattern as the bench sends it: `# key: value` lines, then two-theta in degrees and counts. Nothing is guessed.
struct PatternReply: Hashable, Sendable {
    let pattern: DiffractionPattern

    init(text: String, series: Int) throws(PatternReplyError) {
        var header: [(key: Substring, value: Double)] = []
        var twoTheta: [Double] = []
        var counts: [Double] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.hasSuffix("\r") ? line.dropLast() : line
            if line.allSatisfy(\.isWhitespace) { continue }
            if line.hasPrefix("#") {
                let parts = line.dropFirst().split(separator: ":", maxSplits: 1)
                if parts.count == 2, let value = Double(parts[1].filter { !$0.isWhitespace }) { header.append((Self.trimmed(parts[0]), value)) }
                continue
            }
            let columns = line.split(whereSeparator: \.isWhitespace)
            guard columns.count == 2, let angle = Double(columns[0]), let count = Double(columns[1]), angle.isFinite, count.isFinite, count >= 0
            else {
                throw .badLine(number: index + 1)
            }
            if let last = twoTheta.last, angle <= last { throw .notRising(line: index + 1) }
            twoTheta.append(angle)
            counts.append(count)
        }
        func value(_ key: String) throws(PatternReplyError) -> Double {
            guard let found = header.first(where: { $0.key == key })?.value, found.isFinite, found > 0 else { throw .missing(key) }
            return found
        }
        let actual = try value("series")
        // A pattern of another series is dropped: an aborted exposure can leave one behind (ADEiger issue 56).
        guard actual == Double(series) else { throw .wrongSeries(expected: series, actual: Int(min(actual, 1e15))) }
        let (wavelength, exposure) = (try value("wavelength"), try value("exposure"))
        guard !twoTheta.isEmpty else { throw .empty }
        pattern = DiffractionPattern(twoTheta: twoTheta, counts: counts, wavelength: wavelength, exposureSeconds: exposure)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        text.drop(while: \.isWhitespace).split(whereSeparator: \.isWhitespace).first ?? ""
    }
}
