/// The regions of single phases.
extension SectionTracer {
    /// Neighbouring single-phase equilibria of one phase are one region, those of the check among them: a field narrower than the grid has none else.
    func regions() -> [IsothermalSection.Region] {
        let single = samples.filter { $0.phases.count == 1 } + singles
        var region = Array(single.indices)
        func root(_ place: Int) -> Int {
            var place = place
            while region[place] != place { place = region[place] }
            return place
        }
        let reach = 1.1 / Double(Self.divisions)
        for a in single.indices {
            for b in 0..<a where single[a].phases[0].phase == single[b].phases[0].phase {
                if SectionPlane.distance(single[a].moleFractions, single[b].moleFractions) <= reach {
                    let (one, two) = (root(a), root(b))
                    region[max(one, two)] = min(one, two)
                }
            }
        }
        var best: [Int: (place: Int, clearance: Double)] = [:]
        var order: [Int] = []
        for place in single.indices {
            let point = SectionPlane.point(single[place].moleFractions)
            var clearance = nearestBoundary(point)
            for x in single[place].moleFractions { clearance = min(clearance, x * 0.75.squareRoot()) }
            let key = root(place)
            if best[key] == nil { order.append(key) }
            if clearance > best[key]?.clearance ?? -1 { best[key] = (place, clearance) }
        }
        return order.compactMap { key in
            best[key].map { .init(phase: single[$0.place].phases[0].phase, x: single[$0.place].moleFractions, clearance: $0.clearance) }
        }
    }
}
