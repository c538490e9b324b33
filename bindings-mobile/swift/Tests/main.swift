import Foundation

// Usage: the folder of the workspace, and folders of fuzzed questions where there are some.
let words = CommandLine.arguments.dropFirst()
guard let root = words.first else { fatalError("usage: profilekit-tests WORKSPACE [FUZZED…]") }
let runner = Runner()
try Corpus(root).register(runner)
try Border(root).register(runner)
for folder in words.dropFirst() { Fuzz(folder).register(runner) }
runner.finish()
