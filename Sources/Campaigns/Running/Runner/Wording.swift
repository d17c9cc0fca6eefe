import Tieline

/// A temperature as a person at the furnace reads it.
func celsius(_ kelvin: Double) -> String { "\(fixed(degreesCelsius(fromKelvin: kelvin), 1)) °C" }
