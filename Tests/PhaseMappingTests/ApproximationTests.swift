import Inference
import LinearAlgebra
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct ApproximationTests {
    private let model = PhaseMapModel.standard(
        coordinates: .identity(axisCount: 1), extents: [1], labelledRegions: 2,
        properties: [PropertyScale(name: "signal", level: 0, spread: 1, noise: .fixed(0.2))])

    private var evidence: PhaseMapEvidence {
        PhaseMapEvidence(properties: (0..<9).map { PropertyEvidence(location: Condition([Double($0) / 8]), value: sin(Double($0))) })
    }

    @Test("Values that belong to a region in full make the Gaussian process of the closed form, and each held out is the one left out")
    func fullShares() throws {
        let target = try PhaseMapTarget(model: model, evidence: evidence)
        let white = Array(repeating: 0.0, count: target.layout.priors.count)
        let exact = target.processCovariance(0, 0, white)
        let table = target.table.families[0]
        let process = try WeightedProcess(
            prior: model.properties[0], white: [0, 0], table: table, inducing: table.coordinates,
            noiseVariances: Array(repeating: 0.04, count: 9), shares: Array(repeating: 1, count: 9))
        let points = [-0.2, 0.1, 0.55, 1.3]
        let (wanted, got) = (try exact.prediction(at: points, given: Array(0..<9)), try process.prediction(at: points))
        for index in points.indices {
            #expect(abs(wanted.means[index] - got.means[index]) < 1e-3)
            #expect(abs(wanted.variances[index] - got.variances[index]) < 1e-3)
        }
        for row in 0..<9 {
            let others = try exact.prediction(at: [table.coordinates[row]], given: (0..<9).filter { $0 != row })
            #expect(abs(process.heldOutMeans[row] - others.means[0]) < 1e-3)
            #expect(abs(process.heldOutVariances[row] - others.variances[0]) < 1e-3)
        }
        // Up to the prior of the hyper-parameters, which stands at its centre.
        #expect(abs(process.logEvidence - target.processLogLikelihood(0, 0, Array(repeating: 0, count: 9), white)) < 1e-2)
    }

    private let line = (0..<11).map { Double($0) / 10 }

    private func fit(_ logLikelihoods: [Double], at points: [Double]) throws -> FieldLaplace {
        let features = try InducingFeatures(kernel: .matern52, lengths: [0.3], inducing: [0, 0.25, 0.5, 0.75, 1])
        return try FieldLaplace(
            regions: 2, deviation: 3, features: features.features(of: points), means: Array(repeating: 0, count: 2 * points.count),
            logLikelihoods: logLikelihoods)
    }

    @Test("At the mode no weight can climb, whether the locations are sure of their regions or not", arguments: [0.5, 2, 20])
    func mode(nats: Double) throws {
        let logLikelihoods = line.map { $0 < 0.45 ? nats : 0.0 } + line.map { $0 < 0.45 ? 0.0 : nats }
        let fit = try fit(logLikelihoods, at: line)
        func objective(_ weights: [Double]) throws -> Double {
            let fields = try Matrix.product(Matrix(rows: 2, columns: 5, elements: weights), fit.features)
            var sum = -0.5 * weights.reduce(0) { $0 + $1 * $1 }
            for point in line.indices {
                let latents = [3 * fields[0, point], 3 * fields[1, point]]
                let normaliser = log(exp(latents[0]) + exp(latents[1]))
                sum += log((0..<2).reduce(0) { $0 + exp(latents[$1] - normaliser + logLikelihoods[$1 * 11 + point]) })
            }
            return sum
        }
        let best = try objective(fit.weights)
        for index in fit.weights.indices {
            for step in [0.05, -0.05] {
                var moved = fit.weights
                moved[index] += step
                #expect(try objective(moved) < best)
            }
        }
        for point in line.indices { #expect((fit.probabilities[point] > 0.5) == (line[point] < 0.45)) }
    }

    @Test("A location that says nothing of its region moves nothing and makes nothing more certain")
    func silence() throws {
        let spoken = [0.1, 0.3, 0.7, 0.8]
        let silent = [0.45, 0.5, 0.55]
        let words = spoken.map { $0 < 0.5 ? 3.0 : 0 } + spoken.map { $0 < 0.5 ? 0.0 : 3 }
        let alone = try fit(words, at: spoken)
        let quiet = [0.0, 0, 0]
        let together = try fit(Array(words.prefix(4)) + quiet + Array(words.suffix(4)) + quiet, at: spoken + silent)
        for index in alone.weights.indices { #expect(abs(alone.weights[index] - together.weights[index]) < 1e-6) }
        #expect(abs(alone.logEvidence - together.logEvidence) < 1e-6)
        #expect(abs(alone.factor.logDeterminant - together.factor.logDeterminant) < 1e-6)
    }

    @Test("Where lengths are known and labels are all there is, the fast map is the sampler's", arguments: [2, 3])
    func likeTheSampler(regions: Int) throws {
        let model = PhaseMapModel(
            coordinates: .identity(axisCount: 1), labelledRegions: regions,
            field: RegionFieldPrior(deviation: .logNormal(median: 5, logDeviation: 0.5), lengths: [.fixed(0.2)]),
            sources: [StructureSource(name: "labels", errorRate: .fixed(0.01))])
        let labels = [(0.05, 0), (0.2, 0), (0.4, 1), (0.5, 1), (0.8, regions - 1), (0.95, regions - 1)]
        let evidence = PhaseMapEvidence(structure: labels.map { StructureEvidence(location: Condition([$0.0]), label: $0.1) })
        let probes = [0, 0.125, 0.3, 0.33, 0.45, 0.62, 0.66, 0.88, 1].map { Condition([$0]) }
        var sampler = PhaseMapSampler(seed: 3)
        sampler.chains = 4
        sampler.warmUp = 200
        sampler.draws = 600
        let exact = try sampler.posterior(model: model, evidence: evidence)
        #expect(exact.mixing.hasMixed)
        let wanted = try exact.prediction(at: probes)
        let got = try PhaseMapApproximation(model: model, evidence: evidence).prediction(at: probes, draws: 600, seed: 1)
        for point in probes.indices {
            for region in 0..<regions {
                // Three standard errors of what some 600 draws, worth a sixth as many independent ones, leave.
                #expect(abs(wanted.probability(point: point, region: region) - got.probability(point: point, region: region)) < 0.06)
            }
        }
    }

    @Test("Values in a disc and around it go to their regions, and each is what the others of its region say, as well as its noise allows")
    func valuesFindRegions() throws {
        var stream = RandomStream(seed: 1)
        var evidence = PhaseMapEvidence()
        for number in 0..<150 {
            let place = Circle.place(&stream)
            if number.isMultiple(of: 2) {
                evidence.structure.append(StructureEvidence(location: place, label: Circle.label(at: place)))
            } else {
                evidence.properties.append(PropertyEvidence(location: place, value: Circle.value(at: place) + 0.1 * stream.normal()))
            }
        }
        let fit = try PhaseMapApproximation(model: Circle.model(leastNoise: 0.03), evidence: evidence)
        let table = fit.table.families[0]
        for point in table.points {
            #expect(fit.shares[Circle.label(at: fit.table.conditions[point]) * fit.table.conditions.count + point] > 0.9)
        }
        for region in 0..<2 {
            let own = table.points.indices.filter { fit.shares[region * fit.table.conditions.count + table.points[$0]] > 0.5 }
            let square = own.reduce(0) { $0 + pow(table.values[$1] - fit.processes[0][region].heldOutMeans[$1], 2) }
            // Twice the noise, for what lies between the values.
            #expect((square / Double(own.count)).squareRoot() < 0.2)
        }
    }

    @Test("By few inducing points, each value held out is the one that the others predict", arguments: [1, 3, 5])
    func heldOutByFew(inducing count: Int) throws {
        let table = try PhaseMapTarget(model: model, evidence: evidence).table.families[0]
        let inducing = (0..<count).map { (Double($0) + 0.5) / Double(count) }
        func process(without row: Int?) throws -> WeightedProcess {
            try WeightedProcess(
                prior: model.properties[0], white: [0, -1], table: table, inducing: inducing,
                noiseVariances: Array(repeating: 0.01, count: 9), shares: (0..<9).map { $0 == row ? 0 : 0.8 })
        }
        let all = try process(without: nil)
        for row in 0..<9 {
            let others = try process(without: row)
            #expect(abs(all.heldOutMeans[row] - others.means[row]) < 1e-6)
            #expect(abs(all.heldOutVariances[row] - others.variances[row]) < 1e-6)
        }
    }

    @Test(
        "Values of one place are one witness: where nothing else is measured they cannot tell the region, however many they are",
        arguments: [1, 2, 4])
    func oneWitness(count: Int) throws {
        let place = Condition([0.5])
        let evidence = PhaseMapEvidence(
            structure: [StructureEvidence(location: place, probabilities: [0.6, 0.4])],
            properties: (0..<count).map { PropertyEvidence(location: place, value: 0.3 + 0.02 * Double($0)) })
        let prediction = try PhaseMapApproximation(model: model, evidence: evidence).prediction(at: [place], draws: 400, seed: 1)
        #expect(abs(prediction.probability(point: 0, region: 0) - 0.6) < 0.05)
    }

    @Test("What an error-free label says of its place is known there, close to a label that says otherwise")
    func labelledPlaces() throws {
        var sharp = shortLengths
        sharp.field.lengths = [.fixed(0.3)]
        sharp.sources = [StructureSource(name: "labels", errorRate: .fixed(0))]
        let places = [0.50, 0.51].map { Condition([$0]) }
        let evidence = PhaseMapEvidence(structure: places.enumerated().map { StructureEvidence(location: $1, label: $0) })
        let prediction = try PhaseMapApproximation(model: sharp, evidence: evidence).prediction(at: places, seed: 1)
        for point in 0..<2 { #expect(prediction.probability(point: point, region: point) > 0.99) }
    }

    @Test("The only value held out leaves the prior, however far it is from the inducing point")
    func onlyValueHeldOut() throws {
        let alone = try PhaseMapTarget(
            model: model, evidence: PhaseMapEvidence(properties: [PropertyEvidence(location: Condition([0.5]), value: 5)])
        ).table.families[0]
        let process = try WeightedProcess(
            prior: model.properties[0], white: [0, 0], table: alone, inducing: [0.52], noiseVariances: [0.01], shares: [1])
        #expect(abs(process.heldOutMeans[0]) < 1e-6)
        let prior = model.properties[0]
        let deviation = prior.deviation.value(white: 0)
        #expect(abs(process.heldOutVariances[0] - deviation * deviation - prior.levelDeviation * prior.levelDeviation) < 1e-5)
    }

    /// Lengths so short that only what is said ties points together.
    private var shortLengths: PhaseMapModel {
        PhaseMapModel(
            coordinates: .identity(axisCount: 1), labelledRegions: 2, field: RegionFieldPrior(deviation: .fixed(3), lengths: [.fixed(0.01)]),
            sources: [StructureSource(name: "labels", errorRate: .fixed(0.001))])
    }

    @Test("A pair says at its other end what a label says at the first, through a third point as well", arguments: [0.9, 0.1])
    func pairs(probabilitySame: Double) throws {
        var model = shortLengths
        let ends = [0.1, 0.5, 0.9].map { Condition([$0]) }
        model.pairs = [PairFactor(ends[1], ends[2], probabilitySame: 0.9), PairFactor(ends[0], ends[1], probabilitySame: probabilitySame)]
        let fit = try PhaseMapApproximation(model: model, evidence: PhaseMapEvidence(structure: [StructureEvidence(location: ends[0], label: 1)]))
        let prediction = try fit.prediction(at: ends, seed: 1)
        for point in [1, 2] { #expect((prediction.probability(point: point, region: 1) > 0.6) == (probabilitySame > 0.5)) }
        for point in [1, 2] { #expect((prediction.probability(point: point, region: 1) < 0.4) == (probabilitySame < 0.5)) }
    }

    @Test("What pairs say along a chain is what the sum over all regions says")
    func messages() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.2), (1, 3, 0.7)].map { EvidenceTable.PairRow(first: $0.0, second: $0.1, probabilitySame: $0.2) }
        let (regions, points) = (3, 4)
        var stream = RandomStream(seed: 8)
        let local = stream.normals(regions * points)
        var got = local
        PairMessages(pairs, regions: regions, points: points).add(to: &got)
        var sums = [Double](repeating: 0, count: regions * points)
        for number in 0..<81 {
            let assignments = [number % 3, number / 3 % 3, number / 9 % 3, number / 27]
            var weight = 1.0
            for point in 0..<points { weight *= exp(local[assignments[point] * points + point]) }
            for pair in pairs { weight *= assignments[pair.first] == assignments[pair.second] ? pair.probabilitySame : 1 - pair.probabilitySame }
            for point in 0..<points { sums[assignments[point] * points + point] += weight }
        }
        for point in 0..<points {
            for region in 1..<regions {
                let (wanted, odds) = (sums[region * points + point] / sums[point], got[region * points + point] - got[point])
                #expect(abs(log(wanted) - odds) < 1e-9)
            }
        }
    }

    @Test(
        "However sure its author, a statement that labels contradict is dropped, and one that they bear out is held", arguments: [true, false],
        [0.9, 0.95])
    func statements(isRight: Bool, certainty: Double) throws {
        var plain = shortLengths
        plain.field.lengths = [.fixed(0.1)]
        let boundary = Prior(
            identifier: "prior-1", kind: .phaseBoundary(points: [Condition([0.48]), Condition([0.52])], between: []), certainty: certainty,
            author: "ada",
            reason: "", time: 0)
        let stated = try HumanPriors([boundary], model: plain).model
        let places = [0.05, 0.2, 0.35, 0.45, 0.55, 0.65, 0.8, 0.95]
        let evidence = PhaseMapEvidence(
            structure: places.enumerated().map { index, place in
                StructureEvidence(location: Condition([place]), label: isRight ? (place < 0.5 ? 0 : 1) : index % 2)
            })
        let fit = try PhaseMapApproximation(model: stated, evidence: evidence)
        let weight = fit.layout.value(fit.layout.termWeights.lowerBound, fit.whiteHyperParameters)
        #expect((weight > 0) == isRight)
    }
}
