package profilekit

import java.io.File
import java.lang.ref.Reference
import java.time.DayOfWeek
import java.time.Instant

/**
 * The kernel of one blueprint: it validates, decides, shows and scores, with the reason for every
 * answer. It never changes and may be used from any thread. Whatever goes wrong is a
 * [ProfileKitException].
 */
class Kernel private constructor(private val native: NativeKernel) : AutoCloseable {
    private val decisions: List<Decision> by lazy { guarded { native.decisions() } }

    companion object {
        /** Compiles a blueprint; a [BlueprintException] has everything that is wrong. */
        fun compile(blueprint: String): Kernel = compile(bytesOf(blueprint))

        /** Compiles a blueprint of UTF-8 bytes. */
        fun compile(blueprint: ByteArray): Kernel = Kernel(guarded { NativeKernel.compile(blueprint) })

        /** Compiles the blueprint of a file. */
        fun fromFile(path: File): Kernel = compile(path.readBytes())

        /** Compiles a blueprint that comes with the library: `marketplace`, `talent`, `mentoring`, `saas`. */
        fun preset(name: String): Kernel = Kernel(guarded { NativeKernel.preset(name) })

        private val NOTHING = ByteArray(0)
    }

    /** Gives the kernel back; what it prepared stays until it is closed itself. */
    override fun close() = native.close()

    /** Answers one call of the wire, JSON text in and out. */
    fun call(request: String, document: ByteArray = NOTHING): String =
        guarded { native.call(request, document) }

    /** Answers one call of the wire about a document. */
    fun call(request: String, document: String): String = call(request, bytesOf(document))

    /** Prepares a subject. */
    fun subject(head: SubjectHead = SubjectHead()): Subject = subject(head.toJson())

    /** Prepares a subject from its description as JSON text. */
    fun subject(json: String): Subject = Subject(this, guarded { native.subject(json) }, json)

    /** Prepares a record with its document, a JSON object. */
    fun record(head: RecordHead, document: String = "{}"): Record = record(head.toJson(), document)

    /** Prepares a record with a document of UTF-8 bytes. */
    fun record(head: RecordHead, document: ByteArray): Record = record(head.toJson(), document)

    /** Prepares a record from its description as JSON text. */
    fun record(json: String, document: String): Record = record(json, bytesOf(document))

    /** Prepares a record from its description as JSON text, with a document of UTF-8 bytes. */
    fun record(json: String, document: ByteArray): Record =
        Record(this, guarded { native.record(json, document) }, json)

    /** Prepares circumstances. */
    fun context(head: ContextHead): Context = context(head.toJson())

    /** Prepares circumstances from their description as JSON text. */
    fun context(json: String): Context = Context(this, guarded { native.context(json) }, json)

    /** The action of a name, such as `booking.confirm`. */
    fun action(name: String): Action = Action(this, guarded { native.action(name) }, name)

    /**
     * Validates a document and gives it back in its normal form.
     *
     * [mode] is `create`, `replace`, `patch`, `draft`, `publish` or `step:NAME`. What may be written
     * is [writable], pointers of fields with all that lies below them, or what the [subject] may
     * write of the [record]; without either, everything.
     */
    fun validate(
        kind: String,
        document: String,
        mode: String = "create",
        now: Instant? = null,
        writable: List<String>? = null,
        subject: Subject? = null,
        record: Record? = null,
        context: Context? = null,
        locale: String = "en",
    ): Validation = validation(
        found(kind, bytesOf(document), mode, now, writable, subject, record, context, locale),
    ) { document }

    /** Validates a document of UTF-8 bytes. */
    fun validate(
        kind: String,
        document: ByteArray,
        mode: String = "create",
        now: Instant? = null,
        writable: List<String>? = null,
        subject: Subject? = null,
        record: Record? = null,
        context: Context? = null,
        locale: String = "en",
    ): Validation {
        val found = found(kind, document, mode, now, writable, subject, record, context, locale)
        // What was looked at stays as it was, whatever becomes of the caller's bytes.
        val kept = if (found.unchanged) document.copyOf() else document
        return validation(found) { kept.decodeToString() }
    }

    private fun validation(found: Found, text: () -> String): Validation =
        Validation(found.violations) { if (found.unchanged) text() else found.document }

    private fun found(
        kind: String,
        document: ByteArray,
        mode: String,
        now: Instant?,
        writable: List<String>?,
        subject: Subject?,
        record: Record?,
        context: Context?,
        locale: String,
    ): Found = about(subject, record, context) {
        val parts = listOf(now, writable, subject, record, context)
        if (locale == "en" && parts.all { it == null }) {
            return@about native.validate(kind, document, mode)
        }
        val how = NativeValidate(
            mode, now?.toString(), writable, subject?.key, record?.key, context?.key, locale,
        )
        native.validateAs(kind, document, how)
    }

    /** Whether a subject may do an action on a record. */
    fun can(subject: Subject, action: Action, record: Record, context: Context? = null): Boolean =
        about(subject, record, context) {
            Direct.can(subject.key, handle(action), record.key, keyOf(context))
        }

    /** Whether a subject may do an action on a record. */
    fun can(subject: Subject, action: String, record: Record, context: Context? = null): Boolean =
        can(subject, action(action), record, context)

    /** Decides, with the reason. */
    fun decide(subject: Subject, action: Action, record: Record, context: Context? = null): Decision =
        about(subject, record, context) {
            val (who, what, how) = Triple(subject.key, record.key, keyOf(context))
            if (action.native.writes) return@about nativeAsk(who, handle(action), what, how)
            decisions[Direct.decide(who, handle(action), what, how)]
        }

    /** Decides, with the reason. */
    fun decide(subject: Subject, action: String, record: Record, context: Context? = null): Decision =
        decide(subject, action(action), record, context)

    /** Decides many questions at once, about records by their index. */
    fun decideMany(
        subject: Subject,
        records: List<Record>,
        questions: List<Question>,
        context: Context? = null,
    ): BooleanArray {
        records.forEach(::own)
        val packed = ArrayList<UInt>(questions.size * 2)
        for ((record, action) in questions) {
            if (record < 0) throw refusal("there is no such record")
            packed.add(record.toUInt())
            packed.add(handle(action))
        }
        val allowed = about(subject, null, context) {
            nativeDecideMany(subject.key, records.map { it.key }, packed, keyOf(context))
        }
        Reference.reachabilityFence(records)
        return BooleanArray(allowed.size) { allowed[it] == 1.toByte() }
    }

    /** Decides, and tells of every rule why it did or did not apply. */
    fun explain(subject: Subject, action: Action, record: Record, context: Context? = null): Explanation =
        about(subject, record, context) {
            nativeExplain(subject.key, handle(action), record.key, keyOf(context))
        }

    /** Decides, and tells of every rule why it did or did not apply. */
    fun explain(subject: Subject, action: String, record: Record, context: Context? = null): Explanation =
        explain(subject, action(action), record, context)

    /** The records on which a subject may do an action, as SQL. */
    fun filter(
        subject: Subject,
        action: Action,
        dialect: Dialect = Dialect.SQLITE,
        context: Context? = null,
    ): SqlFilter = about(subject, null, context) {
        nativeFilter(subject.key, handle(action), keyOf(context), dialect)
    }

    /** The records on which a subject may do an action, as SQL. */
    fun filter(
        subject: Subject,
        action: String,
        dialect: Dialect = Dialect.SQLITE,
        context: Context? = null,
    ): SqlFilter = filter(subject, action(action), dialect, context)

    /** A subject's rights as JSON text, settled as far as they do not depend on the record. */
    fun ability(subject: Subject): String = about(subject, null, null) { nativeAbility(subject.key) }

    /** What a subject sees of a record. */
    fun view(subject: Subject, record: Record, context: Context? = null): View =
        about(subject, record, context) { Direct.view(subject.key, record.key, keyOf(context)) }

    /** What a hypothetical viewer would see, with what is hidden and why: a preview for the owner. */
    fun viewAs(viewer: ViewAs, record: Record, context: Context? = null): View =
        about(null, record, context) { nativeViewAs(viewer.word, record.key, keyOf(context)) }

    /** The score of a record for its owner: the [subject], or whoever owns a record of the kind. */
    fun strength(record: Record, subject: Subject? = null, context: Context? = null): Score =
        about(subject, record, context) {
            nativeStrength(record.key, keyOf(subject), keyOf(context))
        }

    /** The score alone and its level: what a list shows. */
    fun score(record: Record, subject: Subject? = null, context: Context? = null): Rating =
        about(subject, record, context) {
            nativeScore(record.key, keyOf(subject), keyOf(context))
        }

    /** The score as one viewer may know it. */
    fun strengthSeen(subject: Subject, record: Record, context: Context? = null): Score =
        about(subject, record, context) {
            nativeStrengthSeen(subject.key, record.key, keyOf(context))
        }

    /** Whether a subject may enter a path. */
    fun route(subject: Subject, path: String): Passage =
        about(subject, null, null) { nativeRoute(subject.key, path) }

    /** The navigation of a subject's persona, without what it may not enter. */
    fun navigation(subject: Subject): List<NavigationEntry> =
        about(subject, null, null) { nativeNavigation(subject.key) }

    /**
     * The dashboard of the subject's persona, as JSON text.
     *
     * [facts] is JSON text too: an object of tables, each `{"csv":TEXT}`, `{"ndjson":TEXT}`, a list of
     * rows, or of records `{"record":…,"document":…}`, which count as far as the subject sees them.
     * The [context] says what time it is, [zone] is one of the IANA database.
     */
    fun dashboard(
        subject: Subject,
        facts: String,
        context: Context,
        zone: String = "UTC",
        weekStart: DayOfWeek = DayOfWeek.MONDAY,
        exact: Long? = null,
    ): String {
        own(subject)
        own(context)
        val how = JsonText().members(
            "call" to "dashboard", "zone" to zone, "weekStart" to weekStart.name.lowercase(), "exact" to exact,
        )
        return call("${how.toString().dropLast(1)},\"subject\":${subject.json},\"context\":${context.json}}", facts)
    }

    /** Who sees what, row by row. */
    fun matrix(): Matrix = guarded { native.matrix() }

    /** Who sees what, as a text. */
    fun matrix(format: MatrixFormat): String = guarded { native.matrixText(format) }

    /** Static analysis of the blueprint. */
    fun check(locale: String = "en"): Check = guarded { native.check(locale) }

    /** What changes from this blueprint to another. */
    fun diff(blueprint: String): Diff = diff(bytesOf(blueprint))

    /** What changes from this blueprint to another, of UTF-8 bytes. */
    fun diff(blueprint: ByteArray): Diff = guarded { native.diff(blueprint) }

    /** The JSON Schema (2020-12) of a kind's whole documents, as JSON text. */
    fun schema(kind: String): String = guarded { native.schema(kind) }

    /** Asks about what this kernel prepared, and keeps it until there is an answer. */
    private inline fun <T> about(subject: Subject?, record: Record?, context: Context?, work: () -> T): T {
        own(subject)
        own(record)
        own(context)
        return guarded {
            try {
                work()
            } finally {
                Reference.reachabilityFence(subject)
                Reference.reachabilityFence(record)
                Reference.reachabilityFence(context)
            }
        }
    }

    private fun own(handle: Handle?) {
        if (handle != null && handle.kernel !== this) throw foreign()
    }

    private fun handle(action: Action): UInt {
        if (action.kernel !== this) throw foreign()
        return action.native.handle
    }

    private fun foreign(): ProfileKitException = refusal("it was prepared by another kernel")

    /** The key of what may be left out. */
    private fun keyOf(handle: Handle?): ULong = handle?.key ?: 0uL
}
