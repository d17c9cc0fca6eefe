public import Tieline

extension DiffractionPattern {
    /// Throws unless this is a pattern that a detector could have taken: finite angles that rise strictly between 0° and 180°, finite
    /// counts that are not negative, and a positive wavelength and exposure.
    public func check() throws(PatternError) {
        guard !twoTheta.isEmpty else {
            throw PatternError(.empty, message: "the pattern has no channels", remedy: "Take the exposure again, or check the file.")
        }
        guard wavelength.isFinite, wavelength > 0 else {
            throw PatternError(.notFinite, message: "the wavelength is \(wavelength) Å", remedy: "Give the wavelength of the source in ångström.")
        }
        guard exposureSeconds.isFinite, exposureSeconds > 0 else {
            throw PatternError(.notFinite, message: "the exposure is \(exposureSeconds) s", remedy: "Give the counting time in seconds.")
        }
        var previous: Double?
        for index in twoTheta.indices {
            try Self.checkChannel(twoTheta: twoTheta[index], counts: counts[index], previous: previous, line: nil, name: "channel \(index + 1)")
            previous = twoTheta[index]
        }
    }

    /// The rules for one channel, shared by ``check()`` and the reader of text, which knows the line.
    static func checkChannel(twoTheta: Double, counts: Double, previous: Double?, line: Int?, name: String) throws(PatternError) {
        guard twoTheta.isFinite, counts.isFinite else {
            throw PatternError(
                .notFinite, line: line, message: "\(name) holds 2θ = \(twoTheta)°, \(counts) counts",
                remedy: "Every angle and every count has to be a finite number; take the exposure again.")
        }
        guard twoTheta > 0, twoTheta < 180 else {
            throw PatternError(
                .angleOutOfRange, line: line, message: "\(name) lies at 2θ = \(twoTheta)°",
                remedy: "Angles are degrees two-theta between 0 and 180.")
        }
        guard counts >= 0 else {
            throw PatternError(
                .negativeCounts, line: line, message: "\(name) holds \(counts) counts",
                remedy: "Give raw counts, without any background taken away: the error of an area comes from them.")
        }
        if let previous, twoTheta <= previous {
            throw PatternError(
                .anglesNotRising, line: line, message: "\(name) lies at \(twoTheta)°, the one before it at \(previous)°",
                remedy: "Sort the channels by rising angle, one count an angle.")
        }
    }
}
