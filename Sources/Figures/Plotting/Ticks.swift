import Glibc

/// The numbers along an axis: multiples of 1, 2 or 5 times a power of ten.
struct Ticks: Hashable, Sendable {
    let values: [Double]
    /// How many digits after the point every label needs.
    let decimals: Int

    /// An axis with more labels than this cannot be read.
    static let most = 24

    /// - Parameter count: About how many there should be.
    init(in range: ClosedRange<Double>, about count: Int) {
        let width = range.upperBound - range.lowerBound
        guard width > 0, width.isFinite, width < 1e15 else {
            values = []
            decimals = 0
            return
        }
        let rough = width / Double(max(1, count))
        let power = floor(log10(rough))
        let unit = pow(10, power)
        // The nearest of 1, 2, 5 and 10 on a logarithmic scale.
        let step = unit * (rough / unit < 1.414 ? 1 : rough / unit < 3.162 ? 2 : rough / unit < 7.071 ? 5 : 10)
        let decimals = max(0, Int(-floor(log10(step) + 1e-9)))
        self.decimals = min(decimals, 9)
        let first = ceil(range.lowerBound / step - 1e-9)
        let last = floor(range.upperBound / step + 1e-9)
        guard last >= first else {
            values = []
            return
        }
        values = (0...min(Int(last - first), Self.most)).map { (first + Double($0)) * step }
    }

    func text(_ value: Double) -> String { Numbers.fixed(value, decimals) }
}
