//! Bookings in memory, for filters.

use profilekit_tests::Seeded;

/// A booking as a struct, for the loop written by hand.
pub struct Booking {
    /// Identifier.
    pub id: String,
    /// Who asked for it.
    pub client: String,
    /// With whom.
    pub builder: String,
    /// Its state.
    pub state: &'static str,
}

/// `count` bookings between a thousand people.
#[must_use]
pub fn bookings(count: usize) -> Vec<Booking> {
    let mut random = Seeded::new(9);
    let states = ["requested", "confirmed", "completed", "cancelled"];
    (0..count)
        .map(|index| Booking {
            id: format!("booking-{index}"),
            client: format!("user-{}", random.below(1000)),
            builder: format!("user-{}", random.below(1000)),
            state: states[random.below(states.len())],
        })
        .collect()
}
