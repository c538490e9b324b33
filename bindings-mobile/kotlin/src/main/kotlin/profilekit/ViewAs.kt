package profilekit

/** A viewer that a preview speaks of. */
sealed class ViewAs(internal val word: String) {
    /** Somebody who is not signed in. */
    data object Public : ViewAs("public")

    /** Somebody who is signed in, and nothing else to the record. */
    data object Platform : ViewAs("platform")

    /** Its owner. */
    data object Owner : ViewAs("owner")

    /** A stranger of the record's tenant with a role. */
    data class Role(val name: String) : ViewAs("role:$name")
}

/** A question about one of many records: its index, and the action. */
data class Question(val record: Int, val action: Action)
