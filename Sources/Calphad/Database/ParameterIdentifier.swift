/// Which parameter of which phase: `L(LIQUID,BI,SN;0)`.
///
/// Constituents of a sublattice are kept in alphabetical order, whatever the file says. Thermo-Calc and pycalphad order them so, which
/// fixes the sign of odd orders: `L(LIQUID,BI,SN;1)` multiplies `x_Bi − x_Sn` and `L(LIQUID,SN,BI;1)` is the same parameter.
public struct ParameterIdentifier: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// `G` or `L`: Gibbs energy of an end member or of an interaction, J per mole of formula units.
        case gibbs
        /// `TC`: Curie temperature, or minus the Néel temperature times the structure's factor; kelvin.
        case curieTemperature
        /// `BMAGN`, `BMAG` or `BM`: mean magnetic moment, Bohr magnetons.
        case magneticMoment
        /// Anything else, by its name in the file.
        case other(String)
    }

    public var kind: Kind
    public var phase: String
    /// One list a sublattice, alphabetical. `*` stands for any constituent.
    public private(set) var constituents: [[String]]
    /// Redlich-Kister order for two interacting constituents, index of the constituent for three, from 0.
    public var order: Int
    /// The species a mobility is about, as `AG` in `MQ(HCP_A3&AG,*:VA)`; nil for everything else.
    public var diffusing: String?

    public init(_ kind: Kind = .gibbs, phase: String, constituents: [[String]], order: Int = 0) {
        self.kind = kind
        self.phase = phase
        self.constituents = constituents.map { $0.sorted() }
        self.order = order
    }

    /// Whether one constituent stands on every sublattice.
    public var isEndMember: Bool { constituents.allSatisfy { $0.count == 1 } }
}

extension ParameterIdentifier: CustomStringConvertible {
    /// The spelling of TDB files, with `L` for interactions.
    public var description: String {
        let name =
            switch kind {
            case .gibbs: isEndMember ? "G" : "L"
            case .curieTemperature: "TC"
            case .magneticMoment: "BMAGN"
            case .other(let name): name
            }
        let array = constituents.map { $0.joined(separator: ",") }.joined(separator: ":")
        let about = diffusing.map { "&" + $0 } ?? ""
        return "\(name)(\(phase)\(about),\(array);\(order))"
    }
}

extension ParameterIdentifier {
    /// Reads the TDB spelling, in any case: `L(LIQUID,BI,SN;0)`, `G(FCC_A1,SN:VA)`.
    ///
    /// - Throws: ``DatabaseError`` `malformedStatement`.
    public init(_ spelling: String) throws(DatabaseError) {
        let scanner = StatementScanner(spelling.utf8, file: "parameter")
        var cursor = StatementCursor(scanner, 0..<scanner.bytes.count)
        self = try ParameterIdentifier(reading: &cursor)
        cursor.skipBlanks()
        guard cursor.peek == nil else { throw cursor.malformed("unexpected text after the parameter's name") }
    }

    /// Reads `NAME(PHASE,constituents[;order])`.
    init(reading cursor: inout StatementCursor) throws(DatabaseError) {
        let start = cursor.position
        guard let name = cursor.identifier(), cursor.take("(") else {
            throw cursor.malformed("expected a parameter such as G(LIQUID,SN;0)", at: start)
        }
        guard let phase = cursor.phaseName() else { throw cursor.malformed("expected the name of a phase") }
        // `G(LIQUID:L,AL;0)`: the model letter after the phase's name.
        if cursor.take(":") { _ = cursor.identifier() }
        var diffusing: String? = nil
        if cursor.take("&") {
            let begin = cursor.position
            while let byte = cursor.peek, Self.isConstituentByte(byte) { cursor.position += 1 }
            diffusing = cursor.scanner.text(begin..<cursor.position)
        }
        guard cursor.take(",") else { throw cursor.malformed("expected `,` after the phase's name") }

        var sublattices: [[String]] = [[]]
        var order = 0
        reading: while true {
            cursor.skipBlanks()
            let begin = cursor.position
            while let byte = cursor.peek, Self.isConstituentByte(byte) { cursor.position += 1 }
            guard cursor.position > begin else { throw cursor.malformed("expected a constituent", at: begin) }
            sublattices[sublattices.count - 1].append(cursor.scanner.text(begin..<cursor.position).filter { $0 != "%" })
            cursor.skipBlanks()
            let separator = cursor.peek
            cursor.position += separator == nil ? 0 : 1
            switch separator {
            case UInt8(ascii: ","): continue
            case UInt8(ascii: ":"): sublattices.append([])
            case UInt8(ascii: ";"):
                guard let value = cursor.number(), value == value.rounded(), (0...99).contains(value) else {
                    throw cursor.malformed("expected the order of the parameter, a whole number from 0 to 99")
                }
                order = Int(value)
                guard cursor.take(")") else { throw cursor.malformed("expected `)`") }
                break reading
            case UInt8(ascii: ")"): break reading
            default: throw cursor.malformed("expected `,`, `:`, `;` or `)` in the parameter's name")
            }
        }
        let kind: Kind =
            switch name {
            case "G", "L": .gibbs
            case "TC": .curieTemperature
            case "BM", "BMAG", "BMAGN": .magneticMoment
            default: .other(name)
            }
        self.init(kind, phase: phase, constituents: sublattices, order: order)
        self.diffusing = diffusing
    }

    private static func isConstituentByte(_ byte: UInt8) -> Bool {
        StatementCursor.isNameByte(byte) || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
