import Foundation
import Instruments
import Tieline

/// The bench's sample meter on the web, with a gateway before it that answers 500 to every order, and passes it on late.
struct MeterBehindGateway: HTTPRequesting {
    let meter: FakeMeter

    private struct Order: Codable {
        var coordinates: [Double]?
        var reading: Int
        var session: String
        var order: String
    }

    func request(_ method: HTTPMethod, _ path: String, body: [UInt8]?, timeout: Duration) async throws(HTTPError) -> HTTPReply {
        do {
            return try await answer(method, path.split(separator: "/").last.map(String.init) ?? "", body)
        } catch is CancellationError {
            throw HTTPError(.cancelled, path)
        } catch {
            throw HTTPError(.timeout, "\(error)")
        }
    }

    private func answer(_ method: HTTPMethod, _ key: String, _ body: [UInt8]?) async throws -> HTTPReply {
        switch (method, key) {
        case (.put, _):
            let order = try JSONDecoder().decode(Order.self, from: Data(body ?? []))
            let identifier = ReadingIdentifier(session: order.session, number: order.reading, order: order.order)
            meter.orderLate(identifier, at: Condition(order.coordinates ?? []))
            return reply("upstream prematurely closed connection", status: 500)
        case (_, "description"): return reply("{\"value\": \"Meter\"}")
        case (_, "measurement_time"): return reply("{\"value\": \(FakeMeter.readingSeconds)}")
        case (_, "state"): return reply("{\"value\": \"\(meter.bench.snapshot.reading == nil ? "idle" : "measuring")\"}")
        case (_, "last"):
            let last = try await meter.lastReading()
            return try reply(Order(reading: last.number, session: last.session, order: last.order))
        default:
            let last = try await meter.lastReading()
            let asked = ReadingIdentifier(session: last.session, number: Int(key.dropLast(".json".count)) ?? 0, order: "")
            guard meter.bench.snapshot.reading != asked.number, let reading = try await meter.reading(asked) else {
                return reply("no such reading", status: 404)
            }
            return try reply(Served(reading))
        }
    }

    private struct Served: Encodable {
        struct Label: Encodable { var source: String, regions: [String], probabilities: [Double] }
        struct Property: Encodable { var name: String, value: Double, standardDeviation: Double }
        var coordinates: [Double], session: String, reading: Int, order: String, labels: [Label], properties: [Property]

        init(_ reading: SampleReading) {
            coordinates = reading.condition.coordinates
            (session, self.reading, order) = (reading.identifier.session, reading.identifier.number, reading.identifier.order)
            labels = reading.labels.map { Label(source: $0.source, regions: $0.regions, probabilities: $0.probabilities) }
            properties = reading.properties.map { Property(name: $0.property, value: $0.value, standardDeviation: $0.standardDeviation) }
        }
    }

    private func reply(_ text: String, status: Int = 200) -> HTTPReply { HTTPReply(status: status, body: Array(text.utf8), isSimulated: true) }
    private func reply(_ document: some Encodable) throws -> HTTPReply {
        HTTPReply(status: 200, body: Array(try JSONEncoder().encode(document)), isSimulated: true)
    }
}
