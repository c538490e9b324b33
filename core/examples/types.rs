//! Prints the types, or the validators, of a shipped blueprint: `types PRODUCT ts|rust|js`.

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use profilekit::Kernel;
use profilekit::blueprint::types::{Target, write};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [product, language] = words.as_slice() else {
        return Err("usage: types PRODUCT ts|rust|js".into());
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprints");
    let blueprint = fs::read(folder.join(format!("{product}.json")))?;
    let kernel = Kernel::compile(&blueprint).map_err(|_| "the blueprint does not compile")?;
    let text = match language.as_str() {
        "ts" => write(kernel.model(), Target::TypeScript),
        "rust" => write(kernel.model(), Target::Rust),
        "js" => kernel.validators(),
        other => return Err(format!("`{other}` is no language").into()),
    };
    print!("{text}");
    Ok(())
}
