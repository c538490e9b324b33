//! Prints the corpus of an area: `corpus AREA`.

use std::env;
use std::error::Error;

use profilekit_tests::{AREAS, corpus};

fn main() -> Result<(), Box<dyn Error>> {
    let area = env::args().nth(1).unwrap_or_default();
    if !AREAS.contains(&area.as_str()) {
        return Err(format!("usage: corpus {}", AREAS.join("|")).into());
    }
    print!("{}", corpus(&area));
    Ok(())
}
