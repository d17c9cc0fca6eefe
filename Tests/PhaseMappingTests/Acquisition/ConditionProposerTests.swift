import Inference
import Testing
import Tieline

@testable import PhaseMapping

@Suite struct ConditionProposerTests {
    private let line = (0...10).map { Condition([Double($0) / 10]) }
    private let coordinates = CoordinateMap.identity(axisCount: 1)

    private func propose(
        _ proposer: ConditionProposer, _ count: Int = 1, measured: [Double] = [], current: Double? = nil,
        interest: (Condition) -> Double = { _ in 1 }, number: UInt64 = 0, scores: [Double]
    ) throws -> [ProposedCondition] {
        var stream = RandomStream(seed: 1, key: number)
        return try proposer.propose(
            count, among: line, measured: measured.map { Condition([$0]) }, current: current.map { Condition([$0]) }, interest: interest,
            stream: &stream
        ) { _ in scores }
    }

    @Test("Scores within a twentieth of the best are drawn from, others never; the same stream draws the same")
    func ties() throws {
        let scores = [0, 0.96, 0.2, 1, 0.94, 0.3, 0.97, 0, 0, 0, 0]
        var drawn: Set<Int> = []
        for number in 0..<60 {
            let choice = try propose(ConditionProposer(coordinates: coordinates), number: UInt64(number), scores: scores)[0]
            #expect(choice == (try propose(ConditionProposer(coordinates: coordinates), number: UInt64(number), scores: scores)[0]))
            #expect(choice.ties == 3)
            drawn.insert(choice.index)
        }
        #expect(drawn == [1, 3, 6])
    }

    @Test("A measured point repels softly, and is itself worth nothing")
    func exclusion() throws {
        let proposer = ConditionProposer(coordinates: coordinates, exclusionLength: 0.2)
        let scores = [Double](repeating: 0.5, count: 4) + [1, 1.2, 1] + [Double](repeating: 0.5, count: 4)
        #expect(try propose(proposer, measured: [0.5], scores: scores)[0].index != 5)
        #expect(try propose(proposer, 11, measured: [0.5], scores: scores).map(\.index).contains(5) == false)
    }

    @Test("A batch is spread over what is worth measuring")
    func batch() throws {
        let scores = (0...10).map { 1 - abs(Double($0) - 5) / 20 }
        let batch = try propose(ConditionProposer(coordinates: coordinates, batchLength: 0.2), 3, scores: scores).map { line[$0.index][0] }.sorted()
        #expect(batch.count == 3)
        #expect(zip(batch, batch.dropFirst()).allSatisfy { $1 - $0 >= 0.2 - 1e-9 })
    }

    @Test("Far and hot has to be worth its time")
    func cost() throws {
        let scores = [0, 0, 0, 0.6, 0, 0, 0, 0, 0, 0, 1.0]
        let cost = MeasurementCost(secondsPerUnitRising: [100], secondsPerUnitFalling: [1000], exposureSeconds: 60)
        var proposer = ConditionProposer(coordinates: coordinates)
        #expect(try propose(proposer, current: 0.2, scores: scores)[0].index == 10)
        proposer.cost = cost
        let choice = try propose(proposer, current: 0.2, scores: scores)[0]
        #expect(choice.index == 3)
        #expect(abs(try #require(choice.seconds) - 70) < 1e-9)
        #expect(abs(cost.seconds(from: Condition([0.5]), to: Condition([0.2])) - 360) < 1e-9)
    }

    @Test("An axis that may not fall does not, and never rises by more than its largest step")
    func monotone() throws {
        let axis = Axis(name: "T", unit: .none, minimum: 0, maximum: 1, resolution: 0.1, isMonotone: true, maximumStep: 0.3)
        let proposer = ConditionProposer(coordinates: coordinates, space: ParameterSpace(axes: [axis]))
        let reachable = try propose(proposer, 11, current: 0.2, scores: [Double](repeating: 1, count: 11))
        #expect(try propose(proposer, current: 0.2, scores: (0...10).map { Double($0) })[0].index == 5)
        #expect(try propose(proposer, current: 0.2, scores: (0...10).map { 11 - Double($0) })[0].index == 2)
        // In a batch the place moves along.
        #expect(zip(reachable, reachable.dropFirst()).allSatisfy { $1.condition[0] >= $0.condition[0] })
    }

    @Test("A region of interest is a weight: a surprise outside still wins")
    func interest() throws {
        let inside: (Condition) -> Double = { $0[0] < 0.35 ? 1 : 0.3 }
        let proposer = ConditionProposer(coordinates: coordinates)
        #expect(try propose(proposer, interest: inside, scores: [0.5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])[0].index == 0)
        #expect(try propose(proposer, interest: inside, scores: [0.2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])[0].index == 8)
    }

    @Test("Nothing worth measuring is no proposal, and no NaN is one")
    func nothing() throws {
        #expect(try propose(ConditionProposer(coordinates: coordinates), scores: [Double](repeating: 0, count: 11)).isEmpty)
        let scores = [Double.nan] + [Double](repeating: 0, count: 9) + [0.1]
        #expect(try propose(ConditionProposer(coordinates: coordinates), 5, scores: scores).map(\.index) == [10])
    }

    @Test("A proposal says why, with its numbers")
    func sentence() {
        let proposed = ProposedCondition(
            index: 3, condition: line[3], value: 0.01, score: 0.01234, interest: 0.52, exclusion: 1, seconds: 70.5, ties: 4)
        #expect(
            proposed.sentence(.accuracy, probabilities: [0.552, 0.04, 0.408], names: ["BCC_A2", "FCC_A1"], candidates: 300)
                == "a label here is expected to raise the share of the map that is right by 0.0123; BCC_A2 with 0.552, a region not seen yet with 0.408; "
                + "outside the regions of interest, so counted 0.52; 70.5 s away; drawn from 4 of 300 candidates that are as good")
        for acquisition in Acquisition.allCases { #expect(acquisition.claim(0.25).contains("0.25") || acquisition.claim(0.25).contains("0.75")) }
    }
}
