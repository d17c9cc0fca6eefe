extension EspeiDataset {
    /// A phase of a row, with the mole fractions that were measured; none for `null`.
    private struct Vertex {
        var phase: String
        var fractions: [String: Double]
    }

    /// `[[PHASE, [components], [fractions or null]], …]` at one temperature each.
    func boundaries(_ reading: EspeiReading, of system: [String], into evidence: inout EspeiEvidence) throws(AssessmentError) {
        guard let rows = root["values"]?.list else { throw unreadable("values", "is no list") }
        let temperatures = try temperatures()
        guard temperatures.count == rows.count || temperatures.count == 1 else {
            throw unreadable("conditions.T", "has \(temperatures.count) temperatures for \(rows.count) rows of values")
        }
        var alone = 0
        var unweighted = 0
        for (index, row) in rows.enumerated() {
            guard let items = row.list else { throw unreadable("values[\(index)]", "is no list of phases") }
            var vertices: [Vertex] = []
            for (place, item) in items.enumerated() { vertices.append(try vertex(item, "values[\(index)][\(place)]", reading)) }
            let temperature = temperatures.count == 1 ? temperatures[0] : temperatures[index]
            let source = "\(reference), \(output) row \(index + 1)"
            guard let weight = weight(index) else {
                unweighted += 1
                continue
            }
            let measured = Measured(temperature, error: reading.temperature / weight)
            func fractions(_ vertex: Vertex) -> [String: Measured] {
                vertex.fractions.mapValues { Measured($0, error: reading.fraction / weight) }
            }
            if system.count == 2, vertices.count == 3 {
                var compositions: [InvariantPoint.Composition] = []
                for (place, vertex) in vertices.enumerated() {
                    for component in system {
                        if let one = fractions(vertex)[component] { compositions.append(.init(phase: place, component: component, fraction: one)) }
                    }
                }
                evidence.data.append(
                    .init(.invariant(.init(vertices.map(\.phase), temperature: measured, compositions: compositions)), source: source))
                continue
            }
            guard vertices.count >= 2 else {
                alone += 1
                continue
            }
            let known = vertices.indices.filter { !vertices[$0].fractions.isEmpty }
            if known.isEmpty {
                evidence.setAside.append("\(file): row \(index + 1) names \(vertices.map(\.phase).joined(separator: ", ")) and no composition")
            }
            for one in known {
                for other in vertices.indices where other != one {
                    evidence.data.append(
                        .init(
                            .boundary(
                                .init(
                                    vertices[one].phase, with: vertices[other].phase, temperature: measured, fractions: fractions(vertices[one]),
                                    partnerHint: vertices[other].fractions)), source: source))
                }
            }
        }
        if unweighted > 0 { evidence.setAside.append("\(file): \(unweighted) data with a weight of zero") }
        if alone > 0 { evidence.setAside.append("\(file): \(alone) rows name one phase alone, which is no boundary") }
    }

    private func vertex(_ item: JSONValue, _ field: String, _ reading: EspeiReading) throws(AssessmentError) -> Vertex {
        guard let parts = item.list, parts.count >= 3, let phase = parts[0].text, let names = parts[1].texts, let values = parts[2].numbers else {
            throw unreadable(field, "is not [phase, [components], [mole fractions]]")
        }
        guard names.count == values.count else { throw unreadable(field, "has \(values.count) mole fractions for \(names.count) components") }
        var fractions: [String: Double] = [:]
        for (name, value) in zip(names, values) {
            guard let value else { continue }
            guard (0...1).contains(value) else { throw unreadable(field, "has the mole fraction \(value)") }
            fractions[name.uppercased()] = value
        }
        // A composition that is known in part is not known.
        if fractions.count != names.count { fractions = [:] }
        return Vertex(phase: reading.name(of: phase.uppercased()), fractions: fractions)
    }
}
