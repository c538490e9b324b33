//! Ways to the server that nobody else reads along.

use std::time::Duration;

use profilekit::store::{Address, Changes, Commit, Event, StoreError};
use profilekit_postgres::{Options, PostgresStore};
use profilekit_tests::Postgres;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

/// A server whose certificate is for `localhost`, given by somebody whom a file names.
struct Secured {
    postgres: Postgres,
    runtime: Runtime,
    folder: TempDir,
}

impl Secured {
    fn start() -> Self {
        let mut issuing = CertificateParams::new(Vec::new()).unwrap();
        issuing.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let issuer = CertifiedIssuer::self_signed(issuing, key).unwrap();
        let key = KeyPair::generate().unwrap();
        let of_server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = of_server.signed_by(&key, &issuer).unwrap();
        let postgres = Postgres::start();
        postgres.speak_tls(&certificate.pem(), &key.serialize_pem());
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), issuer.pem()).unwrap();
        Self {
            postgres,
            runtime: Runtime::new().unwrap(),
            folder,
        }
    }

    fn connect(&self, host: &str, security: &str) -> Result<PostgresStore, StoreError> {
        let address = self.postgres.address();
        let address = address.replace("host=127.0.0.1", &format!("host={host}"));
        let ca = self.folder.path().join("ca.pem");
        let security = security.replace("CA", &ca.to_string_lossy());
        let address = format!("{address} {security}");
        let options = Options::default();
        let store = PostgresStore::connect(&address, &options);
        self.runtime.block_on(store)
    }

    /// Whether each connection that programs have is secured, without the one that asks.
    fn secured(&self) -> Vec<bool> {
        let query = "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) \
            WHERE a.backend_type = 'client backend' AND pid <> pg_backend_pid()";
        self.runtime.block_on(async {
            let address = self.postgres.address();
            let (client, connection) = tokio_postgres::connect(&address, NoTls).await.unwrap();
            tokio::spawn(connection);
            let rows = client.query(query, &[]).await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        })
    }
}

const ALL: &str = "sslmode=verify-full sslrootcert=CA";

#[test]
fn the_way_is_secured_as_it_is_asked_for() {
    let server = Secured::start();
    for (host, security, secured) in [
        ("127.0.0.1", "", false),
        ("127.0.0.1", "sslmode=disable", false),
        ("127.0.0.1", "sslmode=require", true),
        ("localhost", ALL, true),
    ] {
        let store = server.connect(host, security).unwrap();
        let open = server.secured();
        assert!(
            open.contains(&secured) && !open.contains(&!secured),
            "{security}: {open:?}"
        );
        drop(store);
        // Its connections end in their own time.
        while !server.secured().is_empty() {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn whoever_is_somebody_else_is_not_spoken_to() {
    let server = Secured::start();
    for (host, security) in [
        // Of another name, and given by nobody whom the operating system knows.
        ("127.0.0.1", ALL),
        ("localhost", "sslmode=verify-full"),
        (
            "localhost",
            "sslmode=verify-full sslrootcert=/there/is/no.pem",
        ),
        ("localhost", "sslmode=verify-ca"),
    ] {
        let refused = server.connect(host, security).unwrap_err();
        assert!(
            matches!(refused, StoreError::Unavailable(_)),
            "{security}: {refused:?}"
        );
    }
}

#[test]
fn a_server_that_speaks_no_tls_is_not_spoken_to_in_plain() {
    let runtime = Runtime::new().unwrap();
    let postgres = Postgres::start();
    let address = format!("{} sslmode=require", postgres.address());
    let refused = runtime.block_on(PostgresStore::connect(&address, &Options::default()));
    assert!(matches!(refused.unwrap_err(), StoreError::Unavailable(_)));
}

#[test]
fn whoever_waits_listens_on_a_secured_way() {
    let server = Secured::start();
    let store = server.connect("localhost", ALL).unwrap();
    let wait = || pollster::block_on(store.wait_for_events(Duration::from_secs(10))).unwrap();
    assert!(wait(), "it looks once more when it begins to listen");
    let event = Event {
        id: "e1".into(),
        address: Address::new("", "note", "n1"),
        data: "{}".into(),
        ..Event::default()
    };
    let commit = Commit {
        events: vec![event],
        ..Commit::default()
    };
    pollster::block_on(store.commit(&commit)).unwrap();
    assert!(wait());
    assert!(server.secured().iter().all(|secured| *secured));
}
