//! Arguments of `bill` and `earnings`.

use std::path::PathBuf;

use clap::Args as Arguments;

/// Arguments of `bill`.
#[derive(Debug, Arguments)]
pub(crate) struct Bill {
    /// The blueprint.
    pub(crate) blueprint: PathBuf,
    /// An offer of the blueprint.
    #[arg(long, value_name = "NAME")]
    pub(crate) offer: String,
    /// Units used so far.
    #[arg(long, value_name = "UNITS", default_value_t = 0)]
    pub(crate) used: u64,
    /// How much of the period has passed, such as 10/30: what it will come to is shown.
    #[arg(long, value_name = "PART/WHOLE")]
    pub(crate) passed: Option<String>,
    /// Credit, in the offer's currency.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) credit: Option<String>,
    /// A budget, in the offer's currency: bills that come near it are told.
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) budget: Option<String>,
    /// The name of the period, such as 2026-03.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(crate) period: String,
    /// What was told already, which is told only once; the file is written anew.
    #[arg(long, value_name = "FILE")]
    pub(crate) told: Option<PathBuf>,
    /// Units of earlier whole periods: what would have cost less is shown.
    #[arg(long, value_name = "UNITS", value_delimiter = ',')]
    pub(crate) history: Vec<u64>,
}

/// Arguments of `earnings`.
#[derive(Debug, Arguments)]
pub(crate) struct Earnings {
    /// The blueprint.
    pub(crate) blueprint: PathBuf,
    /// Charges and credits, by the names that the blueprint gives them: `payment.csv`, or
    /// `NAME=FILE`; `.csv` or `.ndjson`.
    #[arg(long, num_args = 1.., required = true, value_name = "FILE")]
    pub(crate) facts: Vec<String>,
    /// The time zone of days and months (IANA).
    #[arg(long, default_value = "UTC")]
    pub(crate) zone: String,
    /// Say of every part of a charge why it is so much.
    #[arg(long)]
    pub(crate) explain: bool,
}
