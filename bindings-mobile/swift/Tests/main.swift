import Foundation

// Usage: the folder of the workspace; the folder of fuzzed questions, and how many of them to ask.
let words = Array(CommandLine.arguments.dropFirst())
guard let root = words.first else { fatalError("usage: profilekit-tests WORKSPACE [FUZZED COUNT]") }
let runner = Runner()
try Corpus(root).register(runner)
try Border(root).register(runner)
if words.count > 2, let most = Int(words[2]) { Fuzz(words[1], most).register(runner) }
runner.finish()
