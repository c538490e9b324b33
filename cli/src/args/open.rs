//! The command line of `open`.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args as Arguments, Subcommand};

use super::Board;

/// Arguments of `open`.
#[derive(Debug, Arguments)]
pub(crate) struct Open {
    /// The store: `sqlite:PATH`, `postgres://USER@HOST/DATABASE`, or `postgres:` and pairs such
    /// as `host=localhost dbname=app`. A password may come in PGPASSWORD. `sslmode=verify-full`
    /// (with `sslrootcert=FILE`) and `sslmode=require` secure the way to it.
    #[arg(value_name = "URL")]
    pub(crate) store: String,
    /// The schema of the tables, in PostgreSQL.
    #[arg(long, default_value = "profilekit")]
    pub(crate) schema: String,
    #[command(subcommand)]
    pub(crate) work: Work,
}

/// What to do with a store.
#[derive(Debug, Subcommand)]
pub(crate) enum Work {
    /// Look at records, as somebody sees them.
    #[command(subcommand)]
    Records(Records),
    /// A persona's dashboard, of the records as somebody sees them.
    Dashboard(StoredBoard),
    /// What is announced: how it stands, what was given up, delivery.
    #[command(subcommand)]
    Outbox(Outbox),
    /// The account of changes: whether it is whole, and what it says.
    #[command(subcommand)]
    Audit(Audit),
    /// Who saw somebody's personal data, newest first.
    AccessLog {
        #[command(flatten)]
        person: Somebody,
        #[command(flatten)]
        part: Part,
    },
    /// Everything that is there about somebody, as NDJSON.
    Export {
        #[command(flatten)]
        owed: Owed,
        #[command(flatten)]
        person: Somebody,
        /// Where it goes: a new file that only you can read; standard output without it.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Show what erasing somebody would do; with `--confirm`, do it.
    Erase(Erase),
    /// Who was erased, oldest first: what to keep apart from copies of the store.
    Ledger {
        /// Only from this instant on (RFC 3339).
        #[arg(long, value_name = "INSTANT")]
        since: Option<String>,
        /// Where it goes besides: a file that grows, for `erase --again`.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Take away what was kept as long as the blueprint says.
    Retain {
        #[command(flatten)]
        owed: Owed,
    },
    /// Compare what records are made of with their snapshots.
    Drift {
        #[command(flatten)]
        owed: Owed,
        /// The kind.
        #[arg(long)]
        kind: String,
        /// Make the snapshots that differ anew.
        #[arg(long)]
        repair: bool,
    },
    /// Compare the rollups that dashboards left with the records that they are of.
    Rollups {
        #[command(flatten)]
        owed: Owed,
        /// Make those that differ anew.
        #[arg(long)]
        repair: bool,
        /// Make all of them anew.
        #[arg(long, conflicts_with = "repair")]
        rebuild: bool,
    },
    /// Bring the store to the newest version; a SQLite file that is missing is made.
    Migrate,
}

/// Arguments of `dashboard`.
#[derive(Debug, Arguments)]
pub(crate) struct StoredBoard {
    /// The blueprint.
    #[arg(long, value_name = "FILE")]
    pub(crate) blueprint: PathBuf,
    #[command(flatten)]
    pub(crate) board: Board,
    /// Facts that are no records, as `profilekit dashboard` takes them.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) facts: Vec<String>,
    /// Keep what was found in the store, so that the next look at the same dashboard looks at what
    /// changed since.
    #[arg(long)]
    pub(crate) rollups: bool,
}

/// Work on records.
#[derive(Debug, Subcommand)]
pub(crate) enum Records {
    /// Records that the viewer may list.
    List {
        #[command(flatten)]
        asking: Asking,
        /// The kind.
        #[arg(long)]
        kind: String,
        #[command(flatten)]
        part: Part,
        /// From the newest identifier to the oldest.
        #[arg(long)]
        newest: bool,
    },
    /// One record.
    Get {
        #[command(flatten)]
        asking: Asking,
        #[command(flatten)]
        record: RecordAt,
    },
    /// Its versions, newest first, for those who may update it.
    History {
        #[command(flatten)]
        asking: Asking,
        #[command(flatten)]
        record: RecordAt,
        #[command(flatten)]
        part: Part,
    },
    /// In what two of its versions differ, for those who may update it.
    Diff {
        #[command(flatten)]
        asking: Asking,
        #[command(flatten)]
        record: RecordAt,
        /// The one version.
        #[arg(long, value_name = "VERSION")]
        from: i64,
        /// The other version.
        #[arg(long, value_name = "VERSION")]
        to: i64,
    },
}

/// Who asks, and by whose rules.
#[derive(Debug, Arguments)]
pub(crate) struct Asking {
    /// The blueprint.
    #[arg(long, value_name = "FILE")]
    pub(crate) blueprint: PathBuf,
    #[command(flatten)]
    pub(crate) whom: Whom,
    /// The records' tenant, where it is not the viewer's.
    #[arg(long)]
    pub(crate) tenant: Option<String>,
}

/// Who asks.
#[derive(Debug, Arguments)]
#[group(required = true, multiple = false)]
pub(crate) struct Whom {
    /// A file that says who: `{"id", "roles", "tenant", "persona", "attributes"}`.
    #[arg(long = "as", value_name = "FILE")]
    pub(crate) viewer: Option<PathBuf>,
    /// The product itself.
    #[arg(long)]
    pub(crate) system: bool,
}

/// Which record.
#[derive(Debug, Arguments)]
pub(crate) struct RecordAt {
    /// The kind.
    #[arg(long)]
    pub(crate) kind: String,
    /// The identifier.
    #[arg(long)]
    pub(crate) id: String,
}

/// Which part of a list.
#[derive(Debug, Arguments)]
pub(crate) struct Part {
    /// Most rows.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) limit: u16,
    /// Where the part before ended, as it said.
    #[arg(long)]
    pub(crate) cursor: Option<String>,
}

/// Work on announcements.
#[derive(Debug, Subcommand)]
pub(crate) enum Outbox {
    /// How many wait, were delivered, were given up.
    Status {
        /// Look once more after so many seconds, and say how many were announced and delivered per
        /// second meanwhile.
        #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=3600))]
        over: Option<u16>,
    },
    /// Those that were given up, and why.
    Dead {
        #[command(flatten)]
        part: Part,
    },
    /// Make announcements due once more.
    Replay(Which),
    /// Deliver what is due, until nothing is.
    Relay {
        /// The blueprint, whose name says where announcements come from.
        #[arg(long, value_name = "FILE")]
        blueprint: PathBuf,
        /// Where to: `ndjson:FILE`, which grows, or `stdout`.
        #[arg(long, value_name = "SINK")]
        to: String,
        /// Tell Clerk the roles that changed here, too; its secret key is taken from
        /// `CLERK_SECRET_KEY`.
        #[arg(long)]
        clerk: bool,
        /// Where Clerk's interface is, such as a proxy: an address that ends in `/`.
        #[arg(long, requires = "clerk", value_name = "URL")]
        clerk_address: Option<String>,
        /// One step only.
        #[arg(long)]
        once: bool,
    },
}

/// Which announcements are delivered once more.
#[derive(Debug, Arguments)]
#[group(required = true, multiple = false)]
pub(crate) struct Which {
    /// All that were given up.
    #[arg(long)]
    pub(crate) dead: bool,
    /// The one with this identifier.
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// Those that happened from one instant to before another (RFC 3339).
    #[arg(long, num_args = 2, value_names = ["FROM", "UNTIL"])]
    pub(crate) between: Option<Vec<String>>,
}

/// Work on the account of changes.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Find the first entry of each chain that was altered, exchanged, taken out or cut off.
    Verify {
        /// Checkpoints that were noted elsewhere, as `checkpoint` writes them.
        #[arg(long, value_name = "FILE")]
        checkpoints: Option<PathBuf>,
    },
    /// Note where every chain ends now.
    Checkpoint {
        /// Where it goes besides the store: a file that grows. Keep it elsewhere.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// What happened to a record, newest first.
    Show {
        #[command(flatten)]
        record: RecordAt,
        /// The record's tenant.
        #[arg(long, default_value = "")]
        tenant: String,
        #[command(flatten)]
        part: Part,
    },
}

/// Somebody.
#[derive(Debug, Arguments)]
pub(crate) struct Somebody {
    /// The person.
    #[arg(long = "person", value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) id: String,
    /// The person's tenant.
    #[arg(long, default_value = "")]
    pub(crate) tenant: String,
}

/// Work that the product owes.
#[derive(Debug, Arguments)]
pub(crate) struct Owed {
    /// The blueprint.
    #[arg(long, value_name = "FILE")]
    pub(crate) blueprint: PathBuf,
    /// Who does it, for the account of changes.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

/// Arguments of `erase`.
#[derive(Debug, Arguments)]
#[command(group = clap::ArgGroup::new("who").required(true))]
pub(crate) struct Erase {
    #[command(flatten)]
    pub(crate) owed: Owed,
    /// The person.
    #[arg(long, group = "who", value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) person: Option<String>,
    /// The person's tenant.
    #[arg(long, default_value = "")]
    pub(crate) tenant: String,
    /// What was shown to confirm exactly this.
    #[arg(long, value_name = "CODE", conflicts_with = "again")]
    pub(crate) confirm: Option<String>,
    /// Where it is noted who was erased: a file that grows. Keep it apart from copies of the
    /// store.
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
    /// A ledger: erase everybody in it once more, after an old copy was brought back.
    #[arg(long, group = "who", value_name = "FILE")]
    pub(crate) again: Option<PathBuf>,
}
