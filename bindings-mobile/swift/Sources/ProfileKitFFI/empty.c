// SwiftPM builds a C target from a source; the library brings everything.
