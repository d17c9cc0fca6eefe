extension BinarySystem {
    /// One Newton step changes the temperature of an invariant by at most this, kelvin.
    static let largestTemperatureStep = 30.0

    /// Solves a known invariant again, after a change of ``shifts``, by Newton's method.
    ///
    /// Other phases are not looked at, and `origin` says `.warmStart`; the kind is carried over. Where Newton's method fails, the
    /// range within ``searchRadius`` of the old temperature is searched globally for the same phases, and `origin` says `.globalSearch`.
    ///
    /// - Parameter searchesGlobally: Whether that search is wanted: it costs hundreds of Newton steps.
    /// - Throws: ``EquilibriumError`` `notConverged`.
    public func invariant(startingFrom start: Invariant, searchesGlobally: Bool = true) throws(EquilibriumError) -> Invariant {
        var phases = start.vertices.map(WorkingPhase.init)
        if var result = converge(&phases, near: start.temperature) {
            result.kind = start.kind
            return result
        }
        guard searchesGlobally else {
            throw EquilibriumError(
                .notConverged, "Newton's method from the invariant at \(start.temperature) K found none in \(Self.maximumNewtonSteps) steps",
                remedy: "Start nearer, or search globally.")
        }
        let low = max(Self.temperatures.lowerBound, start.temperature - Self.searchRadius)
        let found = try invariants(in: low...start.temperature + Self.searchRadius).filter { $0.vertices.map(\.phase) == start.vertices.map(\.phase) }
        guard let closest = found.min(by: { abs($0.temperature - start.temperature) < abs($1.temperature - start.temperature) }) else {
            throw EquilibriumError(
                .notConverged,
                "the invariant of \(start.vertices.map(\.phase).joined(separator: ", ")) at \(start.temperature) K was not found again, by \(Self.maximumNewtonSteps) Newton steps nor within \(Self.searchRadius) K",
                remedy: "Search globally with invariants(in:).")
        }
        return closest
    }

    /// How far from its guess ``invariant(near:)`` looks, kelvin.
    public static let searchRadius = 60.0

    /// The stable invariant closest to a temperature, by a global search of the isotherms within ``searchRadius``.
    ///
    /// - Throws: ``EquilibriumError`` `noStablePhase` when there is none, `notConverged`.
    public func invariant(near temperature: Double) throws(EquilibriumError) -> Invariant {
        try check(temperature: temperature)
        let low = max(Self.temperatures.lowerBound, temperature - Self.searchRadius)
        let found = try invariants(in: low...temperature + Self.searchRadius)
        guard let closest = found.min(by: { abs($0.temperature - temperature) < abs($1.temperature - temperature) }) else {
            throw EquilibriumError(
                .noStablePhase, "there is no invariant within \(Self.searchRadius) K of \(temperature) K",
                remedy: "Search a wider range with invariants(in:).")
        }
        return closest
    }

    /// Newton's method on three phases: `(1 − x) μ₁ + x μ₂ − ∂G/∂T ΔT = G` for each, then one step of every phase's inner variables.
    func converge(_ phases: inout [WorkingPhase], near start: Double) -> Invariant? {
        var temperature = start
        var previous = Double.infinity
        var values = phases.map { compiled[$0.index].model.table.makeValues() }
        for _ in 0..<Self.maximumNewtonSteps {
            var rows: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>) = (.zero, .zero, .zero)
            for place in 0..<3 {
                let index = phases[place].index
                phases[place].refresh(compiled[index], energy(of: index, at: temperature, &values[place]))
                let row = SIMD4(phases[place].complement, phases[place].x, -phases[place].temperatureSlope, phases[place].energy)
                switch place {
                case 0: rows.0 = row
                case 1: rows.1 = row
                default: rows.2 = row
                }
            }
            guard let solution = Self.solve(rows) else { return nil }
            let potentials = SIMD2(solution[0], solution[1])
            let step = max(-Self.largestTemperatureStep, min(Self.largestTemperatureStep, solution[2]))
            // What the step in temperature stands for, in J/mol, must vanish as well.
            var residual = 0.0
            for phase in phases {
                residual = max(residual, phase.mismatch(compiled[phase.index], potentials))
                residual = max(residual, abs(phase.driving(potentials)))
            }
            guard residual.isFinite else { return nil }
            if residual <= Self.potentialTolerance || (residual >= previous && residual <= 5 * Self.potentialTolerance) {
                let vertices = phases.map { $0.vertex(compiled[$0.index]) }.sorted { $0.x < $1.x }
                for (one, two) in zip(vertices, vertices.dropFirst()) where two.x - one.x < Self.smallestGap { return nil }
                return Invariant(
                    temperature: temperature, kind: .unclassified, vertices: vertices, chemicalPotentials: potentials, residual: residual,
                    origin: .warmStart)
            }
            previous = residual
            for place in 0..<3 {
                guard phases[place].step(compiled[phases[place].index], towards: potentials, temperatureStep: step) else { return nil }
            }
            temperature += step
            guard Self.temperatures.contains(temperature) else { return nil }
        }
        return nil
    }

    /// Three equations in three unknowns, each row with its right-hand side last; nil when they are singular.
    static func solve(_ rows: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>)) -> SIMD3<Double>? {
        // x and T have scales of their own, so pivots are looked for in the first column and then the second.
        var a = rows.0
        var b = rows.1
        var c = rows.2
        if abs(b[0]) > abs(a[0]) { swap(&a, &b) }
        if abs(c[0]) > abs(a[0]) { swap(&a, &c) }
        guard a[0] != 0 else { return nil }
        b -= a * (b[0] / a[0])
        c -= a * (c[0] / a[0])
        if abs(c[1]) > abs(b[1]) { swap(&b, &c) }
        guard b[1] != 0 else { return nil }
        c -= b * (c[1] / b[1])
        guard c[2] != 0 else { return nil }
        let z = c[3] / c[2]
        let y = (b[3] - b[2] * z) / b[1]
        let x = (a[3] - a[1] * y - a[2] * z) / a[0]
        let result = SIMD3(x, y, z)
        return x.isFinite && y.isFinite && z.isFinite ? result : nil
    }
}
