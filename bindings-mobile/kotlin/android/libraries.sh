#!/usr/bin/env bash
# Builds libraries/ABI/libprofilekit_mobile.so. Needs the Android NDK, `cargo ndk`, and the targets:
# rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
set -euo pipefail
cd "$(dirname "$0")"
cargo ndk --manifest-path ../../Cargo.toml --platform 28 -o libraries \
  -t arm64-v8a -t armeabi-v7a -t x86_64 build --release -p profilekit-mobile
