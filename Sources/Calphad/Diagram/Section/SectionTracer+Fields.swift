/// Following a two-phase field.
extension SectionTracer {
    /// First, largest and smallest distance of neighbouring tie-lines, as parts of the triangle's side.
    private static let firstStep = 0.004
    private static let largestStep = 0.04
    private static let smallestStep = 2e-6
    /// How far an end may move from one tie-line to the next.
    private static let largestMove = 0.06
    /// Tie-lines after which a field can be back where it began.
    private static let shortestRing = 8
    /// Tie-lines of one field.
    private static let maximumLines = 3000

    /// - Parameters:
    ///   - both: whether the line lies inside its field, which then goes on to both sides.
    ///   - awayFrom: a point on the side that is not followed.
    mutating func trace(both: Bool, from line: Line, awayFrom: SIMD2<Double>?, firstEnd: IsothermalSection.End) {
        guard fields.count < Self.maximumFields else {
            warnOnce("there are more than \(Self.maximumFields) two-phase fields; the rest is left out")
            return
        }
        let along = line.points[1] - line.points[0]
        var normal = SIMD2(-along.y, along.x)
        if let awayFrom, ((line.middle - awayFrom) * normal).sum() < 0 { normal = -normal }
        let (lines, end) = follow(line, towards: normal)
        if both, end != .ring {
            let (others, otherEnd) = follow(line, towards: -normal)
            add(Field(lines: others.reversed() + [line] + lines, ends: [otherEnd, end]))
        } else if !lines.isEmpty {
            add(Field(lines: [line] + lines, ends: [end == .ring ? .ring : firstEnd, end]))
        }
    }

    /// Two fields of the same phases never lie over each other: a field that was followed from both of its ends is one, and the whole of it counts.
    private mutating func add(_ field: Field) {
        let middle = field.lines[field.lines.count / 2].middle
        let phases = field.lines[0].phases
        guard let known = fields.firstIndex(where: { $0.holds(middle, phases) }) else {
            fields.append(field)
            return
        }
        if field.area > fields[known].area { fields[known] = field }
    }

    /// Tie-lines after `start`, and what the last one is.
    private mutating func follow(_ start: Line, towards normal: SIMD2<Double>) -> ([Line], IsothermalSection.End) {
        var lines: [Line] = []
        var last = start
        var direction = normal
        var step = Self.firstStep
        var neighbour: Equilibrium?
        for _ in 0..<Self.maximumLines {
            let along = last.points[1] - last.points[0]
            var next = SIMD2(-along.y, along.x)
            if (next * direction).sum() < 0 { next = -next }
            let size = SectionPlane.length(next)
            direction = size > 1e-12 ? next / size : direction / SectionPlane.length(direction)
            let edge = SectionPlane.distanceToEdge(from: last.middle, along: direction)
            guard edge > 1e-9 else { return (lines, .binary) }
            let isEdge = step >= edge
            let target = last.middle + direction * min(step, edge)
            switch classify(equilibrium(at: target, startingFrom: neighbour), last) {
            case .line(let line, let found):
                if lines.count > Self.shortestRing, let gap = start.move(from: line), let reach = line.move(from: last), gap <= reach {
                    lines.append(start)
                    return (lines, .ring)
                }
                lines.append(line)
                last = line
                neighbour = found
                if isEdge { return (lines, .binary) }
                step = min(step * 1.6, Self.largestStep)
                continue
            case .triangle(let line, let place, let opposite):
                triangles[place].isTraced[opposite] = true
                lines.append(line)
                return (lines, .tieTriangle)
            case .onePhase:
                if step < Self.smallestStep * 50, last.length < 0.02 || step < Self.smallestStep {
                    if last.ends[0].phase == last.ends[1].phase {
                        var point = last.ends[0]
                        point.moleFractions = SectionPlane.fractions(last.middle)
                        lines.append(Line(point, point))
                    }
                    return (lines, .critical)
                }
            case .other: break
            }
            step /= 2
            if step < Self.smallestStep {
                let x = SectionPlane.fractions(last.middle).map { "\(($0 * 1e4).rounded() / 1e4)" }.joined(separator: ", ")
                warnings.append("the field \(last.phases.joined(separator: " + ")) could not be followed beyond x = \(x)")
                return (lines, .unresolved)
            }
        }
        warnings.append("the field \(start.phases.joined(separator: " + ")) has more than \(Self.maximumLines) tie-lines")
        return (lines, .unresolved)
    }

    private enum Step {
        case line(Line, Equilibrium)
        case triangle(Line, place: Int, opposite: Int)
        case onePhase, other
    }

    private mutating func classify(_ equilibrium: Equilibrium?, _ last: Line) -> Step {
        guard let equilibrium else { return .other }
        switch equilibrium.phases.count {
        case 1: return .onePhase
        case 2:
            let found = Line(equilibrium.phases[0], equilibrium.phases[1])
            let best = [found, found.swapped].min { ($0.move(from: last) ?? .infinity) < ($1.move(from: last) ?? .infinity) } ?? found
            guard let move = best.move(from: last), move < Self.largestMove else { return .other }
            return .line(best, equilibrium)
        case 3:
            guard let place = add(equilibrium) else { return .other }
            var best: (line: Line, opposite: Int, move: Double)?
            for opposite in 0..<3 {
                let edge = triangles[place].edge(opposite)
                for line in [edge, edge.swapped] {
                    if let move = line.move(from: last), move < Self.largestMove, move < best?.move ?? .infinity { best = (line, opposite, move) }
                }
            }
            guard let best else { return .other }
            return .triangle(best.line, place: place, opposite: best.opposite)
        default: return .other
        }
    }
}

extension SectionTracer.Field {
    /// Whether the point lies between two neighbouring tie-lines.
    func holds(_ point: SIMD2<Double>, _ phases: [String]) -> Bool {
        guard let first = lines.first, first.phases.sorted() == phases.sorted() else { return false }
        return holds(point)
    }

    /// In units of the plane, with its sides as their chords.
    var area: Double {
        zip(lines, lines.dropFirst()).reduce(0) { $0 + SectionPlane.area([$1.0.points[0], $1.0.points[1], $1.1.points[1], $1.1.points[0]]) }
    }

    func holds(_ point: SIMD2<Double>) -> Bool {
        zip(lines, lines.dropFirst()).contains { one, two in
            SectionPlane.contains([one.points[0], one.points[1], two.points[1], two.points[0]], point)
        }
    }
}
