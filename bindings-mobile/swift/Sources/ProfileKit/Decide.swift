import Foundation

extension Kernel {
    /// Whether a subject may do an action on a record.
    public func can(
        _ subject: Subject, _ action: Action, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> Bool {
        let handle = try handle(action, of: subject)
        return try guarded {
            try withExtendedLifetime(subject) {
                try withExtendedLifetime(record) {
                    try withExtendedLifetime(context) {
                        try nativeCan(
                            subject: subject.key, action: handle, record: record.key,
                            context: context?.key ?? 0
                        )
                    }
                }
            }
        }
    }

    /// Whether a subject may do an action on a record.
    public func can(
        _ subject: Subject, _ action: String, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> Bool {
        try can(subject, self.action(action), record, context)
    }

    /// Decides, with the reason.
    public func decide(
        _ subject: Subject, _ action: Action, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> Decision {
        let handle = try handle(action, of: subject)
        return try guarded {
            try withExtendedLifetime(subject) {
                try withExtendedLifetime(record) {
                    try withExtendedLifetime(context) {
                        let (who, what, how) = (subject.key, record.key, context?.key ?? 0)
                        if action.writes {
                            return try nativeAsk(subject: who, action: handle, record: what, context: how)
                        }
                        return try decision(
                            nativeDecide(subject: who, action: handle, record: what, context: how)
                        )
                    }
                }
            }
        }
    }

    /// Decides, with the reason.
    public func decide(
        _ subject: Subject, _ action: String, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> Decision {
        try decide(subject, self.action(action), record, context)
    }

    /// Decides many questions at once, about records by their index.
    public func decideMany(
        _ subject: Subject, _ records: [Record], _ questions: [Question], _ context: Context? = nil
    ) throws(ProfileKitError) -> [Bool] {
        for record in records { try own(record.kernel) }
        var packed: [UInt32] = []
        packed.reserveCapacity(questions.count * 2)
        for question in questions {
            guard let record = UInt32(exactly: question.record) else { throw refusal("there is no such record") }
            packed.append(record)
            packed.append(try handle(question.action))
        }
        let allowed = try about(subject, nil, context) {
            try withExtendedLifetime(records) {
                try nativeDecideMany(
                    subject: subject.key, records: records.map(\.key), questions: packed,
                    context: context?.key ?? 0
                )
            }
        }
        return allowed.map { $0 == 1 }
    }

    /// Decides, and tells of every rule why it did or did not apply.
    public func explain(
        _ subject: Subject, _ action: Action, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> Explanation {
        let handle = try handle(action)
        return try about(subject, record, context) {
            try nativeExplain(
                subject: subject.key, action: handle, record: record.key, context: context?.key ?? 0
            )
        }
    }

    /// Decides, and tells of every rule why it did or did not apply.
    public func explain(
        _ subject: Subject, _ action: String, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> Explanation {
        try explain(subject, self.action(action), record, context)
    }

    /// The records on which a subject may do an action, as SQL.
    public func filter(
        _ subject: Subject, _ action: Action, dialect: Dialect = .sqlite, _ context: Context? = nil
    ) throws(ProfileKitError) -> SqlFilter {
        let handle = try handle(action)
        return try about(subject, nil, context) {
            try nativeFilter(
                subject: subject.key, action: handle, context: context?.key ?? 0, dialect: dialect
            )
        }
    }

    /// The records on which a subject may do an action, as SQL.
    public func filter(
        _ subject: Subject, _ action: String, dialect: Dialect = .sqlite, _ context: Context? = nil
    ) throws(ProfileKitError) -> SqlFilter {
        try filter(subject, self.action(action), dialect: dialect, context)
    }

    /// A subject's rights as JSON text, settled as far as they do not depend on the record.
    public func ability(_ subject: Subject) throws(ProfileKitError) -> String {
        try about(subject, nil, nil) { try nativeAbility(subject: subject.key) }
    }

    /// Whether a subject may enter a path.
    public func route(_ subject: Subject, _ path: String) throws(ProfileKitError) -> Passage {
        try about(subject, nil, nil) { try nativeRoute(subject: subject.key, path: path) }
    }

    /// The navigation of a subject's persona, without what it may not enter.
    public func navigation(_ subject: Subject) throws(ProfileKitError) -> [NavigationEntry] {
        try about(subject, nil, nil) { try nativeNavigation(subject: subject.key) }
    }

    /// Asks about what this kernel prepared, and keeps it until there is an answer.
    @inline(__always)
    func about<T>(
        _ subject: Subject?, _ record: Record?, _ context: Context?, _ work: () throws -> T
    ) throws(ProfileKitError) -> T {
        if let subject { try own(subject.kernel) }
        if let record { try own(record.kernel) }
        if let context { try own(context.kernel) }
        return try guarded {
            try withExtendedLifetime((subject, record, context)) { try work() }
        }
    }

    private func handle(_ action: Action) throws(ProfileKitError) -> UInt32 {
        try own(action.kernel)
        return action.handle
    }

    /// The handle of an action, for a subject of this kernel; that the others are of the subject's
    /// kernel is looked at on the other side.
    @inline(__always)
    private func handle(_ action: Action, of subject: Subject) throws(ProfileKitError) -> UInt32 {
        if action.kernel !== self || subject.kernel !== self { throw foreign() }
        return action.handle
    }

    private func own(_ kernel: Kernel) throws(ProfileKitError) {
        if kernel !== self { throw foreign() }
    }

    private func foreign() -> ProfileKitError { refusal("it was prepared by another kernel") }
}
