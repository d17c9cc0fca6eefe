/// How a Newton step is taken without leaving the site fractions' domain.
enum SiteFractionStep {
    /// A site fraction grows by at most this factor in one step, unless it is dilute.
    static let largestGrowth = 100.0
    /// Below this a constituent is dilute: its potential is linear in the logarithm, and so is the step.
    static let dilute = 0.02
    /// Largest change of a logarithm in one step.
    static let largestLogarithm = 60.0

    /// Shrinking fractions and dilute ones change exponentially, which is exact for a dilute constituent; then each sublattice is filled again.
    @inline(__always)
    static func apply(_ step: [Double], scale: Double, to y: inout [Double], blocks: [Range<Int>]) {
        step.withUnsafeBufferPointer { step in
            y.withUnsafeMutableBufferPointer { y in
                guard let s = step.baseAddress, let y = y.baseAddress else { return }
                apply(s, scale: scale, to: y, blocks: blocks)
            }
        }
    }

    @inline(__always)
    static func apply(_ step: UnsafePointer<Double>, scale: Double, to y: UnsafeMutablePointer<Double>, blocks: [Range<Int>]) {
        for block in blocks {
            var sum = 0.0
            for i in block {
                let old = max(y[i], GibbsModel.siteFractionFloor)
                let ratio = scale * step[i] / old
                if ratio < 0 {
                    // Small steps need no exponential to be accurate.
                    y[i] = old * (ratio > -1e-9 ? 1 + ratio : Elementary.exp(max(ratio, -30)))
                } else if old < dilute, ratio > 1e-9 {
                    let linear = old * min(1 + ratio, largestGrowth)
                    y[i] = max(linear, min(old * Elementary.exp(min(ratio, largestLogarithm)), dilute))
                } else {
                    y[i] = old * min(1 + ratio, largestGrowth)
                }
                y[i] = max(y[i], GibbsModel.siteFractionFloor)
                sum += y[i]
            }
            let inverse = 1 / sum
            for i in block { y[i] *= inverse }
        }
    }
}
