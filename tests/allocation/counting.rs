//! Counting allocations.

use std::hint::black_box;

/// How often `work` allocates on this thread, and how many bytes. A first run goes uncounted:
/// what is set up once for the process is no cost of a call.
pub(crate) fn allocations<T>(work: impl Fn() -> T) -> (u64, u64) {
    black_box(work());
    let counted = allocation_counter::measure(|| {
        black_box(work());
    });
    (counted.count_total, counted.bytes_total)
}

#[test]
fn what_allocates_is_counted() {
    assert_eq!(allocations(|| vec![0u8; 10]), (1, 10));
    assert_eq!(allocations(|| 1 + 1), (0, 0));
}
