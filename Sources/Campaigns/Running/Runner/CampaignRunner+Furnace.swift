import Journal
import Logging
import Tieline

extension CampaignRunner {
    /// Empty for a campaign that heats nothing.
    var furnaceName: String { specification.instruments.furnace }

    /// What is known of the heater of a campaign that rests.
    enum HeaterState {
        /// It has none.
        case none
        case off
        /// It did not confirm: a person has to look.
        case notConfirmed
    }

    func furnace() throws -> any TemperatureController { try services.rack.furnace(named: furnaceName) }

    /// How long the controller may hold by itself: long enough for an exposure, short enough to be cold soon if everything dies.
    var dwellSeconds: Double {
        max(services.policy.dwellSeconds, specification.measurement.exposureSeconds + 2 * services.policy.dwellMarginSeconds)
    }

    /// Sees to it that the furnace runs a program to `kelvin`; starts none if it does so already.
    func heat(toKelvin kelvin: Double, reason: String) async throws {
        if active?.program.targetKelvin == kelvin { return }
        let from = try await poll().measuredKelvin
        let program = HeatingProgram(
            targetKelvin: kelvin, rampKelvinPerMinute: specification.measurement.rampKelvinPerMinute, dwellSeconds: dwellSeconds)
        inToleranceSince = nil
        post(.heating, "heating from \(celsius(from)) to \(celsius(kelvin)) at \(fixed(program.rampKelvinPerMinute, 1)) K/min")
        let furnace = try furnace()
        try await perform(
            .heat(.init(furnace: furnaceName, program: program)), reason: reason, after: (.heatCommitted, .heatCommanded, .heatRecorded),
            outcome: "the controller runs the program to \(fixed(kelvin, 2)) K"
        ) {
            // From here on it may be hot, whatever the call says.
            await self.programMayRun(program, fromKelvin: from)
            try await furnace.start(program)
        }
    }

    private func programMayRun(_ program: HeatingProgram, fromKelvin from: Double) {
        let rampEnds = services.lab.now() + abs(program.targetKelvin - from) / program.rampKelvinPerMinute * 60
        active = ActiveProgram(program: program, rampEnds: rampEnds, dwellEnds: rampEnds + program.dwellSeconds)
        latch.programDidStart()
        isSettledRecorded = false
    }

    /// Waits until the measured temperature has been within the tolerance for the settling time without a break.
    /// - Throws: ``InstrumentError`` with code `notSettled` when the time is over.
    func settle(atKelvin kelvin: Double) async throws {
        let rules = specification.measurement
        var deadline = max(active?.rampEnds ?? 0, services.lab.now()) + rules.timeoutSeconds
        while true {
            let before = services.lab.now()
            try await checkpoint()
            // A pause inside the checkpoint is not the furnace's fault.
            deadline += services.lab.now() - before
            let reading = try await poll()
            let now = services.lab.now()
            if abs(reading.measuredKelvin - kelvin) <= rules.toleranceKelvin {
                let since = inToleranceSince ?? now
                inToleranceSince = since
                if now - since >= rules.settlingSeconds { break }
            } else {
                inToleranceSince = nil
            }
            // Once it is within the tolerance it may finish: a machine that was busy with something else looked too rarely, the furnace did nothing wrong.
            guard now < deadline || inToleranceSince != nil else {
                throw InstrumentError(
                    .notSettled, instrument: furnaceName,
                    message:
                        "\(fixed(reading.measuredKelvin, 2)) K, not within \(fixed(rules.toleranceKelvin, 2)) K of \(fixed(kelvin, 2)) K for \(rules.settlingSeconds) s, "
                        + "\(rules.timeoutSeconds) s after the ramp should have ended",
                    remedy: "Look at the furnace's tuning, or raise `timeout` or `tolerance` in the campaign")
            }
            try await services.lab.sleep(services.policy.pollSeconds)
        }
        if !isSettledRecorded {
            isSettledRecorded = true
            let reading = lastReading?.measuredKelvin ?? kelvin
            try await record(
                LaboratoryEvent.settled(.init(targetKelvin: kelvin, measuredKelvin: reading)), why: "the sample has come to \(fixed(kelvin, 2)) K")
            post(.settled, "settled at \(celsius(kelvin)), \(celsius(reading)) measured")
        }
        try await services.failpoint(.settled)
    }

    /// One reading: through every interlock, to the telemetry and the board; and the dwell is extended if it needs to be.
    /// - Throws: ``InterlockLatch/Trip`` after the heater was commanded off.
    @discardableResult
    func poll() async throws -> TemperatureReading {
        let began = services.wall.now()
        let reading: TemperatureReading
        do {
            let furnace = try furnace()
            reading = try await repeatingRead { try await furnace.read() }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw await tripped(latch.readingFailed(error)) ?? error
        }
        let trip = latch.observe(
            reading, labSeconds: services.lab.now(), tookSeconds: services.wall.now() - began, program: active?.program)
        if let trip { throw await tripped(trip) ?? trip }
        lastReading = reading
        board.post(.heating, nil) { $0.temperature = reading }
        await keepTelemetry(reading)
        try await extendDwell(atLeast: dwellSeconds / 2)
        return reading
    }

    /// Extends the running program so that at least `seconds` of its dwell are left. Part of the heating intent: it only lets the furnace stay as it is.
    func extendDwell(atLeast seconds: Double) async throws {
        guard let active, active.dwellEnds - services.lab.now() < seconds else { return }
        try await furnace().extendDwell(seconds: dwellSeconds)
        self.active?.dwellEnds = services.lab.now() + dwellSeconds
    }

    /// Reads only: tries again a bounded number of times. Nothing that acts goes through here.
    func repeatingRead<Value: Sendable>(_ read: @Sendable () async throws -> Value) async throws -> Value {
        for _ in 1..<max(1, services.policy.readAttempts) {
            do { return try await read() } catch let error as InstrumentError where error.code == .noReply || error.code == .malformedReply {
                services.logger.warning("read again", metadata: ["event": "instrument.read.repeated", "error": "\(error)"])
            }
        }
        return try await read()
    }

    /// The heater goes off before anyone is told.
    private func tripped(_ trip: InterlockLatch.Trip?) async -> InterlockLatch.Trip? {
        guard let trip else { return nil }
        await heaterOff(because: trip.description)
        await tryToRecord(trip.description) {
            try await record(LaboratoryEvent.tripped(.init(cause: trip.cause, message: trip.message)), why: trip.description)
        }
        post(.warning, trip.description)
        return trip
    }

    private func keepTelemetry(_ reading: TemperatureReading) async {
        let elapsed = elapsedSeconds
        let wallTime = services.secondsSince1970()
        let values = [
            ("measuredKelvin", reading.measuredKelvin), ("workingSetpointKelvin", reading.workingSetpointKelvin),
            ("outputPercent", reading.outputPercent),
        ]
        let points = values.map { TelemetryPoint(instrument: furnaceName, quantity: $0.0, value: $0.1, labSeconds: elapsed, wallTime: wallTime) }
        await tryToRecord("telemetry") { try await services.journal.keep(points, of: name) }
    }

    /// A heater that was not read back as off is commanded off again and again, until it is, or somebody heats it on purpose: a line that comes back
    /// must not find a hot furnace that everyone has given up.
    private func keepSwitchingOff() {
        guard services.policy.offRetries > 0, offRetry == nil else { return }
        offRetry = Task { [weak self, services, furnaceName] in
            for _ in 0..<services.policy.offRetries {
                guard (try? await services.wall.sleep(services.policy.offRetrySeconds)) != nil, let self, await self.active == nil else { break }
                guard (try? await services.rack.furnace(named: furnaceName).off()) != nil else { continue }
                await self.switchedOffLate()
                break
            }
            await self?.endOfRetries()
        }
    }

    private func endOfRetries() { offRetry = nil }

    private func switchedOffLate() async {
        let message = "read back as off, after it was not"
        await tryToRecord("\(furnaceName) \(message)") {
            try await record(
                LaboratoryEvent.heaterOff(.init(furnace: furnaceName, isConfirmedOff: true, message: message)), why: "the line answers again")
        }
        post(.warning, "\(furnaceName): \(message)")
    }

    /// Commands the furnace off and waits until it was read back as off. Needs the line and nothing else; not even a task that is not cancelled.
    /// - Returns: Whether it was read back as off; nothing is done where nothing is heated.
    @discardableResult
    func heaterOff(because reason: String) async -> HeaterState {
        guard !furnaceName.isEmpty else { return .none }
        active = nil
        inToleranceSince = nil
        let rack = services.rack
        let name = furnaceName
        let attempts = max(1, services.policy.offAttempts)
        let failure: (any Error)? = await Task {
            var failure: (any Error)?
            for _ in 1...attempts {
                do {
                    try await rack.furnace(named: name).off()
                    return nil
                } catch { failure = error }
            }
            return failure
        }.value
        let message = failure.map { "NOT read back as off: \($0)" } ?? "read back as off"
        if failure != nil {
            services.logger.critical(
                "furnace not confirmed off", metadata: ["event": "furnace.off.unconfirmed", "furnace": "\(name)", "error": "\(message)"])
            post(.warning, "\(name): \(message). Switch it off by hand; it is tried again")
            keepSwitchingOff()
        }
        await tryToRecord("\(name) \(message)") {
            try await record(LaboratoryEvent.heaterOff(.init(furnace: name, isConfirmedOff: failure == nil, message: message)), why: reason)
        }
        return failure == nil ? .off : .notConfirmed
    }
}
