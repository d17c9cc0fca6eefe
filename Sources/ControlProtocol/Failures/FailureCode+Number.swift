import Tieline

// The numbers are written out, case by case: adding a case asks for its number, and reordering the cases changes none.
extension FailureCode {
    /// The `code` of a JSON-RPC error object.
    public var number: Int {
        switch self {
        case .protocol(let code): code.number
        case .control(let code): code.number
        case .specification(let code): code.number
        case .instrument(let code): code.number
        case .connection(let code): code.number
        case .journal(let code): code.number
        case .unrecognised(let number, _): number
        }
    }
}

extension FailureCode.ProtocolCode {
    fileprivate var number: Int {
        switch self {
        // The first five are the standard's (JSON-RPC 2.0, section 5.1).
        case .notJSON: -32700
        case .invalidRequest: -32600
        case .unknownMethod: -32601
        case .invalidParameters: -32602
        case .internalError: -32603
        case .messageTooLong: -32000
        case .tooManyConnections: -32001
        case .tooManyWatches: -32002
        case .tooManyRequests: -32003
        case .shuttingDown: -32004
        }
    }
}

extension ControlError.Code {
    fileprivate var number: Int {
        switch self {
        case .noSuchCampaign: 1001
        case .notRunning: 1002
        case .alreadyRunning: 1003
        case .instrumentInUse: 1004
        case .notPossible: 1005
        case .invalidPrior: 1006
        }
    }
}

extension SpecificationError.Code {
    fileprivate var number: Int {
        switch self {
        case .unreadable: 1101
        case .notYAML: 1102
        case .missingKey: 1103
        case .unknownKey: 1104
        case .wrongType: 1105
        case .wrongUnit: 1106
        case .outOfRange: 1107
        case .inconsistent: 1108
        case .forbidden: 1109
        }
    }
}

extension InstrumentError.Code {
    fileprivate var number: Int {
        switch self {
        case .noReply: 1201
        case .refused: 1202
        case .malformedReply: 1203
        case .readbackMismatch: 1204
        case .outOfLimits: 1205
        case .sensorBroken: 1206
        case .stale: 1207
        case .notSettled: 1208
        case .wrongState: 1209
        case .busy: 1210
        case .unknownInstrument: 1211
        }
    }
}

extension FailureCode.ConnectionCode {
    fileprivate var number: Int {
        switch self {
        case .noDaemon: 1301
        case .notPermitted: 1302
        case .pathTooLong: 1303
        case .notASocket: 1304
        case .pathHeld: 1305
        case .timedOut: 1306
        case .closed: 1307
        case .malformedReply: 1308
        }
    }
}

extension FailureCode.JournalCode {
    fileprivate var number: Int {
        switch self {
        case .diskFull: 1401
        case .corrupt: 1402
        case .locked: 1403
        case .newerSchema: 1404
        case .closed: 1405
        case .inputOutput: 1406
        case .noSuchCampaign: 1407
        case .noSuchRecord: 1408
        case .illegalTransition: 1409
        case .notRecordable: 1410
        case .unreadable: 1411
        }
    }
}
