//! A mail server on loopback that keeps what it gets; it can be told to refuse.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone)]
pub struct Smtp {
    pub port: u16,
    mails: Arc<Mutex<Vec<Vec<u8>>>>,
    /// The code with which it answers a recipient; 250 takes the mail.
    answer: Arc<AtomicU16>,
}

impl Smtp {
    pub async fn start() -> Smtp {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let smtp = Smtp {
            port: listener.local_addr().expect("an address").port(),
            mails: Arc::default(),
            answer: Arc::new(AtomicU16::new(250)),
        };
        let server = smtp.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                actix_web::rt::spawn(server.clone().talk(stream));
            }
        });
        smtp
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn answer(&self, code: u16) {
        self.answer.store(code, Ordering::SeqCst);
    }

    /// Every mail taken so far, as it came.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        self.mails.lock().expect("a lock").clone()
    }

    async fn talk(self, stream: TcpStream) {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).split(b'\n');
        let mut say = async |text: String| write.write_all(text.as_bytes()).await.is_ok();
        say("220 test\r\n".into()).await;
        while let Ok(Some(line)) = lines.next_segment().await {
            let line = String::from_utf8_lossy(&line).to_uppercase();
            let code = self.answer.load(Ordering::SeqCst);
            let answer = match line.get(..4).unwrap_or("") {
                "EHLO" => "250-test\r\n250 8BITMIME\r\n".to_owned(),
                "RCPT" => format!("{code} so it is\r\n"),
                "DATA" => {
                    say("354 go on\r\n".into()).await;
                    let mut mail = Vec::new();
                    while let Ok(Some(part)) = lines.next_segment().await {
                        if part.strip_suffix(b"\r").unwrap_or(&part) == b"." {
                            break;
                        }
                        mail.extend_from_slice(part.strip_prefix(b".").unwrap_or(&part));
                        mail.push(b'\n');
                    }
                    self.mails.lock().expect("a lock").push(mail);
                    "250 taken\r\n".to_owned()
                }
                "QUIT" => {
                    say("221 bye\r\n".into()).await;
                    return;
                }
                _ => "250 yes\r\n".to_owned(),
            };
            if !say(answer).await {
                return;
            }
        }
    }
}
