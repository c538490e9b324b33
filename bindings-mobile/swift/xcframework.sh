#!/usr/bin/env bash
# Builds ProfileKitFFI.xcframework for iOS, its simulator and macOS. Needs Xcode, and the targets
# below: rustup target add TARGET…
set -euo pipefail
cd "$(dirname "$0")"

workspace=$(cd ../.. && pwd)
target=${CARGO_TARGET_DIR:-$workspace/target}
headers=Sources/ProfileKitFFI/include
library=libprofilekit_mobile.a

build() {
  cargo build --manifest-path "$workspace/Cargo.toml" --release -p profilekit-mobile --target "$1"
}

# One library of both processors: an XCFramework takes one a platform.
joined() {
  mkdir -p "$target/$1"
  lipo -create "$target/$2/release/$library" "$target/$3/release/$library" -output "$target/$1/$library"
}

for platform in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin; do
  build "$platform"
done
joined ios-simulator aarch64-apple-ios-sim x86_64-apple-ios
joined macos aarch64-apple-darwin x86_64-apple-darwin

rm -rf ProfileKitFFI.xcframework
xcodebuild -create-xcframework \
  -library "$target/aarch64-apple-ios/release/$library" -headers "$headers" \
  -library "$target/ios-simulator/$library" -headers "$headers" \
  -library "$target/macos/$library" -headers "$headers" \
  -output ProfileKitFFI.xcframework
