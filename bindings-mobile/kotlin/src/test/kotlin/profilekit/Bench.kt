package profilekit.bench

import java.io.File
import profilekit.Kernel
import profilekit.NativeKernel
import profilekit.RecordHead
import profilekit.SubjectHead

private const val ROUNDS = 7

/** Prints `name nanoseconds` of a call's best round. */
private inline fun measure(name: String, calls: Int, call: () -> Unit) {
    var best = Long.MAX_VALUE
    repeat(ROUNDS) {
        val start = System.nanoTime()
        repeat(calls) { call() }
        best = minOf(best, (System.nanoTime() - start) / calls)
    }
    println("$name $best")
}

/** Usage: the file with the document. */
fun main(words: Array<String>) {
    val kernel = Kernel.preset("marketplace")
    val native = NativeKernel.preset("marketplace")
    val subject = kernel.subject(SubjectHead(id = "u2"))
    val head = RecordHead("builder_profile", id = "p1", owner = "u1")
    val record = kernel.record(head, File(words.first()).readText())
    val action = kernel.action("builder_profile.read")
    measure("empty", 20_000) { native.nothing() }
    measure("can", 20_000) { kernel.can(subject, action, record) }
    measure("decide", 20_000) { kernel.decide(subject, action, record) }
    measure("view", 5_000) { kernel.view(subject, record) }
}
