package profilekit

import java.io.File
import kotlin.system.exitProcess

/** Runs tests one by one and counts them. */
class Runner {
    private var passed = 0
    private var failed = 0

    /** One test; whatever it throws is its failure. */
    fun test(name: String, work: () -> Unit) {
        try {
            work()
            passed += 1
            println("ok $name")
        } catch (failure: Throwable) {
            failed += 1
            println("FAILED $name")
            failure.printStackTrace(System.out)
        }
    }

    /** Prints the counts and ends the program. */
    fun finish(): Nothing {
        println("$passed passed, $failed failed")
        exitProcess(if (failed == 0 && passed > 0) 0 else 1)
    }
}

fun check(expected: Any?, found: Any?, about: () -> String = { "" }) {
    if (expected != found) throw AssertionError("${about()}\n  expected $expected\n  found    $found")
}

/** What a call throws, which must be typed. */
fun thrown(work: () -> Unit): ProfileKitException {
    try {
        work()
    } catch (failure: ProfileKitException) {
        check(true, failure.message!!.isNotEmpty() && failure.status in 400..599) { "$failure" }
        check(true, Regex("[a-z]+\\.[a-z0-9_]+").matches(failure.code.text)) { failure.code.text }
        check(true, failure is BlueprintException || failure.help!!.isNotEmpty()) { "$failure" }
        return failure
    }
    throw AssertionError("nothing was thrown")
}

/** Usage: the folder of the workspace; the folder of fuzzed questions, and how many of them to ask. */
fun main(words: Array<String>) {
    val root = File(words.first())
    val runner = Runner()
    Corpus(root).register(runner)
    Border(root).register(runner)
    if (words.size > 2) Fuzz(File(words[1]), words[2].toInt()).register(runner)
    runner.finish()
}
