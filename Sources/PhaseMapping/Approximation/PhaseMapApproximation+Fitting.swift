import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

extension PhaseMapApproximation {
    /// Fits evidence; from the hyper-parameters of an earlier fit the search is short.
    ///
    /// - Parameter previous: A fit of the same model to less evidence.
    /// - Throws: ``PhaseMapInputError`` and `LinearAlgebraError`.
    public init(model: PhaseMapModel, evidence: PhaseMapEvidence, previous: PhaseMapApproximation? = nil) throws {
        var fit = try ApproximationFit(model: model, evidence: evidence, white: previous?.whiteHyperParameters)
        try fit.run(isContinued: previous != nil)
        self.model = model
        table = fit.table
        layout = fit.layout
        whiteHyperParameters = fit.white
        inducingCount = fit.inducingCount
        fieldFeatures = try fit.inducingFeatures(fit.white)
        field = try fit.laplace(fieldFeatures, white: fit.white, points: fit.table.conditions.count, start: fit.fieldWeights)
        processes = fit.processes
        shares = fit.shares
    }
}

/// The state of a fit.
struct ApproximationFit {
    let model: PhaseMapModel
    let table: EvidenceTable
    let layout: HyperParameterLayout
    let inducingCount: Int
    /// `regions × points`, where kernel terms add nothing; and what they add, term by term.
    private let means: [Double]
    private let termVariances: [[Double]]
    /// `regions × points`: the labels' own verdict.
    let labelLogLikelihoods: [Double]
    var white: [Double]
    /// `regions × points`: what each location says of its region.
    private(set) var logLikelihoods: [Double]
    var shares: [Double]
    var fieldWeights: [Double]?
    var processes: [[WeightedProcess]] = []

    private var regions: Int { model.regions }
    private var points: Int { table.conditions.count }

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
        var means = [Double](repeating: 0, count: regions * points)
        for (point, condition) in table.conditions.enumerated() {
            for (region, mean) in model.latentMean(at: condition).enumerated() { means[region * points + point] = mean }
        }
        self.means = means
        termVariances = model.field.terms.map { term in table.conditions.map { term.correlation.correlation($0, $0) } }
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
        addPairs(latents: means(white))
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
        for point in 0..<points {
            let logs = (0..<regions).map { field.latents[$0 * points + point] + logLikelihoods[$0 * points + point] }
            let largest = logs.max() ?? 0
            let weights = logs.map { exp($0 - largest) }
            let total = weights.reduce(0, +)
            for region in 0..<regions { shares[region * points + point] = weights[region] / total }
        }
    }

    private mutating func addPairs(latents: [Double]) {
        guard !table.pairs.isEmpty else { return }
        var logs = zip(latents, logLikelihoods).map(+)
        PairMessages(table.pairs, regions: regions, points: points).add(to: &logs)
        logLikelihoods = zip(logs, latents).map(-)
    }

    // MARK: Field

    /// In proportion to the spread that kernel terms give each point.
    private func means(_ white: [Double]) -> [Double] {
        guard !termVariances.isEmpty else { return means }
        let weights = layout.termWeights.map { layout.value($0, white) }
        let scales = (0..<points).map { point in
            PhaseMapModel.meanScale(variance: zip(weights, termVariances).reduce(1) { $0 + $1.0 * $1.1[point] })
        }
        return means.indices.map { scales[$0 % points] * means[$0] }
    }

    func inducingFeatures(_ white: [Double]) throws(LinearAlgebraError) -> InducingFeatures {
        let lengths = model.field.lengthValues(Array(white[layout.fieldLengths]))
        var extra: Matrix?
        if !model.field.terms.isEmpty {
            extra = model.termCovariance(
                Array(table.conditions.prefix(inducingCount)), Array(table.conditions.prefix(inducingCount)),
                weights: layout.termWeights.map { layout.value($0, white) })
        }
        return try InducingFeatures(
            kernel: model.field.kernel, lengths: lengths, inducing: table.coordinates.prefix(inducingCount).flatMap(\.self), extra: extra)
    }

    func laplace(
        _ features: InducingFeatures, white: [Double], points count: Int, start: [Double]?, steps: Int = FieldLaplace.maximumSteps
    ) throws(LinearAlgebraError) -> FieldLaplace {
        let conditions = Array(table.conditions.prefix(count))
        let extra =
            model.field.terms.isEmpty
            ? nil
            : model.termCovariance(
                Array(table.conditions.prefix(inducingCount)), conditions, weights: layout.termWeights.map { layout.value($0, white) })
        let matrix = features.features(of: table.coordinates.prefix(count).flatMap(\.self), extra: extra)
        func part(_ values: [Double]) -> [Double] {
            count == points ? values : (0..<regions).flatMap { values[($0 * points)..<($0 * points + count)] }
        }
        return try FieldLaplace(
            regions: regions, deviation: layout.value(layout.fieldDeviation, white), features: matrix, means: part(means(white)),
            logLikelihoods: part(logLikelihoods), start: start, steps: steps)
    }

    /// One hyper-parameter after another, a step up and a step down, for each width of step; a statement that holds or says nothing is tried both ways.
    private mutating func searchField(widths: [Double]) throws(LinearAlgebraError) {
        let count = min(points, PhaseMapApproximation.searchedPoints)
        var weights: [Double]?
        func score(_ white: [Double], _ weights: inout [Double]?) throws(LinearAlgebraError) -> Double {
            let fit = try laplace(
                inducingFeatures(white), white: white, points: count, start: weights, steps: weights == nil ? 8 : 3)
            weights = fit.weights
            return fit.logEvidence + layout.field.reduce(0) { $0 + layout.priors[$1].logWeight(white: white[$1]) }
        }
        var best = try score(white, &weights)
        for width in widths {
            for index in layout.field {
                for value in layout.priors[index].neighbours(white: white[index], step: width) {
                    var trial = white
                    trial[index] = value
                    // After a jump the weights are of other features.
                    var trialWeights = layout.priors[index].isStep ? nil : weights
                    let trialScore = try score(trial, &trialWeights)
                    guard trialScore > best else { continue }
                    (best, white, weights) = (trialScore, trial, trialWeights)
                    break
                }
            }
        }
    }

    // MARK: Properties

    func noiseVariances(_ property: Int) -> [Double] {
        let noise = layout.value(layout.noises[property], white)
        return table.families[property].knownVariances.map { $0 + noise * noise }
    }

    private mutating func updateProcesses(searches: Bool) throws(LinearAlgebraError) {
        var result: [[WeightedProcess]] = []
        for property in model.properties.indices {
            let table = table.families[property]
            let axes = model.coordinates.dimensions
            let capacity = min(table.points.count, inducingCount)
            // Rows are in the order of the evidence: those of the first locations span the map.
            let rows = table.points.indices.sorted { table.points[$0] < table.points[$1] }.prefix(capacity)
            let inducing = rows.flatMap { table.coordinates[($0 * axes)..<(($0 + 1) * axes)] }
            if searches { try searchNoise(property) }
            var regionProcesses: [WeightedProcess] = []
            for region in 0..<regions {
                let indices = layout.processes[property][region]
                let rowShares = table.points.map { shares[region * points + $0] }
                func fit(_ white: [Double]) throws(LinearAlgebraError) -> WeightedProcess {
                    try WeightedProcess(
                        prior: model.properties[property], white: white, table: table, inducing: inducing,
                        noiseVariances: noiseVariances(property), shares: rowShares)
                }
                var best = try fit(Array(white[indices]))
                if searches, rowShares.contains(where: { $0 > 0.5 }) {
                    for width in [0.7, 0.35] {
                        for offset in indices.indices where !layout.priors[offset].isFixed {
                            for direction in [width, -width] {
                                var trial = best.white
                                trial[offset - indices.lowerBound] += direction
                                let candidate = try fit(trial)
                                guard candidate.logEvidence > best.logEvidence else { continue }
                                best = candidate
                                break
                            }
                        }
                    }
                }
                white.replaceSubrange(indices, with: best.white)
                regionProcesses.append(best)
            }
            result.append(regionProcesses)
        }
        processes = result
    }

    /// The noise at which the present processes explain their shares best.
    private mutating func searchNoise(_ property: Int) throws(LinearAlgebraError) {
        let index = layout.noises[property]
        guard property < processes.count, !layout.priors[index].isFixed else { return }
        let table = table.families[property]
        func score(_ value: Double) -> Double {
            let noise = layout.priors[index].value(white: value)
            var sum = -0.5 * value * value
            for (region, process) in processes[property].enumerated() {
                for (row, point) in table.points.enumerated() {
                    let share = shares[region * points + point]
                    guard share > 1e-6 else { continue }
                    let variance = process.heldOutVariances[row] + noise * noise + table.knownVariances[row]
                    let difference = table.values[row] - process.heldOutMeans[row]
                    sum -= 0.5 * share * (difference * difference / variance + log(variance))
                }
            }
            return sum
        }
        for width in [1, 0.5, 0.25] {
            for direction in [width, -width] where score(white[index] + direction) > score(white[index]) { white[index] += direction }
        }
    }
}

extension HyperParameterPrior {
    /// How a search weighs a value: the density of the standard normal number up to a constant, and of one that is either nothing or a value the probability of
    /// what it is.
    fileprivate func logWeight(white: Double) -> Double {
        guard case .zeroOr(_, let probability) = self else { return -0.5 * white * white }
        return log(value(white: white) > 0 ? probability : 1 - probability)
    }

    /// Whether it jumps between nothing and a value.
    fileprivate var isStep: Bool { if case .zeroOr = self { true } else { false } }

    /// What a search tries next.
    fileprivate func neighbours(white: Double, step: Double) -> [Double] {
        guard case .zeroOr(let largest, _) = self else { return [white + step, white - step] }
        return [self.white(value: value(white: white) > 0 ? 0 : largest)]
    }
}

extension PhaseMapModel {
    /// What kernel terms add to the covariance between two lists of conditions.
    func termCovariance(_ rows: [Condition], _ columns: [Condition], weights: [Double]) -> Matrix {
        var result = Matrix(rows: rows.count, columns: columns.count)
        for (term, weight) in zip(field.terms, weights) {
            for row in rows.indices {
                for column in columns.indices {
                    result.elements[row * columns.count + column] += weight * term.correlation.correlation(rows[row], columns[column])
                }
            }
        }
        return result
    }
}
