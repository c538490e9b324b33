// The library for the JVM, with the native library of the machine that builds it.

plugins {
    kotlin("jvm") version "2.4.20"
    `java-library`
}

group = "profilekit"
version = "0.1.0"

repositories { mavenCentral() }

dependencies { api("net.java.dev.jna:jna:5.17.0") }

kotlin { jvmToolchain(17) }

// The tests are programs of their own: `cargo xtask test` runs them.
sourceSets.test { kotlin.setSrcDirs(emptyList<String>()) }

// Where JNA looks inside of a jar.
val platform = when (val os = System.getProperty("os.name").lowercase()) {
    "mac os x" -> "darwin"
    else -> if (os.startsWith("windows")) "win32" else "linux"
}
val processor = when (val arch = System.getProperty("os.arch")) {
    "amd64" -> "x86-64"
    else -> arch
}

tasks.processResources {
    val target = System.getenv("CARGO_TARGET_DIR") ?: "../../target"
    from("$target/release") {
        include("libprofilekit_mobile.so", "libprofilekit_mobile.dylib", "profilekit_mobile.dll")
        into("$platform-$processor")
    }
}
