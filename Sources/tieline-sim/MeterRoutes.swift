import Hummingbird
import SimulatedBench
import Tieline

/// What the meter serves over HTTP; docs/bench-protocol.md says it in words.
struct MeterRoutes: Sendable {
    typealias Context = BenchRoutes.Context

    let meter: LiveMeter

    private struct Order: Decodable {
        var coordinates: [Double]
        var reading: Int
        var session: String
        var order: String
    }

    private struct Number: Encodable {
        var session: String
        var reading: Int
        var order: String

        init(_ identifier: ReadingIdentifier) {
            session = identifier.session
            reading = identifier.number
            order = identifier.order
        }
    }

    func router() -> Router<Context> {
        let router = Router(context: Context.self)
        router.addMiddleware { SimulatedReplies(isFailing: { meter.isFailing }) }
        let api = router.group("meter/api/1.0.0")
        api.get("config/:key") { _, context in try Reply.parameter(context) { key in meter.withModel { $0.configuration(key) } } }
        api.get("status/:key") { _, context in try Reply.parameter(context) { key in meter.withModel { $0.status(key) } } }
        api.get("last") { _, _ in try Reply.json(Number(meter.withModel { $0.lastReading })) }
        api.put("command/measure", use: measure)
        router.get("data/:file", use: data)
        return router
    }

    @Sendable private func measure(_ request: Request, _ context: Context) async throws -> Response {
        let order: Order
        do {
            order = try await request.decode(as: Order.self, context: context)
        } catch {
            throw Refusal(.badRequest, "the body is not {\"coordinates\": [number, …], \"order\": text, \"reading\": number, \"session\": text}")
        }
        let identifier = ReadingIdentifier(session: order.session, number: order.reading, order: order.order)
        do throws(MeterModel.Refusal) {
            try meter.withModel { (model) throws(MeterModel.Refusal) in try model.measure(identifier, at: Condition(order.coordinates)) }
        } catch {
            if case .notNext = error { throw Refusal(.conflict, error.description) }
            throw Refusal(.badRequest, error.description)
        }
        return try Reply.json(Number(identifier))
    }

    /// `N.json`, what a reading said; `N.xy`, its pattern.
    @Sendable private func data(_: Request, _ context: Context) async throws -> Response {
        let file = try context.parameters.require("file")
        let parts = file.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), let made = meter.withModel({ $0.reading(number) }) else {
            throw Refusal(.notFound, "there is no data \(file)")
        }
        switch parts[1] {
        case "json": return try Reply.json(MeterReading(made.identifier, at: made.place, bench: meter.bench))
        case "xy":
            guard let text = meter.bench.patternText(ofReading: number, at: made.place) else {
                throw Refusal(.notFound, "this meter takes no patterns")
            }
            return Reply.text(.ok, text)
        default: throw Refusal(.notFound, "there is no data \(file)")
        }
    }
}
