extension PhaseMapPosterior {
    /// The correlation of two properties' processes at one place, `-1...1`: by draw, then by region; 0 where they do not stand in one ``Coregionalisation``.
    ///
    /// - Parameters:
    ///   - first: Positions in the model's properties.
    public func correlations(between first: Int, and second: Int) -> [[Double]] {
        let (one, other) = (target.place(of: first), target.place(of: second))
        guard one.family == other.family else { return draws.map { _ in Array(repeating: first == second ? 1 : 0, count: regions) } }
        return draws.map { draw in
            (0..<regions).map { target.processCovariance(one.family, $0, draw.whiteHyperParameters).correlation(one.member, other.member) }
        }
    }
}
