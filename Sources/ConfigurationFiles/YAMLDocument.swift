public import Tieline
import Yams

/// A file that a person wrote, read strictly: every complaint names the file, the line, the field and the remedy.
public struct YAMLDocument: Sendable {
    /// Far more than any configuration; a file this long is a mistake.
    public static let maximumBytes = 1 << 20

    public let root: YAMLField

    /// - Parameters:
    ///   - text: The content of the file.
    ///   - file: The file as the person named it, for messages.
    public init(parsing text: String, file: String) throws(SpecificationError) {
        func failure(_ code: SpecificationError.Code, line: Int?, _ message: String, _ remedy: String) -> SpecificationError {
            SpecificationError(code, file: file, line: line, field: "", message: message, remedy: remedy)
        }
        guard text.utf8.count <= Self.maximumBytes else {
            throw failure(
                .unreadable, line: nil, "the file has \(text.utf8.count) bytes, more than \(Self.maximumBytes)", "Is it the right file?")
        }
        let node: Node?
        do {
            // Every plain word stays a string: what it has to be is decided by who asks for it.
            node = try compose(yaml: text, .basic)
        } catch let error as YamlError {
            let (line, problem) = Self.placeAndProblem(of: error)
            throw failure(.notYAML, line: line, problem, "Mend the YAML there; indentation and the space after a colon matter.")
        } catch {
            throw failure(.notYAML, line: nil, "it is not YAML: \(error)", "Mend the YAML.")
        }
        guard let node else { throw failure(.missingKey, line: nil, "the file is empty", "See config/ for an example of every file.") }
        root = YAMLField(node: node, file: file, path: "")
    }

    private static func placeAndProblem(of error: YamlError) -> (Int?, String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (mark.line, "it is not YAML: \(problem)")
        case .reader(let problem, _, _, _): (nil, "it is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark.line, "it has the key \(duplicates.first.map { "\($0)" } ?? "") twice")
        default: (nil, "it is not YAML: \(error)")
        }
    }
}
