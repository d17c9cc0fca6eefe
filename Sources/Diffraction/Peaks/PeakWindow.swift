import Tieline

/// The few channels around one tracked peak, and the least-squares sums over them: counts ≈ `b₀ + b₁ t + A p(t − shift)`, with the
/// angle `t` measured from the calibrated position.
///
/// The weights are one over the variance that the *model* predicts, never one over the counts: a channel that happened to count few would
/// otherwise weigh more than one that happened to count many, and every area and background would come out low by about one count a
/// channel. Repeating the fit with the new model's weights makes it the maximum of the Poisson likelihood.
struct PeakWindow {
    /// A model predicts at least this variance, counts²: a channel that should be empty still counts one now and then.
    static let smallestVariance = 1.0

    private let offsets: [Double]
    private let counts: [Double]
    /// What other peaks put into each channel: taken out of `counts`, but not out of their noise.
    private let others: [Double]
    private let profile: PseudoVoigt
    private var weights: [Double]
    // Sums that do not depend on the peak: Σw, Σwt, Σwt², Σwy, Σwty.
    private var w = 0.0, wt = 0.0, wtt = 0.0, wy = 0.0, wty = 0.0

    /// Starts from a flat pattern below the other peaks.
    ///
    /// - Parameters:
    ///   - counts: As the detector gave them.
    ///   - others: What is known to come from other peaks, counts a channel.
    init(offsets: [Double], counts: [Double], others: [Double], profile: PseudoVoigt) {
        self.offsets = offsets
        self.counts = zip(counts, others).map { $0 - $1 }
        self.others = others
        self.profile = profile
        let mean = self.counts.reduce(0, +) / Double(max(1, counts.count))
        weights = others.map { 1 / max(mean + $0, Self.smallestVariance) }
        sum()
    }

    private mutating func sum() {
        (w, wt, wtt, wy, wty) = (0, 0, 0, 0, 0)
        for index in offsets.indices {
            let (weight, t, y) = (weights[index], offsets[index], counts[index])
            w += weight
            wt += weight * t
            wtt += weight * t * t
            wy += weight * y
            wty += weight * t * y
        }
    }

    /// What is left of the product of two columns, weighted, when the background is fitted out of both, given their sums with 1 and t.
    private func withoutBackground(_ product: Double, _ a: Double, _ at: Double, _ b: Double, _ bt: Double) -> Double {
        let determinant = w * wtt - wt * wt
        return product - (a * (wtt * b - wt * bt) + at * (w * bt - wt * b)) / determinant
    }

    /// The best area at a given shift, and its variance with the background free.
    func area(atShift shift: Double) -> (area: Double, variance: Double) {
        var (p, pt, pp, py) = (0.0, 0.0, 0.0, 0.0)
        for index in offsets.indices {
            let density = profile.density(at: offsets[index] - shift)
            let weighted = weights[index] * density
            p += weighted
            pt += weighted * offsets[index]
            pp += weighted * density
            py += weighted * counts[index]
        }
        let information = withoutBackground(pp, p, pt, p, pt)
        return (withoutBackground(py, p, pt, wy, wty) / information, 1 / information)
    }

    /// One Gauss-Newton step of area and shift together, background free, the shift held by its prior.
    ///
    /// - Returns: The new area, the change of the shift, and the variances of both at the old point.
    func step(area: Double, shift: Double, prior: ShiftPrior) -> (area: Double, change: Double, areaVariance: Double, shiftVariance: Double) {
        var (p, pt, pp, py) = (0.0, 0.0, 0.0, 0.0)
        var (q, qt, qq, qy, pq) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for index in offsets.indices {
            let (density, slope) = profile.densityAndSlope(at: offsets[index] - shift)
            let derivative = -area * slope
            let (weightedP, weightedQ) = (weights[index] * density, weights[index] * derivative)
            p += weightedP
            pt += weightedP * offsets[index]
            pp += weightedP * density
            py += weightedP * counts[index]
            q += weightedQ
            qt += weightedQ * offsets[index]
            qq += weightedQ * derivative
            qy += weightedQ * counts[index]
            pq += weightedP * derivative
        }
        let precision = prior.precision(at: shift)
        let aa = withoutBackground(pp, p, pt, p, pt)
        let cross = withoutBackground(pq, p, pt, q, qt)
        let ss = withoutBackground(qq, q, qt, q, qt) + precision
        let a = withoutBackground(py, p, pt, wy, wty)
        let s = withoutBackground(qy, q, qt, wy, wty) + precision * (prior.nearest(shift) - shift)
        let determinant = aa * ss - cross * cross
        return ((ss * a - cross * s) / determinant, (aa * s - cross * a) / determinant, ss / determinant, aa / determinant)
    }

    /// Takes the weights from the model with this peak and the background that fits best beside it.
    mutating func reweigh(area: Double, shift: Double) {
        let densities = offsets.map { area * profile.density(at: $0 - shift) }
        var (p, pt) = (0.0, 0.0)
        for index in offsets.indices {
            p += weights[index] * densities[index]
            pt += weights[index] * densities[index] * offsets[index]
        }
        let determinant = w * wtt - wt * wt
        let level = (wtt * (wy - p) - wt * (wty - pt)) / determinant
        let slope = (w * (wty - pt) - wt * (wy - p)) / determinant
        for index in offsets.indices {
            weights[index] = 1 / max(level + slope * offsets[index] + densities[index] + others[index], Self.smallestVariance)
        }
        sum()
    }
}
