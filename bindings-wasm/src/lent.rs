//! What the browser knows of Unicode, links and numbers, so that the module has no tables of it.

use profilekit::host::{self, Lent, Link};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/js/lent.js")]
extern "C" {
    fn compose(text: &str) -> String;

    fn lower(text: &str) -> String;

    fn double(number: &str) -> f64;

    fn spelled(double: f64) -> String;

    fn graphemes(text: &str) -> u32;

    #[wasm_bindgen(js_name = isSingleScript)]
    fn is_single_script(word: &str) -> bool;

    #[wasm_bindgen(js_name = asciiDomain)]
    fn ascii_domain(domain: &str) -> Option<String>;

    /// The parts of a link, a line each: scheme, host, whether there are credentials, normal form.
    fn link(text: &str) -> Option<String>;
}

/// Gives core what the browser knows.
pub(crate) fn lend() {
    host::lend(Lent {
        compose,
        lower,
        double,
        spelled,
        graphemes: |text| usize::try_from(graphemes(text)).unwrap_or(usize::MAX),
        is_single_script,
        ascii_domain,
        link: |text| read(&link(text)?),
        class: patterns::class,
        folds: patterns::folds,
    });
}

/// What is asked while patterns are compiled.
#[cfg(feature = "compiler")]
mod patterns {
    use profilekit::host::Property;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen(module = "/js/lent.js")]
    extern "C" {
        /// A range behind the other, of the property by its name in a pattern of JavaScript.
        fn ranges(property: &str, name: &str) -> Option<Vec<u32>>;

        pub(super) fn folds() -> Vec<u32>;
    }

    pub(super) fn class(property: Property, name: &str) -> Option<Vec<u32>> {
        let property = match property {
            Property::Category => "gc",
            Property::Script => "sc",
            Property::Yes => "",
        };
        ranges(property, name)
    }
}

/// Nobody compiles here.
#[cfg(not(feature = "compiler"))]
mod patterns {
    use profilekit::host::Property;

    pub(super) fn class(_: Property, _: &str) -> Option<Vec<u32>> {
        None
    }

    pub(super) fn folds() -> Vec<u32> {
        Vec::new()
    }
}

fn read(parts: &str) -> Option<Link> {
    let mut parts = parts.splitn(4, '\n');
    let scheme = parts.next()?;
    let host = parts.next().filter(|host| !is_address(scheme, host));
    let has_credentials = parts.next()? == "true";
    Some(Link {
        scheme: scheme.to_owned(),
        has_credentials,
        domain: host.filter(|host| !host.is_empty()).map(str::to_owned),
        href: parts.next()?.to_owned(),
    })
}

/// Whether a host is an address: the browser has written it in its normal form. Other schemes have
/// none of the fourth version.
fn is_address(scheme: &str, host: &str) -> bool {
    let special = matches!(scheme, "http" | "https" | "ws" | "wss" | "ftp" | "file");
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    host.starts_with('[') || special && host.split('.').count() == 4 && host.split('.').all(number)
}
