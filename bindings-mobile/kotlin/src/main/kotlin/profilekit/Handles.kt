package profilekit

/**
 * Something that a kernel prepared, to be asked about often. It belongs to that kernel, and is given
 * back when it is closed or no longer used.
 */
sealed class Handle(
    internal val kernel: Kernel,
    internal val key: ULong,
    /** The description it came from, as JSON text. */
    val json: String,
    private val native: AutoCloseable,
) : AutoCloseable {
    override fun close() = native.close()
}

/** A subject that a kernel prepared. */
class Subject internal constructor(kernel: Kernel, native: NativeSubject, json: String) :
    Handle(kernel, native.key(), json, native)

/** A record that a kernel prepared, with its document. */
class Record internal constructor(kernel: Kernel, native: NativeRecord, json: String) :
    Handle(kernel, native.key(), json, native)

/** Circumstances that a kernel prepared. */
class Context internal constructor(kernel: Kernel, native: NativeContext, json: String) :
    Handle(kernel, native.key(), json, native)

/** An action that a kernel knows. */
class Action internal constructor(
    internal val kernel: Kernel,
    internal val native: NativeAction,
    /** What it is called. */
    val name: String,
)
