package profilekit

import java.io.File

/** Random questions, of which the file has the hash of the kernel's answer in Rust. */
class Fuzz(private val folder: File, private val most: Int) {
    fun register(runner: Runner) = runner.test("every fuzzed question has the answer that Rust gives") {
        val kernels = folder.resolve("blueprints.jsonl").readLines().map { Kernel.compile(it) }
        var count = 0
        folder.resolve("questions.tsv").useLines { lines ->
            for (line in lines.take(most)) {
                val (blueprint, request, document, hash) = line.split('\t')
                check(hash, "%016x".format(fnv1a(answer(kernels[blueprint.toInt()], request, document)))) { line }
                count += 1
            }
        }
        println("fuzz: $count questions")
        check(most, count)
    }

    private fun answer(kernel: Kernel, request: String, document: String): ByteArray =
        try {
            kernel.call(request, document).toByteArray()
        } catch (failure: ProfileKitException) {
            failure.json.toByteArray()
        }

    private fun fnv1a(bytes: ByteArray): Long =
        bytes.fold(-0x340d631b7bdddcdbL) { hash, byte -> (hash xor (byte.toLong() and 0xff)) * 0x100000001b3L }
}
