/// Puts the sublattices of a data file in the order of the database's.
///
/// In this order of preference: sites in proportion as they stand; in another order; not in proportion but as many; without the database's
/// sublattices of vacancies; without the file's own.
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
        return occupied.count == phase.sites.count && fits(occupied) ? occupied : nil
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
