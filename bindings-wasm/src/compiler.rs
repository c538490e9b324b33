//! The module with the compiler.

use profilekit::Kernel;
use profilekit::error::Locale;
use profilekit::wire::{self, Session};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::NativeKernel;

/// What answers here.
#[cfg(feature = "all")]
pub(crate) type Answers = Kernel;
#[cfg(not(feature = "all"))]
pub(crate) type Answers = wire::Profiles;

#[cfg(feature = "all")]
fn answers(kernel: Kernel) -> Answers {
    kernel
}

#[cfg(not(feature = "all"))]
fn answers(kernel: Kernel) -> Answers {
    kernel.into()
}

#[wasm_bindgen]
impl NativeKernel {
    /// Compiles a blueprint. An error's message is the list of its problems, as JSON.
    pub fn compile(blueprint: &[u8]) -> Result<Self, JsError> {
        let kernel = Kernel::compile(blueprint).map_err(|problems| {
            let problems = wire::problems(problems.as_slice(), Locale::En);
            JsError::new(&problems)
        })?;
        let session = Session::new(answers(kernel));
        Ok(Self { session })
    }

    /// [`profilekit::Runtime::to_image`].
    pub fn image(&self) -> Vec<u8> {
        self.session.kernel().to_image()
    }
}
