use std::io::{BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use profilekit::hub::{Clock as _, Undelivered};
use profilekit_sinks::{HttpSettings, SystemClock};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::http::{deliver, sink};
use crate::receiver::{Receiver, SECRET, answer, read};

/// A server with a certificate for `localhost` that nobody else vouches for: its address and the
/// certificate.
fn secure(receiver: &Receiver) -> (String, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], PrivateKeyDer::Pkcs8(key))
        .unwrap();
    let (config, receiver) = (Arc::new(config), receiver.clone());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            serve(stream, &config, &receiver);
        }
    });
    let pem = made.cert.pem().into_bytes();
    (format!("https://localhost:{port}/hooks"), pem)
}

/// One request; a client that does not trust us goes before.
fn serve(mut stream: TcpStream, config: &Arc<ServerConfig>, receiver: &Receiver) {
    let mut connection = ServerConnection::new(Arc::clone(config)).unwrap();
    let mut secured = Stream::new(&mut connection, &mut stream);
    let request = read(&mut BufReader::new(&mut secured));
    if let Some(request) = request {
        secured
            .write_all(receiver.take(request).as_bytes())
            .unwrap();
        secured.conn.send_close_notify();
        secured.flush().unwrap();
    }
}

#[test]
fn a_server_is_trusted_by_its_certificate_only() {
    let receiver = Receiver::answering(&answer("200 OK", ""));
    let (address, pem) = secure(&receiver);
    let stranger = deliver(&sink(&address, &HttpSettings::default()), "e1").unwrap_err();
    assert_eq!(
        stranger,
        Undelivered::passing("the connection is not trusted")
    );
    assert!(receiver.came().is_empty());

    let trusting = HttpSettings {
        roots: Some(pem),
        ..HttpSettings::default()
    };
    deliver(&sink(&address, &trusting), "e1").unwrap();
    receiver.came()[0].verified(SECRET, SystemClock.now());

    let other_name = address.replace("localhost", "127.0.0.1");
    let misnamed = deliver(&sink(&other_name, &trusting), "e1").unwrap_err();
    assert_eq!(
        misnamed,
        Undelivered::passing("the connection is not trusted")
    );
    assert_eq!(receiver.came().len(), 1);
}

#[test]
fn a_server_without_encryption_is_not_talked_to() {
    let receiver = Receiver::answering(&answer("200 OK", ""));
    let address = receiver.address().replace("http:", "https:");
    let refused = deliver(&sink(&address, &HttpSettings::default()), "e1").unwrap_err();
    assert!(refused.passing);
    assert!(receiver.came().is_empty());
}
