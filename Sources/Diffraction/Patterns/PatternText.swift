public import Tieline

/// Patterns as text: `.xy` (angle, counts) and `.xye` (angle, counts, standard deviation), the format that every program reads.
///
///     # wavelength 1.5405929 angstrom
///     # exposure 120 s
///     25.00 103
///     25.02 97
///
/// Lines that start with `#` or `!` are comments; the two above carry what the columns cannot. Columns are separated by blanks, tabs or a
/// comma. A third column is read over: the errors of counts follow from the counts.
public enum PatternText {
    /// A file larger than this is not a one-dimensional pattern.
    public static let maximumBytes = 16 << 20
    /// Eight times the channels of a 0.005° scan over 180°.
    public static let maximumChannels = 1 << 18

    /// Reads a pattern.
    ///
    /// - Parameters:
    ///   - wavelength: Taken where the text has no `# wavelength` line, ångström.
    ///   - exposureSeconds: Taken where the text has no `# exposure` line.
    public static func pattern(from text: String, wavelength: Double? = nil, exposureSeconds: Double? = nil) throws(PatternError)
        -> DiffractionPattern
    {
        try pattern(fromBytes: Array(text.utf8), wavelength: wavelength, exposureSeconds: exposureSeconds)
    }

    /// Reads a pattern from UTF-8.
    public static func pattern(fromBytes bytes: [UInt8], wavelength: Double? = nil, exposureSeconds: Double? = nil) throws(PatternError)
        -> DiffractionPattern
    {
        guard bytes.count <= maximumBytes else {
            throw PatternError(
                .tooLarge, message: "the text has \(bytes.count) bytes, at most \(maximumBytes) are read",
                remedy: "Check that this is a one-dimensional pattern; bin it if it is.")
        }
        var reader = PatternReader()
        var number = 0
        // `\n` ends a line; a `\r` before it is white space to the columns, so files from either system read alike.
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard let text = String(validating: line, as: UTF8.self), !text.utf8.contains(0) else {
                throw PatternError(.notText, line: number, message: "this is not UTF-8 text", remedy: "Export the pattern as .xy or .xye text.")
            }
            try reader.read(text, line: number)
        }
        return try reader.finish(wavelength: wavelength, exposureSeconds: exposureSeconds)
    }

    /// Writes `.xy`; reading it back gives the same pattern, bit for bit.
    ///
    /// - Parameters:
    ///   - withErrors: Whether to add the third column of `.xye`, the square root of the counts (of 1 where there are none).
    ///   - comments: Further comment lines, as `SIMULATED`; line breaks in them become blanks.
    public static func text(of pattern: DiffractionPattern, withErrors: Bool = false, comments: [String] = []) -> String {
        var text = "# wavelength \(pattern.wavelength) angstrom\n# exposure \(pattern.exposureSeconds) s\n"
        for comment in comments {
            text += "# " + String(comment.map { $0.isNewline ? " " : $0 }) + "\n"
        }
        for (angle, counts) in zip(pattern.twoTheta, pattern.counts) {
            text += "\(angle) \(counts)"
            if withErrors { text += " \(max(counts, 1).squareRoot())" }
            text += "\n"
        }
        return text
    }
}
