/// Puts the sublattices of a data file in the order of the database's.
///
/// In this order of preference: sites in proportion as they stand; in another order; not in proportion but as many; without the database's
/// sublattices of vacancies; without the file's own; sublattices of the file that are filled alike taken together (four of FCC as the two of L1₂).
struct SublatticeFit {
    let ratios: [Double]
    let given: [[String: Double]]
    let phase: PhaseDefinition

    var result: [[String: Double]]? {
        if given.count == phase.sites.count {
            if isProportional(Array(given.indices)), fits(given) { return given }
            for order in Self.permutations(given.count) where isProportional(order) {
                let moved = order.map { given[$0] }
                if fits(moved) { return moved }
            }
            return fits(given) ? given : nil
        }
        if given.count < phase.sites.count {
            // Sublattices on which the file's phase has nothing but vacancies.
            let filled = phase.constituents.indices.filter { place in phase.constituents[place].contains { $0 != "VA" } }
            guard filled.count == given.count else { return nil }
            var result = phase.constituents.map { _ in ["VA": 1.0] }
            for (place, table) in zip(filled, given) { result[place] = table }
            return fits(result) ? result : nil
        }
        let occupied = given.filter { $0 != ["VA": 1] }
        return occupied.count == phase.sites.count && fits(occupied) ? occupied : merged
    }

    /// Every sublattice of the file belongs to one of the database's, all of one alike, and the sites are in proportion.
    private var merged: [[String: Double]]? {
        let own = phase.sites.count
        guard given.count <= Self.largestCount, own > 0 else { return nil }
        let sum = ratios.reduce(0, +)
        let total = phase.sites.reduce(0, +)
        let choices = (0..<given.count).reduce(1) { count, _ in count * own }
        for choice in 0..<choices {
            var code = choice
            var result = [[String: Double]?](repeating: nil, count: own)
            var sites = [Double](repeating: 0, count: own)
            var isAlike = true
            for place in given.indices {
                let target = code % own
                code /= own
                isAlike = isAlike && (result[target] ?? given[place]) == given[place]
                result[target] = given[place]
                sites[target] += ratios[place]
            }
            guard isAlike, zip(sites, phase.sites).allSatisfy({ abs($0 / sum - $1 / total) < 1e-3 }) else { continue }
            let tables = result.compactMap(\.self)
            if tables.count == own, fits(tables) { return tables }
        }
        return nil
    }

    private func isProportional(_ order: [Int]) -> Bool {
        let sum = ratios.reduce(0, +)
        let own = phase.sites.reduce(0, +)
        return zip(order, phase.sites).allSatisfy { abs(ratios[$0] / sum - $1 / own) < 1e-3 }
    }

    private func fits(_ tables: [[String: Double]]) -> Bool {
        zip(tables, phase.constituents).allSatisfy { table, constituents in table.keys.allSatisfy(constituents.contains) }
    }

    /// Orders of up to ``largestCount`` sublattices, the given one first; none of more.
    private static func permutations(_ count: Int) -> [[Int]] {
        guard count <= largestCount else { return [] }
        var result: [[Int]] = [[]]
        for _ in 0..<count { result = result.flatMap { head in (0..<count).filter { !head.contains($0) }.map { head + [$0] } } }
        return result
    }

    private static let largestCount = 6
}
