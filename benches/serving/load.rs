//! A load generator that costs little: connections that are kept open, one request under way on
//! each, answers read no further than their length.

use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a run came to.
#[derive(Copy, Clone, Debug, Default)]
pub struct Run {
    pub requests: u64,
    pub seconds: f64,
}

impl Run {
    pub fn per_second(self) -> f64 {
        self.requests as f64 / self.seconds
    }
}

/// A request as bytes.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Language: id\r\n{headers}\r\n")
        .into_bytes()
}

/// A connection and what has been read of it.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(address: &str) -> std::io::Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            buffer: vec![0; 256 * 1024],
        })
    }

    /// Sends a request and reads its answer: status and body.
    pub async fn ask(&mut self, request: &[u8]) -> std::io::Result<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        let mut have = 0;
        let mut whole = None;
        loop {
            if have == self.buffer.len() {
                self.buffer.resize(have * 2, 0);
            }
            let n = self.stream.read(&mut self.buffer[have..]).await?;
            if n == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            have += n;
            if whole.is_none() {
                whole = head(&self.buffer[..have]);
            }
            if let Some((status, begins, ends)) = whole
                && have >= ends
            {
                return Ok((status, &self.buffer[begins..ends]));
            }
        }
    }
}

/// Status, and where the body begins and ends, once the head is there.
fn head(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let begins = bytes.windows(4).position(|w| w == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..begins]).ok()?;
    let status = head.get(9..12)?.parse().ok()?;
    let length: usize = head
        .lines()
        .find_map(|l| {
            let (name, value) = l.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse().ok())?
        })
        .unwrap_or(0);
    Some((status, begins, begins + length))
}

/// Asks the same again and again over `connections` for a while; every answer must be a 200.
pub fn run(address: &str, request: &[u8], connections: usize, lasting: Duration) -> Run {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let began = Instant::now();
        let asking = (0..connections).map(|_| async {
            let mut connection = Connection::open(address).await.expect("a connection");
            let mut requests = 0;
            while began.elapsed() < lasting {
                let (status, _) = connection.ask(request).await.expect("an answer");
                assert_eq!(status, 200);
                requests += 1;
            }
            requests
        });
        let requests = futures_util::future::join_all(asking)
            .await
            .into_iter()
            .sum();
        Run {
            requests,
            seconds: began.elapsed().as_secs_f64(),
        }
    })
}

/// The middle of several figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
