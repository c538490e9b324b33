import Foundation

// Usage: the folder of the workspace, and files of fuzzed questions where there are some.
let words = CommandLine.arguments.dropFirst()
guard let root = words.first else { fatalError("usage: profilekit-tests WORKSPACE [FUZZED…]") }
let runner = Runner()
try Corpus(root).register(runner)
try Border(root).register(runner)
for file in words.dropFirst() { print(file) }
runner.finish()
