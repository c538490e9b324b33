import Foundation
import ProfileKit

/// What a test found wrong.
struct Wrong: Error, CustomStringConvertible {
    let description: String
}

/// Runs tests one by one and counts them.
final class Runner {
    private var passed = 0
    private var failed = 0

    /// One test; whatever it throws is its failure.
    func test(_ name: String, _ work: () throws -> Void) {
        do {
            try work()
            passed += 1
            print("ok \(name)")
        } catch {
            failed += 1
            print("FAILED \(name): \(error)")
        }
    }

    /// Prints the counts and ends the program.
    func finish() -> Never {
        print("\(passed) passed, \(failed) failed")
        exit(failed == 0 && passed > 0 ? 0 : 1)
    }
}

func check<Value: Equatable>(
    _ expected: Value, _ found: Value, _ about: @autoclosure () -> String = "", line: Int = #line
) throws {
    if expected != found {
        throw Wrong(description: "\(about()) (line \(line))\n  expected \(expected)\n  found    \(found)")
    }
}

/// What a call throws, which must be typed.
func thrown(line: Int = #line, _ work: () throws -> Void) throws -> ProfileKitError {
    do {
        try work()
    } catch let error as ProfileKitError {
        try check(true, !error.message.isEmpty && (400..<600).contains(error.status), "\(error)", line: line)
        try check(true, !error.problems.isEmpty || error.help?.isEmpty == false, "\(error)", line: line)
        try check(error.message, error.localizedDescription, line: line)
        return error
    }
    throw Wrong(description: "nothing was thrown (line \(line))")
}
