// swift-tools-version: 6.0

import PackageDescription

#if os(Linux)
// The library is found where the linker looks: `-Xlinker -L…`, or a folder of the system.
let native = Target.target(
    name: "ProfileKitFFI",
    linkerSettings: [.linkedLibrary("profilekit_mobile")]
)
#else
// `./xcframework.sh` builds it.
let native = Target.binaryTarget(name: "ProfileKitFFI", path: "ProfileKitFFI.xcframework")
#endif

let package = Package(
    name: "ProfileKit",
    platforms: [.iOS(.v15), .macOS(.v12), .tvOS(.v15), .watchOS(.v8)],
    products: [.library(name: "ProfileKit", targets: ["ProfileKit"])],
    targets: [
        native,
        .target(name: "ProfileKit", dependencies: ["ProfileKitFFI"]),
        .executableTarget(
            name: "profilekit-tests", dependencies: ["ProfileKit"], path: "Tests"
        ),
        .executableTarget(
            name: "profilekit-bench", dependencies: ["ProfileKit"], path: "Bench"
        ),
        .executableTarget(
            name: "profilekit-readme", dependencies: ["ProfileKit"], path: "Readme"
        ),
    ]
)
