//! The command line of `webhook` and `sync`.

use std::path::PathBuf;

use clap::{Args as Arguments, Subcommand, ValueEnum};

/// What to do with webhooks.
#[derive(Debug, Subcommand)]
pub(crate) enum Webhook {
    /// Say whether a webhook is genuine; where not, why, and exit with 1. Where a secret is none, nothing
    /// is known of it: exit with 2.
    Verify(Verify),
    /// Handle webhooks once more that were kept as lines `{"id", "body"}`, the body as text. Those
    /// that were handled before are passed over. Where a line cannot be read, none is handled.
    Replay {
        #[command(flatten)]
        place: Place,
        /// The lines; `-` for standard input.
        file: PathBuf,
    },
    /// Show what became of a webhook: its outcome, how often it was tried, and what is wrong with it.
    /// Exit with 1 where it never came.
    Show {
        #[command(flatten)]
        place: Place,
        /// The header `svix-id` or `webhook-id`.
        id: String,
    },
}

/// Arguments of `webhook verify`.
#[derive(Debug, Arguments)]
pub(crate) struct Verify {
    /// The secret (`whsec_`) or public key (`whpk_`) of the endpoint; several times while it is
    /// replaced.
    #[arg(long, required = true, value_name = "SECRET")]
    pub(crate) secret: Vec<String>,
    /// The header `svix-id` or `webhook-id`.
    #[arg(long)]
    pub(crate) id: String,
    /// The header `svix-timestamp` or `webhook-timestamp`.
    #[arg(long)]
    pub(crate) timestamp: String,
    /// The header `svix-signature` or `webhook-signature`.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) signature: String,
    /// When it came (RFC 3339); the clock by default.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) now: Option<String>,
    /// How far its time may lie from then, such as `PT5M`, which it is by default: `tolerance` of the
    /// blueprint.
    #[arg(long, value_name = "DURATION")]
    pub(crate) tolerance: Option<String>,
    /// The body, byte by byte as it came; `-` for standard input.
    pub(crate) file: PathBuf,
}

/// What to do with users and accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Sync {
    /// Show what follows for an account from what the provider says of a user. Nothing is done.
    Plan {
        #[command(flatten)]
        place: Place,
        /// The user, as the provider's interface gives it; `-` for standard input.
        file: PathBuf,
    },
    /// Compare all users with all accounts. Without `--apply`, nothing is done. Exit with 1 where
    /// something differed, also where it was put right.
    Reconcile(Reconcile),
}

/// Arguments of `sync reconcile`.
#[derive(Debug, Arguments)]
pub(crate) struct Reconcile {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Only tell what was found; this is what happens without `--apply`, too.
    #[arg(long, conflicts_with = "apply")]
    pub(crate) dry_run: bool,
    /// Make and change accounts as the blueprint says.
    #[arg(long)]
    pub(crate) apply: bool,
    /// Treat accounts whose users are gone as the blueprint says of deleted ones.
    #[arg(long, requires = "apply")]
    pub(crate) leave: bool,
    /// How many accounts may leave; where nothing is said, a tenth of them, or ten of few.
    #[arg(long, requires = "leave", value_name = "N")]
    pub(crate) leave_at_most: Option<u64>,
    /// A report of all findings, to standard output.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) report: Option<Report>,
    /// The users: a line each, as the provider's interface gives them; `-` for standard input.
    #[arg(value_name = "USERS", required_unless_present = "clerk")]
    pub(crate) file: Option<PathBuf>,
    /// Ask Clerk for the users, page by page; its secret key is taken from `CLERK_SECRET_KEY`.
    #[arg(long, conflicts_with = "file")]
    pub(crate) clerk: bool,
    /// Where Clerk's interface is, such as a proxy: an address that ends in `/`.
    #[arg(long, requires = "clerk", value_name = "URL")]
    pub(crate) clerk_address: Option<String>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Report {
    /// A page for people.
    Html,
    /// JSON for machines.
    Json,
}

/// A blueprint, and the store with the accounts.
#[derive(Debug, Arguments)]
pub(crate) struct Place {
    /// The blueprint.
    pub(crate) blueprint: PathBuf,
    /// The store: `sqlite:PATH` or `postgres://USER@HOST/DATABASE`, as for `open`.
    #[arg(value_name = "URL")]
    pub(crate) store: String,
    /// The schema of the tables, in PostgreSQL.
    #[arg(long, default_value = "profilekit")]
    pub(crate) schema: String,
}
