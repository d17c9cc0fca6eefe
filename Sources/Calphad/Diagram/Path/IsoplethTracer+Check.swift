/// The finished isopleth against equilibria that took no part in it.
extension IsoplethTracer {
    /// Conditions of the check: none of them is one of the grid.
    static let checkCount = 80

    /// Searches equilibria from nothing at conditions of its own, and counts those whose phases no region has: a field that lies between the points of
    /// the grid is lost.
    mutating func check(_ system: AlloySystem, _ regions: [Isopleth.Region]) -> Isopleth.Check {
        var check = Isopleth.Check()
        var examples: [String] = []
        var solver = system.makeSolver()
        let known = Set(regions.map { $0.phases.sorted() })
        let range = (temperatures.first ?? 0, temperatures.last ?? 0)
        for place in 0..<Self.checkCount {
            let at = EvenPlane.point(place)
            let temperature = range.0 + (range.1 - range.0) * at.y
            guard let found = try? solver.equilibrium(atTemperature: temperature, moleFractions: AlloySystem.mix(start, end, at.x)) else {
                check.failed += 1
                continue
            }
            check.samples += 1
            let phases = found.phases.map(\.phase).sorted()
            guard !known.contains(phases) else { continue }
            check.differing += 1
            if examples.count < 3 {
                examples.append(
                    "\(phases.joined(separator: " + ")) at \((at.x * 1e4).rounded() / 1e4) of the way, \((temperature * 10).rounded() / 10) K")
            }
        }
        if check.failed > 0 { warnings.append("\(check.failed) of \(Self.checkCount) conditions of the check have no equilibrium") }
        if check.differing > 0 {
            warnings.append(
                "\(check.differing) of \(check.samples) certified equilibria have phases that no region has, as \(examples.joined(separator: "; ")): fields are lost between the points of the grid, ask for more columns and rows or a narrower range"
            )
        }
        return check
    }
}
