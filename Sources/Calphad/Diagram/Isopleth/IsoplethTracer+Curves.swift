/// Lines that are done: which side is which, and points where two come close.
extension IsoplethTracer {
    /// Splits a line where the share turns back, and tells which side is which.
    mutating func add(_ states: [State], ends: [End]) {
        guard states.count > 1 else {
            if let only = states.first {
                warnings.append(
                    "the line of \(follower.names(only.plane).joined(separator: " + ")) at \(rounded(only.share, 1e5)) of the way, \(rounded(only.temperature, 100)) K could not be followed"
                )
            }
            return
        }
        var start = 0
        for place in 1..<states.count {
            let isTurn =
                place + 1 < states.count && (states[place + 1].share - states[place].share) * (states[place].share - states[place - 1].share) < 0
            guard isTurn || place == states.count - 1 else { continue }
            var piece = Array(states[start...place])
            var own: [End] = [start == 0 ? ends[0] : .turn, place == states.count - 1 ? ends[1] : .turn]
            if (piece.last?.share ?? 0) < (piece.first?.share ?? 0) {
                piece.reverse()
                own.reverse()
            }
            start = place
            addPiece(piece, own)
        }
    }

    private mutating func addPiece(_ piece: [State], _ ends: [End]) {
        guard curves.count < Self.maximumCurves else { return }
        let middle = piece[inside(piece)]
        let names = sides(middle)
        var sides: (below: [String], above: [String])
        if let isAbove = isRicherAbove(piece) {
            sides = isAbove ? (names.poor, names.rich) : (names.rich, names.poor)
        } else {
            // One phase takes the place of another at one temperature, as two forms of a compound.
            sides = fields(beside: middle) ?? (names.poor, names.rich)
        }
        let isKnown = curves.contains { curve in
            curve.below == sides.below && curve.above == sides.above
                && temperature(of: curve, at: middle.share).map { abs($0 - middle.temperature) < Self.sameTemperature } ?? false
        }
        guard !isKnown else { return }
        curves.append(Curve(states: piece, ends: ends, below: sides.below, above: sides.above, poor: names.poor, rich: names.rich))
    }

    private static let sameTemperature = 1e-3

    /// Place of a state in the middle of a piece; of two, of the one that is no node at which another phase is at zero as well.
    private func inside(_ piece: [State]) -> Int {
        guard piece.count == 2 else { return piece.count / 2 }
        return piece[0].plane.sets.count <= piece[1].plane.sets.count ? 0 : 1
    }

    /// Moles of atoms of the phase that are asked for beside a line.
    private static let smallAmount = 1e-5

    /// Whether the phase that is at zero on a line is there above it, at one share; nil where its amount changes the temperature nowhere.
    private mutating func isRicherAbove(_ piece: [State]) -> Bool? {
        // Inside of the line: at a node other phases are at zero too.
        let places = piece.count > 2 ? [piece.count / 2, max(1, piece.count / 3), min(piece.count - 2, 2 * piece.count / 3)] : [inside(piece)]
        for place in places {
            let state = piece[place]
            let problem = line.problem(state.share)
            let least = state.plane.sets.dropLast().map(\.amount).filter { $0 > 0 }.min() ?? 1
            for amount in [min(Self.smallAmount, least * 0.1), least * 1e-3] {
                var sets = state.plane.sets
                for place in sets.indices { sets[place].fixed = nil }
                sets[sets.count - 1].fixed = amount
                follower.solver.isotherms.move(to: state.temperature)
                if case .converged(let solution) = follower.solver.newton.solve(
                    sets, rows: problem.rows, fixed: problem.fixed, isFree: true, &follower.solver.isotherms, failsBelowZero: true),
                    solution.sets.count == sets.count, abs(solution.temperature - state.temperature) > Self.noChange
                {
                    return solution.temperature > state.temperature
                }
            }
        }
        return nil
    }

    /// Kelvin: the rounding of a temperature.
    private static let noChange = 1e-9

    // MARK: Lines that come close

    /// Between two points a line is its chord. Where two lines are closer than chords are off, both get points at the same shares: their chords then
    /// cross no more than they do.
    mutating func sharpen() {
        let close = Self.largestDeviation * height
        for one in curves.indices {
            for two in curves.indices where two != one {
                for state in curves[one].states {
                    guard let temperature = temperature(of: curves[two], at: state.share), abs(temperature - state.temperature) < close else {
                        continue
                    }
                    insert(state.share, near: temperature, into: two)
                }
            }
        }
    }

    private mutating func insert(_ share: Double, near temperature: Double, into curve: Int) {
        let states = curves[curve].states
        // A horizontal is exact.
        guard
            curves[curve].poor != curves[curve].below || curves[curve].rich != curves[curve].above
                || states.first?.temperature != states.last?.temperature,
            let place = states.firstIndex(where: { $0.share > share }), place > 0, share - states[place - 1].share > Self.sameKnot,
            states[place].share - share > Self.sameKnot
        else { return }
        let isFirst = share - states[place - 1].share < states[place].share - share
        let from = isFirst ? states[place - 1] : states[place]
        guard from.plane.sets.count <= follower.solver.core.components.count else { return }
        // In a node there is another phase, at zero too.
        let sets = place > 1 && isFirst || place < states.count - 1 && !isFirst ? from.plane.sets : states[inside(states)].plane.sets
        guard case .stable(let plane) = arrive(sets, share: share, temperature: temperature, isFree: true) else { return }
        let (low, high) = (states[place - 1].temperature, states[place].temperature)
        guard abs(plane.temperature - temperature) < abs(high - low) + Self.largestDeviation * height else { return }
        curves[curve].states.insert(State(share: share, plane: plane), at: place)
    }

    /// Points of a line closer than this are one, as a part of the way.
    private static let sameKnot = 1e-7
}
