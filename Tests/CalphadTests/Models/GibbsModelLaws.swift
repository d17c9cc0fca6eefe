@testable import Calphad
import Testing

/// The laws every model obeys, whatever its formula. Returns what was broken, one sentence each.
///
/// - Gradient and Hessian are the derivatives of the energy, by central differences with an error estimate by step halving.
/// - Temperature slopes are the derivatives with temperature.
/// - The Hessian is symmetric.
/// - The heat capacity's ∂²G/∂T² is the derivative of ∂G/∂T.
/// - Gibbs-Duhem: along the constitutions that keep every sublattice full, the energy changes as its partial energies say; Euler: their
///   mean, weighted by the site fractions, is the energy.
/// - Energies without derivatives, of samples and of single constitutions, are the same number.
/// - Amounts of an ionic liquid have the derivatives they claim.
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

    check(
        "d2G/dT2", model.temperatureCurvature(isotherm, y), scale: scale,
        {
            heated($0); return (plus.temperatureSlope - minus.temperatureSlope) / (2 * $0)
        }, step: 0.1)
    broken += partialEnergyFaults(model, isotherm, y, centre) + sampleFaults(model, isotherm, y, centre) + amountFaults(model, y)

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

/// Partial energies of the end members, `G + Σ_s (G_i − Σ_j y_j G_j)`: Euler's and the Gibbs-Duhem relation.
private func partialEnergyFaults(
    _ model: GibbsModel, _ isotherm: GibbsModel.Isotherm, _ y: [Double], _ centre: GibbsModel.Derivatives
) -> [String] {
    var broken: [String] = []
    func partials(_ derivatives: GibbsModel.Derivatives, _ y: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: y.count)
        for block in model.blocks {
            let mean = block.reduce(0.0) { $0 + y[$1] * derivatives.gradient[$1] }
            for i in block { result[i] = derivatives.energy / Double(model.blocks.count) + derivatives.gradient[i] - mean }
        }
        return result
    }
    guard !model.blocks.isEmpty else { return [] }
    let euler = zip(partials(centre, y), y).reduce(0) { $0 + $1.0 * $1.1 }
    if abs(euler - centre.energy) > 1e-9 * (1 + abs(centre.energy)) {
        broken.append("\(model.phase): Euler's sum is \(euler), the energy \(centre.energy)")
    }
    for block in model.blocks {
        guard let one = block.first, let two = block.last else { continue }
        let step = min(1e-4, y[one] / 8, y[two] / 8)
        var up = y
        var down = y
        up[one] += step
        up[two] -= step
        down[one] -= step
        down[two] += step
        var plus = model.makeDerivatives()
        var minus = model.makeDerivatives()
        model.evaluate(isotherm, up, &plus)
        model.evaluate(isotherm, down, &minus)
        let change = zip(zip(partials(plus, up), partials(minus, down)), y).reduce(0) { $0 + ($1.0.0 - $1.0.1) * $1.1 }
        // Third derivatives leave an error of the second order in the step: compare it with the changes themselves.
        let largest = zip(partials(plus, up), partials(minus, down)).map { abs($0 - $1) }.max() ?? 0
        if abs(change) > 1e-3 * largest + 1e-7 * (1 + abs(centre.energy)) {
            broken.append("\(model.phase): Gibbs-Duhem leaves \(change) J/mol of changes up to \(largest)")
        }
    }
    return broken
}

private func sampleFaults(
    _ model: GibbsModel, _ isotherm: GibbsModel.Isotherm, _ y: [Double], _ centre: GibbsModel.Derivatives
) -> [String] {
    var energies = [0.0, 0.0]
    let samples = model.makeSamples([y, y])
    energies.withUnsafeMutableBufferPointer { model.energies(samples, isotherm, into: $0) }
    return (energies + [model.energy(isotherm, y)]).filter { abs($0 - centre.energy) > 1e-9 * (1 + abs(centre.energy)) }.map {
        "\(model.phase): the energy is \($0) without derivatives and \(centre.energy) with them"
    }
}

private func amountFaults(_ model: GibbsModel, _ y: [Double]) -> [String] {
    var broken: [String] = []
    let count = model.variableCount
    let weights = model.components.indices.map { 1 + 0.7 * Double($0) }
    func content(_ y: [Double]) -> Double { zip(model.amounts(y), weights).reduce(0) { $0 + $1.0 * $1.1 } }
    func gradient(_ y: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        model.addAmountGradient(y, weights: weights, to: &result)
        return result
    }
    var hessian = [Double](repeating: 0, count: count * count)
    model.subtractAmountCurvature(y, potentials: weights, from: &hessian)
    for i in 0..<count {
        // Amounts are at most cubic, so differences over a large step are nearly exact.
        var up = y
        var down = y
        up[i] += 1e-3
        down[i] -= 1e-3
        let slope = (content(up) - content(down)) / 2e-3
        if abs(slope - gradient(y)[i]) > 1e-6 * (1 + abs(slope)) {
            broken.append("\(model.phase): amounts change by \(slope), not \(gradient(y)[i])")
        }
        for j in 0..<count {
            let curvature = (gradient(up)[j] - gradient(down)[j]) / 2e-3
            if abs(curvature + hessian[i * count + j]) > 1e-6 * (1 + abs(curvature)) {
                broken.append("\(model.phase): amounts curve by \(curvature), not \(-hessian[i * count + j])")
            }
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
