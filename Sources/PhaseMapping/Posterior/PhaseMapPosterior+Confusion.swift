extension PhaseMapPosterior {
    /// `P(label | region)` of a source, the mean over the draws: `regions × labels`, rows sum to one but for regions that no label names.
    public func confusion(ofSource source: Int) -> [[Double]] {
        var result = [[Double]](repeating: Array(repeating: 0, count: model.labelledRegions), count: regions)
        for draw in draws {
            let confusion = target.confusions(draw.whiteHyperParameters)[source]
            for region in 0..<regions {
                for label in 0..<model.labelledRegions {
                    result[region][label] += confusion.probability(label: label, region: region) / Double(draws.count)
                }
            }
        }
        return result
    }
}
