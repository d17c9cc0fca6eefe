import Journal
import Logging
import Tieline

/// Runs one campaign: decide, measure, learn, and again, until the strategy says stop. To measure is to heat, settle, move and expose a film, or to have a meter
/// read a sample: ``MeasurementPlan``.
///
/// It holds a ``CampaignLifecycle``, a ``CampaignHistory``, an ``InterlockLatch`` and a belief; everything that happens is a row of the journal first.
/// Its furnace, if it has one, is off, and read back as off, whenever ``drive(goingOn:)`` has returned.
actor CampaignRunner {
    /// What the furnace was told, while it may be hot.
    struct ActiveProgram {
        var program: HeatingProgram
        /// When its ramp should be over, and when it would end by itself: lab clock.
        var rampEnds: Double
        var dwellEnds: Double
    }

    enum Phase { case idle, reconciling, deciding, heating, exposing }

    /// Who wants something, and why.
    struct Request {
        var who: String
        var why: String
    }

    /// Ways out of the loop that are not errors.
    enum Halt: Error {
        /// Someone else changed the lifecycle and has written it down: aborted, or the daemon stops.
        case lifecycleChanged
        /// A pause held as long as it may.
        case pauseExpired(afterSeconds: Double)
        /// A pause of a campaign that heats nothing: there is nothing to hold.
        case paused
    }

    /// Who the journal names for what nobody asked for.
    static let daemon = "tielined"

    nonisolated let name: String
    nonisolated let board: CampaignBoard
    nonisolated let specification: CampaignSpecification
    let services: LaboratoryServices
    let plan: MeasurementPlan
    var history: CampaignHistory
    var lifecycle: CampaignLifecycle
    var latch: InterlockLatch
    /// Made when it is first needed, from the first event.
    var belief: (any Strategy)?
    /// Events that the belief has not seen.
    var unfolded: [CampaignEvent]
    var phase = Phase.idle
    /// `nil`: the furnace was last told to be off.
    var active: ActiveProgram?
    var inToleranceSince: Double?
    /// Whether the journal has that the sample came to the temperature of the running program.
    var isSettledRecorded = false
    var lastReading: TemperatureReading?
    /// What went wrong with the furnace while something else was awaited.
    var watchFault: (any Error)?
    var driving: Task<Void, Never>?
    /// Commands a heater off that was not read back as off.
    var offRetry: Task<Void, Never>?
    var pauseRequest: Request?
    /// Whether an abort is being carried out whose last words are still to come.
    var isAborting = false
    /// Numbers of priors that were given away, written or not.
    var priorsGiven = 0
    private var pauseWaiters: [CheckedContinuation<Void, Never>] = []
    /// Lab time of the campaign when this drive began, and the clock then.
    private var elapsedBefore: Double
    private var driveBegan: Double?

    /// - Parameter rows: All rows of the campaign.
    /// - Throws: `JournalError` with code `unreadable`, `ControlError` with code `notPossible`.
    init(name: String, rows: [RecordedEvent], services: LaboratoryServices) throws {
        guard let first = rows.first, let start = try CampaignEvent(first) else {
            throw JournalError(.unreadable, message: "campaign \(name) has no first event", remedy: "Run `tieline verify`")
        }
        var history = try CampaignHistory(first: first)
        var events = [start]
        for row in rows.dropFirst() {
            if let event = try history.apply(row) { events.append(event) }
        }
        self.name = name
        self.services = services
        self.history = history
        specification = history.start.specification
        plan = try MeasurementPlan(specification)
        lifecycle = CampaignLifecycle(journalled: history.state)
        latch = InterlockLatch(limits: .init(maximumKelvin: (plan.film?.maximumKelvin ?? 0) + services.policy.overshootKelvin))
        unfolded = events
        elapsedBefore = history.elapsedSeconds
        board = CampaignBoard(CampaignStatus(of: name, history: history, state: lifecycle.status))
    }

    /// Lab time that the campaign has spent, seconds: it passes while the campaign runs or holds, not while it is cold.
    var elapsedSeconds: Double { elapsedBefore + (driveBegan.map { services.lab.now() - $0 } ?? 0) }

    /// Starts the loop in a task of its own.
    /// - Parameter goingOn: The person who said to go on although the outcome of an action may never be known.
    func start(goingOn request: Request? = nil) {
        precondition(driving == nil, "a campaign is driven once at a time")
        driveBegan = services.lab.now()
        phase = .reconciling
        driving = Task { await self.drive(goingOn: request) }
    }

    private func drive(goingOn request: Request?) async {
        do {
            try await reconcile(goingOn: request)
            let reason = try await measureUntilStopped()
            await finish(reason)
        } catch {
            await end(because: error)
        }
        elapsedBefore = elapsedSeconds
        driveBegan = nil
        driving = nil
        phase = .idle
        if lifecycle.hasEnded, !isAborting { board.close() }
        // What it was asked for is not asked of the next one.
        takePauseRequest()
    }

    /// The loop. Its bound is the campaign's budget of patterns.
    private func measureUntilStopped() async throws -> Decision.StopReason {
        while true {
            try await checkpoint()
            phase = .deciding
            let decision = try await nextDecision()
            switch decision.action {
            case .stop(let reason):
                return reason
            case .measure(let condition):
                guard history.measurements.count < specification.budget.patterns else {
                    throw ControlError(
                        .notPossible,
                        message: "the strategy asks for measurement \(history.measurements.count + 1) of \(specification.budget.patterns)",
                        remedy: "This is a fault of the strategy: report it")
                }
                try await measure(condition, reason: decision.reason)
            }
        }
    }

    private func measure(_ condition: Condition, reason: String) async throws {
        switch plan {
        case .film(let plan): try await measureFilm(plan.place(of: condition), condition, reason: reason)
        case .sample(let meter): try await readSample(condition, meter: meter, reason: reason)
        }
    }

    private func measureFilm(_ place: FilmPlan.Place, _ condition: Condition, reason: String) async throws {
        // Between the decision and the heat: a pause that was asked for meanwhile holds where the film is.
        try await checkpoint()
        try guardHistory(place.kelvin)
        phase = .heating
        try await heat(toKelvin: place.kelvin, reason: reason)
        try await settle(atKelvin: place.kelvin)
        try await move(toMillimetres: place.millimetres, reason: reason)
        try await checkpoint()
        phase = .exposing
        try await expose(condition, place: place, reason: reason)
    }

    /// Rule 9: nothing is measured below the highest temperature that the sample has been at, unless it is reversible.
    private func guardHistory(_ kelvin: Double) throws(ControlError) {
        guard !specification.sample.isReversible, kelvin < history.highestKelvin - latch.limits.targetToleranceKelvin else { return }
        throw ControlError(
            .notPossible,
            message:
                "the strategy wants \(fixed(kelvin, 2)) K, but the sample has been at \(fixed(history.highestKelvin, 2)) K and is not reversible",
            remedy: "Make the temperature axis monotone, or declare the sample reversible")
    }

    /// Where the loop may be told something: between steps and at every reading.
    func checkpoint() async throws {
        guard lifecycle.state == .running else { throw Halt.lifecycleChanged }
        try Task.checkCancellation()
        if let fault = watchFault { throw fault }
        if let request = pauseRequest { try await hold(request) }
    }

    func takePauseRequest() {
        pauseRequest = nil
        resumePauseWaiters()
    }

    private func resumePauseWaiters() {
        let waiters = pauseWaiters
        pauseWaiters = []
        for waiter in waiters { waiter.resume() }
    }

    func waitForPause() async {
        await withCheckedContinuation { pauseWaiters.append($0) }
    }
}
