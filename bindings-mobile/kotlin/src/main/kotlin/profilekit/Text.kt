package profilekit

import java.nio.charset.CharacterCodingException

/** The bytes of a text. One with half a surrogate pair is no text. */
internal fun bytesOf(text: String): ByteArray =
    try {
        text.encodeToByteArray(throwOnInvalidSequence = true)
    } catch (cause: CharacterCodingException) {
        throw FailureException(nativeLoneSurrogate(wholeBytes(text)), cause)
    }

/** How many bytes stand before the first half of a surrogate pair. */
private fun wholeBytes(text: String): ULong {
    val at = text.indices.first { isHalf(text, it) }
    return text.substring(0, at).encodeToByteArray().size.toULong()
}

private fun isHalf(text: String, at: Int): Boolean = when {
    text[at].isHighSurrogate() -> text.getOrNull(at + 1)?.isLowSurrogate() != true
    text[at].isLowSurrogate() -> text.getOrNull(at - 1)?.isHighSurrogate() != true
    else -> false
}

/** Writes values as JSON text; what JSON cannot say is refused, not dropped. */
internal class JsonText {
    private val out = StringBuilder()

    /** An object of those members that are there. */
    fun members(vararg members: Pair<String, Any?>): JsonText {
        write(members.filter { (_, value) -> isThere(value) }.toMap())
        return this
    }

    private fun isThere(value: Any?): Boolean = value != null && (value as? Map<*, *>)?.isEmpty() != true

    private fun write(value: Any?) {
        when (value) {
            null -> out.append("null")
            is Boolean, is Byte, is Short, is Int, is Long -> out.append(value)
            is String -> quoted(value)
            is Double -> number(value)
            is Float -> number(value.toDouble())
            is List<*> -> listed(value, '[', ']') { write(it) }
            is Map<*, *> -> listed(value.entries, '{', '}') { (name, inner) -> member(name, inner) }
            else -> throw refusal("a ${value.javaClass.simpleName} cannot be written as JSON")
        }
    }

    private fun number(value: Double) {
        if (!value.isFinite()) throw refusal("JSON has no number $value")
        out.append(value)
    }

    private fun <T> listed(items: Iterable<T>, open: Char, close: Char, each: (T) -> Unit) {
        out.append(open)
        for ((index, item) in items.withIndex()) {
            if (index > 0) out.append(',')
            each(item)
        }
        out.append(close)
    }

    private fun member(name: Any?, value: Any?) {
        quoted(name as? String ?: throw refusal("a member's name must be a text"))
        out.append(':')
        write(value)
    }

    private fun quoted(text: String) {
        out.append('"')
        for (character in text) {
            when {
                character == '"' || character == '\\' -> out.append('\\').append(character)
                character < ' ' -> out.append("\\u%04x".format(character.code))
                else -> out.append(character)
            }
        }
        out.append('"')
    }

    override fun toString(): String = out.toString()
}
