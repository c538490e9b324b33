// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "profile-editor",
    platforms: [.macOS(.v12)],
    dependencies: [.package(path: "../../../bindings-mobile/swift")],
    targets: [
        .executableTarget(
            name: "profile-editor",
            // A package of a path is called as its folder.
            dependencies: [.product(name: "ProfileKit", package: "swift")]
        ),
    ]
)
