import ArgumentParser
import Foundation
import Hummingbird
import Logging
import NIOCore
import SimulatedBench
import Tieline

/// `tieline-sim`: the simulated bench on the wire.
@main
struct TielineSimulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tieline-sim",
        abstract: "A simulated bench that speaks the real protocols: a furnace, a stage and a diffractometer, or a sample meter.",
        discussion: """
            The furnace is a Eurotherm 2416 on a pseudo-terminal (Modbus RTU, unit 1); the stage and the DECTRIS detector (SIMPLON 1.8.0) are on \
            HTTP, 127.0.0.1 only. All three say that they are simulated. What they answer follows from the bench file and the seed alone.

            A bench file of a phase map has a sample meter instead, on HTTP alone; its line of JSON names no furnace.

            When everything listens, one line of JSON goes to standard output:

              {"furnace": "/dev/pts/7", "port": 40123}

            The bench lives until SIGTERM or SIGINT, whatever happens to those who use it, and then removes its link.

            Faults for tests, in seconds of lab time since the start: --fault sensor-break@600-1200. Kinds: \
            \(BenchFault.Kind.allCases.map(\.rawValue).joined(separator: ", ")).

            EXAMPLE
              tieline-sim --bench config/benches/sn-bi-film.yaml --seed 1 --speed 200 --link /tmp/furnace --port 8099
              mbpoll -m rtu -b 9600 -P none -a 1 -0 -r 1 -c 5 -t 4:hex /tmp/furnace
              curl -s http://127.0.0.1:8099/detector/api/1.8.0/status/state
            """)

    @Option(help: ArgumentHelp("The bench file: the truth that the instruments hide.", valueName: "file"))
    var bench: String

    @Option(help: ArgumentHelp("Decides every random number of the bench.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many seconds of lab time pass in a second, 1 to 100000.", valueName: "n"))
    var speed = 1.0

    @Option(help: ArgumentHelp("Where to put a symbolic link to the furnace's pseudo-terminal.", valueName: "path"))
    var link: String?

    @Option(help: ArgumentHelp("The HTTP port; 0 for any free one.", valueName: "n"))
    var port = 0

    @Option(help: ArgumentHelp("A file to write the line of JSON to as well.", valueName: "file"))
    var readyFile: String?

    @Option(help: ArgumentHelp("Something that goes wrong: kind, kind@start or kind@start-end. May be repeated.", valueName: "fault"))
    var fault: [String] = []

    func validate() throws {
        guard (1...100_000).contains(speed) else { throw ValidationError("--speed \(speed) is outside 1 to 100000.") }
        guard (0...65_535).contains(port) else { throw ValidationError("--port \(port) is outside 0 to 65535.") }
        for text in fault where BenchFault(text) == nil {
            throw ValidationError("--fault \(text) is not kind, kind@start or kind@start-end; see --help.")
        }
    }

    func run() async throws {
        let signals = await Signals.watched()
        if case .map = try BenchKind(ofFile: bench) { return try await serveMeter(until: signals) }
        let film = try FilmBench(contentsOf: bench, seed: seed)
        let live = LiveBench(film: film, clock: LabClock(speed: speed), faults: fault.compactMap { BenchFault($0) })
        let terminal = try PseudoTerminal(link: link)
        defer { terminal.close() }
        let furnace = try ModbusServer(bench: live, descriptor: terminal.controller)
        defer { furnace.stop() }
        furnace.start()

        try await serve(BenchRoutes(bench: live).router(), furnace: terminal.path, until: signals)
    }

    /// The meter of a phase map has neither furnace nor line.
    private func serveMeter(until signals: Signals) async throws {
        let live = LiveMeter(
            try MapBench(contentsOf: bench, seed: seed), session: UUID().uuidString, clock: LabClock(speed: speed),
            faults: fault.compactMap { BenchFault($0) })
        try await serve(MeterRoutes(meter: live).router(), furnace: nil, until: signals)
    }

    private func serve(_ router: Router<BenchRoutes.Context>, furnace: String?, until signals: Signals) async throws {
        var logger = Logger(label: "tieline-sim") { StreamLogHandler.standardError(label: $0) }
        // Below this the server reports every connection that the end of the bench cuts; what keeps it from starting is thrown.
        logger.logLevel = .critical
        let readyFile = readyFile
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "tieline-sim"),
            onServerRunning: { channel in
                ReadyLine(furnace: furnace, port: channel.localAddress?.port ?? 0).announce(file: readyFile)
            },
            logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await application.run() }
            group.addTask { await signals.first() }
            defer { group.cancelAll() }
            try await group.next()
        }
        ReadyLine.remove(file: readyFile)
    }
}
