import Glibc

/// A furnace and its controller: a programmer that moves the working setpoint, and a sample that follows it.
///
/// While the control loop heats, the furnace's temperature F follows the working setpoint W with a first-order lag, `dF/dt = (W − F)/τ`; the output is
/// what that takes against the losses, `P = ((W − F)/τ + (F − ambient)/τ_cool)/g`, cut to `0...1`. With the output cut or commanded, the furnace obeys
/// `dF/dt = g P − (F − ambient)/τ_cool`.
///
/// Time passes only in ``advance(by:)``, in whole ticks, so the state at a time does not depend on how often anybody looked.
public struct FurnaceModel: Sendable {
    public enum ProgramState: Sendable, Hashable { case reset, running, holding, ended }

    /// Seconds. A binary fraction, so that ticks add up without rounding.
    public static let tick = 0.25
    /// Segments of a program; after the last comes an end.
    public static let segmentCount = 16

    public let specification: FurnaceSpecification
    /// The program, always the one that runs: an edited ramp goes on from where it is, an edited dwell ends its new duration after it began.
    public var segments = [ProgramSegment](repeating: .end, count: segmentCount)
    public internal(set) var programState = ProgramState.reset
    /// The position in `segments` of the segment that runs.
    public internal(set) var segmentIndex = 0
    /// Where the controller goes outside a program, kelvin, and how fast its working setpoint may move there, kelvin a minute; 0 for at once.
    public var setpointKelvin: Double
    public var setpointRateLimit: Double
    /// Where the control loop wants the sample now, kelvin.
    public internal(set) var workingSetpointKelvin: Double
    /// What the thermocouple feels, kelvin, without noise.
    public private(set) var temperatureKelvin: Double
    /// Heater output, `0...1`.
    public private(set) var output = 0.0
    /// Hand control: the output is ``manualOutput`` whatever the program does; the program keeps its clock.
    public private(set) var isManual = false
    /// `0...1`.
    public var manualOutput = 0.0
    /// What the output never exceeds, `0...1`, whoever asks.
    public var outputHighLimit = 1.0
    /// A thermocouple that came off: the controller sees no temperature and cuts the output.
    public var sensorIsBroken = false

    /// Seconds that the running dwell has lasted.
    var dwellSeconds = 0.0
    /// Time that has passed but does not fill a tick yet.
    private var pendingSeconds = 0.0
    private let lagDecay: Double
    private let coolingDecay: Double

    /// At ambient, no program, and a setpoint at the bottom of its range: cold.
    public init(_ specification: FurnaceSpecification) {
        self.specification = specification
        setpointKelvin = specification.lowestSetpointKelvin
        setpointRateLimit = specification.steepestRampKelvinPerMinute
        workingSetpointKelvin = specification.ambientKelvin
        temperatureKelvin = specification.ambientKelvin
        lagDecay = exp(-Self.tick / specification.lagSeconds)
        coolingDecay = exp(-Self.tick / specification.coolingSeconds)
    }

    /// Takes the output into hand control at what it is, or gives it back.
    public mutating func setManual(_ manual: Bool) {
        if manual, !isManual { manualOutput = output }
        isManual = manual
        updateOutput()
    }

    /// Lets time pass.
    /// - Parameter seconds: Lab time, finite and not negative.
    public mutating func advance(by seconds: Double) {
        precondition(seconds >= 0 && seconds.isFinite, "time passes forwards")
        pendingSeconds += seconds
        // A program is finite and a furnace that is off cools until it is at ambient, so a long wait ends early in `isAsleep`.
        while pendingSeconds >= Self.tick {
            if isAsleep {
                pendingSeconds = pendingSeconds.truncatingRemainder(dividingBy: Self.tick)
                return
            }
            pendingSeconds -= Self.tick
            advanceSetpoint()
            advanceTemperature()
        }
    }

    /// Whether the control loop, and not a hand or an ended program, decides the output.
    var isControlling: Bool { !isManual && !sensorIsBroken && programState != .ended }

    /// The output that would make the furnace follow the working setpoint, not cut.
    private var demand: Double {
        let loss = (temperatureKelvin - specification.ambientKelvin) / specification.coolingSeconds
        return ((workingSetpointKelvin - temperatureKelvin) / specification.lagSeconds + loss) / specification.fullPowerKelvinPerSecond
    }

    /// Called after everything that bears on the output, so that a command shows at once.
    mutating func updateOutput() {
        if sensorIsBroken {
            output = 0
        } else if isManual {
            output = min(manualOutput, outputHighLimit)
        } else if programState == .ended || (programState == .reset && setpointKelvin <= temperatureKelvin) {
            // Outside a program the loop never heats a furnace that is already above its setpoint, however slowly the working setpoint falls.
            output = 0
        } else {
            output = min(max(demand, 0), outputHighLimit)
        }
    }

    /// Nothing will change however long one waits.
    private var isAsleep: Bool {
        programState != .running && output == 0 && temperatureKelvin == specification.ambientKelvin
            && (programState != .reset || workingSetpointKelvin == setpointKelvin)
    }

    private mutating func advanceTemperature() {
        updateOutput()
        if isControlling, output == demand {
            temperatureKelvin = workingSetpointKelvin + (temperatureKelvin - workingSetpointKelvin) * lagDecay
            if !isRamping, abs(temperatureKelvin - workingSetpointKelvin) < specification.settledKelvin {
                temperatureKelvin = workingSetpointKelvin
            }
        } else {
            let final = specification.ambientKelvin + output * specification.fullPowerKelvinPerSecond * specification.coolingSeconds
            temperatureKelvin = final + (temperatureKelvin - final) * coolingDecay
            if output == 0, abs(temperatureKelvin - specification.ambientKelvin) < specification.settledKelvin {
                temperatureKelvin = specification.ambientKelvin
            }
        }
        updateOutput()
    }
}
