import Foundation
import ProfileKit

// Edits a builder's profile: `profile-editor basics.display_name=Ada rates.available=true`.

/// `section.field=value` pairs as a document; a value that is JSON is taken as it is.
func edited(_ words: [String]) throws -> String {
    var sections: [String: [String: JSONValue]] = [:]
    for word in words {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        let path = parts[0].split(separator: ".").map(String.init)
        guard parts.count == 2, path.count == 2 else { throw CocoaError(.formatting) }
        let json = try? JSONDecoder().decode(JSONValue.self, from: Data(parts[1].utf8))
        sections[path[0], default: [:]][path[1]] = json ?? .string(parts[1])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(sections), as: UTF8.self)
}

func run(_ words: [String]) throws {
    let kernel = try Kernel.preset("marketplace")
    let owner = try kernel.subject(SubjectHead(id: "u1", roles: ["builder"]))
    let head = RecordHead(kind: "builder_profile", id: "p1", owner: "u1")

    let options = ValidateOptions(mode: "patch", subject: owner, record: try kernel.record(head))
    let found = try kernel.validate("builder_profile", edited(words), options)
    print(found.violations.isEmpty ? "Nothing is wrong." : "What is wrong:")
    for violation in found.violations {
        print("  \(violation.path) \(violation.message) [\(violation.code)]")
    }

    let profile = try kernel.record(head, found.document ?? "{}")
    let score = try kernel.strength(profile)
    print("Strength: \(score.score ?? 0) of 100, \(score.level ?? "no level")")
    for check in score.checks where score.next.prefix(2).contains(check.id) {
        for issue in check.issues { print("  +\(check.gain) \(issue.fix)") }
    }

    let seen = try kernel.viewAs(.public, profile)
    print("Everybody sees: \(seen.document)")
    for hidden in seen.hidden ?? [] {
        print("  not \(hidden.path), which is for \(hidden.audience ?? "nobody")")
    }
}

do {
    try run(Array(CommandLine.arguments.dropFirst()))
} catch {
    print("profile-editor: \(error.localizedDescription)")
    exit(1)
}
