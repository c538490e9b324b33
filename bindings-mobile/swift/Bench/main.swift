import Foundation
@testable import ProfileKit

/// Prints `name nanoseconds` of a call's best round.
func measure(_ name: String, _ calls: UInt64, _ call: () throws -> Void) rethrows {
    var best = UInt64.max
    for _ in 0..<7 {
        let start = DispatchTime.now().uptimeNanoseconds
        for _ in 0..<calls { try call() }
        best = min(best, (DispatchTime.now().uptimeNanoseconds - start) / calls)
    }
    print("\(name) \(best)")
}

// Usage: the file with the document.
let kernel = try Kernel.preset("marketplace")
let subject = try kernel.subject(SubjectHead(id: "u2"))
let document = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
let record = try kernel.record(RecordHead(kind: "builder_profile", id: "p1", owner: "u1"), document)
let action = try kernel.action("builder_profile.read")
try measure("empty", 100_000) { try kernel.native.nothing() }
try measure("can", 100_000) { _ = try kernel.can(subject, action, record) }
try measure("decide", 100_000) { _ = try kernel.decide(subject, action, record) }
try measure("view", 10_000) { _ = try kernel.view(subject, record) }
