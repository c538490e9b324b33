package profilekit

import java.io.File
import java.time.Instant

/** Every case of `tests/fixtures/wire`, by the raw call byte by byte and by the method of its name. */
class Corpus(root: File) {
    private val files = root.resolve("tests/fixtures/wire").listFiles()!!.sorted()
    private var count = 0

    fun register(runner: Runner) {
        for (file in files) {
            val corpus = Json.read(file.readText())
            val kernels = corpus["blueprints"]!!.items.map { Kernel.compile(it.text) }
            val cases = corpus["cases"]!!.items
            runner.test("${corpus["area"]!!.string}: ${cases.size} cases") {
                for (one in cases) run(kernels[one["blueprint"]!!.number.toInt()], one)
            }
        }
        runner.test("every case was run") {
            println("wire: $count cases")
            check(true, count > 0)
        }
    }

    private fun run(kernel: Kernel, one: Json) {
        count += 1
        val request = one["request"]!!
        val document = one["hex"]?.let { unhex(it.string) } ?: one["document"]!!.string.toByteArray()
        val about = { "${one["name"]!!.string} (${request["call"]!!.string})" }
        val expected = one["answer"] ?: one["failure"]!!
        val answer = attempt { kernel.call(request.text, document) }
        check(expected.string, answer.value ?: answer.failure!!.json, about)
        check(one["failure"] != null, answer.failure != null, about)
        val typed = attempt { Asked(kernel, request, document).answer() }
        check(one["failure"] != null, typed.failure != null) { "${about()}: ${typed.failure}" }
        if (typed.failure == null) return check(wanted(request, expected.string), typed.value, about)
        val failure = Json.read(expected.string)
        check(failure["code"]!!.string to failure["message"]!!.string, typed.failure.code.text to typed.failure.message, about)
    }

    /** What a method must give: of a validation the document as the wire writes it. */
    private fun wanted(request: Json, answer: String): Any? {
        val read = Json.read(answer)
        if (request["call"]!!.string != "validate") return read.plain()
        val document = read["document"]!!
        return Triple(read["valid"]!!.value, read["violations"]!!.plain(), document.text)
    }

    private fun unhex(text: String): ByteArray =
        text.chunked(2).map { it.toInt(16).toByte() }.toByteArray()

    private class Attempt(val value: Any?, val failure: ProfileKitException?)

    private fun attempt(work: () -> Any?): Attempt =
        try {
            Attempt(work(), null)
        } catch (failure: ProfileKitException) {
            Attempt(null, failure)
        }
}

/** A request as the method of its name. */
private class Asked(private val kernel: Kernel, private val request: Json, private val document: ByteArray) {
    private fun text(name: String): String? = request[name]?.string

    private fun subject(): Subject {
        val json = request["subject"] ?: return kernel.subject()
        val head = subjectHead(json) ?: return kernel.subject(json.text)
        return kernel.subject(head)
    }

    private fun action(): Action = kernel.action(text("action")!!)

    private fun record(): Record {
        val json = request["record"]!!
        val head = recordHead(json) ?: return kernel.record(json.text, document)
        return kernel.record(head, document)
    }

    private fun context(): Context? = request["context"]?.let { kernel.context(it.text) }

    fun answer(): Any? = when (text("call")) {
        "validate" -> validated()
        "decide" -> kernel.decide(subject(), action(), record(), context()).told()
        "explain" -> kernel.explain(subject(), action(), record(), context()).told()
        "filter" -> kernel.filter(subject(), action(), dialect(), context()).told()
        "ability" -> Json.read(kernel.ability(subject())).plain()
        "view" -> kernel.view(subject(), record(), context()).told()
        "viewAs" -> kernel.viewAs(viewer(), record(), context()).told()
        "strength" -> kernel.strength(record(), context = context()).told()
        "score" -> kernel.score(record(), context = context()).told()
        "strengthSeen" -> kernel.strengthSeen(subject(), record(), context()).told()
        "route" -> kernel.route(subject(), text("path")!!).told()
        "navigation" -> kernel.navigation(subject()).map { it.told() }
        "dashboard" -> {
            val told = kernel.dashboard(subject(), document.decodeToString(), context()!!, text("zone")!!)
            Json.read(told).plain()
        }
        "bill", "attribute" -> Json.read(kernel.call(request.text, document)).plain()
        "matrix" -> kernel.matrix(MatrixFormat.valueOf(text("format")!!.uppercase()))
        "check" -> kernel.check().told()
        "diff" -> kernel.diff(request["blueprint"]!!.text).told()
        else -> throw AssertionError("there is no method ${text("call")}")
    }

    private fun dialect() = Dialect.valueOf((text("dialect") ?: "sqlite").uppercase())

    private fun viewer(): ViewAs = when (val word = text("viewer")!!) {
        "public" -> ViewAs.Public
        "platform" -> ViewAs.Platform
        "owner" -> ViewAs.Owner
        else -> ViewAs.Role(word.removePrefix("role:"))
    }

    private fun validated(): Any {
        val found = kernel.validate(
            text("kind")!!,
            document,
            mode = text("mode") ?: "create",
            now = text("now")?.let(Instant::parse),
            writable = request["writable"]?.items?.map { it.string },
        )
        return Triple(found.valid, found.violations.map { it.told() }, found.document ?: "null")
    }

    /** A description of a subject that the types can say. */
    private fun subjectHead(json: Json): SubjectHead? {
        if (json.members.keys.any { it !in setOf("id", "roles", "tenant", "persona") }) return null
        return SubjectHead(
            id = json["id"]?.string,
            roles = json["roles"]?.items?.map { it.string }.orEmpty(),
            tenant = json["tenant"]?.string,
            persona = json["persona"]?.string,
        )
    }

    private fun recordHead(json: Json): RecordHead? {
        val known = setOf("kind", "id", "owner", "tenant", "state", "relations", "ownerRoles", "choices", "forced")
        if (json.members.keys.any { it !in known }) return null
        val toggles = { name: String -> json[name]?.members.orEmpty() }
        if ((toggles("choices") + toggles("forced")).values.any { it.value !is String }) return null
        return RecordHead(
            kind = json["kind"]!!.string,
            id = json["id"]?.string,
            owner = json["owner"]?.string,
            tenant = json["tenant"]?.string,
            state = json["state"]?.string,
            relations = json["relations"]?.members.orEmpty().mapValues { (_, ids) -> ids.items.map { it.string } },
            ownerRoles = json["ownerRoles"]?.items?.map { it.string },
            choices = toggles("choices").mapValues { (_, value) -> value.string },
            forced = toggles("forced").mapValues { (_, value) -> value.string },
        )
    }
}
