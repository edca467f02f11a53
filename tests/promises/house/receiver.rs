//! A receiver of webhooks on loopback that keeps what it gets and answers as it is told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A message as it came.
#[derive(Clone, Debug, Default)]
pub struct Got {
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

/// What it answers: status, and more headers, each with its line end.
type Answer = (u16, String);

#[derive(Clone)]
pub struct Receiver {
    pub port: u16,
    got: Arc<Mutex<Vec<Got>>>,
    answer: Arc<Mutex<Answer>>,
}

impl Receiver {
    pub async fn start() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let receiver = Receiver {
            port: listener.local_addr().expect("an address").port(),
            got: Arc::default(),
            answer: Arc::new(Mutex::new((200, String::new()))),
        };
        let server = receiver.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                actix_web::rt::spawn(server.clone().talk(stream));
            }
        });
        receiver
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/kait", self.port)
    }

    pub fn answer(&self, status: u16, headers: &str) {
        *self.answer.lock().expect("a lock") = (status, headers.to_owned());
    }

    /// Every message so far.
    pub fn got(&self) -> Vec<Got> {
        self.got.lock().expect("a lock").clone()
    }

    async fn talk(self, mut stream: TcpStream) {
        let mut bytes = Vec::new();
        let mut buffer = [0u8; 4096];
        let (head, length) = loop {
            match stream.read(&mut buffer).await {
                Ok(n) if n > 0 => bytes.extend_from_slice(&buffer[..n]),
                _ => return,
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, _)) = text.split_once("\r\n\r\n") {
                let length = head
                    .lines()
                    .find_map(|l| {
                        l.to_lowercase()
                            .strip_prefix("content-length: ")
                            .map(str::to_owned)
                    })
                    .and_then(|n| n.parse::<usize>().ok())
                    .unwrap_or(0);
                break (head.to_owned(), length);
            }
        };
        let start = head.len() + 4;
        while bytes.len() < start + length {
            match stream.read(&mut buffer).await {
                Ok(n) if n > 0 => bytes.extend_from_slice(&buffer[..n]),
                _ => return,
            }
        }
        let headers = head
            .lines()
            .skip(1)
            .filter_map(|l| l.split_once(": "))
            .map(|(n, v)| (n.to_lowercase(), v.to_owned()))
            .collect();
        let body = String::from_utf8_lossy(&bytes[start..]).into_owned();
        self.got.lock().expect("a lock").push(Got { headers, body });
        let (status, more) = self.answer.lock().expect("a lock").clone();
        let answer =
            format!("HTTP/1.1 {status} so\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n");
        // A receiver may go away; that is the sender's worry.
        let _ = stream.write_all(answer.as_bytes()).await;
    }
}
