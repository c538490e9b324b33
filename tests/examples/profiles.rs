//! Prints the seeded profiles that the benchmarks read, one a line: `profiles COUNT`.

use std::env;
use std::error::Error;

use profilekit_tests::profiles::profiles;

fn main() -> Result<(), Box<dyn Error>> {
    let count = env::args().nth(1).ok_or("usage: profiles COUNT")?;
    println!("{}", profiles(count.parse()?).join("\n"));
    Ok(())
}
