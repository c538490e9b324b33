import Foundation

extension Kernel {
    /// What a subject sees of a record.
    public func view(
        _ subject: Subject, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> View {
        try about(subject, record, context) {
            try nativeView(subject: subject.key, record: record.key, context: context?.key ?? 0)
        }
    }

    /// What a hypothetical viewer would see, with what is hidden and why: a preview for the owner.
    public func viewAs(
        _ viewer: ViewAs, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> View {
        try about(nil, record, context) {
            try nativeViewAs(viewer: viewer.word, record: record.key, context: context?.key ?? 0)
        }
    }

    /// The score of a record for its owner: the subject, or whoever owns a record of the kind.
    public func strength(
        _ record: Record, subject: Subject? = nil, _ context: Context? = nil
    ) throws(ProfileKitError) -> Score {
        try about(subject, record, context) {
            try nativeStrength(
                record: record.key, subject: subject?.key ?? 0, context: context?.key ?? 0
            )
        }
    }

    /// The score alone and its level: what a list shows.
    public func score(
        _ record: Record, subject: Subject? = nil, _ context: Context? = nil
    ) throws(ProfileKitError) -> Rating {
        try about(subject, record, context) {
            try nativeScore(
                record: record.key, subject: subject?.key ?? 0, context: context?.key ?? 0
            )
        }
    }

    /// The score as one viewer may know it.
    public func strengthSeen(
        _ subject: Subject, _ record: Record, _ context: Context? = nil
    ) throws(ProfileKitError) -> Score {
        try about(subject, record, context) {
            try nativeStrengthSeen(
                subject: subject.key, record: record.key, context: context?.key ?? 0
            )
        }
    }

    /// The dashboard of the subject's persona, as JSON text.
    ///
    /// `facts` is JSON text too: an object of tables, each `{"csv":TEXT}`, `{"ndjson":TEXT}`, a list
    /// of rows, or of records `{"record":…,"document":…}`, which count as far as the subject sees
    /// them. The context says what time it is, `zone` is one of the IANA database.
    public func dashboard(
        _ subject: Subject, _ facts: Data, _ context: Context, zone: String = "UTC",
        weekStart: WeekStart = .monday, exact: UInt32? = nil
    ) throws(ProfileKitError) -> String {
        let how = try jsonText(DashboardCall(zone: zone, weekStart: weekStart, exact: exact))
        let request = how.dropLast() + ",\"subject\":\(subject.json),\"context\":\(context.json)}"
        return try about(subject, nil, context) {
            try native.call(request: String(request), document: facts)
        }
    }
}

/// The first day of weeks.
public enum WeekStart: String, Codable, Hashable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// What is said of a dashboard besides who asks and when.
private struct DashboardCall: Encodable {
    var call = "dashboard"
    var zone: String
    var weekStart: WeekStart
    var exact: UInt32?
}
