package profilekit

import java.nio.charset.CharacterCodingException

/** What went wrong: a stable code, where it is, and what to do next. */
sealed class ProfileKitException(private val failure: Failure, cause: Throwable?) :
    RuntimeException(failure.message, cause) {
    /** The stable code, the same in every language. */
    val code: ErrorCode get() = ErrorCode.of(failure.code) ?: ErrorCode.KERNEL_INTERNAL

    /** The HTTP status that fits. */
    val status: Int get() = failure.status.toInt()

    /** JSON Pointer into what was handed in. */
    val path: String? get() = failure.path

    /** Parameters of the message. */
    val params: Map<String, Param> get() = failure.params

    /** What to do next. */
    val help: String? get() = failure.help

    /** All of it as JSON text. */
    val json: String get() = failure.json
}

/** A call that has no answer. */
class FailureException internal constructor(failure: Failure, cause: Throwable? = null) :
    ProfileKitException(failure, cause)

/** A blueprint that does not compile; the first of its problems gives the code and the message. */
class BlueprintException internal constructor(
    failure: Failure,
    /** Everything that is wrong. */
    val problems: List<Problem>,
    cause: Throwable? = null,
) : ProfileKitException(failure, cause)

/** Calls the kernel; whatever goes wrong is a [ProfileKitException]. */
internal inline fun <T> guarded(work: () -> T): T =
    try {
        work()
    } catch (cause: Exception) {
        throw typed(cause)
    }

/** What was thrown on the way, typed. A panic arrives as a message of its own. */
internal fun typed(cause: Exception): ProfileKitException = when (cause) {
    is ProfileKitException -> cause
    is KernelException.Failed -> FailureException(cause.failure, cause)
    is KernelException.Uncompiled -> BlueprintException(cause.failure, cause.problems, cause)
    is CharacterCodingException -> FailureException(nativeLoneSurrogate(0uL), cause)
    is IllegalStateException -> FailureException(nativeRefusal("it was closed"), cause)
    else -> FailureException(nativeInternal(cause.message ?: cause.javaClass.name), cause)
}

/** Refuses what was handed in. */
internal fun refusal(reason: String): ProfileKitException = FailureException(nativeRefusal(reason))
