/// Parameters that have no value at a temperature.
extension EquilibriumSolver {
    /// A phase with a parameter that is infinite or no number could not be compared with any other, and would silently lose.
    ///
    /// - Throws: ``EquilibriumError`` `invalidCondition`, with the first such parameter of a phase that takes part.
    mutating func checkParameters(_ problem: EquilibriumProblem) throws(EquilibriumError) {
        guard !isotherms.isChecked else { return }
        var areAllLookedAt = true
        for index in core.phases.indices {
            guard problem.isEntered[index] || problem.isWatched[index] else {
                areAllLookedAt = false
                continue
            }
            let values = isotherms.isotherm(index, core).parameters.value
            // A power that overflows is infinite where it is used, and no number where its coefficient is zero: the cause is the former.
            guard let place = values.firstIndex(where: \.isInfinite) ?? values.firstIndex(where: \.isNaN) else { continue }
            let parameters = core.phases[index].model.parameters
            let name = place < parameters.count ? "the parameter \(parameters[place])" : "a parameter"
            let value = values[place].isNaN ? "not a number" : "\(values[place])"
            throw EquilibriumError(
                .invalidCondition, "\(name) of the phase \(core.names[index]) is \(value) at \(isotherms.temperature) K",
                remedy: "Correct its function of temperature, suspend the phase, or choose a temperature at which it has a value.")
        }
        isotherms.isChecked = areAllLookedAt
    }
}
