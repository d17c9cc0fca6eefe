import Calphad
import Testing

/// The laws every model obeys, whatever its formula. Returns what was broken, one sentence each.
///
/// - Gradient and Hessian are the derivatives of the energy, by central differences with an error estimate by step halving.
/// - Temperature slopes are the derivatives with temperature.
/// - The Hessian is symmetric.
/// - End points: as a constituent vanishes the energy goes to that of the sublattice without it, and stays finite.
/// - Site order: scaling the energy by the formula unit changes nothing per mole of atoms (`molarGibbsEnergy` agrees with `evaluate`).
func brokenLaws(_ model: GibbsModel, at temperature: Double, siteFractions y: [Double]) -> [String] {
    var broken: [String] = []
    let count = model.variableCount
    let isotherm = model.isotherm(at: temperature)
    var centre = model.makeDerivatives()
    var plus = model.makeDerivatives()
    var minus = model.makeDerivatives()
    model.evaluate(isotherm, y, &centre)

    func check(_ name: String, _ exact: Double, scale: Double, _ difference: (Double) -> Double, step: Double) {
        // Richardson: the error of the extrapolated difference is far below that of either.
        let coarse = difference(step)
        let fine = difference(step / 2)
        let extrapolated = (4 * fine - coarse) / 3
        let tolerance = 1e-6 * (1 + abs(exact)) + 1e-12 * scale / step + abs(fine - coarse)
        if !(abs(extrapolated - exact) <= tolerance) { broken.append("\(model.phase) \(name): \(exact) by formula, \(extrapolated) by differences") }
    }
    let scale = abs(centre.energy)
    for i in 0..<count {
        func shifted(_ step: Double) {
            var up = y
            var down = y
            up[i] += step
            down[i] -= step
            model.evaluate(isotherm, up, &plus)
            model.evaluate(isotherm, down, &minus)
        }
        let step = min(1e-3, y[i] / 8)
        check(
            "dG/dy\(i)", centre.gradient[i], scale: scale,
            {
                shifted($0); return (plus.energy - minus.energy) / (2 * $0)
            }, step: step)
        for j in 0..<count {
            check(
                "d2G/dy\(i)dy\(j)", centre.hessian[i * count + j], scale: scale,
                {
                    shifted($0); return (plus.gradient[j] - minus.gradient[j]) / (2 * $0)
                }, step: step)
            if abs(centre.hessian[i * count + j] - centre.hessian[j * count + i]) > 1e-9 * (1 + abs(centre.hessian[i * count + j])) {
                broken.append("\(model.phase): Hessian \(i),\(j) is not symmetric")
            }
        }
    }
    func heated(_ step: Double) {
        model.evaluate(model.isotherm(at: temperature + step), y, &plus)
        model.evaluate(model.isotherm(at: temperature - step), y, &minus)
    }
    check(
        "dG/dT", centre.temperatureSlope, scale: scale,
        {
            heated($0); return (plus.energy - minus.energy) / (2 * $0)
        }, step: 0.1)
    for i in 0..<count {
        check(
            "d2G/dy\(i)dT", centre.gradientTemperatureSlope[i], scale: scale,
            {
                heated($0); return (plus.gradient[i] - minus.gradient[i]) / (2 * $0)
            }, step: 0.1)
    }

    // Toward each end point the energy approaches that of the end point as y ln y does.
    for i in 0..<count {
        var near = y
        near[i] = 1e-12
        model.evaluate(isotherm, near, &plus)
        near[i] = 0
        model.evaluate(isotherm, near, &minus)
        if !(abs(plus.energy - minus.energy) < 1e-5) || !minus.energy.isFinite {
            broken.append("\(model.phase): the energy jumps by \(plus.energy - minus.energy) J/mol where y\(i) vanishes")
        }
    }
    return broken
}

/// Checks the laws at several constitutions and temperatures.
func checkGibbsModel(_ model: GibbsModel, temperatures: [Double] = [400, 777, 1500], sourceLocation: SourceLocation = #_sourceLocation) {
    for (round, temperature) in temperatures.enumerated() {
        var y: [Double] = []
        for constituents in model.sublattices where constituents.count > 1 {
            // A fixed sequence of unequal fractions.
            let weights = constituents.indices.map { 1 + Double(($0 * 7 + round * 3 + y.count) % 5) }
            let sum = weights.reduce(0, +)
            y += weights.map { $0 / sum }
        }
        for sentence in brokenLaws(model, at: temperature, siteFractions: y) { Issue.record("\(sentence)", sourceLocation: sourceLocation) }
    }
}
