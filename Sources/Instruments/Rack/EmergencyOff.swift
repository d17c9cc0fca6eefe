public import Tieline

/// Switches every heater off over connections of its own: what `tieline stop` does when no daemon answers.
///
/// Needs nothing but the instrument file and the lines: no daemon, no database, no network.
public enum EmergencyOff {
    /// How long a port that somebody still holds is tried again: a killed process lets go of it within moments.
    static let portTimeLimit = Duration.seconds(2)
    static let portInterval = Duration.milliseconds(50)

    /// Opens every furnace's line, drains it, commands off, and reads back.
    ///
    /// - Returns: Every furnace of the file, confirmed or not. It takes at most ``Rack/offTimeLimit`` and two seconds.
    public static func run(_ configuration: InstrumentConfiguration) async -> StopReport {
        var lines: [ModbusLine] = []
        var furnaces: [Eurotherm2400] = []
        for furnace in configuration.furnaces {
            let line =
                lines.first { $0.path == furnace.port }
                ?? ModbusLine(path: furnace.port, baud: furnace.baud, timing: ModbusTiming(baud: furnace.baud))
            if !lines.contains(where: { $0 === line }) { lines.append(line) }
            furnaces.append(Eurotherm2400(name: furnace.name, line: line, unit: furnace.unit, limits: furnace.limits))
        }
        await withTaskGroup(of: Void.self) { group in
            for line in lines { group.addTask { await waitForPort(of: line) } }
        }
        return await StopReport.switchingOff(furnaces, within: Rack.offTimeLimit)
    }

    private static func waitForPort(of line: ModbusLine) async {
        let tries = Int(portTimeLimit / portInterval)
        for _ in 0..<tries {
            do {
                try await line.open()
                return
            } catch let error as ModbusError where error.kind == .busy {
                try? await Task.sleep(for: portInterval)
            } catch {
                // Not busy but broken: the command to switch off will say so.
                return
            }
        }
    }
}
