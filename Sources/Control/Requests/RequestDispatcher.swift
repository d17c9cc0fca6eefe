import ControlProtocol
import Logging
import Tieline

/// From a request to the laboratory and back to the bytes of a reply: every method in one `switch`.
struct RequestDispatcher: Sendable {
    let laboratory: any LaboratoryControl
    let greeting: DaemonGreeting
    let readiness: ReadinessGate
    let logger: Logger

    /// The reply to any request but `campaign.watch`, which a ``CampaignWatch`` answers. Never throws: a failure is a reply too.
    func answer(_ request: IncomingRequest, caller: Caller) async -> [UInt8] {
        switch request.method {
        case .hello: await reply(to: request, caller) { (_: Hello) in greeting }
        case .run:
            await reply(to: request, caller) { (run: RunCampaign) in
                CampaignStarted(campaign: try await laboratory.run(specification: run.specification, path: run.path, caller: caller))
            }
        case .campaigns: await reply(to: request, caller) { (_: ListCampaigns) in try await laboratory.campaigns() }
        case .status: await reply(to: request, caller) { (read: ReadStatus) in try await laboratory.status(of: name(read.campaign)) }
        case .watch: await reply(to: request, caller) { (watch: WatchCampaign) in try await laboratory.status(of: name(watch.campaign)) }
        case .pause:
            await reply(to: request, caller) { (pause: PauseCampaign) in
                try await laboratory.pause(name(pause.campaign), reason: pause.because, caller: caller)
            }
        case .resume:
            await reply(to: request, caller) { (resume: ResumeCampaign) in
                try await laboratory.resume(name(resume.campaign), reason: resume.because, caller: caller)
            }
        case .abort:
            await reply(to: request, caller) { (abort: AbortCampaign) in
                try await laboratory.abort(name(abort.campaign), reason: abort.because, caller: caller)
            }
        case .report: await reply(to: request, caller) { (read: ReadReport) in try await laboratory.report(of: name(read.campaign)) }
        case .addPrior:
            await reply(to: request, caller) { (add: AddPrior) in
                try await laboratory.addPrior(
                    add.priorKind, certainty: add.certainty, reason: add.because, to: name(add.campaign), caller: caller)
            }
        case .priors: await reply(to: request, caller) { (list: ListPriors) in try await laboratory.priors(of: name(list.campaign)) }
        case .withdrawPrior:
            await reply(to: request, caller) { (withdraw: WithdrawPrior) in
                let campaign = try await name(withdraw.campaign)
                try await laboratory.withdrawPrior(withdraw.prior, from: campaign, reason: withdraw.because, caller: caller)
                return PriorWithdrawn(campaign: campaign, prior: withdraw.prior)
            }
        case .instruments: await reply(to: request, caller) { (_: ListInstruments) in try await laboratory.instruments() }
        case .stop: await reply(to: request, caller) { (_: StopLaboratory) in await laboratory.stop(caller: caller) }
        case .verify: await reply(to: request, caller) { (_: VerifyJournal) in try await laboratory.verify() }
        }
    }

    /// The full name of a campaign; `latest` is the one that was started last.
    func name(_ campaign: String) async throws -> String {
        guard campaign == "latest" else { return campaign }
        guard let latest = try await laboratory.campaigns().first else {
            throw ControlError(.noSuchCampaign, message: "there is no campaign yet", remedy: "Start one with `tieline run FILE`.")
        }
        return latest.campaign
    }

    private func reply<Request: ControlRequest>(
        to request: IncomingRequest, _ caller: Caller, _ body: @escaping @Sendable (Request) async throws -> Request.Reply
    ) async -> [UInt8] {
        do {
            let parameters = try Request(request.parameters)
            if request.method.waitsForTheLaboratory { await readiness.wait() }
            // What changes the laboratory runs in a task of its own: a client that hangs up, or a daemon that ends, must not cancel it half-way.
            let reply = request.method.changesTheLaboratory ? try await Task { try await body(parameters) }.value : try await body(parameters)
            let bytes = try OutgoingMessage.result(request.identifier, reply)
            guard bytes.count <= MessageLimits.maximumReplyBytes else {
                throw ControlFailure(
                    .protocol(.messageTooLong), message: "the reply has \(bytes.count) bytes, \(MessageLimits.maximumReplyBytes) are allowed",
                    remedy: "Read the campaign from the journal instead.")
            }
            if request.method.changesTheLaboratory {
                logger.info("request done", metadata: metadata(request, caller, "control.request.done"))
            }
            return bytes
        } catch {
            let failure = ControlFailure(laboratory: error)
            var details = metadata(request, caller, "control.request.failed")
            details["failure"] = "\(failure.code.name)"
            // An error that nobody thought of is a fault of ours, and its cause must not be lost.
            logger.log(level: failure.code == .protocol(.internalError) ? .error : .notice, "\(failure)", metadata: details)
            return OutgoingMessage.failure(request.identifier, failure)
        }
    }

    private func metadata(_ request: IncomingRequest, _ caller: Caller, _ event: String) -> Logger.Metadata {
        ["event": "\(event)", "method": "\(request.method.rawValue)", "caller": "\(caller)"]
    }
}

extension Method {
    /// Whether the method has to wait until the laboratory has taken up its campaigns; making things safe waits for nothing.
    var waitsForTheLaboratory: Bool {
        switch self {
        case .hello, .instruments, .stop: false
        case .run, .campaigns, .status, .watch, .pause, .resume, .abort, .report, .addPrior, .priors, .withdrawPrior, .verify: true
        }
    }

    /// Whether the method does something, as opposed to reading: these are logged with who asked.
    var changesTheLaboratory: Bool {
        switch self {
        case .run, .pause, .resume, .abort, .addPrior, .withdrawPrior, .stop: true
        case .hello, .campaigns, .status, .watch, .report, .priors, .instruments, .verify: false
        }
    }
}
