import Foundation
import Testing

/// Simulators that other people wrote, each in a Python environment of its own that is made once, under `.build`.
enum ThirdParty {
    static let pymodbus = environment("pymodbus-3.16.1", packages: ["pymodbus[serial]==3.16.1"])
    static let tickitDevices = environment("tickit-devices-0.4.1", packages: ["tickit-devices==0.4.1"])
    static let socat = FileManager.default.isExecutableFile(atPath: "/usr/bin/socat")

    static let support = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    static var scripts: URL { support.appending(path: "Python") }

    /// The environment's folder, or `nil` after saying on standard error why the tests that need it are left out.
    private static func environment(_ name: String, packages: [String]) -> URL? {
        let root = support.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(path: ".build/third-party/\(name)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [scripts.appending(path: "make-venv.sh").path, folder.path] + packages
        process.standardOutput = FileHandle.standardError
        do {
            try process.run()
            process.waitUntilExit()
            if process.terminationStatus == 0 { return folder }
        } catch {}
        FileHandle.standardError.write(
            Data("\n*** NOT TESTED: no Python environment with \(packages.joined(separator: ", ")), so no driver meets it. ***\n\n".utf8))
        return nil
    }
}
