/// Follows a curve on the liquidus surface: a monovariant line, along which the temperature changes, or an isotherm.
///
/// Predictor and corrector in the liquid's composition: from the last point a step along the secant, then Newton's method with the
/// condition that the liquid lies on the line across it. The step is a length of arc in the composition triangle, so maxima of temperature are
/// passed like any other point. Every point is certified; where a phase is missing, the end is the point at which that phase joins.
struct LiquidusTracer {
    /// Steps as parts of the triangle's side.
    static let firstStep = 1e-3
    static let largestStep = 0.02
    static let smallestStep = 2e-7
    static let maximumPoints = 2000
    /// Cosine of the largest turn from one step to the next, and of one after which the step may grow.
    private static let largestTurn = 0.97
    private static let smallTurn = 0.995
    /// How far a phase beside the liquid may move in one step: more is another branch.
    private static let largestMove = 0.2
    /// Two compositions of a phase this close that could not be followed became one.
    private static let nearlyCritical = 0.03
    private static let junctionReach = 4.0

    enum End {
        /// The side of the triangle on which this component is missing.
        case side(Int)
        /// One phase more.
        case junction(LiquidusState)
        case critical(SIMD2<Double>)
        case closed
        case unresolved(String)
    }

    struct Curve {
        var states: [LiquidusState]
        var end: End
    }

    var solver: LiquidusSolver

    /// - Parameters:
    ///   - direction: where to from the start, of length 1.
    ///   - isFree: whether the temperature changes along the curve.
    mutating func follow(_ start: LiquidusState, direction: SIMD2<Double>, isFree: Bool) -> Curve {
        var curve = Curve(states: [start], end: .unresolved("has more than \(Self.maximumPoints) points"))
        var last = start
        var direction = direction
        var step = Self.firstStep
        for _ in 0..<Self.maximumPoints {
            guard step > Self.smallestStep else {
                curve.end = meetingPoint(last).map { .critical($0) } ?? .unresolved("could not be followed beyond x = \(Self.text(last))")
                return curve
            }
            let target = last.point + direction * step
            let x = LiquidusPlane.fractions(target)
            let side = x.indices.filter { x[$0] < 2 * LiquidusPlane.trace && last.compositions[0][$0] > x[$0] }.min { x[$0] < x[$1] }
            let row = side.map { LiquidusPlane.fraction(of: $0, LiquidusPlane.trace) } ?? LiquidusPlane.across(direction, through: target)
            guard let state = solver.solve(last.sets, [row], near: last.temperature, isFree: isFree),
                let turn = turn(last, state, direction, step, isSide: side != nil)
            else {
                step /= 2
                continue
            }
            let verdict = solver.verdict(state)
            if case .uncertain = verdict {
                step /= 2
                continue
            }
            if case .missing(let phase) = verdict {
                if let junction = solver.solve(last.sets + [phase], [], near: state.temperature, isFree: isFree),
                    SectionPlane.length(junction.point - last.point) < Self.junctionReach * step + 1e-6,
                    ((junction.point - last.point) * direction).sum() > -1e-9, solver.isStable(junction)
                {
                    curve.end = .junction(junction)
                    return curve
                }
                step /= 2
                continue
            }
            curve.states.append(state)
            if let side {
                curve.end = .side(side)
                return curve
            }
            if curve.states.count > 4, isBack(start, last, state) {
                curve.states.append(start)
                curve.end = .closed
                return curve
            }
            direction = LiquidusPlane.unit(state.point - last.point)
            last = state
            if turn > Self.smallTurn { step = min(step * 1.6, Self.largestStep) }
        }
        return curve
    }

    /// The cosine of the turn; nil when the step is not one along the curve.
    private func turn(
        _ last: LiquidusState, _ state: LiquidusState, _ direction: SIMD2<Double>, _ step: Double, isSide: Bool
    ) -> Double? {
        let move = state.point - last.point
        let length = SectionPlane.length(move)
        guard length > 0, length < 1.5 * step + 1e-9 else { return nil }
        for set in state.sets.indices.dropFirst() {
            guard SectionPlane.length(state.place(set) - last.place(set)) < max(Self.largestMove * step / Self.largestStep, 5e-3) else { return nil }
        }
        let cosine = (move * direction).sum() / length
        return cosine > Self.largestTurn || (isSide && cosine > 0) || (step < 1e-5 && cosine > 0.5) ? cosine : nil
    }

    /// Whether a closed curve has come back to where it began.
    private func isBack(_ start: LiquidusState, _ last: LiquidusState, _ state: LiquidusState) -> Bool {
        let length = SectionPlane.length(state.point - last.point)
        guard SectionPlane.distance(start.point, toLineFrom: last.point, to: state.point) < 0.3 * length else { return false }
        return zip(start.compositions, state.compositions).allSatisfy { SectionPlane.distance($0, $1) < 10 * length + 0.01 }
    }

    /// Where two composition sets of one phase are about to become one.
    private func meetingPoint(_ state: LiquidusState) -> SIMD2<Double>? {
        for i in state.sets.indices {
            for j in 0..<i where state.sets[i].phase == state.sets[j].phase {
                let (one, two) = (state.place(i), state.place(j))
                guard SectionPlane.length(one - two) < Self.nearlyCritical else { continue }
                return j == 0 ? (one + two) * 0.5 : state.point
            }
        }
        return nil
    }

    static func text(_ state: LiquidusState) -> String {
        state.compositions[0].map { "\(($0 * 1e5).rounded() / 1e5)" }.joined(separator: ", ")
    }

    // MARK: Directions

    /// A small step to find a tangent with.
    private static let probe = 1e-5

    /// The direction of the curve at a state; its sense is not defined.
    mutating func tangent(_ state: LiquidusState, isFree: Bool) -> SIMD2<Double>? {
        var best: SIMD2<Double>?
        for direction in [SIMD2(1.0, 0), SIMD2(0.5, 0.75.squareRoot()), SIMD2(-0.5, 0.75.squareRoot())] {
            for sense in [1.0, -1] {
                let target = state.point + direction * (sense * Self.probe)
                let x = LiquidusPlane.fractions(target)
                guard x.allSatisfy({ $0 > LiquidusPlane.trace }),
                    let moved = solver.solve(
                        state.sets, [LiquidusPlane.across(direction, through: target)], near: state.temperature, isFree: isFree)
                else { continue }
                let move = moved.point - state.point
                if SectionPlane.length(move) < best.map(SectionPlane.length) ?? .infinity { best = move }
            }
        }
        guard let best, SectionPlane.length(best) < 100 * Self.probe else { return nil }
        return LiquidusPlane.unit(best)
    }

    /// The sense in which the curve from a state, without one of its phases, is stable; nil when neither is.
    mutating func departure(from state: LiquidusState, without set: Int, isFree: Bool) -> SIMD2<Double>? {
        let start = state.without(set)
        guard let tangent = tangent(start, isFree: isFree) else { return nil }
        for length in [2e-4, 2e-5, 2e-6] {
            for direction in [tangent, -tangent] {
                let target = start.point + direction * length
                guard LiquidusPlane.fractions(target).allSatisfy({ $0 > LiquidusPlane.trace }),
                    let moved = solver.solve(
                        start.sets, [LiquidusPlane.across(direction, through: target)], near: start.temperature, isFree: isFree),
                    SectionPlane.length(moved.point - target) < length, solver.isStable(moved)
                else { continue }
                return direction
            }
        }
        return nil
    }

    /// From a side of the triangle inwards.
    mutating func inwards(from state: LiquidusState, side: Int, isFree: Bool) -> SIMD2<Double>? {
        for fraction in [20 * LiquidusPlane.trace, 5 * LiquidusPlane.trace] {
            guard
                let moved = solver.solve(state.sets, [LiquidusPlane.fraction(of: side, fraction)], near: state.temperature, isFree: isFree),
                SectionPlane.length(moved.point - state.point) < 200 * fraction
            else { continue }
            return LiquidusPlane.unit(moved.point - state.point)
        }
        return nil
    }
}
