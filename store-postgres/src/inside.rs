//! Futures that need a runtime of Tokio, polled by anybody.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;

/// A future that is polled as if inside of a runtime: its timers, sockets and tasks are the
/// runtime's, whoever polls.
pub(crate) struct Inside<'f, T> {
    runtime: Handle,
    future: Pin<Box<dyn Future<Output = T> + Send + 'f>>,
}

impl<'f, T> Inside<'f, T> {
    pub(crate) fn new(runtime: &Handle, future: impl Future<Output = T> + Send + 'f) -> Self {
        Self {
            runtime: runtime.clone(),
            future: Box::pin(future),
        }
    }
}

impl<T> Future for Inside<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let runtime = self.runtime.clone();
        let _inside = runtime.enter();
        self.future.as_mut().poll(context)
    }
}
