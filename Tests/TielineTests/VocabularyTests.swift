import Testing
import Tieline

@Suite struct VocabularyTests {
    @Test("An axis snaps to its grid and stays inside")
    func snapping() {
        let axis = Axis(name: "temperature", unit: .kelvin, minimum: 353.15, maximum: 503.15, resolution: 0.5)
        #expect(axis.count == 301)
        #expect(axis.snapped(400.33) == 353.15 + 94 * 0.5)
        #expect(axis.snapped(900) == 503.15)
        #expect(axis.snapped(0) == 353.15)
    }

    @Test("One step goes to the last grid point that is not farther than allowed, and never out of the axis")
    func reaching() {
        var axis = Axis(name: "temperature", unit: .kelvin, minimum: 100, maximum: 200, resolution: 1, maximumStep: 12.6)
        #expect(axis.highestReachable(from: 110) == 122)
        #expect(axis.highestReachable(from: 195) == 200)
        axis.maximumStep = 1e300
        #expect(axis.highestReachable(from: 110) == 200)
        axis.maximumStep = nil
        #expect(axis.highestReachable(from: 110) == 200)
    }

    @Test("A condition with a NaN, a wrong number of coordinates or one outside is not in the space")
    func containment() {
        let space = ParameterSpace(axes: [Axis(name: "SN", unit: .moleFraction, minimum: 0.7, maximum: 0.9, resolution: 0.001)])
        #expect(space.contains(Condition([0.8])))
        #expect(!space.contains(Condition([.nan])))
        #expect(!space.contains(Condition([0.8, 300])))
        #expect(!space.contains(Condition([0.91])))
    }

    @Test("Position and composition of a wafer undo each other, rising or falling", arguments: [false, true])
    func wafer(isFalling: Bool) {
        var points = [(0.0, 0.70), (40, 0.80), (76, 0.96)].map { CalibrationPoint(positionMillimetres: $0.0, moleFraction: $0.1) }
        if isFalling { points = points.map { CalibrationPoint(positionMillimetres: $0.positionMillimetres, moleFraction: 1 - $0.moleFraction) } }
        let sample = SampleSpecification(
            description: "test", isReversible: false, calibration: points, moleFractionStandardDeviation: 0.002, thicknessStandardDeviation: 0.05,
            thicknessCorrelationMillimetres: 15)
        for position in stride(from: 0.0, through: 76, by: 4) {
            #expect(abs(sample.positionMillimetres(ofMoleFraction: sample.moleFraction(atMillimetres: position)) - position) < 1e-9)
        }
    }

    @Test("Every error says what to do, in a sentence that ends")
    func errors() {
        let instrument = InstrumentError(.noReply, instrument: "furnace-1", message: "no answer within 0.5 s", remedy: "Check the cable.")
        #expect(instrument.description == "furnace-1: no answer within 0.5 s. Check the cable.")
        let specification = SpecificationError(
            .missingKey, file: "a.yaml", line: 3, field: "budget.patterns", message: "it is missing", remedy: "Add it.")
        #expect(specification.description == "a.yaml:3: budget.patterns: it is missing. Add it.")
    }
}
