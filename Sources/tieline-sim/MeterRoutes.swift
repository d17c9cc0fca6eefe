import Hummingbird
import SimulatedBench
import Tieline

/// What the meter serves over HTTP; docs/bench-protocol.md says it in words.
struct MeterRoutes: Sendable {
    typealias Context = BenchRoutes.Context

    let meter: LiveMeter

    private struct Place: Decodable {
        var coordinates: [Double]
    }

    func router() -> Router<Context> {
        let router = Router(context: Context.self)
        router.addMiddleware { SimulatedReplies(isFailing: { meter.isFailing }) }
        let api = router.group("meter/api/1.0.0")
        api.get("config/:key") { _, context in try Reply.parameter(context) { key in meter.withModel { $0.configuration(key) } } }
        api.get("status/:key") { _, context in try Reply.parameter(context) { key in meter.withModel { $0.status(key) } } }
        api.put("command/measure", use: measure)
        router.get("data/:file", use: data)
        return router
    }

    @Sendable private func measure(_ request: Request, _ context: Context) async throws -> Response {
        let place: Place
        do {
            place = try await request.decode(as: Place.self, context: context)
        } catch {
            throw Refusal(.badRequest, "the body is not {\"coordinates\": [number, …]}")
        }
        do {
            let number = try meter.withModel { (model) throws(MeterModel.Refusal) in try model.measure(at: Condition(place.coordinates)) }
            return try Reply.json(["reading": number])
        } catch let refusal as MeterModel.Refusal {
            throw Refusal(.badRequest, refusal.description)
        }
    }

    /// `N.json`, what a reading said; `N.xy`, its pattern.
    @Sendable private func data(_: Request, _ context: Context) async throws -> Response {
        let file = try context.parameters.require("file")
        let parts = file.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), let place = meter.withModel({ $0.place(ofReading: number) }) else {
            throw Refusal(.notFound, "there is no data \(file)")
        }
        switch parts[1] {
        case "json": return try Reply.json(MeterReading(number, at: place, bench: meter.bench))
        case "xy":
            guard let text = meter.bench.patternText(ofReading: number, at: place) else { throw Refusal(.notFound, "this meter takes no patterns") }
            return Reply.text(.ok, text)
        default: throw Refusal(.notFound, "there is no data \(file)")
        }
    }
}
