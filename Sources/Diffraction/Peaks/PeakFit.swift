import Glibc
import Inference

/// The area of one tracked peak with its error, and how probable it is that the peak is there: both averaged over where it may lie.
struct PeakFit {
    /// Counts × degree.
    let area: Double
    let areaStandardDeviation: Double
    /// From even odds.
    let probabilityPresent: Double
    /// Where the peak most probably is, degrees from the calibrated position.
    let shift: Double

    /// The logarithm of how much better the pattern and the prior are explained with this peak, where it is, than without: what decides between
    /// two tracked peaks that could be the same one.
    let explanation: Double

    /// The spacing of the shifts that are averaged over, degrees: a twentieth of the profile's width loses nothing.
    static let shiftStep = 0.01
    /// In errors of the area: one window in five thousand of background alone has a deeper dip.
    static let deepestDip = 3.5
    /// A strong peak is fitted by Gauss-Newton; this many steps are enough for any that has a fit.
    static let maximumSteps = 12
    /// Degrees; a thousandth of the error of the strongest peak's position would still be larger.
    static let shiftTolerance = 1e-6

    /// How large an area is before the pattern is looked at, if the peak is there: a half-normal distribution with a width of this
    /// many errors of the area. Twenty puts even odds at 2.1 errors, so that background alone reads "present" in about 2 % of patterns;
    /// a wider prior would miss weak peaks, a narrower one would see peaks in noise.
    static let areaPriorWidth = 20.0

    init(_ region: PeakRegion, prior: ShiftPrior) {
        let best = Self.bestShift(in: region, prior: prior)
        var window = region.window(atShift: best)
        let maximum = Self.maximum(in: &window, prior: prior, from: best)
        shift = maximum.shift
        explanation = prior.logDensity(maximum.shift) + 0.5 * maximum.area * maximum.area / maximum.areaVariance
        // Where the pattern itself fixes the shift to less than a step, the posterior is a normal distribution: nothing to average.
        if maximum.converged, maximum.shiftVariance.squareRoot() < 0.6 * Self.shiftStep {
            area = maximum.area
            areaStandardDeviation = maximum.areaVariance.squareRoot()
            // The share of the prior's width that the pattern left of the shift: the price of having looked in many places.
            let occam = 0.5 * log(maximum.shiftVariance) - log(prior.equivalentStandardDeviation) + prior.logDensity(maximum.shift)
            probabilityPresent = Self.probability(
                logOdds: Self.logBayesFactor(area: maximum.area, variance: maximum.areaVariance) + occam)
            return
        }
        let weighed = window
        (area, areaStandardDeviation, probabilityPresent) = Self.average(
            { prior.isWide ? region.window(atShift: $0) : weighed }, prior: prior, around: maximum.shift)
    }

    /// The most probable shift on the grid, for peaks and dips alike: favouring peaks would make the areas of pure noise positive.
    private static func bestShift(in region: PeakRegion, prior: ShiftPrior) -> Double {
        var best = (shift: prior.mean, score: -Double.infinity)
        for shift in shifts(around: prior.mean, prior: prior, step: 2 * shiftStep) {
            let fit = region.window(atShift: shift).area(atShift: shift)
            let score = prior.logDensity(shift) + misfitWithout(fit, prior)
            if score > best.score { best = (shift, score) }
        }
        return best.shift
    }

    /// How much the likelihood's logarithm falls when a peak, or a dip, is left out.
    ///
    /// Where a peak may be anywhere in a wide range, the flank of a stronger peak beyond its end looks like a deep dip: no noise is so deep, and the
    /// place counts as a bad one instead.
    private static func misfitWithout(_ fit: (area: Double, variance: Double), _ prior: ShiftPrior) -> Double {
        let misfit = 0.5 * fit.area * fit.area / fit.variance
        return prior.isWide && fit.area < 0 && misfit > 0.5 * deepestDip * deepestDip ? -misfit : misfit
    }

    private struct Maximum {
        var area: Double
        var shift: Double
        var areaVariance: Double
        var shiftVariance: Double
        var converged: Bool
    }

    /// The maximum of the posterior, with the window's weights taken from it.
    private static func maximum(in window: inout PeakWindow, prior: ShiftPrior, from start: Double) -> Maximum {
        let first = window.area(atShift: start)
        var maximum = Maximum(
            area: first.area, shift: start, areaVariance: first.variance, shiftVariance: prior.standardDeviation * prior.standardDeviation,
            converged: false)
        for _ in 0..<maximumSteps {
            window.reweigh(area: maximum.area, shift: maximum.shift)
            let step = window.step(area: maximum.area, shift: maximum.shift, prior: prior)
            // A step of more than a grid point is a peak too weak to be followed.
            let change = min(max(step.change, -2 * shiftStep), 2 * shiftStep)
            let shift = min(max(maximum.shift + change, prior.bounds.lowerBound), prior.bounds.upperBound)
            let moved = abs(shift - maximum.shift)
            let changed = abs(step.area - maximum.area)
            maximum = Maximum(area: step.area, shift: shift, areaVariance: step.areaVariance, shiftVariance: step.shiftVariance, converged: false)
            if moved < shiftTolerance, changed < 1e-6 * step.areaVariance.squareRoot() {
                maximum.converged = change == step.change
                break
            }
        }
        return maximum
    }

    /// Mean and spread of the area, and the odds of a peak, over the prior's shifts, each weighed by what the pattern says of it.
    ///
    /// - Parameter window: The channels about a shift.
    private static func average(_ window: (Double) -> PeakWindow, prior: ShiftPrior, around centre: Double) -> (Double, Double, Double) {
        var nodes: [(area: Double, variance: Double, logPrior: Double, logWeight: Double, logOdds: Double)] = []
        for shift in shifts(around: centre, prior: prior, step: shiftStep) {
            let fit = window(shift).area(atShift: shift)
            let logPrior = prior.logDensity(shift)
            nodes.append(
                (
                    fit.area, fit.variance, logPrior, logPrior + misfitWithout(fit, prior),
                    logPrior + logBayesFactor(area: fit.area, variance: fit.variance)
                ))
        }
        let largest = nodes.map(\.logWeight).max() ?? 0
        let largestOdds = nodes.map(\.logOdds).max() ?? 0
        var (total, mean, priorTotal, odds) = (0.0, 0.0, 0.0, 0.0)
        for node in nodes {
            let weight = exp(node.logWeight - largest)
            total += weight
            mean += weight * node.area
            priorTotal += exp(node.logPrior)
            odds += exp(node.logOdds - largestOdds)
        }
        mean /= total
        var variance = 0.0
        for node in nodes {
            let difference = node.area - mean
            variance += exp(node.logWeight - largest) / total * (node.variance + difference * difference)
        }
        return (mean, variance.squareRoot(), probability(logOdds: log(odds / priorTotal) + largestOdds))
    }

    /// The grid `centre ± k step` inside the bounds and within three standard deviations of the prior: at most 31 shifts, and 100 more a degree of its plateau.
    private static func shifts(around centre: Double, prior: ShiftPrior, step: Double) -> [Double] {
        let lower = max(prior.bounds.lowerBound, min(centre, prior.plateau.lowerBound - 3 * prior.standardDeviation))
        let upper = min(prior.bounds.upperBound, max(centre, prior.plateau.upperBound + 3 * prior.standardDeviation))
        let below = Int((centre - lower) / step + 1e-9)
        let above = Int((upper - centre) / step + 1e-9)
        return (-below...above).map { centre + Double($0) * step }
    }

    /// Log odds of a peak of unknown positive area over none, at one shift, the background fitted in both:
    /// `2/k · Φ(z√r) √r exp(z² r/2)` with `z = A/σ`, `k` the width of the prior in σ and `r = k²/(k² + 1)`.
    static func logBayesFactor(area: Double, variance: Double) -> Double {
        let width = areaPriorWidth
        let ratio = width * width / (width * width + 1)
        let z = area / variance.squareRoot()
        return log(2 / width) + 0.5 * log(ratio) + logNormalCumulative(z * ratio.squareRoot()) + 0.5 * z * z * ratio
    }

    private static func probability(logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }
}
