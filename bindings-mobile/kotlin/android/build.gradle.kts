// The library for Android: the same sources, and one native library an ABI from `libraries.sh`.

plugins {
    id("com.android.library") version "8.9.1"
    kotlin("android") version "2.4.20"
}

android {
    namespace = "profilekit"
    compileSdk = 35
    // Handles are kept by `Reference.reachabilityFence`, which came with Android 9.
    defaultConfig { minSdk = 28 }
    sourceSets["main"].apply {
        manifest.srcFile("AndroidManifest.xml")
        kotlin.srcDir("../src/main/kotlin")
        jniLibs.srcDir("libraries")
    }
}

dependencies { api("net.java.dev.jna:jna:5.17.0@aar") }
