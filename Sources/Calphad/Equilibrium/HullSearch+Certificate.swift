/// An independent word on given chemical potentials.
extension HullSearch {
    /// The lowest point of every phase against a tangent, J/mol: what an independent search has to say about given chemical potentials.
    ///
    /// - Returns: zero or more when nothing lies below the tangent, within rounding; and how many constitutions were looked at.
    mutating func lowestHeight(above potentials: SIMD2<Double>) -> (height: Double, samples: Int) {
        if points.isEmpty { sample() }
        var lowest = Double.infinity
        for (index, energy) in energies.enumerated() {
            let phase = system.compiled[index]
            switch energy {
            case .point(let x, let energy, _): lowest = min(lowest, energy - (1 - x) * potentials[0] - x * potentials[1])
            case .curve(let curve):
                let grid = system.grid
                let heights = grid.x.indices.map { node in
                    curve.energy(x: grid.x[node], mixing: grid.mixing[node]) - (1 - grid.x[node]) * potentials[0] - grid.x[node] * potentials[1]
                }
                lowest = min(lowest, heights.min() ?? .infinity)
                for node in heights.indices where heights[node] < Self.nearness {
                    guard node == 0 || heights[node] <= heights[node - 1], node == heights.count - 1 || heights[node] <= heights[node + 1] else {
                        continue
                    }
                    var probe = working(
                        HullPoint(x: grid.x[node], energy: 0, phase: index, logit: grid.logit[node], constitution: -1),
                        slope: potentials[1] - potentials[0])
                    for _ in 0..<Self.maximumProbeSteps {
                        probe.refresh(phase, energies[index])
                        guard probe.mismatch(phase, potentials) > Self.probeTolerance, probe.step(phase, towards: potentials, temperatureStep: 0)
                        else { break }
                    }
                    probe.refresh(phase, energies[index])
                    samples += 1
                    lowest = min(lowest, probe.driving(potentials))
                }
            case .general(let isotherm):
                for point in points where point.phase == index {
                    let height = point.energy - (1 - point.x) * potentials[0] - point.x * potentials[1]
                    lowest = min(lowest, height)
                    guard height < Self.generalNearness else { continue }
                    var minimiser = DrivingForceMinimiser(phase.model, isotherm)
                    let y = minimiser.minimise(from: interior(constitutions[point.constitution], index), potentials: [potentials[0], potentials[1]])
                    samples += minimiser.evaluations
                    let amounts = phase.model.amounts(y)
                    let total = amounts[0] + amounts[1]
                    lowest = min(lowest, (phase.model.energy(isotherm, y) - amounts[0] * potentials[0] - amounts[1] * potentials[1]) / total)
                }
            }
        }
        return (lowest, samples)
    }
}
