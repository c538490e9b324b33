//! Waiting for events.
//!
//! A connection of its own listens from the first time that somebody waits. Each notification,
//! and each time that the connection was made anew, counts one on. Who waits, waits for the count
//! to pass the one at which events were looked for last: what was announced in between is seen.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use profilekit::store::StoreError;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Handle;
use tokio::sync::watch::{Sender, channel};
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{AsyncMessage, Connection, Error, NoTls, Socket};

use crate::inside::Inside;
use crate::store::{PostgresStore, Way};

/// How long a listener waits until it connects anew.
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Listener {
    way: Way,
    schema: String,
    runtime: Handle,
    heard: Arc<Sender<u64>>,
    looked_at: AtomicU64,
    task: OnceLock<AbortHandle>,
}

impl Listener {
    pub(crate) fn new(way: Way, schema: &str, runtime: Handle) -> Self {
        Self {
            way,
            schema: schema.to_owned(),
            runtime,
            heard: Arc::new(channel(0).0),
            looked_at: AtomicU64::new(0),
            task: OnceLock::new(),
        }
    }

    /// Says that events are looked for now.
    pub(crate) fn looked(&self) {
        let heard = *self.heard.borrow();
        self.looked_at.fetch_max(heard, Ordering::AcqRel);
    }

    fn start(&self) {
        self.task.get_or_init(|| {
            let ear = Ear {
                way: self.way.clone(),
                schema: self.schema.clone(),
                heard: Arc::clone(&self.heard),
            };
            self.runtime.spawn(ear.listen_for_ever()).abort_handle()
        });
    }

    async fn wait(&self, patience: Duration) -> bool {
        let mut heard = self.heard.subscribe();
        self.start();
        let news = heard.wait_for(|heard| *heard > self.looked_at.load(Ordering::Acquire));
        timeout(patience, news).await.is_ok()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(task) = self.task.get() {
            task.abort();
        }
    }
}

/// The task that listens.
struct Ear {
    way: Way,
    schema: String,
    heard: Arc<Sender<u64>>,
}

impl Ear {
    async fn listen_for_ever(self) {
        loop {
            // Whoever waits meanwhile looks for events when their patience ends.
            let _lost = match &self.way.connector {
                Some(connector) => self.listen(connector.clone()).await,
                None => self.listen(NoTls).await,
            };
            sleep(PAUSE).await;
        }
    }

    /// Listens until the connection is lost.
    async fn listen<T>(&self, tls: T) -> Result<(), Error>
    where
        T: MakeTlsConnect<Socket>,
        T::Stream: Unpin,
    {
        let (client, mut connection) = self.way.config.connect(tls).await?;
        let mut starting = pin!(client.batch_execute("LISTEN profilekit"));
        let mut listens = false;
        poll_fn(|context| {
            if !listens && let Poll::Ready(started) = starting.as_mut().poll(context) {
                started?;
                listens = true;
                self.count_on();
            }
            self.hear(&mut connection, context)
        })
        .await
    }

    fn hear<S>(
        &self,
        connection: &mut Connection<Socket, S>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), Error>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        loop {
            match connection.poll_message(context) {
                Poll::Ready(Some(Ok(AsyncMessage::Notification(word)))) => {
                    if word.payload() == self.schema {
                        self.count_on();
                    }
                }
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    fn count_on(&self) {
        self.heard
            .send_modify(|heard| *heard = heard.wrapping_add(1));
    }
}

impl PostgresStore {
    /// Waits until something was announced since events were last claimed through this store, by
    /// whichever program, or until `patience` ends; says which. A relay claims, and waits where
    /// it got nothing.
    ///
    /// It may say `true` where there is nothing to claim, and a connection that is lost says
    /// nothing for a while: `patience` is how late an event is noticed at worst.
    ///
    /// # Errors
    /// None yet: where the server is not reached, the claim that follows says so.
    pub async fn wait_for_events(&self, patience: Duration) -> Result<bool, StoreError> {
        let waiting = self.listener.wait(patience);
        Ok(Inside::new(self.runtime(), waiting).await)
    }
}
