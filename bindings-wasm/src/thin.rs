//! The module without the compiler: it runs images, and asks the browser what Unicode says.

use profilekit::Runtime;
use profilekit::host::{self, Lent, Link};
use profilekit::wire::Session;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{NativeKernel, thrown};

/// What answers here.
pub(crate) type Answers = Runtime;

#[wasm_bindgen]
impl NativeKernel {
    /// [`Session::from_image`].
    #[wasm_bindgen(js_name = fromImage)]
    pub fn from_image(image: &[u8]) -> Result<Self, JsError> {
        let session = Session::from_image(image).map_err(thrown)?;
        Ok(Self { session })
    }
}

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
    });
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
