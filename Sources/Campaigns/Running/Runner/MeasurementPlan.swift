import Tieline

/// What one measurement of a campaign asks of its instruments.
enum MeasurementPlan: Sendable {
    /// A place of a film, at a temperature, under a diffractometer.
    case film(FilmPlan)
    /// A sample of a library, under a meter of this name; nothing is heated.
    case sample(meter: String)

    /// - Throws: ``ControlError`` with code `notPossible` for a film that cannot be planned, and for a map without a meter.
    init(_ specification: CampaignSpecification) throws(ControlError) {
        guard specification.mapping != nil else {
            self = .film(try FilmPlan(specification))
            return
        }
        guard !specification.instruments.meter.isEmpty else {
            throw ControlError(
                .notPossible, message: "\(specification.name) maps phases and names no sample meter", remedy: "Name one: `instruments: {meter: …}`")
        }
        self = .sample(meter: specification.instruments.meter)
    }

    /// Of a campaign that heats.
    var film: FilmPlan? { if case .film(let plan) = self { plan } else { nil } }
}
