/// The regions of single phases.
extension SectionTracer {
    /// Neighbouring single-phase equilibria of one phase are one region, those of the check among them; then those that only borders show.
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
        let sampled = order.compactMap { key in
            best[key].map {
                IsothermalSection.Region(phase: single[$0.place].phases[0].phase, x: single[$0.place].moleFractions, clearance: $0.clearance)
            }
        }
        return sampled + narrowRegions(single, reach)
    }

    /// Tie-lines of a field of which one is looked at for the regions that it borders.
    private static let borderStride = 4

    /// Every corner of a tie-triangle and every end of a tie-line borders a region of its phase, however narrow: those that no sample lies in. Of
    /// each the composition is one of its border, and its clearance zero. A phase without a choice of composition has none.
    private func narrowRegions(_ single: [Equilibrium], _ reach: Double) -> [IsothermalSection.Region] {
        let core = follower.solver.core
        let ranges = Set(core.phases.indices.filter { core.phases[$0].variableCount > core.phases[$0].blocks.count }.map { core.names[$0] })
        var borders = triangles.flatMap(\.equilibrium.phases)
        for field in fields {
            for (place, line) in field.lines.enumerated() where place % Self.borderStride == 0 || place == field.lines.count - 1 {
                borders += line.ends
            }
        }
        var result: [IsothermalSection.Region] = []
        for border in borders where ranges.contains(border.phase) {
            let isKnown =
                single.contains { $0.phases[0].phase == border.phase && SectionPlane.distance($0.moleFractions, border.moleFractions) <= reach }
                || result.contains { $0.phase == border.phase && SectionPlane.distance($0.x, border.moleFractions) <= reach }
            if !isKnown { result.append(.init(phase: border.phase, x: border.moleFractions, clearance: 0)) }
        }
        return result
    }
}
