import Foundation

/// JSON as the journal keeps it: sorted keys, so that the same value is the same text, and no NaN or infinity.
public enum JournalJSON {
    /// - Throws: ``JournalError`` with code `notRecordable`.
    public static func encode(_ value: some Encodable) throws(JournalError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw JournalError(
                .notRecordable, message: "a \(type(of: value)) cannot be written as JSON: \(error)",
                remedy: "Numbers in the journal are finite; look for where a NaN came in", cause: error)
        }
    }

    /// - Throws: ``JournalError`` with code `unreadable`; `what` says what was being read.
    public static func decode<Value: Decodable>(_ type: Value.Type, from text: String, what: String) throws(JournalError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw JournalError(
                .unreadable, message: "\(what) is not a \(type): \(error)",
                remedy: "Read this journal with the version of Tieline that wrote it", cause: error)
        }
    }
}
