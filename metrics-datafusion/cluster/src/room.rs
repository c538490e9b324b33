//! Room for what calls itself.

use std::thread;

/// Without optimisation, what a client of Ballista does with a plan takes more than a test's
/// thread has.
const STACK: usize = 32 << 20;

/// Runs something in a runtime on a thread with a large stack.
///
/// # Panics
/// Where it panics.
pub fn with_room<F: Future<Output = ()>>(what: impl FnOnce() -> F + Send) {
    let run = || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_stack_size(STACK)
            .build();
        runtime.unwrap().block_on(what());
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let handle = thread.spawn_scoped(scope, run).unwrap();
        if let Err(panicked) = handle.join() {
            std::panic::resume_unwind(panicked);
        }
    });
}
