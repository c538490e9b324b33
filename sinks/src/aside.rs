//! Work that blocks.

use std::thread;

use futures_channel::oneshot;
use profilekit::hub::Undelivered;

/// Does work on a thread of its own: whatever runs the relay goes on meanwhile, and may be any
/// executor. A thread costs some ten microseconds, what is done here a hundred times that.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Undelivered> {
    let (sender, receiver) = oneshot::channel();
    let thread = thread::Builder::new().name("profilekit-sink".to_owned());
    thread
        .spawn(move || {
            // Nobody waits any longer where the relay was dropped.
            let _ = sender.send(work());
        })
        .map_err(|_| Undelivered::passing("no thread could be started"))?;
    receiver
        .await
        .map_err(|_| Undelivered::passing("the thread that delivers ended early"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_panics_delivers_nothing() {
        assert_eq!(pollster::block_on(aside(|| 7)), Ok(7));
        let ended = pollster::block_on(aside(|| panic!("as the test wants")));
        assert!(ended.is_err_and(|undelivered: Undelivered| undelivered.passing));
    }
}
