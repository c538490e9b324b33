package profilekit

import com.sun.jna.Memory
import com.sun.jna.Native
import com.sun.jna.Pointer

/**
 * The hot calls. uniffi makes a structure of JNA for every call, which costs many times what a
 * decision does; here each thread keeps one piece of memory in its place.
 */
internal object Direct {
    init {
        val library = System.getProperty("uniffi.component.profilekit.libraryOverride")
        Native.register(Direct::class.java, library ?: "profilekit_mobile")
    }

    /** A `RustCallStatus`: a code, and the buffer of an error. */
    private const val SIZE = 32L
    private const val BUFFER = 8L

    private val statuses: ThreadLocal<Memory> =
        ThreadLocal.withInitial { Memory(SIZE).apply { clear() } }

    @Suppress("FunctionName")
    external fun uniffi_profilekit_mobile_fn_func_native_can(
        subject: Long, action: Int, record: Long, context: Long, status: Pointer,
    ): Byte

    @Suppress("FunctionName")
    external fun uniffi_profilekit_mobile_fn_func_native_decide(
        subject: Long, action: Int, record: Long, context: Long, status: Pointer,
    ): Int

    @Suppress("FunctionName")
    external fun uniffi_profilekit_mobile_fn_func_native_view(
        subject: Long, record: Long, context: Long, status: Pointer,
    ): RustBuffer.ByValue

    @Suppress("FunctionName")
    external fun ffi_profilekit_mobile_rustbuffer_free(buffer: RustBuffer.ByValue, status: Pointer)

    /** As [nativeCan]. */
    fun can(subject: ULong, action: UInt, record: ULong, context: ULong): Boolean {
        val status = statuses.get()
        val allowed = uniffi_profilekit_mobile_fn_func_native_can(
            subject.toLong(), action.toInt(), record.toLong(), context.toLong(), status,
        )
        check(status)
        return allowed == 1.toByte()
    }

    /** As [nativeDecide]. */
    fun decide(subject: ULong, action: UInt, record: ULong, context: ULong): Int {
        val status = statuses.get()
        val place = uniffi_profilekit_mobile_fn_func_native_decide(
            subject.toLong(), action.toInt(), record.toLong(), context.toLong(), status,
        )
        check(status)
        return place
    }

    /** As [nativeView]. */
    fun view(subject: ULong, record: ULong, context: ULong): View {
        val status = statuses.get()
        val buffer = uniffi_profilekit_mobile_fn_func_native_view(
            subject.toLong(), record.toLong(), context.toLong(), status,
        )
        check(status)
        try {
            return FfiConverterTypeView.read(buffer.asByteBuffer()!!)
        } finally {
            ffi_profilekit_mobile_rustbuffer_free(buffer, status)
        }
    }

    private fun check(status: Memory) {
        if (status.getByte(0) != UNIFFI_CALL_SUCCESS) throw failure(status)
    }

    /** What went wrong; its buffer is given back, and the memory is as new. */
    private fun failure(status: Memory): Exception {
        val code = status.getByte(0)
        val buffer = RustBuffer.ByValue()
        buffer.capacity = status.getLong(BUFFER)
        buffer.len = status.getLong(BUFFER + 8)
        buffer.data = status.getPointer(BUFFER + 16)
        status.clear()
        if (code == UNIFFI_CALL_ERROR) return FfiConverterTypeKernelError.lift(buffer)
        return InternalException(if (buffer.len > 0) FfiConverterString.lift(buffer) else "Rust panic")
    }
}
