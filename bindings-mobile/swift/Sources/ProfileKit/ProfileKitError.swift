import Foundation

/// What went wrong: a stable code, where it is, and what to do next.
public struct ProfileKitError: LocalizedError, Sendable {
    /// The stable code, the same in every language.
    public let code: ErrorCode
    /// The HTTP status that fits.
    public let status: Int
    /// JSON Pointer into what was handed in.
    public let path: String?
    /// Parameters of the message.
    public let params: [String: Param]
    /// What is wrong, in English.
    public let message: String
    /// What to do next.
    public let help: String?
    /// Everything that is wrong with a blueprint that does not compile.
    public let problems: [Problem]
    /// All of it as JSON text.
    public let json: String

    public var errorDescription: String? { message }
    public var recoverySuggestion: String? { help }

    init(_ failure: Failure, problems: [Problem] = []) {
        code = ErrorCode(rawValue: failure.code) ?? .kernelInternal
        status = Int(failure.status)
        path = failure.path
        params = failure.params
        message = failure.message
        help = failure.help
        json = failure.json
        self.problems = problems
    }
}

/// Calls the kernel; whatever goes wrong is a `ProfileKitError`.
@inline(__always)
func guarded<T>(_ work: () throws -> T) throws(ProfileKitError) -> T {
    do {
        return try work()
    } catch {
        throw typed(error)
    }
}

/// What was thrown on the way, typed. A panic arrives as a message of its own.
func typed(_ error: any Error) -> ProfileKitError {
    switch error {
    case let error as ProfileKitError: error
    case KernelError.Failed(let failure): ProfileKitError(failure)
    case KernelError.Uncompiled(let failure, let problems): ProfileKitError(failure, problems: problems)
    default: told(error.localizedDescription, by: nativeInternal)
    }
}

/// Refuses what was handed in.
func refusal(_ reason: String) -> ProfileKitError {
    told(reason, by: nativeRefusal)
}

private func told(_ reason: String, by words: (String) throws -> Failure) -> ProfileKitError {
    if let failure = try? words(reason) { return ProfileKitError(failure) }
    let failure = Failure(
        code: ErrorCode.kernelInternal.rawValue, status: 500, path: nil, params: [:],
        message: reason, help: nil, json: "null"
    )
    return ProfileKitError(failure)
}
