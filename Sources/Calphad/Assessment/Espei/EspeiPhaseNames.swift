extension EspeiReading {
    /// Finds the database's names of phases that data name otherwise, where only one can be meant: the one phase that no file names, with sublattices
    /// of the same proportions and these components.
    ///
    /// - Returns: what was taken for what, one sentence each.
    public mutating func guessNames(in datasets: [EspeiDataset], database: Database, components: [String]) -> [String] {
        let named = Set(datasets.flatMap(\.phases).map { name(of: $0) })
        var result: [String] = []
        for unknown in named.sorted() where database.phase(unknown) == nil {
            let ratios = datasets.filter { $0.phases == [unknown] }.compactMap(\.siteRatios)
            guard let first = ratios.first, first.count > 1 else { continue }
            let candidates = database.phaseNames.filter { candidate in
                guard !named.contains(candidate), database.isSupported(candidate), let phase = database.phase(candidate) else { return false }
                let isMade = phase.constituents.allSatisfy { $0.contains { $0 == "VA" || components.contains($0) } }
                return isMade && Self.proportions(phase.sites) == Self.proportions(first)
            }
            guard candidates.count == 1 else { continue }
            phaseNames[unknown] = candidates[0]
            let sites = first.map(ParameterPosterior.short).joined(separator: ":")
            result.append(
                "\(unknown) of the data is taken for \(candidates[0]) of the database, the one phase with sublattices \(sites) that no file names.")
        }
        return result
    }

    /// In thousandths of the sum, rising.
    private static func proportions(_ sites: [Double]) -> [Int] {
        let sum = sites.reduce(0, +)
        return sites.map { Int((1000 * $0 / sum).rounded()) }.sorted()
    }
}
