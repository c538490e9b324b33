//! A web server that takes webhooks.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use profilekit::identity::{Key, Verified, verify_webhook};

pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(found, _)| found.eq_ignore_ascii_case(name));
        &found.unwrap_or_else(|| panic!("no {name} in {self:?}")).1
    }

    pub(crate) fn verified(&self, secret: &str, now: i64) -> Verified {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let keys = [Key::parse(secret).unwrap()];
        verify_webhook(&headers, self.body.as_bytes(), &keys, now).unwrap()
    }
}

/// What is answered to the nth request.
type Answers = dyn Fn(usize, &Request) -> String + Send + Sync;

/// A server that answers as it was told and keeps what came and the connections it came on.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) at: SocketAddr,
    came: Arc<Mutex<Vec<Request>>>,
    connections: Arc<Mutex<usize>>,
    answers: Arc<Answers>,
}

impl Receiver {
    pub(crate) fn start(
        answers: impl Fn(usize, &Request) -> String + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self {
            at: listener.local_addr().unwrap(),
            came: Arc::default(),
            connections: Arc::default(),
            answers: Arc::new(answers),
        };
        let server = receiver.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let server = server.clone();
                thread::spawn(move || server.serve(stream));
            }
        });
        receiver
    }

    /// One that always gives the same answer.
    pub(crate) fn answering(answer: &str) -> Self {
        let answer = answer.to_owned();
        Self::start(move |_, _| answer.clone())
    }

    pub(crate) fn address(&self) -> String {
        format!("http://{}/hooks", self.at)
    }

    pub(crate) fn came(&self) -> Vec<Request> {
        self.came.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    fn serve(&self, stream: TcpStream) {
        *self.connections.lock().unwrap() += 1;
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let mut answering = stream.try_clone().unwrap();
        let mut reader = BufReader::new(stream);
        while let Some(request) = read(&mut reader) {
            let answer = self.take(request);
            if answering.write_all(answer.as_bytes()).is_err() || answer.is_empty() {
                return;
            }
        }
    }

    /// Keeps a request and says what is answered.
    pub(crate) fn take(&self, request: Request) -> String {
        let place = {
            let mut came = self.came.lock().unwrap();
            came.push(request.clone());
            came.len() - 1
        };
        (self.answers)(place, &request)
    }
}

/// An answer without a body.
pub(crate) fn answer(status: &str, header: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{header}Content-Length: 0\r\n\r\n")
}

/// Reads a request with a length; `None` where the connection ends.
pub(crate) fn read(reader: &mut BufReader<impl Read>) -> Option<Request> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let line = lines.remove(0);
    let headers = lines.iter().filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut request = Request {
        line,
        headers: headers.collect(),
        body: String::new(),
    };
    // Requests that ask for something have no body.
    let length = match request.line.starts_with("GET ") {
        true => 0,
        false => request.header("content-length").parse().unwrap(),
    };
    reader.take(length).read_to_string(&mut request.body).ok()?;
    Some(request)
}
