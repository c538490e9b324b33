import Foundation
import ProfileKit

/// Random questions, of which the file has the hash of the kernel's answer in Rust.
struct Fuzz {
    let folder: URL
    /// How many of the lines are asked.
    let most: Int

    init(_ folder: String, _ most: Int) {
        self.folder = URL(fileURLWithPath: folder)
        self.most = most
    }

    func register(_ runner: Runner) {
        runner.test("every fuzzed question has the answer that Rust gives") {
            let kernels = try lines("blueprints.jsonl").map { try Kernel.compile(String(decoding: $0, as: UTF8.self)) }
            var count = 0
            for line in try lines("questions.tsv", most) {
                let columns = line.split(separator: 9, omittingEmptySubsequences: false)
                let (request, document) = (String(decoding: columns[1], as: UTF8.self), Data(columns[2]))
                let kernel = kernels[Int(String(decoding: columns[0], as: UTF8.self))!]
                let hash = UInt64(String(decoding: columns[3], as: UTF8.self), radix: 16)!
                try check(hash, fnv1a(answer(kernel, request, document)), String(decoding: line, as: UTF8.self))
                count += 1
            }
            print("fuzz: \(count) questions")
            try check(most, count)
        }
    }

    private func lines(_ name: String, _ most: Int = .max) throws -> [ArraySlice<UInt8>] {
        let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
        return Array(bytes.split(separator: 10, maxSplits: most).prefix(most))
    }

    private func answer(_ kernel: Kernel, _ request: String, _ document: Data) -> String {
        do {
            return try kernel.call(request, document)
        } catch {
            return error.json
        }
    }

    private func fnv1a(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { hash, byte in (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}
