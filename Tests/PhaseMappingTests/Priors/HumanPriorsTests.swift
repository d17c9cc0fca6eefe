import Testing
import Tieline

@testable import PhaseMapping

@Suite struct HumanPriorsTests {
    private let space = ParameterSpace(axes: [
        Axis(name: "x", unit: .none, minimum: 0, maximum: 1, resolution: 0.01),
        Axis(name: "y", unit: .none, minimum: 0, maximum: 1, resolution: 0.01),
    ])
    private let square = [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]].map { Condition($0) }

    private func model(_ space: ParameterSpace) -> PhaseMapModel {
        PhaseMapModel(
            coordinates: CoordinateMap(space: space), labelledRegions: 2, unseenRegions: 1,
            field: RegionFieldPrior(deviation: .fixed(5), lengths: [.fixed(0.3), .fixed(0.3)]), sources: [StructureSource(name: "labels")])
    }

    private func prior(_ kind: Prior.Kind, certainty: Double = 0.8, identifier: String = "prior-1") -> Prior {
        Prior(identifier: identifier, kind: kind, certainty: certainty, author: "ada", reason: "a hunch", time: 50_520)
    }

    private func refusal(_ prior: Prior, space: ParameterSpace? = nil) -> PhaseMapInputError? {
        do {
            _ = try HumanPriors([prior], model: model(space ?? self.space), space: space ?? self.space)
            return nil
        } catch { return error }
    }

    @Test(
        "A certainty that says nothing, claims everything or is no number is refused by its field, with the remedy",
        arguments: [0.5, 1, .nan, 0.3, 1.2, -1])
    func certainties(_ certainty: Double) throws {
        let error = try #require(refusal(prior(.regionOfInterest(polygon: square), certainty: certainty)))
        #expect(error.field == "prior-1.certainty")
        #expect(error.remedy.contains("above 0.5"))
    }

    @Test("Shapes that are none are refused with what to draw instead")
    func shapes() throws {
        let bowTie = [square[0], square[2], square[1], square[3]]
        #expect(try #require(refusal(prior(.phaseRegion(polygon: bowTie, phases: [])))).message == "the polygon crosses or touches itself")
        #expect(try #require(refusal(prior(.regionOfInterest(polygon: Array(square.prefix(2)))))).remedy == "Give at least 3")
        #expect(try #require(refusal(prior(.phaseBoundary(points: [square[0]], between: [])))).remedy == "Give at least 2")
        #expect(try #require(refusal(prior(.phaseBoundary(points: [square[0], square[0]], between: [])))).message.contains("the same"))
        #expect(try #require(refusal(prior(.samePhase([square[0]])))).field == "prior-1.points")
        #expect(try #require(refusal(prior(.samePhase([square[0], square[0]])))).message.contains("twice"))
    }

    @Test("A point outside the space, a NaN and a missing coordinate name the point")
    func outside() throws {
        let far = [square[0], square[1], Condition([0.5, 1.5])]
        #expect(try #require(refusal(prior(.phaseRegion(polygon: far, phases: [])))).field == "prior-1.polygon[2]")
        #expect(try #require(refusal(prior(.samePhase([square[0], Condition([.nan, 0])])))).message.contains("not a finite number"))
        #expect(try #require(refusal(prior(.samePhase([Condition([0.1]), square[0]])))).field == "prior-1.points[0]")
    }

    @Test("Mole fractions that leave no room for the last component are refused")
    func simplex() throws {
        let fractions = ParameterSpace(axes: ["GA", "PD"].map { Axis(name: $0, unit: .moleFraction, minimum: 0, maximum: 1, resolution: 0.01) })
        let corners = [[0.1, 0.1], [0.7, 0.6], [0.1, 0.5]].map { Condition($0) }
        #expect(try #require(refusal(prior(.phaseRegion(polygon: corners, phases: [])), space: fractions)).message.contains("sum to 1.2"))
    }

    @Test("In three coordinates a drawn line is refused, pairs and balls are not")
    func threeCoordinates() throws {
        let cube = ParameterSpace(axes: ["x", "y", "z"].map { Axis(name: $0, unit: .none, minimum: 0, maximum: 1, resolution: 0.1) })
        let points = [[0, 0, 0], [1, 0, 0], [1, 1, 0]].map { Condition($0) }
        var model = model(cube)
        model.field.lengths = Array(repeating: .fixed(0.3), count: 3)
        #expect(throws: PhaseMapInputError.self) { try HumanPriors([prior(.phaseRegion(polygon: points, phases: []))], model: model) }
        #expect(try HumanPriors([prior(.differentPhase(points))], model: model).model.pairs.count == 3)
        let ball = try PhaseRegionCorrelation(coordinates: model.coordinates, center: Condition([0.5, 0.5, 0.5]), radius: 0.4)
        #expect(ball.contains(Condition([0.6, 0.6, 0.6])) && !ball.contains(Condition([1, 1, 1])))
    }

    @Test("Statements stack, and a statement that is withdrawn leaves no trace")
    func stacking() throws {
        let priors = [
            prior(.phaseRegion(polygon: square, phases: []), identifier: "prior-1"),
            prior(.phaseBoundary(points: [square[0], square[2]], between: []), identifier: "prior-2"),
            prior(.samePhase([square[0], square[1], square[2]]), identifier: "prior-3"),
        ]
        let base = model(space)
        let all = try HumanPriors(priors, model: base).model
        #expect(all.field.terms.count == 3)
        #expect(all.pairs.count == 2)
        let fewer = try HumanPriors([priors[2]], model: base).model
        #expect(fewer.field.terms.isEmpty)
        #expect(fewer.pairs == all.pairs)
    }

    @Test("A region whose phases are those of a label is soft evidence of that label, at a point inside it")
    func softLabels() throws {
        let region = prior(.phaseRegion(polygon: square, phases: ["FCC_A1", "BCC_A2"]), certainty: 0.9)
        let priors = try HumanPriors([region], model: model(space), phases: [["LIQUID"], ["BCC_A2", "FCC_A1"]])
        let evidence = priors.evidence(with: PhaseMapEvidence())
        #expect(evidence.structure.count == 1)
        #expect(evidence.structure[0].probabilities == [1 - 0.9, 0.9])
        #expect(evidence.structure[0].source == 1)
        #expect(priors.model.sources.map(\.name) == ["labels", "people"])
        let place = evidence.structure[0].location
        #expect(abs(place[0] - 0.5) < 1e-12 && abs(place[1] - 0.5) < 1e-12)
    }

    @Test("Outside a region of interest a point counts less, the surer its author the less, and never nothing")
    func interest() throws {
        func outside(_ certainty: Double) throws -> Double {
            try HumanPriors([prior(.regionOfInterest(polygon: square), certainty: certainty)], model: model(space)).interest(
                at: Condition([0.1, 0.1]))
        }
        #expect(try outside(0.6) > outside(0.9))
        #expect(try outside(0.999) > 0.19)
        let one = try HumanPriors([prior(.regionOfInterest(polygon: square))], model: model(space))
        #expect(one.interest(at: Condition([0.5, 0.5])) == 1)
        #expect(try HumanPriors([], model: model(space)).interest(at: Condition([0.1, 0.1])) == 1)
    }
}
