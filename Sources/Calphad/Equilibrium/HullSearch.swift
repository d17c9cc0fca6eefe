/// The global search for all two-phase fields of a binary at one temperature.
///
/// 1. Every phase is sampled over all its constitutions, and the lower convex hull of the samples is taken: nothing depends on a start.
/// 2. Every edge of the hull that joins two phases, or two parts of one phase with a hill between them, becomes a tie-line by Newton's
///    method, and its exact ends join the points.
/// 3. Wherever a phase's samples come close to the hull, its lowest point against the hull's tangent is found by Newton's method, and
///    joins the points when it lies below: phases stable in a window narrower than the grid are found here.
/// 4. The hull is taken again, until it holds exact points only and nothing lies below it.
struct HullSearch {
    /// Turns of steps 2 to 4. Two are usual; fields about to close take more.
    static let maximumRounds = 32
    /// Rounds after which an edge narrower than ``closedRadius`` that Newton's method does not solve counts as closed.
    static let patience = 20
    /// How far above the hull a sample can lie while its phase still reaches below it between the samples, J/mol.
    static let nearness = 20.0
    /// The same for phases whose samples are not at inner equilibrium.
    static let generalNearness = 3000.0
    /// Newton steps of one probe, and the mismatch at which it ends, J/mol.
    static let maximumProbeSteps = 12
    static let probeTolerance = 1e-6
    /// A phase this far below the hull is a new stable phase, J/mol.
    static let tolerance = 1e-6

    /// A field narrower than this in `x` counts as closed: phases this alike are told apart by rounding only.
    static let narrowestField = 1e-6

    /// Edges between the same phases this close in `x` to a closed field are its sampling and nothing else.
    static let closedRadius = 1e-4

    let system: BinarySystem
    let temperature: Double
    let energies: [PhaseEnergy]
    /// Of each substitutional phase at the nodes of the grid, J/mol; empty for other phases.
    var nodeEnergies: [[Double]]
    var points: [HullPoint] = []
    var constitutions: [[Double]] = []
    var solved: [TieLine] = []
    /// Pairs whose field Newton's method found closed, and where.
    var closed: [(left: Int, right: Int, x: Double)] = []
    /// Samples and refined points that were compared with the hull.
    var samples = 0
    var margins: [Double]

    init(_ system: BinarySystem, temperature: Double) {
        self.system = system
        self.temperature = temperature
        energies = system.energies(at: temperature)
        margins = .init(repeating: 0, count: energies.count)
        nodeEnergies = .init(repeating: [], count: energies.count)
    }

    struct Result {
        var tieLines: [TieLine]
        /// Phases on the hull between tie-lines, in the order of `x`, each with a point of it.
        var corners: [HullPoint]
        /// For each phase its lowest sample above the hull, J/mol; zero for a phase on it.
        var margins: [Double]
        var samples: Int
    }

    mutating func run() throws(EquilibriumError) -> Result {
        sample()
        for round in 0..<Self.maximumRounds {
            points.sort { $0.x < $1.x }
            let hull = LowerHull.corners(points)
            var isExact = true
            var lines: [TieLine] = []
            for (left, right) in zip(hull, hull.dropFirst()) {
                switch joins(left, right) {
                case .nothing: continue
                case .solved(let index): lines.append(solved[index])
                case .unsolved:
                    // Halved this often and still unsolved: beside a melting point or a congruent point the field is narrower than rounding.
                    let width = points[right].x - points[left].x
                    if round >= Self.patience, points[left].phase != points[right].phase, width < Self.closedRadius {
                        closed.append((points[left].phase, points[right].phase, (points[left].x + points[right].x) / 2))
                        isExact = false
                        continue
                    }
                    isExact = false
                    solve(left, right)
                }
            }
            let found = refineNearHull(hull)
            if isExact, !found { return Result(tieLines: lines, corners: hull.map { points[$0] }, margins: margins, samples: samples) }
        }
        throw EquilibriumError(
            .notConverged,
            "the equilibrium between \(system.components[0]) and \(system.components[1]) at \(temperature) K did not settle in \(Self.maximumRounds) rounds of hull and Newton",
            remedy: "Report the database and the temperature; a temperature 0.01 K away may work.")
    }

    // MARK: 1. Samples

    mutating func sample() {
        let grid = system.grid
        var lowest = [Double](repeating: .infinity, count: grid.x.count)
        var owner = [Int](repeating: -1, count: grid.x.count)
        for (index, energy) in energies.enumerated() {
            switch energy {
            case .curve(let curve):
                let values = grid.x.indices.map { curve.energy(x: grid.x[$0], mixing: grid.mixing[$0]) }
                for node in grid.x.indices where values[node] < lowest[node] {
                    lowest[node] = values[node]
                    owner[node] = index
                }
                nodeEnergies[index] = values
                samples += grid.x.count
            case .point(let x, let energy, _):
                points.append(HullPoint(x: x, energy: energy, phase: index, logit: Self.logit(x), constitution: -1))
                samples += 1
            case .general(let isotherm): sampleGeneral(index, isotherm)
            }
        }
        for node in grid.x.indices where owner[node] >= 0 {
            points.append(HullPoint(x: grid.x[node], energy: lowest[node], phase: owner[node], logit: grid.logit[node], constitution: -1))
        }
    }

    static func logit(_ x: Double) -> Double {
        Elementary.log(max(x, GibbsModel.siteFractionFloor)) - Elementary.log(max(1 - x, GibbsModel.siteFractionFloor))
    }

    /// Compositions are sorted into this many bins and the lowest sample of each is kept.
    static let bins = 160

    mutating func sampleGeneral(_ index: Int, _ isotherm: GibbsModel.Isotherm) {
        let phase = system.compiled[index]
        var best = [Int](repeating: -1, count: Self.bins + 1)
        var value = [Double](repeating: .infinity, count: Self.bins + 1)
        for sample in phase.samples.indices {
            let y = phase.samples[sample]
            let amounts = phase.model.amounts(y)
            let total = amounts[0] + amounts[1]
            guard total > 0 else { continue }
            let energy = phase.model.energy(isotherm, y) / total
            let bin = Int(phase.sampleCompositions[sample] * Double(Self.bins))
            if energy < value[bin] {
                value[bin] = energy
                best[bin] = sample
            }
        }
        samples += phase.samples.count
        for bin in best.indices where best[bin] >= 0 {
            constitutions.append(phase.samples[best[bin]])
            points.append(
                HullPoint(
                    x: phase.sampleCompositions[best[bin]], energy: value[bin], phase: index, logit: Self.logit(phase.sampleCompositions[best[bin]]),
                    constitution: constitutions.count - 1))
        }
    }
}
