import Hummingbird
import SimulatedBench
import Tieline

/// What the bench serves over HTTP; docs/bench-protocol.md says it in words.
struct BenchRoutes: Sendable {
    typealias Context = BasicRequestContext

    let bench: LiveBench

    func router() -> Router<Context> {
        let router = Router(context: Context.self)
        router.addMiddleware { SimulatedReplies(isFailing: { bench.withDevices { $0.hasFault(.httpError) } }) }
        let detector = router.group("detector/api/1.8.0")
        detector.get("config/:key") { _, context in
            try parameter(context) { key in bench.withDevices { $0.detector.configuration(key) } }
        }
        detector.get("status/:key") { _, context in
            try parameter(context) { key in bench.withDevices { $0.detector.status(key) } }
        }
        detector.put("config/:key", use: writeDetectorParameter)
        detector.put("command/:name", use: commandDetector)
        let stage = router.group("stage/api/1.0.0")
        stage.get("config/:key") { _, context in
            try parameter(context) { key in bench.withDevices { $0.stage.configuration(key) } }
        }
        stage.get("status/:key") { _, context in
            try parameter(context) { key in bench.withDevices { $0.stage.status(key) } }
        }
        stage.put("config/:key", use: moveStage)
        router.get("data/:file", use: pattern)
        return router
    }

    private func parameter(_ context: Context, _ find: (String) -> SimplonParameter?) throws -> Response { try Reply.parameter(context, find) }

    @Sendable private func writeDetectorParameter(_ request: Request, _ context: Context) async throws -> Response {
        let key = try context.parameters.require("key")
        let written = try await WrittenValue(request, context)
        let changed: [String]
        do {
            changed = try bench.withDevices { (devices) throws(DetectorModel.ParameterError) in
                switch written {
                case .number(let number): try devices.detector.configure(key, to: number)
                case .text(let text): try devices.detector.configure(key, to: text)
                }
            }
        } catch {
            if case .unknown = error { throw Refusal(.notFound, error.description) }
            throw Refusal(.badRequest, error.description)
        }
        return try Reply.json(changed)
    }

    @Sendable private func commandDetector(_: Request, _ context: Context) async throws -> Response {
        let name = try context.parameters.require("name")
        guard let command = DetectorModel.Command(rawValue: name) else { throw Refusal(.notFound, "there is no command \(name)") }
        let (series, end): (Int, Double?)
        do {
            (series, end) = try bench.withDevices { (devices) throws(DetectorModel.Refusal) in
                try devices.command(command)
                return (devices.detector.series, devices.exposureEnd)
            }
        } catch {
            throw Refusal(.badRequest, error.description)
        }
        switch command {
        case .arm:
            return try Reply.json(["sequence id": series])
        case .trigger:
            try await finishExposure(of: series, at: end ?? 0)
            return Reply.json("null")
        case .initialize, .disarm, .cancel, .abort:
            return Reply.json("null")
        }
    }

    /// Waits in lab time until the exposure is over, and says whether it came to its end.
    private func finishExposure(of series: Int, at end: Double) async throws {
        // An exposure that is thrown away ends early; looking now and then is soon enough to tell. At most 3,600 s / 0.05 s looks.
        while bench.withDevices({ $0.exposureEnd }) == end {
            let left = Duration.seconds(end) - bench.clock.now.elapsed
            try await bench.clock.sleep(for: max(.zero, min(left, .milliseconds(50) * bench.clock.speed)))
        }
        guard bench.withDevices({ $0.exposure(series: series) }) != nil else {
            throw Refusal(.badRequest, "the exposure of series \(series) was thrown away")
        }
    }

    @Sendable private func moveStage(_ request: Request, _ context: Context) async throws -> Response {
        // A literal route beside `config/:key` would hide the reading of the target.
        let key = try context.parameters.require("key")
        guard key == "target" else { throw Refusal(.notFound, "there is no parameter \(key) to write") }
        guard case .number(let target) = try await WrittenValue(request, context) else { throw Refusal(.badRequest, "target is not a number") }
        let (isMoving, travel) = bench.withDevices { ($0.stage.move(toMillimetres: target), $0.stage.specification) }
        guard isMoving else {
            throw Refusal(.badRequest, "target is \(target) mm, outside \(travel.minimumMillimetres) to \(travel.maximumMillimetres) mm")
        }
        return Reply.json("[]")
    }

    @Sendable private func pattern(_: Request, _ context: Context) async throws -> Response {
        let file = try context.parameters.require("file")
        guard file.hasSuffix(".xy"), let series = Int(file.dropLast(3)), let exposure = bench.withDevices({ $0.exposure(series: series) }) else {
            throw Refusal(.notFound, "there is no data \(file)")
        }
        return Reply.text(.ok, try bench.film.text(of: exposure))
    }
}
