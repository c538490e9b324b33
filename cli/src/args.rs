//! The command line.

pub(crate) mod billing;
pub(crate) mod identity;
pub(crate) mod open;

use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};

/// Check a blueprint, and ask it: who may do what, who sees what, how strong is a profile.
#[derive(Debug, Parser)]
#[command(name = "profilekit", version, max_term_width = 100)]
pub(crate) struct Args {
    /// JSON for machines instead of text for people.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language of messages: en or de.
    #[arg(long, global = true, default_value = "en", value_parser = ["en", "de"])]
    pub(crate) locale: String,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report every problem of a blueprint, and what is most likely a mistake.
    Check {
        /// The blueprint.
        blueprint: PathBuf,
    },
    /// Compare two versions: breaking or compatible, and every widening of access or visibility.
    Diff {
        /// The version before.
        old: PathBuf,
        /// The version after.
        new: PathBuf,
    },
    /// Validate documents; all violations of each.
    Validate(Validate),
    /// Answer an AuthZEN evaluation or evaluations request.
    Decide {
        /// The blueprint.
        blueprint: PathBuf,
        /// The request; `-` for standard input.
        file: PathBuf,
        /// Say of every rule why it did or did not apply.
        #[arg(long)]
        explain: bool,
    },
    /// Show a record as a viewer sees it.
    View(View),
    /// Score a profile, with the next steps and what each gains.
    Strength {
        /// The blueprint.
        blueprint: PathBuf,
        #[command(flatten)]
        record: RecordArgs,
    },
    /// A persona's dashboard, from records and other facts: in the terminal, as JSON, or as a page.
    Dashboard(Dashboard),
    /// What usage of an offer costs, what it will come to, and what would have cost less.
    Bill(billing::Bill),
    /// Who earned what with what from whom: charges split among those who built what they are for.
    Earnings(billing::Earnings),
    /// The privacy matrix: every field, who sees it, and on what ground it is held.
    Matrix {
        /// The blueprint.
        blueprint: PathBuf,
        /// How it is written; without it, as a table for the terminal.
        #[arg(long)]
        format: Option<MatrixFormat>,
    },
    /// Types of a blueprint's kinds, roles and actions for a language.
    Types {
        /// The blueprint.
        blueprint: PathBuf,
        #[command(flatten)]
        language: Language,
    },
    /// Compile a blueprint into an image, which runs without a compiler.
    Compile {
        /// The blueprint.
        blueprint: PathBuf,
        /// The file to write; one that is there is replaced.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// The JSON Schema (2020-12) of a kind.
    Schema {
        /// The blueprint.
        blueprint: PathBuf,
        /// The kind.
        #[arg(long)]
        kind: String,
    },
    /// Row-level security of the records in PostgreSQL, for a role that reads the tables without this
    /// program: SQL for the tables' owner to run, again after every change of the blueprint. What has
    /// no exact form in SQL is left closed, and told.
    Rls(Rls),
    /// Import a foreign document; the document goes to standard output, the report to standard
    /// error.
    Import {
        /// The format: jsonresume.
        format: String,
        /// The foreign document; `-` for standard input.
        file: PathBuf,
        /// The blueprint.
        blueprint: PathBuf,
        /// The kind it becomes.
        #[arg(long)]
        kind: String,
    },
    /// Webhooks of an identity provider: whether they are genuine, and once more.
    #[command(subcommand)]
    Webhook(identity::Webhook),
    /// What follows for accounts from what the provider says of users.
    #[command(subcommand)]
    Sync(identity::Sync),
    /// Open a store: its records, what it announces, the account of changes, people's rights.
    Open(open::Open),
}

/// Arguments of `rls`.
#[derive(Debug, Arguments)]
pub(crate) struct Rls {
    /// The blueprint.
    pub(crate) blueprint: PathBuf,
    /// The schema of the tables.
    #[arg(long, default_value = "profilekit")]
    pub(crate) schema: String,
    /// The role that reads them, which does not own them; it is made where there is none.
    #[arg(long, default_value = "profilekit_reader")]
    pub(crate) role: String,
    /// Instead, the statements by which a session of that role says who asks: a viewer as for `view`.
    #[arg(long = "as", value_name = "VIEWER")]
    pub(crate) viewer: Option<PathBuf>,
}

/// Arguments of `validate`.
#[derive(Debug, Arguments)]
pub(crate) struct Validate {
    /// The blueprint.
    pub(crate) blueprint: PathBuf,
    /// The kind.
    #[arg(long)]
    pub(crate) kind: String,
    /// create, replace, patch, draft, publish or step:NAME.
    #[arg(long, default_value = "create")]
    pub(crate) mode: String,
    /// Now, for checks that mention it (RFC 3339); the clock by default.
    #[arg(long)]
    pub(crate) now: Option<String>,
    /// Every file has one document a line, as those ending in `.ndjson` have.
    #[arg(long)]
    pub(crate) ndjson: bool,
    /// Documents; `-` for standard input, `.ndjson` for one document a line.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
}

/// Arguments of `view`.
#[derive(Debug, Arguments)]
#[command(group = clap::ArgGroup::new("whom").required(true))]
pub(crate) struct View {
    /// The blueprint.
    pub(crate) blueprint: PathBuf,
    /// A file that says who looks: `{"id", "roles", "tenant", "persona", "attributes"}`.
    #[arg(long, group = "whom", value_name = "FILE")]
    pub(crate) viewer: Option<PathBuf>,
    /// A hypothetical viewer: public, platform, owner or role:NAME.
    #[arg(long = "as", group = "whom", value_name = "WHOM")]
    pub(crate) as_whom: Option<String>,
    #[command(flatten)]
    pub(crate) record: RecordArgs,
}

/// Arguments of `dashboard`.
#[derive(Debug, Arguments)]
pub(crate) struct Dashboard {
    /// The blueprint.
    pub(crate) blueprint: PathBuf,
    #[command(flatten)]
    pub(crate) board: Board,
    /// Facts, by the name that the blueprint gives them: `booking.ndjson`, or `NAME=FILE`. One
    /// record a line for those of a kind; `.ndjson` or `.csv` for others. Those may be in a
    /// database: `NAME=sqlite:FILE#TABLE`, `NAME=postgres://USER@HOST/DATABASE#TABLE`.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) facts: Vec<String>,
}

/// Whose dashboard, when, and how it is shown.
#[derive(Debug, Arguments)]
pub(crate) struct Board {
    /// Whose dashboard: a persona of the blueprint.
    #[arg(long)]
    pub(crate) persona: String,
    /// Who acts as it: the identifier by which facts name somebody.
    #[arg(long, value_name = "ID")]
    pub(crate) user: Option<String>,
    /// Their tenant.
    #[arg(long, value_name = "ID")]
    pub(crate) tenant: Option<String>,
    /// Now (RFC 3339); the clock by default.
    #[arg(long)]
    pub(crate) now: Option<String>,
    /// The time zone of days and months (IANA).
    #[arg(long, default_value = "UTC")]
    pub(crate) zone: String,
    /// Write a page that needs nothing else; one that is there is replaced.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Draw it as one SVG picture; one that is there is replaced.
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
}

/// A record of a kind.
#[derive(Debug, Arguments)]
pub(crate) struct RecordArgs {
    /// The kind.
    #[arg(long)]
    pub(crate) kind: String,
    /// Now (RFC 3339); the clock by default.
    #[arg(long)]
    pub(crate) now: Option<String>,
    /// The state it is in, instead of the one its file says.
    #[arg(long)]
    pub(crate) state: Option<String>,
    /// A record `{"id", "owner", "owner_roles", "tenant", "state", "version", "created_at",
    /// "updated_at", "relations", "document", "choices", "forced"}`, or its document alone;
    /// `-` for standard input.
    pub(crate) file: PathBuf,
}

/// How a matrix is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum MatrixFormat {
    /// A Markdown table.
    Md,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
    /// A page.
    Html,
}

/// A language of types.
#[derive(Debug, Arguments)]
#[group(required = true, multiple = false)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "one flag of the contract each"
)]
pub(crate) struct Language {
    /// TypeScript.
    #[arg(long)]
    pub(crate) ts: bool,
    /// JavaScript: validators of objects that are parsed already, an ES module.
    #[arg(long)]
    pub(crate) js: bool,
    /// Swift.
    #[arg(long)]
    pub(crate) swift: bool,
    /// Kotlin.
    #[arg(long)]
    pub(crate) kotlin: bool,
    /// Rust.
    #[arg(long)]
    pub(crate) rust: bool,
}
