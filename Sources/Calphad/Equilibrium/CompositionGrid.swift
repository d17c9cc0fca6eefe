/// The compositions at which every substitutional phase is sampled, with everything that does not depend on the phase.
///
/// The nodes follow `x = t²(3 − 2t)`, which crowds them at both ends: the first is at 5e-4, the widest gap is 0.02.
struct CompositionGrid: Sendable {
    static let intervals = 80

    let x: [Double]
    let logit: [Double]
    /// `x ln x + (1 − x) ln(1 − x)`.
    let mixing: [Double]

    init() {
        x = (0...Self.intervals).map { step in
            let t = Double(step) / Double(Self.intervals)
            return t * t * (3 - 2 * t)
        }
        logit = x.map { Elementary.log(max($0, GibbsModel.siteFractionFloor)) - Elementary.log(max(1 - $0, GibbsModel.siteFractionFloor)) }
        mixing = x.map { $0 <= 0 || $0 >= 1 ? 0 : $0 * Elementary.log($0) + (1 - $0) * Elementary.log(1 - $0) }
    }
}
