/// The document, in the shape the command line prints:
///
///     {"components": ["BI", "SN"], "database": "…", "temperatures": [300, 600],
///      "invariants": [{"T": 411.96, "kind": "eutectic", "residual": 1e-11,
///                      "phases": [{"phase": "RHOMBO_A7", "x": {"BI": 0.998, "SN": 0.002}}, …]}],
///      "tieLines":   [{"T": 450, "phases": [{"phase": …, "x": …}, {…}]}],
///      "boundaries": [{"phases": ["LIQUID", "BCT_A5"], "points": [{"T": 450, "x": [0.735, 0.922]}]}],
///      "specialPoints": [{"kind": "pureComponent", "T": 505.08, "x": {…}, "phases": ["BCT_A5", "LIQUID"]}], "warnings": []}
extension PhaseDiagram: Codable {
    private struct Document: Codable {
        var components: [String]
        var database: String
        var temperatures: [Double]
        var invariants: [InvariantDocument]
        var tieLines: [TieLineDocument]
        var boundaries: [BoundaryDocument]
        var specialPoints: [SpecialPointDocument]
        var warnings: [String]
    }

    private struct PhaseDocument: Codable {
        var phase: String
        var x: [String: Double]
    }

    private struct InvariantDocument: Codable {
        private enum CodingKeys: String, CodingKey {
            case temperature = "T"
            case kind, phases, residual
        }
        var temperature: Double
        var kind: Invariant.Kind
        var phases: [PhaseDocument]
        var residual: Double?
    }

    private struct TieLineDocument: Codable {
        private enum CodingKeys: String, CodingKey {
            case temperature = "T"
            case phases
        }
        var temperature: Double
        var phases: [PhaseDocument]
    }

    private struct BoundaryDocument: Codable {
        struct Point: Codable {
            private enum CodingKeys: String, CodingKey {
                case temperature = "T"
                case x
            }
            var temperature: Double
            var x: [Double]
        }
        var phases: [String]
        var points: [Point]
    }

    private struct SpecialPointDocument: Codable {
        private enum CodingKeys: String, CodingKey {
            case temperature = "T"
            case kind, x, phases
        }
        var kind: SpecialPoint.Kind
        var temperature: Double
        var x: [String: Double]
        var phases: [String]
    }

    public func encode(to encoder: any Encoder) throws {
        func fractions(_ x: Double) -> [String: Double] { [components[0]: 1 - x, components[1]: x] }
        func phase(_ point: PhasePoint) -> PhaseDocument { PhaseDocument(phase: point.phase, x: fractions(point.x)) }
        let document = Document(
            components: components, database: database, temperatures: [temperatures.lowerBound, temperatures.upperBound],
            invariants: invariants.map {
                InvariantDocument(temperature: $0.temperature, kind: $0.kind, phases: $0.phases.map(phase), residual: $0.residual)
            },
            tieLines: tieLines.map { TieLineDocument(temperature: $0.temperature, phases: $0.phases.map(phase)) },
            boundaries: boundaries.map { boundary in
                BoundaryDocument(
                    phases: boundary.phases, points: boundary.points.map { .init(temperature: $0.temperature, x: [$0.leaner, $0.richer]) })
            },
            specialPoints: specialPoints.map {
                SpecialPointDocument(kind: $0.kind, temperature: $0.temperature, x: fractions($0.x), phases: $0.phases)
            },
            warnings: warnings)
        try document.encode(to: encoder)
    }

    public init(from decoder: any Decoder) throws {
        let document = try Document(from: decoder)
        func corrupted(_ message: String) -> DecodingError {
            DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: message))
        }
        guard document.components.count == 2 else { throw corrupted("a phase diagram has two components") }
        guard document.temperatures.count == 2, document.temperatures[0] <= document.temperatures[1] else {
            throw corrupted("`temperatures` is the lower and the upper limit")
        }
        func x(_ fractions: [String: Double]) throws -> Double {
            guard let value = fractions[document.components[1]] else { throw corrupted("a composition without \(document.components[1])") }
            return value
        }
        func phase(_ document: PhaseDocument) throws -> PhasePoint { PhasePoint(phase: document.phase, x: try x(document.x)) }
        self.init(
            components: document.components, database: document.database, temperatures: document.temperatures[0]...document.temperatures[1],
            invariants: try document.invariants.map {
                InvariantPoint(temperature: $0.temperature, kind: $0.kind, phases: try $0.phases.map(phase), residual: $0.residual)
            },
            tieLines: try document.tieLines.map { TieLinePoint(temperature: $0.temperature, phases: try $0.phases.map(phase)) },
            boundaries: try document.boundaries.map { boundary in
                Boundary(
                    phases: boundary.phases,
                    points: try boundary.points.map { point in
                        guard point.x.count == 2 else { throw corrupted("a boundary point has two compositions") }
                        return Boundary.Point(temperature: point.temperature, leaner: point.x[0], richer: point.x[1])
                    })
            },
            specialPoints: try document.specialPoints.map {
                SpecialPoint(kind: $0.kind, temperature: $0.temperature, x: try x($0.x), phases: $0.phases)
            },
            warnings: document.warnings)
    }
}
