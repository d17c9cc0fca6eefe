/// The zero of the Celsius scale in kelvin (exact by definition). Kelvin inside; degrees Celsius only where a person reads them.
public let celsiusZeroInKelvin = 273.15

/// The temperature in degrees Celsius of a temperature in kelvin.
public func degreesCelsius(fromKelvin kelvin: Double) -> Double { kelvin - celsiusZeroInKelvin }

/// The temperature in kelvin of a temperature in degrees Celsius.
public func kelvin(fromDegreesCelsius celsius: Double) -> Double { celsius + celsiusZeroInKelvin }
