package profilekit

import java.math.BigDecimal

// Typed answers as the wire writes them, without texts.

private fun number(value: Long): BigDecimal = BigDecimal(value).stripTrailingZeros()

private fun word(value: Enum<*>): String = value.name.lowercase()

/** The members that are there. */
private fun some(vararg members: Pair<String, Any?>): Map<String, Any?> =
    members.filter { (_, value) -> value != null }.toMap()

private fun told(params: Map<String, Param>): Map<String, Any?> = params.mapValues { (_, value) ->
    when (value) {
        is Param.Number -> number(value.v1)
        is Param.Text -> value.v1
    }
}

fun Violation.told() = mapOf("path" to path, "code" to code, "params" to told(params), "message" to message)

fun Decision.told() = mapOf("allowed" to allowed, "reason" to word(reason), "rule" to rule, "message" to message) +
    some("fields" to fields, "obligations" to obligations.ifEmpty { null })

fun Explanation.told() = mapOf(
    "decision" to decision.told(),
    "rules" to rules.map {
        mapOf(
            "rule" to it.rule,
            "at" to it.at,
            "effect" to word(it.effect),
            "applies" to it.applies,
            "because" to it.because,
            "message" to it.message,
        )
    },
)

fun SqlFilter.told() = mapOf(
    "sql" to sql,
    "params" to params.map {
        when (it) {
            is SqlParam.Null -> null
            is SqlParam.Flag -> it.v1
            is SqlParam.Number -> number(it.v1)
            is SqlParam.Real -> BigDecimal(it.v1.toString()).stripTrailingZeros()
            is SqlParam.Text -> it.v1
        }
    },
)

fun View.told() = mapOf("document" to Json.read(document).plain(), "tags" to tags, "shared" to shared) +
    some("hidden" to hidden?.map { mapOf("path" to it.path, "audience" to it.audience, "rule" to it.rule) })

fun Score.told() = mapOf(
    "score" to score?.let { number(it.toLong()) },
    "level" to level,
    "card" to number(card.toLong()),
    "checks" to checks.map { it.told() },
    "next" to next,
)

fun Rating.told() = mapOf("score" to score?.let { number(it.toLong()) }, "level" to level)

fun StrengthCheck.told() = mapOf(
    "id" to id,
    "score" to number(score.toLong()),
    "max" to number(max.toLong()),
    "achieved" to number(achieved.toLong()),
    "gain" to number(gain.toLong()),
    "required" to required,
    "issues" to issues.map {
        mapOf(
            "severity" to it.severity,
            "code" to it.code,
            "params" to told(it.params),
            "message" to it.message,
            "fix" to it.fix,
        )
    },
)

fun NavigationEntry.told(): Map<String, Any?> =
    mapOf("id" to id, "label" to label, "path" to path, "children" to children.map { it.told() })

fun Passage.told() = mapOf("passage" to (if (this == Passage.SIGN_IN) "sign_in" else word(this)))

fun Check.told() = mapOf("valid" to valid, "problems" to problems.map { it.told() })

fun Problem.told() = mapOf("severity" to word(severity), "path" to path, "code" to code, "message" to message) +
    some(
        "help" to help,
        "suggestion" to suggestion,
        "span" to span?.let { listOf(number(it.start.toLong()), number(it.end.toLong())) },
    )

fun Diff.told() = mapOf(
    "verdict" to word(verdict),
    "widens" to widens,
    "changes" to changes.map {
        mapOf("verdict" to word(it.verdict), "path" to it.path, "message" to it.message)
    },
)

fun Matrix.told() = mapOf(
    "product" to product,
    "version" to version,
    "viewers" to viewers,
    "rows" to rows.map { it.told() },
)

fun MatrixRow.told() = mapOf(
    "kind" to kind,
    "field" to field,
    "default" to audience,
    "allow" to allow,
    "by_role" to byRole,
    "roles" to roles,
    "relations" to relations,
    "data_class" to dataClass,
    "lawful_basis" to lawfulBasis,
    "retention" to retention,
    "source" to source,
    "written_by" to writtenBy,
    "shown" to shown,
)
