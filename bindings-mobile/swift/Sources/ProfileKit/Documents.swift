import Foundation

/// What validation found.
public struct Validation: Sendable {
    /// Everything that is wrong, in document order.
    public let violations: [Violation]
    /// The normalised document as JSON text; `nil` where the input was no strict JSON.
    public let document: String?

    /// Whether nothing is wrong.
    public var valid: Bool { violations.isEmpty }

    /// The normalised document as a value.
    public func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, with decoder: JSONDecoder = JSONDecoder()
    ) throws -> Value {
        try decoder.decode(type, from: Data((document ?? "null").utf8))
    }
}

extension View {
    /// What the viewer sees, as a value.
    public func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, with decoder: JSONDecoder = JSONDecoder()
    ) throws -> Value {
        try decoder.decode(type, from: Data(document.utf8))
    }
}

extension Violation {
    /// The code as one of the registry's; `nil` for one that the blueprint gave a check.
    public var errorCode: ErrorCode? { ErrorCode(rawValue: code) }
}

extension Problem {
    /// The code as one of the registry's.
    public var errorCode: ErrorCode? { ErrorCode(rawValue: code) }
}

extension Issue {
    /// The code as one of the registry's.
    public var errorCode: ErrorCode? { ErrorCode(rawValue: code) }
}
