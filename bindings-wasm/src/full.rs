//! The module with the compiler.

use profilekit::Kernel;
use profilekit::error::Locale;
use profilekit::wire::{self, Session};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::NativeKernel;

/// What answers here.
pub(crate) type Answers = Kernel;

#[wasm_bindgen]
impl NativeKernel {
    /// Compiles a blueprint. An error's message is the list of its problems, as JSON.
    pub fn compile(blueprint: &[u8]) -> Result<Self, JsError> {
        let session = Session::compile(blueprint);
        let session = session.map_err(|problems| {
            let problems = wire::problems(problems.as_slice(), Locale::En);
            JsError::new(&problems)
        })?;
        Ok(Self { session })
    }

    /// [`Session::image`].
    pub fn image(&self) -> Vec<u8> {
        self.session.image()
    }
}
