import Inference
import LinearAlgebra

/// The posterior over latents, hyper-parameters and the region of every measured location.
///
/// A location `x` lies in one region `c(x)`, drawn from `P(r | x) = softmax_r g_r(x)`. Given the regions, labels are independent, and the values of a property
/// are split between the Gaussian processes of the regions, which are integrated out: `y_r ~ N(level, K_r + s² + noise)` over the locations in `r`. The published
/// model mixes the means of the processes instead, `y = Σ_r P(r | x) f_r(x)`; that puts values along a boundary which no region has, ties the latents to the
/// values far more stiffly than a phase map is, and is what its sampler cannot cross.
struct PhaseMapTarget: Sendable {
    let model: PhaseMapModel
    let table: EvidenceTable
    let layout: HyperParameterLayout
    let points: Int
    let regions: Int
    private let expected: ExpectedLatents
    let field: FieldCorrelation
    /// Of the points, from coarse to fine; the white latents of a block move together.
    let blocks: [Range<Int>]
    /// Of each point: its rows of labels, its pairs, and, family by family, its rows of values.
    let structureRows: [[Int]]
    let pairRows: [[(other: Int, probabilitySame: Double)]]
    let valueRows: [[[Int]]]

    /// Where blocks of points end, as far as there are points.
    static let blockEnds = [8, 32]

    var families: [ProcessFamily] { layout.families }

    /// - Throws: ``PhaseMapInputError`` and `LinearAlgebraError`.
    init(model: PhaseMapModel, evidence: PhaseMapEvidence) throws {
        self.model = model
        table = try EvidenceTable(evidence, model: model)
        layout = HyperParameterLayout(model)
        let points = table.conditions.count
        self.points = points
        let ends = Self.blockEnds.filter { $0 < points } + [points]
        blocks = zip([0] + ends, ends).map { $0..<$1 }.filter { !$0.isEmpty }
        regions = model.regions
        func byPoint(_ owners: [Int]) -> [[Int]] {
            var result = [[Int]](repeating: [], count: points)
            for (row, point) in owners.enumerated() { result[point].append(row) }
            return result
        }
        structureRows = byPoint(table.structure.map(\.point))
        valueRows = table.families.map { byPoint($0.points) }
        var pairRows = [[(other: Int, probabilitySame: Double)]](repeating: [], count: points)
        for pair in table.pairs {
            pairRows[pair.first].append((pair.second, pair.probabilitySame))
            pairRows[pair.second].append((pair.first, pair.probabilitySame))
        }
        self.pairRows = pairRows
        field = try FieldCorrelation(model: model, conditions: table.conditions, coordinates: table.coordinates)
        expected = ExpectedLatents(model, at: table.conditions)
    }

    /// What is expected of the latents, `regions × points`.
    func means(_ white: [Double]) -> [Double] { expected.means(weights: layout.termWeightValues(white)) }

    /// The family of a property, and which of the family it is.
    func place(of property: Int) -> (family: Int, member: Int) {
        for (index, family) in families.enumerated() {
            if let member = family.properties.firstIndex(of: property) { return (index, member) }
        }
        preconditionFailure("every property of a model belongs to a family")
    }

    /// A state of the prior.
    func priorState(_ stream: inout RandomStream) throws(LinearAlgebraError) -> PhaseMapState {
        try state(
            whiteHyperParameters: stream.normals(layout.priors.count), whiteLatents: stream.normals(regions * points), assignments: nil, &stream)
    }

    /// The state that these unknowns mean; assignments that are not given are drawn from the latents.
    func state(
        whiteHyperParameters: [Double], whiteLatents: [Double], assignments: [Int]?, _ stream: inout RandomStream
    ) throws(LinearAlgebraError) -> PhaseMapState {
        var state = PhaseMapState(
            whiteHyperParameters: whiteHyperParameters, whiteLatents: whiteLatents, assignments: [],
            factor: try fieldFactor(whiteHyperParameters), latents: [], processes: processes(whiteHyperParameters),
            structureLogLikelihood: 0, processLogLikelihoods: [])
        state.latents = latents(whiteLatents, factor: state.factor, whiteHyperParameters)
        if let assignments {
            state.assignments = assignments
        } else {
            let gumbels = gumbels(&stream)
            state.assignments = self.assignments(state.latents, gumbels)
        }
        refreshLikelihoods(&state)
        return state
    }

    func refreshLikelihoods(_ state: inout PhaseMapState, _ tempering: Tempering = .none) {
        state.structureLogLikelihood = structureLogLikelihood(state.assignments, state.whiteHyperParameters)
        state.processLogLikelihoods = processLogLikelihoods(state, tempering)
    }

    /// Family, region.
    func processLogLikelihoods(_ state: PhaseMapState, _ tempering: Tempering) -> [[Double]] {
        families.indices.map { family in
            (0..<regions).map { region in processLogLikelihood(family, region, state.assignments, state, tempering) }
        }
    }

    /// Family, region.
    private func processes(_ white: [Double]) -> [[ProcessCovariance]] {
        families.indices.map { family in (0..<regions).map { processCovariance(family, $0, white).withTable() } }
    }

    /// `m √v + σ L z`.
    func latents(_ white: [Double], factor: CholeskyFactor, _ hyperParameters: [Double]) -> [Double] {
        let deviation = layout.value(layout.fieldDeviation, hyperParameters)
        var result = means(hyperParameters)
        let fields = factor.multiply(vectors: white, count: regions)
        for index in result.indices { result[index] += deviation * fields[index] }
        return result
    }

    func siteFactors(_ white: [Double]) -> SiteFactors? { field.siteFactors(lengths: white[layout.fieldLengths]) }

    func fieldFactor(_ white: [Double]) throws(LinearAlgebraError) -> CholeskyFactor {
        try field.factor(lengths: white[layout.fieldLengths], weights: white[layout.termWeights])
    }
}
