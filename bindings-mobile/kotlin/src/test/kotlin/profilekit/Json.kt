package profilekit

import java.math.BigDecimal

/** A number as it is written: some are beyond what Java reads. */
class Numeral(val text: String) {
    fun plain(): Any = text.toBigDecimalOrNull()?.stripTrailingZeros() ?: text
}

/** A value of JSON, and the text it was read from. */
class Json(val value: Any?, val text: String) {
    operator fun get(name: String): Json? = (value as? Map<*, *>)?.get(name) as Json?

    val items: List<Json> get() = (value as List<*>).map { it as Json }

    val members: Map<String, Json>
        get() = (value as Map<*, *>).entries.associate { (name, inner) -> name as String to inner as Json }

    val string: String get() = value as String

    val number: BigDecimal get() = BigDecimal((value as Numeral).text)

    /** Without texts: maps, lists, strings, numbers, truths and null. */
    fun plain(): Any? = when (value) {
        is Map<*, *> -> members.mapValues { (_, inner) -> inner.plain() }
        is List<*> -> items.map { it.plain() }
        is Numeral -> value.plain()
        else -> value
    }

    companion object {
        fun read(text: String): Json = Reader(text).whole()
    }

    private class Reader(private val text: String) {
        private var at = 0

        fun whole(): Json {
            val value = value()
            blanks()
            check(text.length, at)
            return value
        }

        private fun value(): Json {
            blanks()
            val start = at
            val value: Any? = when (text[at]) {
                '{' -> members()
                '[' -> items()
                '"' -> string()
                't' -> word("true", true)
                'f' -> word("false", false)
                'n' -> word("null", null)
                else -> number()
            }
            return Json(value, text.substring(start, at))
        }

        private fun blanks() {
            while (at < text.length && text[at].isWhitespace()) at += 1
        }

        private fun word(word: String, value: Any?): Any? {
            check(word, text.substring(at, at + word.length))
            at += word.length
            return value
        }

        private fun number(): Numeral {
            val start = at
            while (at < text.length && text[at] in "+-.eE0123456789") at += 1
            return Numeral(text.substring(start, at))
        }

        private fun string(): String {
            val out = StringBuilder()
            at += 1
            while (text[at] != '"') {
                if (text[at] == '\\') out.append(escape()) else out.append(text[at++])
            }
            at += 1
            return out.toString()
        }

        private fun escape(): Char {
            val letter = text[at + 1]
            at += 2
            return when (letter) {
                'b' -> '\b'
                'f' -> '\u000c'
                'n' -> '\n'
                'r' -> '\r'
                't' -> '\t'
                'u' -> text.substring(at, at + 4).toInt(16).toChar().also { at += 4 }
                else -> letter
            }
        }

        private fun items(): List<Json> {
            val items = ArrayList<Json>()
            each(']') { items.add(value()) }
            return items
        }

        private fun members(): Map<String, Json> {
            val members = LinkedHashMap<String, Json>()
            each('}') {
                blanks()
                val name = string()
                blanks()
                at += 1
                members[name] = value()
            }
            return members
        }

        private fun each(end: Char, one: () -> Unit) {
            at += 1
            blanks()
            while (text[at] != end) {
                one()
                blanks()
                if (text[at] == ',') at += 1
                blanks()
            }
            at += 1
        }
    }
}
