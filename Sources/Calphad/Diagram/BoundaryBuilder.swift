/// Joins the tie-lines of neighbouring isotherms into the curves that bound each two-phase field.
struct BoundaryBuilder {
    private let system: BinarySystem
    private let isotherms: [DiagramTracer.Isotherm]
    private let events: [DiagramTracer.Event]

    init(_ system: BinarySystem, _ tracer: DiagramTracer) {
        self.system = system
        isotherms = tracer.isotherms
        events = tracer.events
    }

    private struct Chain {
        var last: TieLine
        var boundary: PhaseDiagram.Boundary
    }

    /// One boundary a field; fields that meet at an event end exactly there.
    func boundaries() -> [PhaseDiagram.Boundary] {
        var finished: [PhaseDiagram.Boundary] = []
        var open: [Chain] = []
        for (place, isotherm) in isotherms.enumerated() {
            var next: [Chain] = []
            var remaining = open
            let previous = place > 0 ? isotherms[place - 1].temperature : -Double.infinity
            let crossed = events.filter { $0.temperature > previous && $0.temperature <= isotherm.temperature }
            for line in isotherm.lines {
                if let match = remaining.firstIndex(where: { DiagramTracer.isContinuation($0.last, line) }) {
                    var chain = remaining.remove(at: match)
                    chain.boundary.points.append(Self.point(line))
                    chain.last = line
                    next.append(chain)
                } else {
                    var boundary = PhaseDiagram.Boundary(phases: [line.leaner.phase, line.richer.phase], points: [Self.point(line)])
                    if let start = crossed.reversed().compactMap({ end(of: line, at: $0) }).first { boundary.points.insert(start, at: 0) }
                    next.append(Chain(last: line, boundary: boundary))
                }
            }
            for chain in remaining {
                var boundary = chain.boundary
                if let end = crossed.compactMap({ end(of: chain.last, at: $0) }).first { boundary.points.append(end) }
                finished.append(boundary)
            }
            open = next
        }
        finished += open.map(\.boundary)
        return finished.sorted {
            ($0.points.first?.temperature ?? 0, $0.points.first?.leaner ?? 0) < ($1.points.first?.temperature ?? 0, $1.points.first?.leaner ?? 0)
        }
    }

    private static func point(_ line: TieLine) -> PhaseDiagram.Boundary.Point {
        .init(temperature: line.temperature, leaner: line.leaner.x, richer: line.richer.x)
    }

    /// Where a field's two curves stand at an event that begins or ends it; nil when the event has nothing to do with the field.
    private func end(of line: TieLine, at event: DiagramTracer.Event) -> PhaseDiagram.Boundary.Point? {
        switch event {
        case .invariant(let invariant):
            let leaner = invariant.vertices.filter { $0.phaseIndex == line.leaner.phaseIndex }.min {
                abs($0.x - line.leaner.x) < abs($1.x - line.leaner.x)
            }
            let richer = invariant.vertices.filter { $0.phaseIndex == line.richer.phaseIndex }.min {
                abs($0.x - line.richer.x) < abs($1.x - line.richer.x)
            }
            guard let leaner, let richer, leaner.x < richer.x, abs(leaner.x - line.leaner.x) < 0.1, abs(richer.x - line.richer.x) < 0.1 else {
                return nil
            }
            return .init(temperature: invariant.temperature, leaner: leaner.x, richer: richer.x)
        case .special(let point):
            guard Set(point.phases) == Set([line.leaner.phase, line.richer.phase]), abs(line.leaner.x - point.x) < 0.1,
                abs(line.richer.x - point.x) < 0.1
            else { return nil }
            return .init(temperature: point.temperature, leaner: point.x, richer: point.x)
        }
    }
}
