import Foundation

/// A value of JSON without the text it was read from. Texts are bytes: two spellings of a letter
/// are not the same here.
indirect enum Plain: Equatable {
    case null
    case bool(Bool)
    case number(String)
    case text([UInt8])
    case list([Plain])
    case members([String: Plain])

    static func text(_ text: String) -> Plain { .text(Array(text.utf8)) }

    static func maybe(_ text: String?) -> Plain { text.map { .text($0) } ?? .null }

    static func whole(_ number: some BinaryInteger) -> Plain { .number(String(number)) }

    static func texts(_ texts: [String]) -> Plain { .list(texts.map { .text($0) }) }

    /// An object of those members that are there.
    static func some(_ members: [String: Plain?]) -> Plain { .members(members.compactMapValues { $0 }) }
}

extension Plain: CustomStringConvertible {
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let text): text
        case .text(let bytes): "\"\(String(decoding: bytes, as: UTF8.self))\""
        case .list(let items): "\(items)"
        case .members(let members): "\(members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })"
        }
    }
}

/// A value of JSON, and the text it was read from.
struct Json {
    let plain: Plain
    let text: String
    private let inner: [String: Json]
    let items: [Json]

    fileprivate init(_ plain: Plain, _ text: String, _ inner: [String: Json] = [:], _ items: [Json] = []) {
        self.plain = plain
        self.text = text
        self.inner = inner
        self.items = items
    }

    static func read(_ text: String) -> Json {
        var reader = Reader(bytes: Array(text.utf8))
        return reader.value()
    }

    subscript(_ name: String) -> Json? { inner[name] }

    var members: [String: Json] { inner }

    var string: String {
        guard case .text(let bytes) = plain else { fatalError("\(text) is no text") }
        return String(decoding: bytes, as: UTF8.self)
    }

    var isText: Bool {
        if case .text = plain { true } else { false }
    }

    var index: Int { Int(text) ?? -1 }
}

private struct Reader {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private var here: UInt8 { at < bytes.count ? bytes[at] : 0 }

    mutating func value() -> Json {
        blanks()
        let start = at
        switch here {
        case UInt8(ascii: "{"):
            let members = members()
            return Json(.members(members.mapValues(\.plain)), since(start), members)
        case UInt8(ascii: "["):
            let items = items()
            return Json(.list(items.map(\.plain)), since(start), [:], items)
        case UInt8(ascii: "\""):
            return Json(.text(string()), since(start))
        default:
            while !",]} \n".utf8.contains(here), at < bytes.count { at += 1 }
            return Json(scalar(since(start)), since(start))
        }
    }

    private func since(_ start: Int) -> String { String(decoding: bytes[start..<at], as: UTF8.self) }

    private func scalar(_ word: String) -> Plain {
        switch word {
        case "null": .null
        case "true": .bool(true)
        case "false": .bool(false)
        default: .number(word)
        }
    }

    private mutating func blanks() {
        while " \n\t\r".utf8.contains(here), at < bytes.count { at += 1 }
    }

    private mutating func each(_ end: UInt8, _ one: (inout Reader) -> Void) {
        at += 1
        blanks()
        while here != end {
            one(&self)
            blanks()
            if here == UInt8(ascii: ",") { at += 1 }
            blanks()
        }
        at += 1
    }

    private mutating func items() -> [Json] {
        var items: [Json] = []
        each(UInt8(ascii: "]")) { items.append($0.value()) }
        return items
    }

    private mutating func members() -> [String: Json] {
        var members: [String: Json] = [:]
        each(UInt8(ascii: "}")) { reader in
            let name = String(decoding: reader.string(), as: UTF8.self)
            reader.blanks()
            reader.at += 1
            members[name] = reader.value()
        }
        return members
    }

    private mutating func string() -> [UInt8] {
        var out: [UInt8] = []
        at += 1
        while here != UInt8(ascii: "\"") {
            if here == UInt8(ascii: "\\") {
                escape(&out)
            } else {
                out.append(here)
                at += 1
            }
        }
        at += 1
        return out
    }

    private mutating func escape(_ out: inout [UInt8]) {
        let letter = bytes[at + 1]
        at += 2
        switch letter {
        case UInt8(ascii: "b"): out.append(8)
        case UInt8(ascii: "f"): out.append(12)
        case UInt8(ascii: "n"): out.append(10)
        case UInt8(ascii: "r"): out.append(13)
        case UInt8(ascii: "t"): out.append(9)
        case UInt8(ascii: "u"):
            var units = [unit()]
            if UTF16.isLeadSurrogate(units[0]) {
                at += 2
                units.append(unit())
            }
            out.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        default: out.append(letter)
        }
    }

    private mutating func unit() -> UInt16 {
        defer { at += 4 }
        return UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16) ?? 0
    }
}
