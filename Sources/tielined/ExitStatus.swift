import Glibc
import Tieline

/// How the daemon ends.
enum ExitStatus: Int32 {
    /// Told to end, and every heater was read back as off.
    case done = 0
    /// It could not start, or a part of it failed.
    case failed = 1
    /// The command line or a configuration file is wrong.
    case wrongUsage = 2
    /// Told to end, and a heater was not read back as off: look at the log, and at the furnace.
    case heaterNotConfirmed = 3

    /// How a daemon ends that was told to, after its last look at the heaters.
    init(_ report: StopReport) { self = report.everythingIsOff ? .done : .heaterNotConfirmed }

    func exit() -> Never { Glibc.exit(rawValue) }
}
