extension PhaseMapPrediction {
    /// `1 − P` of the most probable region at each point ("least confidence").
    public var leastConfidences: [Double] { (0..<points).map { 1 - twoMostProbable($0).first } }

    /// `1 − (P₁ − P₂)` of the two most probable regions at each point.
    public var margins: [Double] {
        (0..<points).map { point in
            let (first, second) = twoMostProbable(point)
            return 1 - (first - second)
        }
    }

    private func twoMostProbable(_ point: Int) -> (first: Double, second: Double) {
        var (first, second) = (0.0, 0.0)
        for region in 0..<regions {
            let p = probability(point: point, region: region)
            if p > first { (first, second) = (p, first) } else if p > second { second = p }
        }
        return (first, second)
    }
}
