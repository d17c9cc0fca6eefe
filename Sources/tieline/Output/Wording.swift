import Tieline

/// Numbers in the words of people: degrees Celsius, hours and minutes, digits that the uncertainty allows.
enum Wording {
    /// `value` with `decimals` digits after the point, `0...6`.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled.isFinite, scaled < 0x1p53 else { return "–" }
        let digits = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = value < 0 && scaled != 0 ? "-" : ""
        return decimals == 0 ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// `133.0 °C`
    static func temperature(kelvin: Double) -> String { fixed(degreesCelsius(fromKelvin: kelvin), 1) + " °C" }

    /// `40 s`, `12 min`, `3 h 05 min`, `12 h`
    static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        if seconds < 90 { return "\(Int(seconds.rounded())) s" }
        let minutes = Int((seconds / 60).rounded())
        guard minutes >= 60 else { return "\(minutes) min" }
        let rest = minutes % 60
        return "\(minutes / 60) h" + (rest == 0 ? "" : rest < 10 ? " 0\(rest) min" : " \(rest) min")
    }

    /// `x_Sn = 0.874, T = 133.0 °C`
    static func condition(_ condition: Condition, axes: [Axis]) -> String {
        zip(axes, condition.coordinates).map { axis, value in
            switch axis.unit {
            case .kelvin: "\(axis.name) = \(temperature(kelvin: value))"
            case .moleFraction: "\(axis.name) = \(fixed(value, 3))"
            case .none: "\(axis.name) = \(fixed(value, axis.decimals))"
            }
        }.joined(separator: ", ")
    }

    /// `133.2 ± 0.6 °C, x = 0.534 ± 0.008`; ± is one posterior standard deviation.
    static func invariant(_ invariant: InvariantEstimate) -> String {
        let temperature = invariant.temperature
        let composition = invariant.composition
        return "\(fixed(degreesCelsius(fromKelvin: temperature.value), 1)) ± \(fixed(temperature.standardDeviation, 1)) °C, "
            + "x = \(fixed(composition.value, 3)) ± \(fixed(composition.standardDeviation, 3))" + (invariant.isReliable ? "" : " (not reliable yet)")
    }

    /// `97.2 % expected right, 98.0 % wanted, 2 of 2 regions seen`
    static func map(_ progress: MapProgress) -> String {
        let seen = "\(progress.regionsSeen) of \(progress.regions) regions seen"
        guard let accuracy = progress.expectedAccuracy else { return seen }
        return "\(fixed(100 * accuracy, 1)) % expected right, \(fixed(100 * progress.wantedAccuracy, 1)) % wanted, \(seen)"
            + (progress.isReliable ? "" : " (not shown to have mixed: not reliable yet)")
    }

    /// `magnetisation = 10.41 V at FE = 0.730, GA = 0.200, PD = 0.070`
    static func best(_ best: MapProgress.Best, axes: [Axis]) -> String {
        "\(best.property) = \(fixed(best.value, 2))\(best.unit == "1" ? "" : " " + best.unit) at \(condition(best.condition, axes: axes))"
    }

    /// `132.4 °C, target 133.0 °C, output 34 %`
    static func furnace(_ reading: TemperatureReading) -> String {
        let measured = temperature(kelvin: reading.measuredKelvin)
        let target = temperature(kelvin: reading.targetKelvin)
        let output = "output \(fixed(reading.outputPercent, 0)) %"
        let program =
            switch reading.program {
            case .off: "\(measured), off, \(output)"
            case .running: "\(measured), target \(target), \(output)"
            case .holding: "\(measured), holding \(target), \(output)"
            case .ended: "\(measured), program ended, \(output)"
            }
        return ([program] + reading.faults).joined(separator: "; ")
    }
}
