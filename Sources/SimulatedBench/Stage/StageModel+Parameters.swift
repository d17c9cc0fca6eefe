/// The parameters of the stage, written as SIMPLON writes them.
extension StageModel {
    /// `config/<key>`, or `nil` for an unknown key.
    public func configuration(_ key: String) -> SimplonParameter? {
        switch key {
        case "description": SimplonParameter(.text("Simulated linear stage of the Tieline bench"))
        case "target":
            SimplonParameter(
                .float(targetMillimetres), unit: "mm", range: specification.minimumMillimetres...specification.maximumMillimetres, isWritable: true)
        default: nil
        }
    }

    /// `status/<key>`, or `nil` for an unknown key.
    public func status(_ key: String) -> SimplonParameter? {
        switch key {
        case "position": SimplonParameter(.float(positionMillimetres), unit: "mm")
        case "state": SimplonParameter(.text(state.rawValue), allowedValues: State.allCases.map(\.rawValue))
        default: nil
        }
    }
}
