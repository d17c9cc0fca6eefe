/// Variables that are linear in the site fractions, `z = z₀ + A y`: the mean fractions of an order-disorder model, the sites and
/// differences of an ionic liquid.
struct LinearMap: Sendable {
    struct Entry: Sendable, Equatable {
        var source: Int
        var target: Int
        var factor: Double
    }

    private(set) var base: [Double] = []
    private(set) var entries: [Entry] = []

    var count: Int { base.count }

    /// The variable `base + Σ factor·y`, a new one unless an equal one is there.
    mutating func variable(base value: Double = 0, _ terms: [(source: Int, factor: Double)]) -> Int {
        for target in base.indices where base[target] == value {
            let own = entries.filter { $0.target == target }
            if own.count == terms.count, zip(own, terms).allSatisfy({ $0.source == $1.source && $0.factor == $1.factor }) { return target }
        }
        base.append(value)
        entries += terms.map { Entry(source: $0.source, target: base.count - 1, factor: $0.factor) }
        return base.count - 1
    }

    @inline(__always) func apply(_ y: UnsafePointer<Double>, to z: UnsafeMutablePointer<Double>) {
        for index in base.indices { z[index] = base[index] }
        for entry in entries { z[entry.target] += entry.factor * y[entry.source] }
    }

    /// Derivatives in `z` become derivatives in `y`: `∇ += Aᵀ ∇_z`, `W += Aᵀ W_z A`.
    @inline(__always) func pullBack(_ mapped: SiteProgram.Target, to target: SiteProgram.Target) {
        entries.withUnsafeBufferPointer { entries in
            for one in entries {
                target.gradient[one.source] += one.factor * mapped.gradient[one.target]
                target.slopeGradient[one.source] += one.factor * mapped.slopeGradient[one.target]
                let row = mapped.half + one.target * mapped.count
                let out = target.half + one.source * target.count
                for two in entries { out[two.source] += one.factor * two.factor * row[two.target] }
            }
        }
    }
}
