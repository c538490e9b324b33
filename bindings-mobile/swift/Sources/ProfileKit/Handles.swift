/// A subject that a kernel prepared; it belongs to that kernel.
public final class Subject: Sendable {
    let kernel: Kernel
    let native: NativeSubject
    let key: UInt64
    /// The description it came from, as JSON text.
    public let json: String

    init(_ kernel: Kernel, _ native: NativeSubject, _ json: String) {
        self.kernel = kernel
        self.native = native
        self.json = json
        key = native.key()
    }
}

/// A record that a kernel prepared, with its document; it belongs to that kernel.
public final class Record: Sendable {
    let kernel: Kernel
    let native: NativeRecord
    let key: UInt64
    /// The description it came from, as JSON text.
    public let json: String

    init(_ kernel: Kernel, _ native: NativeRecord, _ json: String) {
        self.kernel = kernel
        self.native = native
        self.json = json
        key = native.key()
    }
}

/// Circumstances that a kernel prepared; they belong to that kernel.
public final class Context: Sendable {
    let kernel: Kernel
    let native: NativeContext
    let key: UInt64
    /// The description they came from, as JSON text.
    public let json: String

    init(_ kernel: Kernel, _ native: NativeContext, _ json: String) {
        self.kernel = kernel
        self.native = native
        self.json = json
        key = native.key()
    }
}

/// An action that a kernel knows; it belongs to that kernel.
public struct Action: Sendable {
    let kernel: Kernel
    let handle: UInt32
    let writes: Bool
    /// What it is called.
    public let name: String
}

/// A question about one of many records: its index, and the action.
public struct Question: Sendable {
    public var record: Int
    public var action: Action

    public init(record: Int, action: Action) {
        self.record = record
        self.action = action
    }
}

/// A viewer that a preview speaks of.
public enum ViewAs: Hashable, Sendable {
    /// Somebody who is not signed in.
    case `public`
    /// Somebody who is signed in, and nothing else to the record.
    case platform
    /// Its owner.
    case owner
    /// A stranger of the record's tenant with a role.
    case role(String)

    var word: String {
        switch self {
        case .public: "public"
        case .platform: "platform"
        case .owner: "owner"
        case .role(let name): "role:\(name)"
        }
    }
}
