import ConfigurationFiles
import ControlProtocol
import Foundation
import Instruments
import Tieline

/// What the daemon is told when it starts. Paths in the file are relative to the file's folder, paths on the command line to the working folder.
///
/// ```yaml
/// state: ../var/tieline            # the folder of the journal
/// socket: /run/tieline/control.sock   # optional; else $TIELINE_SOCKET, $XDG_RUNTIME_DIR/tieline.sock, this
/// clock: {speed: 1}                # optional; more than 1 only where every instrument says that it is simulated
/// instruments: instruments.yaml
/// ```
struct DaemonConfiguration {
    /// A laboratory that runs faster than this leaves its drivers no time to speak.
    static let maximumSpeed = 100_000.0
    /// A configuration is a page, not a book.
    private static let maximumFileBytes = 1 << 20

    let state: String
    let socket: SocketPath
    let speed: Double
    let instrumentsFile: String
    let instruments: InstrumentConfiguration

    init(_ options: DaemonOptions) throws {
        try self.init(
            parsing: Self.read(options.config), file: options.config, stateOption: options.state, socketOption: options.socket,
            environment: ProcessInfo.processInfo.environment)
    }

    /// - Throws: `SpecificationError` for the files, `ControlFailure` for a socket path that is too long.
    init(parsing text: String, file: String, stateOption: String?, socketOption: String?, environment: [String: String]) throws {
        let root = try YAMLDocument(parsing: text, file: file).root.mapping(["state", "socket", "clock", "instruments"])
        let folder = URL(filePath: Self.absolute(file, in: FileManager.default.currentDirectoryPath)).deletingLastPathComponent().path
        state =
            if let stateOption { Self.absolute(stateOption, in: FileManager.default.currentDirectoryPath) } else {
                Self.absolute(try root.required("state").string(), in: folder)
            }
        socket =
            if socketOption == nil, let field = root.optional("socket") {
                try SocketPath(Self.absolute(field.string(), in: folder), from: .configuration)
            } else {
                try SocketPath.resolve(option: socketOption, environment: environment)
            }
        speed = try root.optional("clock")?.mapping(["speed"]).required("speed").number(in: 1...Self.maximumSpeed) ?? 1
        let field = try root.required("instruments")
        instrumentsFile = Self.absolute(try field.string(), in: folder)
        instruments = try InstrumentConfiguration(parsing: Self.read(instrumentsFile), file: instrumentsFile)
    }

    static func read(_ path: String) throws(SpecificationError) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= maximumFileBytes, let text = String(data: data, encoding: .utf8)
        else {
            throw SpecificationError(
                .unreadable, file: path, line: nil, field: "",
                message: "the file is not there, is not text, or is longer than \(maximumFileBytes) bytes",
                remedy: "Check its name and who may read it.")
        }
        return text
    }

    static func absolute(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : URL(filePath: folder, directoryHint: .isDirectory).appending(path: path).standardizedFileURL.path
    }
}
