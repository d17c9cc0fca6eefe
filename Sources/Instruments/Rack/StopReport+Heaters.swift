import Tieline

extension StopReport {
    /// Commands all heaters off at once, and reports each by itself: one that does not answer holds up none of the others.
    static func switchingOff(_ furnaces: [Eurotherm2400], within limit: Duration) async -> StopReport {
        await withTaskGroup(of: (Int, Heater).self) { group in
            for (index, furnace) in furnaces.enumerated() {
                group.addTask { (index, await heater(furnace, within: limit)) }
            }
            var heaters = furnaces.map { Heater(name: $0.name, isConfirmedOff: false, message: "not asked") }
            for await (index, heater) in group { heaters[index] = heater }
            return StopReport(heaters: heaters)
        }
    }

    private static func heater(_ furnace: Eurotherm2400, within limit: Duration) async -> Heater {
        let message: String?? = await result(within: limit) {
            do {
                try await furnace.off()
                return nil
            } catch let error as InstrumentError {
                return "\(error.message). \(error.remedy)"
            } catch {
                return "\(error)"
            }
        }
        return switch message {
        case .none:
            Heater(
                name: furnace.name, isConfirmedOff: false,
                message: "no confirmation within \(limit.inSeconds.tenths) s. Switch the heater off at its mains, now.")
        case .some(.none): Heater(name: furnace.name, isConfirmedOff: true, message: "program reset, output 0 %, both read back")
        case .some(.some(let reason)): Heater(name: furnace.name, isConfirmedOff: false, message: reason)
        }
    }
}
