//! What usage costs, what is kept of it, and who earned it.

use crate::blueprint::macros::document;
use crate::blueprint::node::Named;

document! {
    /// What usage costs, what is kept of it, and who earned it.
    pub struct Plans {
        /// What customers choose from.
        offers: Named<OfferDocument>,
        /// When somebody is told that usage or a bill comes near a limit; at 50, 80 and 100 percent where nothing is said.
        alerts: Option<AlertsDocument>,
        /// What is kept of what customers are charged; nothing where nothing is said.
        commission: Option<CommissionDocument>,
        /// Who earned what from whom.
        attribution: Option<AttributionDocument>,
    }

    /// What a period of use costs, in major units of a currency; further units at one of `per_unit`, `graduated`, `volume` and `package`, or at nothing.
    pub struct OfferDocument {
        /// What people read.
        label: Option<String>,
        /// What is counted, such as `events`; `units` where nothing is said.
        unit: Option<String>,
        /// The currency; the blueprint's where nothing is said.
        currency: Option<String>,
        /// Paid for a period, whatever is used.
        fee: Option<String>,
        /// Units of a period that cost nothing.
        included: Option<u32>,
        /// What a period costs at least.
        minimum: Option<String>,
        /// What each unit costs.
        per_unit: Option<String>,
        /// Each unit costs what the tier says that it falls into.
        graduated: Vec<TierDocument>,
        /// All units cost what the tier says that their number falls into.
        volume: Vec<TierDocument>,
        /// So many units are a package; a package that was begun is paid.
        package: Option<PackageDocument>,
    }

    /// Prices up to a quantity.
    pub struct TierDocument {
        /// The last unit of the tier; the last tier has none.
        up_to: Option<u32>,
        /// What each unit costs.
        unit: String,
        /// What the tier costs once, where a unit falls into it.
        flat: Option<String>,
    }

    /// Units that are sold together.
    pub struct PackageDocument {
        /// How many.
        size: u32,
        /// What they cost.
        price: String,
    }

    /// When somebody is told that something comes near its limit.
    pub struct AlertsDocument {
        /// Marks in percent of the limit, such as 50, 80 and 100.
        at: Vec<u32>,
        /// How many percent below a mark something must fall before it is told again; 5 where nothing is said.
        slack: Option<u32>,
    }

    /// What is kept of what customers are charged.
    pub struct CommissionDocument {
        /// What its shares are of: `charge`, each for itself, or a grain such as `month`, what somebody earns in it.
        per: String,
        /// Shares by size; the last has no end.
        shares: Vec<ShareDocument>,
        /// The most, of each amount that it is of.
        cap: Option<String>,
        /// The least, of each amount above zero; never more than that.
        minimum: Option<String>,
        /// The currency of these amounts; the blueprint's where nothing is said.
        currency: Option<String>,
    }

    /// A share of the part of an amount.
    pub struct ShareDocument {
        /// Where the part ends; the last has no end.
        up_to: Option<String>,
        /// Percent of the part, such as `12.5`.
        percent: String,
    }

    /// Who earned what from whom: charges are split among those who built what they are for.
    pub struct AttributionDocument {
        /// The facts of what customers were charged; handed in.
        charges: String,
        /// The facts of who built how much of what, from when; handed in.
        credits: String,
        /// The facts of who earned what, which dashboards count: charges with whoever built what they are for. Columns of the same name are those of the charge.
        into: String,
        /// The column of charges that says what was charged.
        amount: String,
        /// The column of charges that names the customer.
        customer: String,
        /// The column of charges and credits that names what was built.
        implementation: String,
        /// The column of credits that names who built it.
        builder: String,
        /// The column of credits with how many parts of it they built.
        weight: String,
        /// The column of credits with the instant after the last at which that was so.
        until: Option<String>,
        /// The column of what was earned that has what was kept.
        commission: Option<String>,
    }
}
