import Tieline

extension CampaignRunner {
    /// Does `work` while the furnace is watched as closely as at any other time. A fault turns the heater off at once and is kept in ``watchFault``;
    /// `work` is left to its end, since what it has begun must be accounted for.
    func watched<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async -> Result<Value, any Error> {
        guard active != nil else {
            do { return .success(try await work()) } catch { return .failure(error) }
        }
        return await withTaskGroup(of: Result<Value, any Error>?.self) { group in
            group.addTask {
                do { return .success(try await work()) } catch { return .failure(error) }
            }
            group.addTask {
                await self.watchFurnace()
                return nil
            }
            var result: Result<Value, any Error>?
            for await finished in group {
                guard let finished else { continue }
                result = finished
                group.cancelAll()
            }
            return result ?? .failure(CancellationError())
        }
    }

    /// Reads the furnace until it is cancelled, or the heater is off.
    private func watchFurnace() async {
        while active != nil {
            do {
                try await services.lab.sleep(services.policy.pollSeconds)
                guard active != nil else { return }
                try await poll()
            } catch {
                if !(error is CancellationError) { watchFault = error }
                return
            }
        }
    }

    func checkpointAfterWatch() async throws {
        if let fault = watchFault { throw fault }
        guard lifecycle.state == .running else { throw Halt.lifecycleChanged }
    }
}
