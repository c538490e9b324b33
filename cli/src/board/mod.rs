//! Dashboards for people: in the terminal, as a page, and as a picture.

mod chart;
mod figure;
mod page;
mod picture;
mod text;

pub(crate) use page::page;
pub(crate) use picture::picture;
pub(crate) use text::show;

use profilekit::metrics::{Calendar, Dashboard};

/// A dashboard and the calendar of its days.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'d> {
    pub(crate) dashboard: &'d Dashboard,
    pub(crate) calendar: &'d Calendar,
    /// The product's name.
    pub(crate) product: &'d str,
}
