package profilekit

import java.io.File
import java.time.Instant

private const val KIND = "builder_profile"
private const val READ = "$KIND.read"

/** What the border must stand: hostile texts, panics, handles of another kernel, many calls. */
class Border(private val root: File) {
    private val blueprint = root.resolve("core/blueprints/marketplace.json").readBytes()
    private val kernel = Kernel.compile(blueprint)

    fun register(runner: Runner) {
        runner.test("text that is deep, long or broken is a violation", ::texts)
        runner.test("half a surrogate pair is no text", ::halves)
        runner.test("values that JSON cannot say are refused, not dropped", ::values)
        runner.test("names that nobody knows are refused, each with a typed error", ::names)
        runner.test("what was looked at stays as it was", ::kept)
        runner.test("what may be written depends on who writes and on what is stored", ::written)
        runner.test("a panic becomes an error and the next call works", ::panics)
        runner.test("what another kernel prepared is refused", ::foreign)
        runner.test("what was closed is refused", ::closed)
        runner.test("many questions are answered at once as one by one", ::many)
        runner.test("a blueprint that does not compile says everything that is wrong", ::uncompiled)
        runner.test("every code of the registry is there", ::codes)
        runner.test("the matrix has the rows that the wire has", ::matrix)
        runner.test("threads share a kernel", ::threads)
        runner.test("a million calls keep no memory", ::memory)
    }

    private fun codes(document: ByteArray): List<String> =
        kernel.validate(KIND, document, mode = "draft").violations.map { it.code }

    private fun codes(document: String): List<String> = codes(document.toByteArray())

    private fun texts() {
        check(listOf("schema.wrong_type", "json.too_deep"), codes("[".repeat(100_000)))
        check(listOf("json.too_large"), codes("{\"a\":\"${"x".repeat(1 shl 20)}\"}"))
        check(listOf("json.control_character"), codes("{\"basics\":{\"display_name\":\"a\u0000b\"}}"))
        check(listOf("json.unexpected_end"), codes(""))
        check(listOf("json.invalid_utf8"), codes(byteArrayOf(0x22, -1, 0x22)))
        check(listOf("json.forbidden_name"), codes("{\"__proto__\":{}}"))
        val head = RecordHead(KIND)
        for ((bytes, code) in listOf(byteArrayOf(0x22, -1) to ErrorCode.JSON_INVALID_UTF8, ByteArray(0) to ErrorCode.JSON_UNEXPECTED_END)) {
            check(code, thrown { kernel.record(head, bytes) }.code)
        }
        check(ErrorCode.JSON_TOO_DEEP, thrown { kernel.subject("[".repeat(100_000)) }.code)
        check(ErrorCode.JSON_TOO_DEEP, thrown { kernel.call("{\"call\":" + "[".repeat(100_000)) }.code)
        check(null, kernel.validate(KIND, "{", mode = "draft").document)
    }

    private fun halves() {
        for (half in listOf("\ud800", "\udfff", "a\ud83d")) {
            check(ErrorCode.JSON_LONE_SURROGATE, thrown { kernel.validate(KIND, "\"$half\"") }.code)
            check(ErrorCode.JSON_LONE_SURROGATE, thrown { kernel.subject(SubjectHead(id = half)) }.code)
            check(ErrorCode.JSON_LONE_SURROGATE, thrown { kernel.action(half) }.code)
            check(ErrorCode.JSON_LONE_SURROGATE, thrown { kernel.record(RecordHead(KIND), half) }.code)
        }
        check(Param.Number(4), thrown { kernel.validate(KIND, "\"é\u0020\udc00\"") }.params["at"])
        val found = kernel.validate(KIND, "{\"basics\":{\"display_name\":\"👋 Ada\"}}", mode = "patch")
        check("{\"basics\":{\"display_name\":\"👋 Ada\"}}", found.document)
    }

    private fun values() {
        for (value in listOf(Double.NaN, Double.POSITIVE_INFINITY, Any(), mapOf(7 to 1), listOf(Float.NaN))) {
            val failure = thrown { kernel.subject(SubjectHead(attributes = mapOf("x" to value))) }
            check(ErrorCode.KERNEL_BAD_REQUEST, failure.code)
        }
        val quoted = SubjectHead(id = "a\"b\\c\u0001\u2028", attributes = mapOf("n" to null, "l" to listOf(1, 2.5, true)))
        check("{\"id\":\"a\\\"b\\\\c\\u0001\u2028\",\"roles\":[],\"attributes\":{\"n\":null,\"l\":[1,2.5,true]},\"system\":false}", quoted.toJson())
    }

    private fun names() {
        val subject = kernel.subject(SubjectHead(id = "u1"))
        val record = kernel.record(RecordHead(KIND, owner = "u1"))
        val works = listOf(
            ErrorCode.KERNEL_UNKNOWN_KIND to { kernel.validate("buidler_profile", "{}") },
            ErrorCode.KERNEL_UNKNOWN_KIND to { kernel.schema("moon") },
            ErrorCode.KERNEL_UNKNOWN_MODE to { kernel.validate(KIND, "{}", mode = "fly") },
            ErrorCode.KERNEL_UNKNOWN_FIELD to { kernel.validate(KIND, "{}", writable = listOf("/moon")) },
            ErrorCode.KERNEL_UNKNOWN_ROLE to { kernel.subject(SubjectHead(id = "u1", roles = listOf("moon"))) },
            ErrorCode.KERNEL_UNKNOWN_ROLE to { kernel.viewAs(ViewAs.Role("moon"), record) },
            ErrorCode.KERNEL_UNKNOWN_ACTION to { kernel.can(subject, "$KIND.raed", record) },
            ErrorCode.KERNEL_BAD_REQUEST to { kernel.subject("{\"roles\":7}") },
            ErrorCode.KERNEL_BAD_REQUEST to { kernel.call("{\"call\":\"moon\"}") },
            ErrorCode.KERNEL_BAD_REQUEST to { Kernel.preset("../secret") },
        )
        for ((code, work) in works) check(code, thrown { work() }.code)
        check(true, kernel.can(subject, READ, record))
        check(Param.Text("moon"), thrown { kernel.schema("moon") }.params["name"])
    }

    private fun kept() {
        val bytes = "{\"basics\":{\"display_name\":\"Ada\"}}".toByteArray()
        val found = kernel.validate(KIND, bytes, mode = "patch")
        val record = kernel.record(RecordHead(KIND, owner = "u1"), bytes)
        "Eve".toByteArray().copyInto(bytes, 27)
        check(true, bytes.decodeToString().contains("Eve"))
        check("{\"basics\":{\"display_name\":\"Ada\"}}", found.document)
        check(true, kernel.viewAs(ViewAs.Owner, record).document.contains("Ada"))
    }

    private fun written() {
        val own = Kernel.compile(
            """{"blueprint":1,"name":"notes","version":"1.0.0","roles":{"editor":{}},
            "kinds":{"note":{"fields":{"title":{"type":"string"},"locked":{"type":"bool"}}}},
            "policies":[{"id":"open","allow":["note.update"],"roles":["editor"],"when":"!has(resource.locked)"}]}""",
        )
        val editor = own.subject(SubjectHead(id = "u1", roles = listOf("editor")))
        val written = { subject: Subject, record: Record ->
            own.validate("note", "{\"title\":\"x\"}", mode = "patch", subject = subject, record = record)
        }
        val locked = own.record(RecordHead("note"), "{\"locked\":true}")
        check(true, written(editor, own.record(RecordHead("note"))).valid)
        for (subject in listOf(editor, own.subject())) {
            check(listOf(ErrorCode.SCHEMA_FIELD_NOT_WRITABLE), written(subject, locked).violations.map { it.errorCode })
        }
        val context = own.context(ContextHead(now = Instant.parse("2026-01-02T03:04:05.678Z")))
        val german = own.validate("note", "{}", subject = own.subject(), context = context, locale = "de")
        check(listOf<String>(), german.violations.map { it.code })
        val wrong = own.validate("note", "{\"title\":7}", mode = "patch", locale = "de").violations.single()
        check(false, wrong.message == own.validate("note", "{\"title\":7}", mode = "patch").violations.single().message)
    }

    private fun panics() {
        val failure = thrown { guarded { nativePanics() } }
        check(ErrorCode.KERNEL_INTERNAL, failure.code)
        check(true, failure.message!!.contains("on purpose")) { failure.message!! }
        check(true, kernel.validate(KIND, "{}", mode = "draft").valid)
    }

    private fun foreign() {
        val other = Kernel.compile(blueprint)
        val (subject, mine) = other.subject(SubjectHead(id = "u1")) to kernel.subject(SubjectHead(id = "u1"))
        val (record, own) = other.record(RecordHead(KIND, owner = "u1")) to kernel.record(RecordHead(KIND))
        val context = other.context(ContextHead())
        check(true, other.can(subject, READ, record, context))
        val works = listOf<() -> Any>(
            { kernel.can(subject, READ, own) },
            { kernel.can(mine, READ, record) },
            { kernel.can(mine, READ, own, context) },
            { kernel.can(mine, other.action(READ), own) },
            { kernel.can(subject, READ, record) },
            { kernel.decide(subject, READ, record) },
            { kernel.view(mine, record) },
            { kernel.viewAs(ViewAs.Public, record) },
            { kernel.decideMany(mine, listOf(record), listOf(Question(0, kernel.action(READ)))) },
            { kernel.explain(subject, READ, own) },
            { kernel.filter(subject, READ) },
            { kernel.ability(subject) },
            { kernel.route(subject, "/") },
            { kernel.navigation(subject) },
            { kernel.strength(record) },
            { kernel.strength(own, subject) },
            { kernel.strengthSeen(subject, own) },
            { kernel.validate(KIND, "{}", subject = subject) },
            { guarded { nativeCan(subject.key, 0u, own.key, 0uL) } },
            { guarded { Direct.can(subject.key, 0u, own.key, 0uL) } },
            { guarded { Direct.decide(mine.key, 0u, own.key, context.key) } },
            { guarded { nativeCan(mine.key, 0u, own.key, context.key) } },
        )
        for (work in works) check(true, thrown { work() }.message!!.contains("another kernel"))
    }

    private fun closed() {
        val own = Kernel.compile(blueprint)
        val subject = own.subject(SubjectHead(id = "u1"))
        val record = own.record(RecordHead(KIND, owner = "u1"))
        subject.use { check(true, own.can(it, READ, record)) }
        check(true, thrown { own.can(subject, READ, record) }.message!!.contains("closed"))
        own.close()
        check(ErrorCode.KERNEL_BAD_REQUEST, thrown { own.subject() }.code)
    }

    private fun many() {
        val subject = kernel.subject(SubjectHead(id = "u1", roles = listOf("builder")))
        val records = listOf("u1", "u2").map { kernel.record(RecordHead(KIND, id = it, owner = it)) }
        val actions = listOf("read", "update", "delete").map { kernel.action("$KIND.$it") }
        val questions = records.indices.flatMap { record -> actions.map { Question(record, it) } }
        val allowed = kernel.decideMany(subject, records, questions).toList()
        check(questions.map { kernel.can(subject, it.action, records[it.record]) }, allowed)
        check(questions.map { kernel.decide(subject, it.action, records[it.record]).allowed }, allowed)
        check(2, allowed.toSet().size)
        for (record in listOf(2, -1)) {
            val failure = thrown { kernel.decideMany(subject, records, listOf(Question(record, actions[0]))) }
            check(true, failure.message!!.contains("no such record"))
        }
    }

    private fun uncompiled() {
        val failure = thrown { Kernel.compile("{\"blueprint\":1,\"nme\":\"x\"}") } as BlueprintException
        check(true, failure.problems.size > 1)
        check("name", failure.problems.single { it.path == "/nme" }.suggestion)
        check(failure.problems[0].code, failure.code.text)
        check(true, thrown { kernel.diff("{}") } is BlueprintException)
    }

    private fun codes() = check(nativeCodes(), ErrorCode.entries.map { it.text })

    private fun matrix() {
        check(Json.read(kernel.call("{\"call\":\"matrix\"}")).plain(), kernel.matrix().told())
        check(Json.read(kernel.call("{\"call\":\"schema\",\"kind\":\"$KIND\"}")).plain(), Json.read(kernel.schema(KIND)).plain())
    }

    private fun threads() {
        val action = kernel.action(READ)
        val wrong = java.util.concurrent.atomic.AtomicInteger()
        val threads = List(4) { number ->
            Thread {
                repeat(5_000) {
                    val subject = kernel.subject(SubjectHead(id = "u$number"))
                    val record = kernel.record(RecordHead(KIND, owner = "u$number"))
                    if (!kernel.can(subject, action, record)) wrong.incrementAndGet()
                    subject.close()
                }
            }
        }
        threads.forEach(Thread::start)
        threads.forEach(Thread::join)
        check(0, wrong.get())
    }

    private fun memory() {
        val subject = kernel.subject(SubjectHead(id = "u1"))
        val record = kernel.record(RecordHead(KIND, owner = "u2"))
        val action = kernel.action(READ)
        val round = { count: Int ->
            for (call in 0 until count) {
                kernel.can(subject, action, record)
                if (call % 100 == 0) kernel.validate(KIND, "{\"basics\":{\"display_name\":\" Ada \"}}")
            }
        }
        round(200_000)
        val before = resident()
        round(1_000_000)
        val grown = resident() - before
        check(true, grown < 48 shl 20) { "${grown shr 20} MiB more" }
    }

    /** The memory of the process besides Java's own heap, in bytes. */
    private fun resident(): Long {
        System.gc()
        Thread.sleep(200)
        val pages = File("/proc/self/statm").readText().split(' ')[1].toLong()
        return pages * 4096 - Runtime.getRuntime().totalMemory()
    }
}
