//! `matrix`, `types`, `compile` and `schema`.

use std::fs;
use std::path::Path;

use profilekit::blueprint::types::{self, Target};
use profilekit::json::quoted;
use profilekit::visibility::{Matrix, Reading};

use crate::args::{Language, MatrixFormat};
use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, Paint, say, say_line};
use crate::table::table;

pub(crate) fn matrix(
    blueprint: &Path,
    format: Option<MatrixFormat>,
    session: &Session,
) -> Result<Outcome, Misuse> {
    let matrix = input::kernel(blueprint, session)?.matrix();
    let format = format.or(session.json.then_some(MatrixFormat::Json));
    match format {
        Some(MatrixFormat::Md) => say!("{}", matrix.to_markdown()),
        Some(MatrixFormat::Csv) => say!("{}", matrix.to_csv()),
        Some(MatrixFormat::Json) => say_line!("{}", matrix.to_json()),
        Some(MatrixFormat::Html) => say!("{}", matrix.to_page()),
        None => say!("{}", terminal(&matrix)),
    }
    Ok(Outcome::Fine)
}

fn terminal(matrix: &Matrix) -> String {
    let paint = Paint::for_output();
    let viewers = matrix.viewers.iter().map(|viewer| viewer.name.as_str());
    let head: Vec<&str> = ["kind", "field", "default", "class"]
        .into_iter()
        .chain(viewers)
        .collect();
    let rows: Vec<Vec<String>> = matrix
        .rows
        .iter()
        .map(|row| {
            let class = row.data_class.unwrap_or_default();
            let facts = [&row.kind, &row.field, row.default.word(), class];
            let shown = row.shown.iter().map(|shown| match shown {
                Reading::Always => paint.good(shown.word()),
                Reading::Sometimes => paint.warn(shown.word()),
                Reading::Never => paint.dim(shown.word()),
            });
            facts.iter().map(ToString::to_string).chain(shown).collect()
        })
        .collect();
    table(&head, &rows)
}

pub(crate) fn types(
    blueprint: &Path,
    language: &Language,
    session: &Session,
) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(blueprint, session)?;
    let target = match language {
        Language { js: true, .. } => {
            say!("{}", kernel.validators());
            return Ok(Outcome::Fine);
        }
        Language { swift: true, .. } => Target::Swift,
        Language { kotlin: true, .. } => Target::Kotlin,
        Language { rust: true, .. } => Target::Rust,
        _ => Target::TypeScript,
    };
    say!("{}", types::write(kernel.model(), target));
    Ok(Outcome::Fine)
}

pub(crate) fn compile(
    blueprint: &Path,
    output: &Path,
    session: &Session,
) -> Result<Outcome, Misuse> {
    let image = input::kernel(blueprint, session)?.to_image();
    fs::write(output, &image).map_err(|error| {
        let message = format!("`{}` cannot be written: {error}.", output.display());
        Misuse::new(message, "Name a file in a folder that can be written to.")
    })?;
    let (bytes, file) = (image.len(), output.display().to_string());
    if session.json {
        say_line!("{{\"file\":{},\"bytes\":{bytes}}}", quoted(&file));
    } else {
        say_line!("{file}: {bytes} bytes");
    }
    Ok(Outcome::Fine)
}

pub(crate) fn schema(blueprint: &Path, kind: &str, session: &Session) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(blueprint, session)?;
    let schema = kernel.json_schema(kind).map_err(session.misuse())?;
    say_line!("{schema}");
    Ok(Outcome::Fine)
}
