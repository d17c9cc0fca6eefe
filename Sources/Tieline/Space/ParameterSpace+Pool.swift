extension ParameterSpace {
    /// More conditions than this are not listed one by one.
    public static let maximumPool = 100_000

    /// How many conditions can be measured.
    public var poolCount: Int {
        guard candidates.isEmpty else { return candidates.count }
        return axes.reduce(1) { $0.multipliedReportingOverflow(by: $1.count).overflow ? Int.max : $0 * $1.count }
    }

    /// Every condition that can be measured, in a fixed order: the candidates as declared, or the grid with its first axis running fastest.
    ///
    /// A space with a simplex has to declare candidates, and there are at most ``maximumPool`` conditions: the reader of campaign files has checked both.
    public var pool: [Condition] {
        guard candidates.isEmpty else { return candidates }
        precondition(simplex.isEmpty && poolCount <= Self.maximumPool, "only small grids without a simplex are listed")
        return (0..<poolCount).map { number in
            var rest = number
            return Condition(
                axes.map { axis in
                    defer { rest /= axis.count }
                    return axis.value(at: rest % axis.count)
                })
        }
    }
}
