/// Whether what comes back on a Modbus line can be believed to answer what was asked.
///
/// RTU has no transaction number. One answer that comes after its time-out is taken for the answer to the next request, that one's
/// for the one after, and so on for ever, each with the right length, function and checksum. So after anything odd the line is suspect:
/// wait out the longest answer, drain the input until it is silent, and read a register whose value is known before the next request.
/// Pure: the owner performs the action and says what happened; times are seconds on any steady clock.
struct ModbusExchange: Hashable, Sendable {
    enum State: Hashable, Sendable {
        case trusted
        /// An answer may still be on its way until then.
        case suspect(until: Double)
        /// The input was silent after the longest answer; the next answer decides.
        case probing
    }

    enum Action: Hashable, Sendable {
        case sendRequest
        /// Discard whatever comes until this time, and then until the line is silent; report `lineFellSilent`.
        case drain(until: Double)
        /// Read the known register; report `probeAnswered` or `requestFailed`.
        case probe
    }

    /// The longest time that an instrument on the line may take to answer, seconds.
    let longestAnswer: Double
    private(set) var state = State.trusted

    init(longestAnswer: Double) { self.longestAnswer = longestAnswer }

    /// What has to be done before a request may go out.
    func nextAction() -> Action {
        switch state {
        case .trusted: .sendRequest
        case .suspect(let until): .drain(until: until)
        case .probing: .probe
        }
    }

    /// Bytes were waiting before anything had been asked: an answer that came late.
    mutating func strayInput(at time: Double) { state = .suspect(until: time + longestAnswer) }

    /// No answer, half an answer, a wrong checksum, or an answer to something else. A refusal (exception reply) is an answer: do not report it here.
    mutating func requestFailed(sentAt time: Double) { state = .suspect(until: time + longestAnswer) }

    mutating func lineFellSilent() { state = .probing }

    /// - Parameter isExpected: Whether the register held what it holds on this instrument.
    mutating func probeAnswered(isExpected: Bool, sentAt time: Double) {
        state = isExpected ? .trusted : .suspect(until: time + longestAnswer)
    }

    /// The port was opened anew. What others left in it is unknown, so the first thing is to listen.
    mutating func lineOpened(at time: Double) { state = .suspect(until: time) }
}
