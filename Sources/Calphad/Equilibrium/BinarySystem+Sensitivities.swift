/// How a tie-line answers to the free parameters: derivatives per J/mol, in the order of ``BinarySystem/free``.
public struct TieLineSensitivities: Sendable, Equatable {
    public var leaner: [Double]
    public var richer: [Double]
    /// With temperature, per kelvin, along the field.
    public var leanerPerKelvin: Double
    public var richerPerKelvin: Double
}

/// How an invariant answers to the free parameters: derivatives per J/mol, in the order of ``BinarySystem/free``.
public struct InvariantSensitivities: Sendable, Equatable {
    /// Kelvin per J/mol.
    public var temperature: [Double]
    /// One list for each vertex, in the order of ``Invariant/vertices``.
    public var compositions: [[Double]]
}

/// Implicit derivatives: the conditions of equilibrium hold on both sides of a small change, so their differentials are linear equations
/// with the matrix of the last Newton step. No equilibrium is solved again.
extension BinarySystem {
    /// - Returns: derivatives at the tie-line; NaN where a phase is at its stability limit.
    public func sensitivities(of line: TieLine) -> TieLineSensitivities {
        var first = WorkingPhase(line.leaner)
        var second = WorkingPhase(line.richer)
        refresh(&first, line.temperature)
        refresh(&second, line.temperature)
        let one = compiled[first.index]
        let two = compiled[second.index]
        let gap = second.x - first.x

        /// `(1 − x) dμ₁ + x dμ₂ = dG` at constant constitution, for both phases.
        func potentials(_ firstEnergy: Double, _ secondEnergy: Double) -> SIMD2<Double> {
            let slope = (secondEnergy - firstEnergy) / gap
            let intercept = firstEnergy - first.x * slope
            return SIMD2(intercept, intercept + slope)
        }
        var result = TieLineSensitivities(leaner: [], richer: [], leanerPerKelvin: 0, richerPerKelvin: 0)
        for index in free.indices {
            let firstSlope = slope(first, one, index)
            let secondSlope = slope(second, two, index)
            let change = potentials(firstSlope.energy, secondSlope.energy)
            result.leaner.append(first.response(one, potentials: change, temperature: 0, parameterSlope: firstSlope))
            result.richer.append(second.response(two, potentials: change, temperature: 0, parameterSlope: secondSlope))
        }
        let change = potentials(first.temperatureSlope, second.temperatureSlope)
        result.leanerPerKelvin = first.response(one, potentials: change, temperature: 1, parameterSlope: zero(one))
        result.richerPerKelvin = second.response(two, potentials: change, temperature: 1, parameterSlope: zero(two))
        return result
    }

    /// - Returns: derivatives at the invariant; NaN when the three conditions are not independent there.
    public func sensitivities(of invariant: Invariant) -> InvariantSensitivities {
        var phases = invariant.vertices.map(WorkingPhase.init)
        for place in phases.indices { refresh(&phases[place], invariant.temperature) }
        var result = InvariantSensitivities(temperature: [], compositions: .init(repeating: [], count: phases.count))
        for index in free.indices {
            let slopes = phases.map { slope($0, compiled[$0.index], index) }
            func row(_ place: Int) -> SIMD4<Double> {
                SIMD4(phases[place].complement, phases[place].x, -phases[place].temperatureSlope, slopes[place].energy)
            }
            let change = Self.solve((row(0), row(1), row(2))) ?? SIMD3(repeating: .nan)
            result.temperature.append(change[2])
            for place in phases.indices {
                result.compositions[place].append(
                    phases[place].response(
                        compiled[phases[place].index], potentials: SIMD2(change[0], change[1]), temperature: change[2], parameterSlope: slopes[place])
                )
            }
        }
        return result
    }

    private func refresh(_ phase: inout WorkingPhase, _ temperature: Double) {
        var values = compiled[phase.index].model.table.makeValues()
        phase.refresh(compiled[phase.index], energy(of: phase.index, at: temperature, &values))
    }

    private func slope(_ phase: WorkingPhase, _ compiled: BinaryPhase, _ index: Int) -> (energy: Double, gradient: [Double]) {
        guard let entry = compiled.free.first(where: { $0.index == index }) else { return zero(compiled) }
        return phase.parameterSlope(compiled, parameter: entry.parameter)
    }

    private func zero(_ phase: BinaryPhase) -> (energy: Double, gradient: [Double]) {
        (0, .init(repeating: 0, count: phase.kind == .general ? phase.model.variableCount : 1))
    }
}
