//! Writes random questions with the kernel's answers: `fuzz FOLDER DECISIONS DOCUMENTS [SEED]`.
//!
//! `FOLDER/blueprints.jsonl` has a blueprint a line, `FOLDER/questions.tsv` a question a line:
//! documents first, so that the beginning has some of both.

use std::env;
use std::error::Error;
use std::fs::{File, create_dir_all, rename, write};
use std::io::{BufWriter, Write};
use std::path::Path;

use profilekit_tests::Fuzz;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let (folder, decisions, documents, seed) = match words.as_slice() {
        [folder, decisions, documents] => (folder, decisions, documents, "7"),
        [folder, decisions, documents, seed] => (folder, decisions, documents, seed.as_str()),
        _ => return Err("usage: fuzz FOLDER DECISIONS DOCUMENTS [SEED]".into()),
    };
    let folder = Path::new(folder);
    create_dir_all(folder)?;
    let mut fuzz = Fuzz::new(seed.parse()?);
    write(folder.join("blueprints.jsonl"), fuzz.blueprints())?;
    // What is not whole has another name.
    let partial = folder.join("questions.partial");
    let mut out = BufWriter::new(File::create(&partial)?);
    for _ in 0..documents.parse()? {
        out.write_all(fuzz.document().as_bytes())?;
    }
    for _ in 0..decisions.parse()? {
        out.write_all(fuzz.decision().as_bytes())?;
    }
    out.flush()?;
    Ok(rename(partial, folder.join("questions.tsv"))?)
}
