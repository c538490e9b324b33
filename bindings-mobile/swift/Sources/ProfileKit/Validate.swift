import Foundation

/// How a document is validated.
public struct ValidateOptions: Sendable {
    /// `create`, `replace`, `patch`, `draft`, `publish` or `step:NAME`.
    public var mode: String
    public var now: Date?
    /// Pointers of the fields that may be written, with all that lies below them.
    public var writable: [String]?
    /// Who writes: decides what may be written, unless `writable` says it.
    public var subject: Subject?
    /// What is stored.
    public var record: Record?
    public var context: Context?
    /// The language of messages: `en` or `de`.
    public var locale: String

    public init(
        mode: String = "create", now: Date? = nil, writable: [String]? = nil,
        subject: Subject? = nil, record: Record? = nil, context: Context? = nil, locale: String = "en"
    ) {
        self.mode = mode
        self.now = now
        self.writable = writable
        self.subject = subject
        self.record = record
        self.context = context
        self.locale = locale
    }

    /// Whether the mode is all that is said.
    var isPlain: Bool {
        now == nil && writable == nil && subject == nil && record == nil && context == nil && locale == "en"
    }
}

extension Kernel {
    /// Validates a document and gives it back in its normal form.
    public func validate(
        _ kind: String, _ document: String, mode: String = "create"
    ) throws(ProfileKitError) -> Validation {
        try validate(kind, document, ValidateOptions(mode: mode))
    }

    /// Validates a document, with all that may be said of how.
    public func validate(
        _ kind: String, _ document: String, _ options: ValidateOptions
    ) throws(ProfileKitError) -> Validation {
        let found = try found(kind, Data(document.utf8), options)
        return Validation(violations: found.violations, document: found.unchanged ? document : found.document)
    }

    /// Validates a document of UTF-8 bytes.
    public func validate(
        _ kind: String, _ document: Data, mode: String = "create"
    ) throws(ProfileKitError) -> Validation {
        try validate(kind, document, ValidateOptions(mode: mode))
    }

    /// Validates a document of UTF-8 bytes, with all that may be said of how.
    public func validate(
        _ kind: String, _ document: Data, _ options: ValidateOptions
    ) throws(ProfileKitError) -> Validation {
        let found = try found(kind, document, options)
        let text = found.unchanged ? String(decoding: document, as: UTF8.self) : found.document
        return Validation(violations: found.violations, document: text)
    }

    private func found(
        _ kind: String, _ document: Data, _ options: ValidateOptions
    ) throws(ProfileKitError) -> Found {
        try about(options.subject, options.record, options.context) {
            if options.isPlain {
                return try native.validate(kind: kind, document: document, mode: options.mode)
            }
            let how = NativeValidate(
                mode: options.mode, now: options.now.map(instantText), writable: options.writable,
                subject: options.subject?.key, record: options.record?.key,
                context: options.context?.key, locale: options.locale
            )
            return try native.validateAs(kind: kind, document: document, how: how)
        }
    }
}
