/// Which phases lie below and above a horizontal, at which the temperature is fixed and amounts jump.
extension IsoplethTracer {
    /// A phase of which there is less is not there, moles of atoms.
    private static let nothing = 1e-9

    /// The phases below and above an equilibrium of phases that can turn into one another at its temperature: one of them in excess of the
    /// components, or two forms of a compound. Nil where none can.
    ///
    /// The amounts are one point of a straight way along which matter goes from some phases to the others. On heating it goes to those of the
    /// higher entropy, as far as it can: until one of the phases is used up. On cooling it goes the other way.
    mutating func fields(beside state: State) -> (below: [String], above: [String])? {
        let core = follower.solver.core
        let sets = state.plane.sets
        follower.solver.isotherms.move(to: state.temperature)
        var fractions: [[Double]] = []
        var entropies: [Double] = []
        for set in sets {
            var own = [Double](repeating: 0, count: core.components.count)
            let total = core.phases[set.phase].amounts(set.y, into: &own)
            fractions.append(own.map { $0 / total })
            var derivatives = core.phases[set.phase].model.makeDerivatives()
            core.phases[set.phase].model.evaluate(follower.solver.isotherms.isotherm(set.phase, core), set.y, &derivatives)
            entropies.append(-derivatives.temperatureSlope / total)
        }
        let composition = line.composition(state.share)
        for odd in sets.indices.reversed() {
            let others = sets.indices.filter { $0 != odd }
            guard let way = Self.amounts(fractions[odd], of: others.map { fractions[$0] }),
                let amounts = Self.amounts(composition, of: others.map { fractions[$0] })
            else { continue }
            // Of the odd phase as much as of the others along the way: its own part is −1.
            var (most, least) = (Double.infinity, -Double.infinity)
            var (usedUp, usedUpBelow) = (-1, -1)
            for (place, own) in others.enumerated() {
                if way[place] < -Self.nothing, amounts[place] / -way[place] < most { (most, usedUp) = (amounts[place] / -way[place], own) }
                if way[place] > Self.nothing, -amounts[place] / way[place] > least { (least, usedUpBelow) = (-amounts[place] / way[place], own) }
            }
            if most > 0 { (most, usedUp) = (0, odd) }
            guard usedUp >= 0, usedUpBelow >= 0, most - least > Self.nothing else { continue }
            var gain = -entropies[odd]
            for (place, own) in others.enumerated() { gain += way[place] * entropies[own] }
            func names(without used: Int, at step: Double) -> [String] {
                var result: [String] = []
                for (place, own) in others.enumerated() where own != used && amounts[place] + step * way[place] > Self.nothing {
                    result.append(core.names[sets[own].phase])
                }
                if odd != used, -step > Self.nothing { result.append(core.names[sets[odd].phase]) }
                return result.sorted()
            }
            let (towards, from) = (names(without: usedUp, at: most), names(without: usedUpBelow, at: least))
            return gain > 0 ? (from, towards) : (towards, from)
        }
        return nil
    }

    /// The amounts of phases that make up a composition, by least squares; nil where they cannot, or where phases depend on one another.
    private static func amounts(_ composition: [Double], of fractions: [[Double]]) -> [Double]? {
        let (count, components) = (fractions.count, composition.count)
        guard count > 0, count <= components else { return nil }
        var matrix = [Double](repeating: 0, count: count * count)
        var right = [Double](repeating: 0, count: count)
        for i in 0..<count {
            for j in 0..<count { for c in 0..<components { matrix[i * count + j] += fractions[i][c] * fractions[j][c] } }
            for c in 0..<components { right[i] += fractions[i][c] * composition[c] }
        }
        var pivots = [Int](repeating: 0, count: count)
        let isSolved = matrix.withUnsafeMutableBufferPointer { matrix in
            right.withUnsafeMutableBufferPointer { right in
                pivots.withUnsafeMutableBufferPointer { pivots in
                    guard let m = matrix.baseAddress, let r = right.baseAddress, let p = pivots.baseAddress else { return false }
                    guard DenseFactorisation.factor(m, count, p) else { return false }
                    DenseFactorisation.solve(m, count, p, r)
                    return true
                }
            }
        }
        guard isSolved, right.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) else { return nil }
        for c in 0..<components {
            var rest = -composition[c]
            for i in 0..<count { rest += right[i] * fractions[i][c] }
            guard abs(rest) < 1e-7 else { return nil }
        }
        return right
    }
}
