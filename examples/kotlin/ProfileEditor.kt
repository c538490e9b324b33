package profilekit.editor

import kotlin.system.exitProcess
import profilekit.Kernel
import profilekit.ProfileKitException
import profilekit.RecordHead
import profilekit.SubjectHead
import profilekit.ViewAs

// Edits a builder's profile: `profile-editor basics.display_name=Ada rates.available=true`.

private fun quoted(text: String): String =
    text.replace("\\", "\\\\").replace("\"", "\\\"").let { "\"$it\"" }

/** Whether a value is JSON and not a text. */
private fun isJson(value: String): Boolean =
    value.startsWith("{") || value.startsWith("[") || Regex("true|false|null|-?[0-9]+(\\.[0-9]+)?").matches(value)

/** `section.field=value` pairs as a document; a value that is JSON is taken as it is. */
private fun edited(words: List<String>): String {
    val sections = sortedMapOf<String, MutableMap<String, String>>()
    for (word in words) {
        val (path, value) = word.split("=", limit = 2)
        val (section, field) = path.split(".")
        val json = if (isJson(value)) value else quoted(value)
        sections.getOrPut(section) { sortedMapOf() }[field] = json
    }
    val texts = sections.map { (section, fields) ->
        fields.map { (field, json) -> "${quoted(field)}:$json" }.joinToString(",", "${quoted(section)}:{", "}")
    }
    return texts.joinToString(",", "{", "}")
}

private fun run(words: List<String>) {
    val kernel = Kernel.preset("marketplace")
    val owner = kernel.subject(SubjectHead(id = "u1", roles = listOf("builder")))
    val head = RecordHead("builder_profile", id = "p1", owner = "u1")

    val found = kernel.validate(
        "builder_profile", edited(words), mode = "patch", subject = owner, record = kernel.record(head),
    )
    println(if (found.valid) "Nothing is wrong." else "What is wrong:")
    for (violation in found.violations) {
        println("  ${violation.path} ${violation.message} [${violation.code}]")
    }

    val profile = kernel.record(head, found.document ?: "{}")
    val score = kernel.strength(profile)
    println("Strength: ${score.score ?: 0} of 100, ${score.level ?: "no level"}")
    for (check in score.checks.filter { it.id in score.next.take(2) }) {
        for (issue in check.issues) println("  +${check.gain} ${issue.fix}")
    }

    val seen = kernel.viewAs(ViewAs.Public, profile)
    println("Everybody sees: ${seen.document}")
    for (hidden in seen.hidden.orEmpty()) {
        println("  not ${hidden.path}, which is for ${hidden.audience ?: "nobody"}")
    }
}

fun main(words: Array<String>) {
    try {
        run(words.toList())
    } catch (failure: ProfileKitException) {
        println("profile-editor: ${failure.message}")
        exitProcess(1)
    }
}
