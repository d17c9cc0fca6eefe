import Tieline

/// Where on the bench a condition of a film is: a furnace temperature and a stage position.
struct FilmPlan: Sendable {
    struct Place: Hashable, Sendable {
        var kelvin: Double
        var millimetres: Double
    }

    private let temperatureAxis: Int
    private let compositionAxis: Int
    private let space: ParameterSpace
    private let sample: SampleSpecification

    /// - Throws: ``ControlError`` with code `notPossible` if the space has no axis in kelvin or none in mole fraction, or the calibration has no two points.
    init(_ specification: CampaignSpecification) throws(ControlError) {
        space = specification.space
        guard let temperature = space.axes.firstIndex(where: { $0.unit == .kelvin }),
            let composition = space.axes.firstIndex(where: { $0.unit == .moleFraction })
        else {
            throw ControlError(
                .notPossible, message: "the space of \(specification.name) has no axis in kelvin, or none in mole fraction",
                remedy: "A furnace and a stage need one of each")
        }
        guard specification.sample.calibration.count >= 2 else {
            throw ControlError(
                .notPossible, message: "the sample's calibration has \(specification.sample.calibration.count) points",
                remedy: "Give at least two positions with their compositions")
        }
        temperatureAxis = temperature
        compositionAxis = composition
        sample = specification.sample
    }

    /// The highest temperature of the campaign's space.
    var maximumKelvin: Double { space.axes[temperatureAxis].maximum }

    func kelvin(of condition: Condition) -> Double { condition[temperatureAxis] }
    func moleFraction(of condition: Condition) -> Double { condition[compositionAxis] }

    /// The position of `condition`, linear between the calibration's points.
    /// - Throws: ``ControlError`` with code `notPossible` outside the space or the calibration.
    func place(of condition: Condition) throws(ControlError) -> Place {
        guard space.contains(condition) else {
            throw ControlError(
                .notPossible, message: "\(condition.coordinates) is outside the campaign's space",
                remedy: "This is a fault of the strategy: report it")
        }
        let x = condition[compositionAxis]
        let ends = [sample.calibration[0].moleFraction, sample.calibration[sample.calibration.count - 1].moleFraction].sorted()
        guard x >= ends[0] - 1e-9, x <= ends[1] + 1e-9 else {
            throw ControlError(
                .notPossible, message: "the mole fraction \(x) is outside the sample's calibration, \(ends[0])...\(ends[1])",
                remedy: "Calibrate the whole range of the composition axis")
        }
        return Place(kelvin: condition[temperatureAxis], millimetres: sample.positionMillimetres(ofMoleFraction: x))
    }
}
