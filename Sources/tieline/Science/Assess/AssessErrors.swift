import ArgumentParser
import Calphad

/// Standard errors of data whose files state none.
struct AssessErrors: ParsableArguments {
    @Option(help: ArgumentHelp("Standard error of temperatures of boundaries, kelvin.", valueName: "kelvin"))
    var errorTemperature: Double = EspeiReading().temperature

    @Option(help: ArgumentHelp("Standard error of compositions of boundaries, mole fraction.", valueName: "fraction"))
    var errorFraction: Double = EspeiReading().fraction

    @Option(help: ArgumentHelp("Standard error of enthalpies, J per mole of atoms.", valueName: "J/mol"))
    var errorEnergy: Double = EspeiReading().energy

    @Option(help: ArgumentHelp("Standard error of entropies and heat capacities, J/(mol K).", valueName: "J/(mol K)"))
    var errorEntropy: Double = EspeiReading().entropy

    @Option(help: ArgumentHelp("Relative standard error of activities.", valueName: "fraction"))
    var errorActivity: Double = EspeiReading().relativeActivity

    func validate() throws {
        for (name, value) in [
            ("temperature", errorTemperature), ("fraction", errorFraction), ("energy", errorEnergy), ("entropy", errorEntropy),
            ("activity", errorActivity),
        ] where !(value.isFinite && value > 0) { throw ValidationError("--error-\(name) \(value) is not above zero.") }
    }

    var reading: EspeiReading {
        var reading = EspeiReading()
        reading.temperature = errorTemperature
        reading.fraction = errorFraction
        reading.energy = errorEnergy
        reading.entropy = errorEntropy
        reading.relativeActivity = errorActivity
        return reading
    }
}
