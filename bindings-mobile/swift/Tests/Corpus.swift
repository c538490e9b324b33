import Foundation
import ProfileKit

/// Every case of `tests/fixtures/wire`, by the raw call byte by byte and by the method of its name.
final class Corpus {
    private let folder: URL
    private var count = 0

    init(_ root: String) {
        folder = URL(fileURLWithPath: root).appendingPathComponent("tests/fixtures/wire")
    }

    func register(_ runner: Runner) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        for name in names {
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            let corpus = Json.read(String(decoding: data, as: UTF8.self))
            let kernels = try corpus["blueprints"]!.items.map { try Kernel.compile($0.text) }
            let cases = corpus["cases"]!.items
            runner.test("\(corpus["area"]!.string): \(cases.count) cases") {
                for one in cases { try run(kernels[one["blueprint"]!.index], one) }
            }
        }
        runner.test("every case was run") {
            print("wire: \(count) cases")
            try check(true, count > 0)
        }
    }

    private func run(_ kernel: Kernel, _ one: Json) throws {
        count += 1
        let request = one["request"]!
        let document = one["hex"].map { unhex($0.string) } ?? Data(one["document"]!.string.utf8)
        let about = "\(one["name"]!.string) (\(request["call"]!.string))"
        let expected = (one["answer"] ?? one["failure"]!).string
        let (answer, failure) = try attempt { try kernel.call(request.text, document) }
        try check(Plain.text(expected), Plain.text(answer ?? failure!.json), about)
        try check(one["failure"] != nil, failure != nil, about)
        let asked = Asked(kernel: kernel, request: request, document: document)
        let (typed, refused) = try attempt { try asked.answer() }
        try check(one["failure"] != nil, refused != nil, "\(about): \(String(describing: refused))")
        if let typed { return try check(wanted(request, expected), typed, about) }
        let told = Json.read(expected)
        try check(told["code"]!.string, refused!.code.rawValue, about)
        try check(told["message"]!.string, refused!.message, about)
    }

    /// What a method must give: of a validation the document as the wire writes it.
    private func wanted(_ request: Json, _ answer: String) -> Plain {
        let read = Json.read(answer)
        guard request["call"]!.string == "validate" else { return read.plain }
        return .list([read["valid"]!.plain, read["violations"]!.plain, .text(read["document"]!.text)])
    }

    private func unhex(_ text: String) -> Data {
        let digits = Array(text.utf8)
        return Data(stride(from: 0, to: digits.count, by: 2).map { at in
            UInt8(String(decoding: digits[at..<at + 2], as: UTF8.self), radix: 16)!
        })
    }

    private func attempt<Value>(_ work: () throws -> Value) throws -> (Value?, ProfileKitError?) {
        do {
            return (try work(), nil)
        } catch let error as ProfileKitError {
            return (nil, error)
        }
    }
}

/// A request as the method of its name.
private struct Asked {
    let kernel: Kernel
    let request: Json
    let document: Data

    private func text(_ name: String) -> String? { request[name]?.string }

    private func action() throws -> Action { try kernel.action(text("action")!) }

    private func subject() throws -> Subject {
        guard let json = request["subject"] else { return try kernel.subject() }
        guard let head = subjectHead(json) else { return try kernel.subject(json: json.text) }
        return try kernel.subject(head)
    }

    private func record() throws -> Record {
        let json = request["record"]!
        guard let head = recordHead(json) else { return try kernel.record(json: json.text, document) }
        return try kernel.record(head, document)
    }

    private func context() throws -> Context? {
        try request["context"].map { try kernel.context(json: $0.text) }
    }

    func answer() throws -> Plain {
        switch text("call")! {
        case "validate": try validated()
        case "decide": try kernel.decide(subject(), action(), record(), context()).told
        case "explain": try kernel.explain(subject(), action(), record(), context()).told
        case "filter": try kernel.filter(subject(), action(), dialect: dialect, context()).told
        case "ability": try Json.read(kernel.ability(subject())).plain
        case "view": try kernel.view(subject(), record(), context()).told
        case "viewAs": try kernel.viewAs(viewer, record(), context()).told
        case "strength": try kernel.strength(record(), context()).told
        case "score": try kernel.score(record(), context()).told
        case "strengthSeen": try kernel.strengthSeen(subject(), record(), context()).told
        case "route": try kernel.route(subject(), text("path")!).told
        case "navigation": .list(try kernel.navigation(subject()).map(\.told))
        case "dashboard":
            try Json.read(kernel.dashboard(subject(), document, context()!, zone: text("zone")!)).plain
        case "bill", "attribute": try Json.read(kernel.call(request.text, document)).plain
        case "matrix": .text(try kernel.matrix(.markdown))
        case "check": try kernel.check().told
        case "diff": try kernel.diff(request["blueprint"]!.text).told
        default: throw Wrong(description: "there is no method \(text("call")!)")
        }
    }

    private var dialect: Dialect { text("dialect") == "postgres" ? .postgres : .sqlite }

    private var viewer: ViewAs {
        switch text("viewer")! {
        case "public": .public
        case "platform": .platform
        case "owner": .owner
        case let word: .role(String(word.dropFirst("role:".count)))
        }
    }

    private func validated() throws -> Plain {
        let options = ValidateOptions(
            mode: text("mode") ?? "create", now: text("now").map(instant),
            writable: request["writable"]?.items.map(\.string)
        )
        let found = try kernel.validate(text("kind")!, document, options)
        return .list([
            .bool(found.valid), .list(found.violations.map(\.told)), .text(found.document ?? "null"),
        ])
    }

    private func instant(_ text: String) -> Date {
        let plain = try? Date(text, strategy: .iso8601)
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return plain ?? (try? Date(text, strategy: fraction)) ?? .distantPast
    }

    /// A description of a subject that the types can say.
    private func subjectHead(_ json: Json) -> SubjectHead? {
        guard Set(json.members.keys).isSubset(of: ["id", "roles", "tenant", "persona"]) else { return nil }
        return SubjectHead(
            id: json["id"]?.string, roles: json["roles"]?.items.map(\.string) ?? [],
            tenant: json["tenant"]?.string, persona: json["persona"]?.string
        )
    }

    private func recordHead(_ json: Json) -> RecordHead? {
        let known: Set = [
            "kind", "id", "owner", "tenant", "state", "relations", "ownerRoles", "choices", "forced",
        ]
        guard Set(json.members.keys).isSubset(of: known) else { return nil }
        let toggles = { (name: String) in json[name]?.members ?? [:] }
        let all = Array(toggles("choices").values) + Array(toggles("forced").values)
        guard all.allSatisfy(\.isText) else { return nil }
        return RecordHead(
            kind: json["kind"]!.string, id: json["id"]?.string, owner: json["owner"]?.string,
            tenant: json["tenant"]?.string, state: json["state"]?.string,
            relations: (json["relations"]?.members ?? [:]).mapValues { $0.items.map(\.string) },
            ownerRoles: json["ownerRoles"]?.items.map(\.string),
            choices: toggles("choices").mapValues(\.string), forced: toggles("forced").mapValues(\.string)
        )
    }
}
