package profilekit

import java.time.Instant

/** What is known of a subject; without an [id] it is somebody who is not signed in. */
data class SubjectHead(
    val id: String? = null,
    val roles: List<String> = emptyList(),
    val tenant: String? = null,
    val persona: String? = null,
    /** The attributes that the blueprint declares. */
    val attributes: Map<String, Any?> = emptyMap(),
    /** Whether it is the product itself. */
    val system: Boolean = false,
) {
    /** The description as JSON text. */
    fun toJson(): String = JsonText().members(
        "id" to id,
        "roles" to roles,
        "tenant" to tenant,
        "persona" to persona,
        "attributes" to attributes,
        "system" to system,
    ).toString()
}

/** What is known of a record besides its document. */
data class RecordHead(
    val kind: String,
    val id: String? = null,
    val owner: String? = null,
    val tenant: String? = null,
    val state: String? = null,
    val version: Long? = null,
    val createdAt: Instant? = null,
    val updatedAt: Instant? = null,
    /** The ids that are related to it, by relation. */
    val relations: Map<String, List<String>> = emptyMap(),
    /** The roles of its owner; those of the kind's personas where nobody says. */
    val ownerRoles: List<String>? = null,
    /** The audiences that its owner chose, by path. */
    val choices: Map<String, String> = emptyMap(),
    /** The audiences that an administrator forced, by path. */
    val forced: Map<String, String> = emptyMap(),
) {
    /** The description as JSON text. */
    fun toJson(): String = JsonText().members(
        "kind" to kind,
        "id" to id,
        "owner" to owner,
        "tenant" to tenant,
        "state" to state,
        "version" to version,
        "createdAt" to createdAt?.toString(),
        "updatedAt" to updatedAt?.toString(),
        "relations" to relations,
        "ownerRoles" to ownerRoles,
        "choices" to choices,
        "forced" to forced,
    ).toString()
}

/** The circumstances of a call. */
data class ContextHead(
    val now: Instant? = null,
    /** The attributes that the blueprint declares. */
    val attributes: Map<String, Any?> = emptyMap(),
) {
    /** The description as JSON text. */
    fun toJson(): String =
        JsonText().members("now" to now?.toString(), "attributes" to attributes).toString()
}
