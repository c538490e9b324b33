import Foundation
@testable import ProfileKit

private let kind = "builder_profile"
private let read = "builder_profile.read"

/// What the border must stand: hostile texts, panics, handles of another kernel, many calls.
final class Border {
    private let blueprint: Data
    private let kernel: Kernel

    init(_ root: String) throws {
        let file = URL(fileURLWithPath: root).appendingPathComponent("core/blueprints/marketplace.json")
        blueprint = try Data(contentsOf: file)
        kernel = try Kernel.fromFile(file.path)
    }

    func register(_ runner: Runner) {
        runner.test("text that is deep, long or broken is a violation", texts)
        runner.test("values that JSON cannot say are refused, not dropped", values)
        runner.test("names that nobody knows are refused, each with a typed error", names)
        runner.test("documents are decoded into types", decoded)
        runner.test("what may be written depends on who writes and on what is stored", written)
        runner.test("a panic becomes an error and the next call works", panics)
        runner.test("what another kernel prepared is refused", foreign)
        runner.test("many questions are answered at once as one by one", many)
        runner.test("a blueprint that does not compile says everything that is wrong", uncompiled)
        runner.test("every code of the registry is there", everyCode)
        runner.test("the matrix has the rows that the wire has", matrix)
        runner.test("threads share a kernel", threads)
        runner.test("a million calls keep no memory", memory)
    }

    private func codes(_ document: Data) throws -> [String] {
        try kernel.validate(kind, document, mode: "draft").violations.map(\.code)
    }

    private func codes(_ document: String) throws -> [String] { try codes(Data(document.utf8)) }

    private func texts() throws {
        let deep = String(repeating: "[", count: 100_000)
        try check(["schema.wrong_type", "json.too_deep"], codes(deep))
        try check(["json.too_large"], codes("{\"a\":\"\(String(repeating: "x", count: 1 << 20))\"}"))
        try check(["json.control_character"], codes("{\"basics\":{\"display_name\":\"a\u{0}b\"}}"))
        try check(["json.unexpected_end"], codes(""))
        try check(["json.invalid_utf8"], codes(Data([0x22, 0xff, 0x22])))
        try check(["json.invalid_utf8"], codes(Data([0x22, 0xed, 0xa0, 0x80, 0x22])))
        try check(["schema.wrong_type", "json.lone_surrogate"], codes("\"\\ud800\""))
        try check(["json.forbidden_name"], codes("{\"__proto__\":{}}"))
        let head = RecordHead(kind: kind)
        try check(.jsonInvalidUtf8, thrown { _ = try kernel.record(head, Data([0x22, 0xff])) }.code)
        try check(.jsonUnexpectedEnd, thrown { _ = try kernel.record(head, "") }.code)
        try check(.jsonTooDeep, thrown { _ = try kernel.subject(json: deep) }.code)
        try check(.jsonTooDeep, thrown { _ = try kernel.call("{\"call\":\(deep)") }.code)
        try check(nil, kernel.validate(kind, "{", mode: "draft").document)
        let wave = "{\"basics\":{\"display_name\":\"👋 Ada\"}}"
        try check(wave, kernel.validate(kind, wave, mode: "patch").document)
    }

    private func values() throws {
        for value in [Double.nan, .infinity] {
            let head = SubjectHead(attributes: ["x": .double(value)])
            try check(.kernelBadRequest, thrown { _ = try kernel.subject(head) }.code)
        }
        let quoted = SubjectHead(id: "a\"b\\c\u{1}", attributes: ["n": nil, "l": [1, 2.5, true]])
        let text = "{\"attributes\":{\"l\":[1,2.5,true],\"n\":null},\"id\":\"a\\\"b\\\\c\\u0001\",\"roles\":[],\"system\":false}"
        try check(text, jsonText(quoted))
        let now = Date(timeIntervalSince1970: 1_767_323_045.678)
        try check("2026-01-02T03:04:05.678Z", instantText(now))
        try check("{\"attributes\":{},\"now\":\"2026-01-02T03:04:05.678Z\"}", jsonText(ContextHead(now: now)))
    }

    private func names() throws {
        let subject = try kernel.subject(SubjectHead(id: "u1"))
        let record = try kernel.record(RecordHead(kind: kind, owner: "u1"))
        let writable = ValidateOptions(writable: ["/moon"])
        let works: [(ErrorCode, () throws -> Void)] = [
            (.kernelUnknownKind, { _ = try self.kernel.validate("buidler_profile", "{}") }),
            (.kernelUnknownKind, { _ = try self.kernel.schema("moon") }),
            (.kernelUnknownMode, { _ = try self.kernel.validate(kind, "{}", mode: "fly") }),
            (.kernelUnknownField, { _ = try self.kernel.validate(kind, "{}", writable) }),
            (.kernelUnknownRole, { _ = try self.kernel.subject(SubjectHead(id: "u1", roles: ["moon"])) }),
            (.kernelUnknownRole, { _ = try self.kernel.viewAs(.role("moon"), record) }),
            (.kernelUnknownAction, { _ = try self.kernel.can(subject, "\(kind).raed", record) }),
            (.kernelBadRequest, { _ = try self.kernel.subject(json: "{\"roles\":7}") }),
            (.kernelBadRequest, { _ = try self.kernel.call("{\"call\":\"moon\"}") }),
            (.kernelBadRequest, { _ = try Kernel.preset("../secret") }),
        ]
        for (code, work) in works { try check(code, thrown(work).code) }
        try check(true, kernel.can(subject, read, record))
        try check(Param.text("moon"), thrown { _ = try kernel.schema("moon") }.params["name"])
    }

    private struct Profile: Decodable {
        struct Basics: Decodable {
            let displayName: String
        }
        let basics: Basics
    }

    private func decoded() throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let found = try kernel.validate(kind, "{\"basics\":{\"display_name\":\" Ada \"}}", mode: "patch")
        try check("Ada", found.decode(Profile.self, with: decoder).basics.displayName)
        let record = try kernel.record(RecordHead(kind: kind, owner: "u1"), found.document!)
        let seen = try kernel.view(kernel.subject(SubjectHead(id: "u1")), record)
        try check("Ada", seen.decode(Profile.self, with: decoder).basics.displayName)
        try check("Ada", kernel.viewAs(.public, record).decode(Profile.self, with: decoder).basics.displayName)
    }

    private func written() throws {
        let own = try Kernel.compile("""
            {"blueprint":1,"name":"notes","version":"1.0.0","roles":{"editor":{}},
            "kinds":{"note":{"fields":{"title":{"type":"string"},"locked":{"type":"bool"}}}},
            "policies":[{"id":"open","allow":["note.update"],"roles":["editor"],"when":"!has(resource.locked)"}]}
            """)
        let editor = try own.subject(SubjectHead(id: "u1", roles: ["editor"]))
        let written = { (subject: Subject, record: Record) in
            try own.validate("note", "{\"title\":\"x\"}", ValidateOptions(mode: "patch", subject: subject, record: record))
        }
        let locked = try own.record(RecordHead(kind: "note"), "{\"locked\":true}")
        try check(true, written(editor, own.record(RecordHead(kind: "note"))).valid)
        for subject in [editor, try own.subject()] {
            try check([.schemaFieldNotWritable], written(subject, locked).violations.map(\.errorCode))
        }
        let context = try own.context(ContextHead(now: Date()))
        let options = ValidateOptions(subject: try own.subject(), context: context, locale: "de")
        try check(true, own.validate("note", "{}", options).valid)
        let german = try own.validate("note", "{\"title\":7}", ValidateOptions(mode: "patch", locale: "de"))
        let english = try own.validate("note", "{\"title\":7}", mode: "patch")
        try check(german.violations.map(\.code), english.violations.map(\.code))
        try check(false, german.violations[0].message == english.violations[0].message)
    }

    private func panics() throws {
        let error = try thrown { try guarded { try nativePanics() } }
        try check(.kernelInternal, error.code)
        try check(true, error.message.contains("on purpose"), error.message)
        try check(true, kernel.validate(kind, "{}", mode: "draft").valid)
    }

    private func foreign() throws {
        let other = try Kernel.compile(blueprint)
        let (subject, mine) = (try other.subject(SubjectHead(id: "u1")), try kernel.subject(SubjectHead(id: "u1")))
        let record = try other.record(RecordHead(kind: kind, owner: "u1"))
        let own = try kernel.record(RecordHead(kind: kind))
        let context = try other.context()
        try check(true, other.can(subject, read, record, context))
        let works: [() throws -> Void] = [
            { _ = try self.kernel.can(subject, read, own) },
            { _ = try self.kernel.can(mine, read, record) },
            { _ = try self.kernel.can(mine, read, own, context) },
            { _ = try self.kernel.can(mine, other.action(read), own) },
            { _ = try self.kernel.can(subject, read, record) },
            { _ = try self.kernel.decide(subject, read, record) },
            { _ = try self.kernel.view(mine, record) },
            { _ = try self.kernel.viewAs(.public, record) },
            { _ = try self.kernel.decideMany(mine, [record], [Question(record: 0, action: self.kernel.action(read))]) },
            { _ = try self.kernel.explain(subject, read, own) },
            { _ = try self.kernel.filter(subject, read) },
            { _ = try self.kernel.ability(subject) },
            { _ = try self.kernel.route(subject, "/") },
            { _ = try self.kernel.navigation(subject) },
            { _ = try self.kernel.strength(record) },
            { _ = try self.kernel.strength(own, subject: subject) },
            { _ = try self.kernel.strengthSeen(subject, own) },
            { _ = try self.kernel.validate(kind, "{}", ValidateOptions(subject: subject)) },
            { _ = try guarded { try nativeCan(subject: subject.key, action: 0, record: own.key, context: 0) } },
            { _ = try guarded { try nativeCan(subject: mine.key, action: 0, record: own.key, context: context.key) } },
        ]
        for work in works { try check(true, thrown(work).message.contains("another kernel")) }
        var gone: Subject? = try kernel.subject()
        let key = gone!.key
        gone = nil
        let error = try thrown { try guarded { _ = try nativeCan(subject: key, action: 0, record: own.key, context: 0) } }
        try check(true, error.message.contains("closed"))
    }

    private func many() throws {
        let subject = try kernel.subject(SubjectHead(id: "u1", roles: ["builder"]))
        let records = try ["u1", "u2"].map { try kernel.record(RecordHead(kind: kind, id: $0, owner: $0)) }
        let actions = try ["read", "update", "delete"].map { try kernel.action("\(kind).\($0)") }
        let questions = records.indices.flatMap { record in actions.map { Question(record: record, action: $0) } }
        let allowed = try kernel.decideMany(subject, records, questions)
        try check(questions.map { try kernel.can(subject, $0.action, records[$0.record]) }, allowed)
        try check(questions.map { try kernel.decide(subject, $0.action, records[$0.record]).allowed }, allowed)
        try check(2, Set(allowed).count)
        for record in [2, -1] {
            let question = Question(record: record, action: actions[0])
            let error = try thrown { _ = try kernel.decideMany(subject, records, [question]) }
            try check(true, error.message.contains("no such record"))
        }
    }

    private func uncompiled() throws {
        let error = try thrown { _ = try Kernel.compile("{\"blueprint\":1,\"nme\":\"x\"}") }
        try check(true, error.problems.count > 1)
        try check("name", error.problems.first { $0.path == "/nme" }?.suggestion)
        try check(error.problems[0].code, error.code.rawValue)
        try check(false, thrown { _ = try kernel.diff("{}") }.problems.isEmpty)
    }

    private func everyCode() throws {
        try check(nativeCodes(), ErrorCode.allCases.map(\.rawValue))
    }

    private func matrix() throws {
        try check(Json.read(kernel.call("{\"call\":\"matrix\"}")).plain, kernel.matrix().told)
        let schema = try kernel.call("{\"call\":\"schema\",\"kind\":\"\(kind)\"}")
        try check(Json.read(schema).plain, Json.read(kernel.schema(kind)).plain)
    }

    private func threads() throws {
        let action = try kernel.action(read)
        let (kernel, wrong) = (kernel, Counter())
        DispatchQueue.concurrentPerform(iterations: 4) { number in
            for _ in 0..<5_000 {
                let subject = try? kernel.subject(SubjectHead(id: "u\(number)"))
                let record = try? kernel.record(RecordHead(kind: kind, owner: "u\(number)"))
                let may = try? kernel.can(subject!, action, record!)
                if may != true { wrong.increment() }
            }
        }
        try check(0, wrong.value)
    }

    private func memory() throws {
        let subject = try kernel.subject(SubjectHead(id: "u1"))
        let record = try kernel.record(RecordHead(kind: kind, owner: "u2"))
        let action = try kernel.action(read)
        func round(_ count: Int) throws {
            for call in 0..<count {
                _ = try kernel.can(subject, action, record)
                if call % 10 == 0 { _ = try kernel.validate(kind, "{\"basics\":{\"display_name\":\" Ada \"}}") }
            }
        }
        try round(200_000)
        let before = try resident()
        try round(1_000_000)
        let grown = try resident() - before
        try check(true, grown < 24 << 20, "\(grown >> 20) MiB more")
    }

    /// The memory of the process, in bytes.
    private func resident() throws -> Int {
        let words = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(words[1]) ?? 0) * 4096
    }
}

/// A count that threads share.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var value = 0

    func increment() {
        lock.lock()
        value += 1
        lock.unlock()
    }
}
