import Foundation

/// A value of JSON, written as a literal: `["level": 3, "teams": ["a", "b"]]`.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue: Codable {
    public init(from decoder: any Decoder) throws {
        let one = try decoder.singleValueContainer()
        if one.decodeNil() {
            self = .null
        } else if let value = try? one.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? one.decode(Int64.self) {
            self = .int(value)
        } else if let value = try? one.decode(Double.self) {
            self = .double(value)
        } else if let value = try? one.decode(String.self) {
            self = .string(value)
        } else if let items = try? one.decode([JSONValue].self) {
            self = .array(items)
        } else {
            self = .object(try one.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var one = encoder.singleValueContainer()
        switch self {
        case .null: try one.encodeNil()
        case .bool(let value): try one.encode(value)
        case .int(let value): try one.encode(value)
        case .double(let value): try one.encode(value)
        case .string(let value): try one.encode(value)
        case .array(let items): try one.encode(items)
        case .object(let members): try one.encode(members)
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral items: JSONValue...) { self = .array(items) }
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(Dictionary(members) { _, last in last })
    }
}

/// A value as JSON text; what JSON cannot say is refused, not dropped.
func jsonText(_ value: some Encodable) throws(ProfileKitError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
        var one = encoder.singleValueContainer()
        try one.encode(instantText(date))
    }
    do {
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
        throw refusal("it cannot be written as JSON: \(error)")
    }
}

/// A point in time as RFC 3339 text, to the millisecond.
func instantText(_ date: Date) -> String {
    // The style cuts off what lies behind the millisecond, also what a Double lost.
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    let whole = Date(timeIntervalSince1970: (milliseconds + 0.25) / 1000)
    return whole.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}
