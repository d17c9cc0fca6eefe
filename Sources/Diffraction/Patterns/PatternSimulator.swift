import Glibc

/// The counts that a detector would see on average: a sum of peaks of one profile on a smooth background. Noise is the caller's.
public struct PatternSimulator: Sendable {
    /// A peak of the expected pattern.
    public struct Peak: Hashable, Sendable {
        /// Degrees two-theta.
        public var twoTheta: Double
        /// Counts × degree, not negative.
        public var area: Double

        public init(twoTheta: Double, area: Double) {
            self.twoTheta = twoTheta
            self.area = area
        }
    }

    /// What lies below the peaks: a straight line, and the wide Gaussian halo of an amorphous or liquid part.
    public struct Background: Hashable, Sendable {
        /// Counts a channel in the middle of the grid.
        public var level: Double
        /// Counts a channel and degree.
        public var slope: Double
        /// The halo's height in counts; 0 for none.
        public var haloHeight: Double
        /// Degrees two-theta.
        public var haloCentre: Double
        /// Full width at half maximum, degrees.
        public var haloWidth: Double

        public init(level: Double, slope: Double = 0, haloHeight: Double = 0, haloCentre: Double = 30.5, haloWidth: Double = 8) {
            self.level = level
            self.slope = slope
            self.haloHeight = haloHeight
            self.haloCentre = haloCentre
            self.haloWidth = haloWidth
        }
    }

    /// The channels, degrees two-theta, strictly rising.
    public let twoTheta: [Double]
    public let profile: PseudoVoigt

    /// Expects finite, strictly rising angles.
    public init(twoTheta: [Double], profile: PseudoVoigt) {
        self.twoTheta = twoTheta
        self.profile = profile
    }

    /// The channels `from, from + step, … to`, each computed from its number so that no rounding error piles up.
    public init(from first: Double, to last: Double, step: Double, profile: PseudoVoigt) {
        precondition(step > 0 && last >= first, "a grid of angles rises")
        let count = Int(((last - first) / step).rounded()) + 1
        self.init(twoTheta: (0..<count).map { first + Double($0) * step }, profile: profile)
    }

    /// The expected counts in every channel. The whole of each profile is summed, its long Lorentzian tails too.
    public func expectedCounts(peaks: [Peak], background: Background) -> [Double] {
        guard let first = twoTheta.first, let last = twoTheta.last else { return [] }
        let middle = (first + last) / 2
        return twoTheta.map { angle in
            var counts = background.level + background.slope * (angle - middle)
            if background.haloHeight != 0 {
                let reduced = (angle - background.haloCentre) / background.haloWidth
                counts += background.haloHeight * exp(-4 * PseudoVoigt.naturalLogarithmOfTwo * reduced * reduced)
            }
            for peak in peaks {
                counts += peak.area * profile.density(at: angle - peak.twoTheta)
            }
            return counts
        }
    }
}
