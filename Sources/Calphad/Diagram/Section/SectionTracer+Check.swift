/// The finished section against certified equilibria.
extension SectionTracer {
    /// Distance to the nearest side of any field or tie-triangle, as a part of the triangle's side.
    func nearestBoundary(_ point: SIMD2<Double>) -> Double {
        var nearest = Double.infinity
        for triangle in triangles {
            let corners = triangle.points
            for place in 0..<3 { nearest = min(nearest, SectionPlane.distance(point, toLineFrom: corners[place], to: corners[(place + 1) % 3])) }
        }
        for field in fields {
            for (one, two) in zip(field.lines, field.lines.dropFirst()) {
                for end in 0..<2 { nearest = min(nearest, SectionPlane.distance(point, toLineFrom: one.points[end], to: two.points[end])) }
            }
        }
        return nearest
    }

    /// Compares every sample with the field that holds it.
    mutating func check() -> IsothermalSection.Check {
        var check = IsothermalSection.Check(samples: 0, differing: 0)
        var examples: [String] = []
        for sample in samples {
            let point = SectionPlane.point(sample.moleFractions)
            guard nearestBoundary(point) > AlloySystem.sectionTolerance else { continue }
            check.samples += 1
            let phases = sample.phases.map(\.phase).sorted()
            let isInTriangle = triangles.contains {
                SectionPlane.contains($0.points, point) && (phases.count != 3 || $0.equilibrium.phases.map(\.phase).sorted() == phases)
            }
            let agrees =
                switch phases.count {
                case 3: isInTriangle
                case 2: !isInTriangle && fields.contains { $0.holds(point, phases) }
                default: !isInTriangle && !fields.contains { $0.holds(point) }
                }
            if agrees { continue }
            check.differing += 1
            let x = sample.moleFractions.map { "\(($0 * 1e4).rounded() / 1e4)" }.joined(separator: ", ")
            if examples.count < 3 { examples.append("\(phases.joined(separator: " + ")) at x = \(x)") }
        }
        if check.differing > 0 {
            warnings.append(
                "\(check.differing) of \(check.samples) certified equilibria do not agree with the fields, as \(examples.joined(separator: "; "))")
        }
        return check
    }

    /// Neighbouring single-phase samples of one phase are one region.
    func regions() -> [IsothermalSection.Region] {
        let single = samples.filter { $0.phases.count == 1 }
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

    /// The equilibrium conditions of a tie-triangle, evaluated anew: `G − Σ μ n` of each phase and the spread of `∂G/∂y − Σ μ b` within each
    /// sublattice, J per mole of atoms. A site fraction below 1e-9 counts in proportion: its logarithm is large and its matter is not.
    mutating func residual(_ equilibrium: Equilibrium) -> Double {
        let core = solver.core
        let count = core.components.count
        let potentials = equilibrium.chemicalPotentials.map { $0 ?? 0 }
        solver.isotherms.move(to: temperature)
        var largest = 0.0
        for phase in equilibrium.phases {
            guard let index = core.names.firstIndex(of: phase.phase) else { return .infinity }
            let model = core.phases[index].model
            guard let y = core.phases[index].variables(phase.constitution) else { return .infinity }
            var derivatives = model.makeDerivatives()
            model.evaluate(solver.isotherms.isotherm(index, core), y, &derivatives)
            let amounts = model.amounts(y)
            var total = 0.0
            var height = derivatives.energy
            for c in 0..<count {
                total += amounts[c]
                height -= potentials[c] * amounts[c]
            }
            largest = max(largest, abs(height) / total)
            // Neutrality, and sites that vary, add terms of their own: there the energy alone testifies.
            guard !core.phases[index].isCharged, !core.phases[index].hasVariableSites else { continue }
            for block in core.phases[index].blocks {
                var mean = 0.0
                let gaps = block.map { i -> Double in
                    var gap = derivatives.gradient[i]
                    for c in 0..<count { gap -= potentials[c] * core.phases[index].atoms[i * count + c] }
                    mean += y[i] * gap
                    return gap
                }
                for (place, i) in block.enumerated() { largest = max(largest, abs(gaps[place] - mean) * min(1, y[i] / 1e-9) / total) }
            }
        }
        return largest
    }
}
