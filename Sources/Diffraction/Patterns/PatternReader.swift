import Tieline

/// Takes a pattern's text line by line.
struct PatternReader {
    private var twoTheta: [Double] = []
    private var counts: [Double] = []
    private var wavelength: Double?
    private var exposureSeconds: Double?

    mutating func read(_ text: String, line: Int) throws(PatternError) {
        let words = text.split { $0.isWhitespace || $0 == "," }
        guard let first = words.first else { return }
        if first.hasPrefix("#") || first.hasPrefix("!") {
            try readComment(text, line: line)
            return
        }
        guard words.count == 2 || words.count == 3, let angle = Double(words[0]), let count = Double(words[1]) else {
            throw PatternError(
                .malformedLine, line: line, message: "expected `angle counts`, found `\(text.prefix(60))`",
                remedy: "Write two or three numbers a line; start a comment with # or !.")
        }
        guard counts.count < PatternText.maximumChannels else {
            throw PatternError(
                .tooLarge, line: line, message: "more than \(PatternText.maximumChannels) channels",
                remedy: "Bin the pattern before reading it.")
        }
        try DiffractionPattern.checkChannel(twoTheta: angle, counts: count, previous: twoTheta.last, line: line, name: "the channel")
        twoTheta.append(angle)
        counts.append(count)
    }

    /// `# wavelength 1.5405929 angstrom` and `# exposure 120 s`; any other comment is for people.
    private mutating func readComment(_ text: String, line: Int) throws(PatternError) {
        let words = text.drop { $0.isWhitespace || $0 == "#" || $0 == "!" }.split(whereSeparator: \.isWhitespace)
        guard let key = words.first?.lowercased(), key == "wavelength" || key == "exposure" else { return }
        let units = key == "wavelength" ? ["angstrom", "ångström", "Å", "A"] : ["s", "seconds"]
        guard words.count == 3, let value = Double(words[1]), value.isFinite, value > 0, units.contains(String(words[2])) else {
            // A comment of people's own that happens to start with the word carries no number and is left alone.
            guard words.count >= 2, Double(words[1]) != nil else { return }
            throw PatternError(
                .malformedHeader, line: line, message: "cannot read `\(text.prefix(60))`",
                remedy: "Write `# \(key) \(key == "wavelength" ? "1.5405929 angstrom" : "120 s")`.")
        }
        if key == "wavelength" { wavelength = value } else { exposureSeconds = value }
    }

    func finish(wavelength defaultWavelength: Double?, exposureSeconds defaultExposure: Double?) throws(PatternError) -> DiffractionPattern {
        guard !counts.isEmpty else {
            throw PatternError(.empty, message: "the text holds no channels", remedy: "Check that the exposure was written to this file.")
        }
        guard let wavelength = wavelength ?? defaultWavelength else {
            throw PatternError(
                .missingHeader, message: "the text does not say its wavelength", remedy: "Add a line `# wavelength 1.5405929 angstrom`.")
        }
        guard let exposureSeconds = exposureSeconds ?? defaultExposure else {
            throw PatternError(.missingHeader, message: "the text does not say its exposure", remedy: "Add a line `# exposure 120 s`.")
        }
        let pattern = DiffractionPattern(twoTheta: twoTheta, counts: counts, wavelength: wavelength, exposureSeconds: exposureSeconds)
        try pattern.check()
        return pattern
    }
}
