import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The state of a fit.
struct ApproximationFit {
    let model: PhaseMapModel
    let table: EvidenceTable
    let layout: HyperParameterLayout
    let inducingCount: Int
    private let expected: ExpectedLatents
    /// `regions × points`: the labels' own verdict.
    let labelLogLikelihoods: [Double]
    var white: [Double]
    /// `regions × points`: what each location says of its region.
    private(set) var logLikelihoods: [Double]
    var shares: [Double]
    var fieldWeights: [Double]?
    var processes: [[WeightedProcess]] = []

    var regions: Int { model.regions }
    var points: Int { table.conditions.count }

    init(model: PhaseMapModel, evidence: PhaseMapEvidence, white: [Double]?) throws {
        try model.requireSeparateProperties("the fast mode")
        try model.requireEvenSources("the fast mode")
        self.model = model
        let table = try EvidenceTable(evidence, model: model)
        let layout = HyperParameterLayout(model)
        let (regions, points) = (model.regions, table.conditions.count)
        self.table = table
        self.layout = layout
        self.white = white?.count == layout.priors.count ? white ?? [] : Array(repeating: 0, count: layout.priors.count)
        let largest = max(PhaseMapApproximation.largestSystem / regions, PhaseMapApproximation.smallestInducing)
        inducingCount = min(points, points > PhaseMapApproximation.exactPoints ? min(largest, PhaseMapApproximation.manyPointsInducing) : largest)
        expected = ExpectedLatents(model, at: table.conditions)
        var labels = [Double](repeating: 0, count: regions * points)
        let confusions = layout.confusions(model, self.white, atLeast: PhaseMapTarget.smallestErrorRate)
        for row in table.structure {
            for region in 0..<regions {
                labels[region * points + row.point] += confusions[row.source].logLikelihood(row.probabilities, region: region)
            }
        }
        labelLogLikelihoods = labels
        logLikelihoods = labels
        shares = Array(repeating: 0, count: regions * points)
    }

    mutating func run(isContinued: Bool) throws {
        // Labels first: values have no say yet.
        logLikelihoods = labelLogLikelihoods
        addPairs(latents: expected.means(weights: layout.termWeightValues(white)))
        if !isContinued { try searchField(widths: [1, 0.5]) }
        var features = try inducingFeatures(white)
        var field = try laplace(features, white: white, points: points, start: nil)
        for round in 0..<PhaseMapApproximation.rounds {
            updateLikelihoods(field)
            // Values find their regions at hyper-parameters of the prior first: a search before would explain those that stand wrong by short lengths, and they would stay.
            try updateProcesses(searches: round % 3 == 2)
            updateLikelihoods(field)
            if round == 3 { try searchField(widths: isContinued ? [0.3] : [0.5, 0.25]) }
            if round == 3 { features = try inducingFeatures(white) }
            field = try laplace(features, white: white, points: points, start: field.weights)
        }
        shares = field.shares
        fieldWeights = field.weights
    }

    // MARK: What each location says of its region

    /// `labels · Π p(value | the other values of r) · pairs`, and the shares that follow at these latents.
    private mutating func updateLikelihoods(_ field: FieldLaplace) {
        logLikelihoods = labelLogLikelihoods
        for (property, regionProcesses) in processes.enumerated() {
            let table = table.families[property]
            let noises = noiseVariances(property)
            for (region, process) in regionProcesses.enumerated() {
                // Values at one place come one after the other: each tells the process there to the next.
                var known: [Int: (mean: Double, variance: Double)] = [:]
                for (row, point) in table.points.enumerated() {
                    let (mean, variance) = known[point] ?? (process.heldOutMeans[row], process.heldOutVariances[row])
                    let total = variance + noises[row]
                    let difference = table.values[row] - mean
                    logLikelihoods[region * points + point] -= 0.5 * (difference * difference / total + log(total))
                    known[point] = (mean + variance / total * difference, variance * noises[row] / total)
                }
            }
        }
        addPairs(latents: field.latents)
        shares = zip(field.latents, logLikelihoods).map(+)
        for point in 0..<points { softmax(&shares, from: point, by: points) }
    }

    private mutating func addPairs(latents: [Double]) {
        guard !table.pairs.isEmpty else { return }
        var logs = zip(latents, logLikelihoods).map(+)
        PairMessages(table.pairs, regions: regions, points: points).add(to: &logs)
        logLikelihoods = zip(logs, latents).map(-)
    }

    // MARK: Field

    private var inducing: [Condition] { Array(table.conditions.prefix(inducingCount)) }

    func inducingFeatures(_ white: [Double]) throws(LinearAlgebraError) -> InducingFeatures {
        try InducingFeatures(
            kernel: model.field.kernel, lengths: model.field.lengthValues(Array(white[layout.fieldLengths])),
            inducing: table.coordinates.prefix(inducingCount).flatMap(\.self),
            extra: model.termCovariance(inducing, inducing, weights: layout.termWeightValues(white)))
    }

    /// - Parameters:
    ///   - features: Of the same white numbers.
    ///   - count: Of the first points.
    func laplace(
        _ features: InducingFeatures, white: [Double], points count: Int, start: [Double]?, steps: Int = FieldLaplace.maximumSteps
    ) throws(LinearAlgebraError) -> FieldLaplace {
        let weights = layout.termWeightValues(white)
        let matrix = features.features(
            of: table.coordinates.prefix(count).flatMap(\.self),
            extra: model.termCovariance(inducing, Array(table.conditions.prefix(count)), weights: weights))
        func part(_ values: [Double]) -> [Double] {
            count == points ? values : (0..<regions).flatMap { values[($0 * points)..<($0 * points + count)] }
        }
        return try FieldLaplace(
            regions: regions, deviation: layout.value(layout.fieldDeviation, white), features: matrix, means: part(expected.means(weights: weights)),
            logLikelihoods: part(logLikelihoods), start: start, steps: steps)
    }
}
