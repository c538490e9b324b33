import Foundation

/// The kernel of one blueprint: it validates, decides, shows and scores, with the reason for every
/// answer. It never changes and may be used from any thread.
public final class Kernel: Sendable {
    let native: NativeKernel
    private let decisions: [Decision]

    private init(_ native: NativeKernel) throws(ProfileKitError) {
        self.native = native
        decisions = try guarded { try native.decisions() }
    }

    /// Compiles a blueprint; the error has everything that is wrong in `problems`.
    public static func compile(_ blueprint: String) throws(ProfileKitError) -> Kernel {
        try compile(Data(blueprint.utf8))
    }

    /// Compiles a blueprint of UTF-8 bytes.
    public static func compile(_ blueprint: Data) throws(ProfileKitError) -> Kernel {
        try Kernel(guarded { try NativeKernel.compile(blueprint: blueprint) })
    }

    /// Compiles the blueprint of a file.
    public static func fromFile(_ path: String) throws -> Kernel {
        try compile(Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Compiles a blueprint that comes with the library: `marketplace`, `talent`, `mentoring`, `saas`.
    public static func preset(_ name: String) throws(ProfileKitError) -> Kernel {
        try Kernel(guarded { try NativeKernel.preset(name: name) })
    }

    /// Answers one call of the wire, JSON text in and out.
    public func call(_ request: String, _ document: Data = Data()) throws(ProfileKitError) -> String {
        try guarded { try native.call(request: request, document: document) }
    }

    /// Answers one call of the wire about a document.
    public func call(_ request: String, _ document: String) throws(ProfileKitError) -> String {
        try call(request, Data(document.utf8))
    }

    /// Prepares a subject.
    public func subject(_ head: SubjectHead = SubjectHead()) throws(ProfileKitError) -> Subject {
        try subject(json: jsonText(head))
    }

    /// Prepares a subject from its description as JSON text.
    public func subject(json: String) throws(ProfileKitError) -> Subject {
        Subject(self, try guarded { try native.subject(head: json) }, json)
    }

    /// Prepares a record with its document, a JSON object.
    public func record(_ head: RecordHead, _ document: String = "{}") throws(ProfileKitError) -> Record {
        try record(json: jsonText(head), Data(document.utf8))
    }

    /// Prepares a record with a document of UTF-8 bytes.
    public func record(_ head: RecordHead, _ document: Data) throws(ProfileKitError) -> Record {
        try record(json: jsonText(head), document)
    }

    /// Prepares a record from its description as JSON text, with a document of UTF-8 bytes.
    public func record(json: String, _ document: Data) throws(ProfileKitError) -> Record {
        Record(self, try guarded { try native.record(head: json, document: document) }, json)
    }

    /// Prepares circumstances.
    public func context(_ head: ContextHead = ContextHead()) throws(ProfileKitError) -> Context {
        try context(json: jsonText(head))
    }

    /// Prepares circumstances from their description as JSON text.
    public func context(json: String) throws(ProfileKitError) -> Context {
        Context(self, try guarded { try native.context(head: json) }, json)
    }

    /// The action of a name, such as `booking.confirm`.
    public func action(_ name: String) throws(ProfileKitError) -> Action {
        let found = try guarded { try native.action(name: name) }
        return Action(kernel: self, handle: found.handle, writes: found.writes, name: name)
    }

    /// What a decision is by its place.
    @inline(__always)
    func decision(_ place: UInt32) throws(ProfileKitError) -> Decision {
        guard Int(place) < decisions.count else { throw refusal("there is no such decision") }
        return decisions[Int(place)]
    }
}

extension Kernel {
    /// Who sees what, row by row.
    public func matrix() throws(ProfileKitError) -> Matrix {
        try guarded { try native.matrix() }
    }

    /// Who sees what, as a text.
    public func matrix(_ format: MatrixFormat) throws(ProfileKitError) -> String {
        try guarded { try native.matrixText(format: format) }
    }

    /// Static analysis of the blueprint.
    public func check(locale: String = "en") throws(ProfileKitError) -> Check {
        try guarded { try native.check(locale: locale) }
    }

    /// What changes from this blueprint to another.
    public func diff(_ blueprint: String) throws(ProfileKitError) -> Diff {
        try diff(Data(blueprint.utf8))
    }

    /// What changes from this blueprint to another, of UTF-8 bytes.
    public func diff(_ blueprint: Data) throws(ProfileKitError) -> Diff {
        try guarded { try native.diff(blueprint: blueprint) }
    }

    /// The JSON Schema (2020-12) of a kind's whole documents, as JSON text.
    public func schema(_ kind: String) throws(ProfileKitError) -> String {
        try guarded { try native.schema(kind: kind) }
    }
}
