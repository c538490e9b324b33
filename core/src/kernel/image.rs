//! A compiled blueprint as bytes, for who runs it without a compiler.
//!
//! An image begins with `PKI`, the version of its format and a digest of what follows: the parts
//! of [`Runtime`], as [`crate::image`] stores them. The digest tells an image that arrived whole
//! from one that did not; who can replace an image can replace the program that reads it, so that
//! it proves nothing about who made it.

use super::runtime::Runtime;
use crate::error::{Code, Failure};
use crate::image::{Input, Stored};

const MAGIC: &[u8] = b"PKI";

/// Version of the format: another one whenever what is stored changes.
const FORMAT: u8 = 1;

impl Runtime {
    /// The image of what was compiled: [`Runtime::from_image`] makes a runtime of it that gives the
    /// same answers. The same blueprint gives the same bytes.
    ///
    /// ```
    /// use profilekit::{Kernel, Runtime, kernel::Validate};
    /// let kernel = Kernel::compile(br#"{
    ///     "blueprint": 1, "name": "notes", "version": "1.0.0",
    ///     "kinds": { "note": { "fields": { "title": { "type": "string", "max": 5 } } } }
    /// }"#).unwrap();
    /// let image = kernel.to_image();
    ///
    /// let runtime = Runtime::from_image(&image).unwrap();
    /// let found = runtime.validate("note", br#"{"title": "too long"}"#, &Validate::default()).unwrap();
    /// assert_eq!(found.violations[0].code(), "schema.too_long");
    ///
    /// let cut = Runtime::from_image(&image[..40]).unwrap_err();
    /// assert_eq!(cut.code().as_str(), "image.corrupt");
    /// ```
    #[must_use]
    pub fn to_image(&self) -> Vec<u8> {
        let compiled = self.compiled();
        let mut parts = Vec::new();
        compiled.fingerprint.store(&mut parts);
        compiled.model.store(&mut parts);
        compiled.access.store(&mut parts);
        compiled.cards.store(&mut parts);
        let head = [MAGIC, &[FORMAT], &digest(&parts)].concat();
        [head, parts].concat()
    }

    /// Reads an image.
    ///
    /// # Errors
    /// [`Code::ImageCorrupt`] for what is no image or a damaged one, [`Code::ImageVersion`] for one
    /// of another version of the format: compile the blueprint again.
    pub fn from_image(image: &[u8]) -> Result<Self, Failure> {
        let corrupt = || Failure::new(Code::ImageCorrupt);
        let rest = image.strip_prefix(MAGIC).ok_or_else(corrupt)?;
        let (format, rest) = rest.split_first().ok_or_else(corrupt)?;
        if *format != FORMAT {
            let failure = Failure::new(Code::ImageVersion).with("found", i64::from(*format));
            return Err(failure.with("supported", i64::from(FORMAT)));
        }
        let (told, parts) = rest.split_first_chunk().ok_or_else(corrupt)?;
        if *told != digest(parts) {
            return Err(corrupt());
        }
        let mut input = Input::new(parts);
        let runtime = Self::load(&mut input).filter(|_| input.is_empty());
        runtime.ok_or_else(corrupt)
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let fingerprint = Stored::load(from)?;
        let (model, access, cards) = Stored::load(from)?;
        Some(Self::new(model, access, cards, fingerprint))
    }
}

/// FNV-1a: it differs wherever one byte does.
fn digest(parts: &[u8]) -> [u8; 8] {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    parts.iter().fold(BASIS, mix).to_le_bytes()
}
