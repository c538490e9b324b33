//! The module without the compiler: it runs images.

use profilekit::Runtime;
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
