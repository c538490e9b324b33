package profilekit

/** What validation found. */
class Validation internal constructor(
    /** Everything that is wrong, in document order. */
    val violations: List<Violation>,
    text: () -> String?,
) {
    /** Whether nothing is wrong. */
    val valid: Boolean get() = violations.isEmpty()

    /** The normalised document as JSON text; `null` where the input was no strict JSON. */
    val document: String? by lazy(LazyThreadSafetyMode.PUBLICATION, text)
}

/** The code as one of the registry's; `null` for one that the blueprint gave a check. */
val Violation.errorCode: ErrorCode? get() = ErrorCode.of(code)

/** The code as one of the registry's. */
val Problem.errorCode: ErrorCode? get() = ErrorCode.of(code)

/** The code as one of the registry's. */
val Issue.errorCode: ErrorCode? get() = ErrorCode.of(code)
