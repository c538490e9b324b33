//! Validators in JavaScript, and whose they are.

use super::compile::Kernel;
use crate::schema;

impl Kernel {
    /// An ES module that recognises valid documents of the kinds, for who holds an object that is
    /// parsed already: `kinds.NAME.MODE(object)` gives the document's normal form, or `undefined`
    /// where only the kernel can tell. The same blueprint gives the same text.
    ///
    /// ```
    /// use profilekit::Kernel;
    /// let kernel = Kernel::compile(br#"{
    ///     "blueprint": 1, "name": "notes", "version": "1.0.0",
    ///     "kinds": { "note": { "fields": { "title": { "type": "string", "max": 5 } } } }
    /// }"#).unwrap();
    /// let module = kernel.validators();
    /// assert!(module.contains("case \"title\":\n        if (!(text(v, 0, 5, LINE, WIDE)))"));
    /// assert!(module.contains(&format!("fingerprint = \"{}\"", kernel.fingerprint())));
    /// ```
    #[must_use]
    pub fn validators(&self) -> String {
        let model = self.model();
        let (name, version) = (&model.document.name, &model.document.version);
        let head = format!(
            "// Validators of the blueprint `{name}` {version}, written by `profilekit types --js`. Do not edit.\n\n"
        );
        let plans = model.kinds.iter().map(|kind| &kind.plan);
        schema::javascript(plans, &head, self.fingerprint())
    }
}

/// What tells a blueprint from others, whatever its white space, and this version of ProfileKit
/// from others: FNV-1a, for nobody gains anything from two blueprints that have the same.
pub(super) fn fingerprint(blueprint: &[u8]) -> String {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    let mut quoted = Quoted::default();
    let told = blueprint.iter().filter(|byte| quoted.tells(**byte));
    format!("{:016x}", version.iter().chain(told).fold(BASIS, mix))
}

/// Whether what is read stands in a string.
#[derive(Default)]
struct Quoted {
    inside: bool,
    escaped: bool,
}

impl Quoted {
    /// Whether a byte says something: white space between tokens does not.
    fn tells(&mut self, byte: u8) -> bool {
        let tells = self.inside || !byte.is_ascii_whitespace();
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = self.inside,
            b'"' => self.inside = !self.inside,
            _ => {}
        }
        tells
    }
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn white_space_between_tokens_says_nothing() {
        let plain = fingerprint(br#"{"a":"b \" c"}"#);
        assert_eq!(fingerprint(b"{ \"a\":\n\t\"b \\\" c\" }"), plain);
        for other in [
            r#"{"a":"b \"c"}"#,
            r#"{"a":"b \"  c"}"#,
            r#"{"b":"b \" c"}"#,
        ] {
            assert_ne!(fingerprint(other.as_bytes()), plain, "{other}");
        }
    }
}
