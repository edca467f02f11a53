//! A mail server on loopback that keeps what it gets. It can be told to behave as servers do: to
//! refuse for now or for good, to hang up, to say nothing, to talk nonsense; at any stage.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Where in the talk.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    Greeting,
    Hello,
    From,
    To,
    /// The command that announces the mail.
    Data,
    /// The mail is there.
    End,
}

/// What it does there.
#[derive(Clone, Debug)]
pub enum Manner {
    /// Says this line; a code of 400 or more refuses.
    Say(String),
    /// As [`Manner::Say`], to this recipient only.
    SayTo(&'static str, String),
    /// Hangs up without a word.
    HangUp,
    /// Keeps the line and says nothing.
    Silence,
    /// Kills a process (SIGKILL), then hangs up.
    Kill(u32),
}

#[derive(Clone)]
pub struct Smtp {
    pub port: u16,
    mails: Arc<Mutex<Vec<Vec<u8>>>>,
    recipients: Arc<Mutex<Vec<String>>>,
    /// The last sender of an envelope.
    sender: Arc<Mutex<String>>,
    manner: Arc<Mutex<Option<(Stage, Manner)>>>,
}

impl Smtp {
    pub async fn start() -> Smtp {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let smtp = Smtp {
            port: listener.local_addr().expect("an address").port(),
            mails: Arc::default(),
            recipients: Arc::default(),
            sender: Arc::default(),
            manner: Arc::default(),
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

    /// The code with which it answers a recipient; 250 takes the mail.
    pub fn answer(&self, code: u16) {
        self.behave(Stage::To, Manner::Say(format!("{code} so it is")));
    }

    pub fn behave(&self, stage: Stage, manner: Manner) {
        *self.manner.lock().expect("a lock") = Some((stage, manner));
    }

    pub fn be_good(&self) {
        *self.manner.lock().expect("a lock") = None;
    }

    /// Every mail taken so far, as it came: also one that it had whole when it hung up.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        self.mails.lock().expect("a lock").clone()
    }

    /// To whom each of them went.
    pub fn recipients(&self) -> Vec<String> {
        self.recipients.lock().expect("a lock").clone()
    }

    /// The line that named the last envelope's sender.
    pub fn sender(&self) -> String {
        self.sender.lock().expect("a lock").clone()
    }

    /// What to say at a stage; `None` to hang up.
    async fn at(&self, stage: Stage, usual: &str) -> Option<String> {
        let manner = self.manner.lock().expect("a lock").clone();
        match manner {
            Some((at, manner)) if at == stage => match manner {
                Manner::Say(line) | Manner::SayTo(_, line) => Some(format!("{line}\r\n")),
                Manner::HangUp => None,
                Manner::Silence => {
                    tokio::time::sleep(Duration::from_secs(600)).await;
                    None
                }
                Manner::Kill(pid) => {
                    // Once: whoever comes after it is served.
                    self.be_good();
                    let killed = std::process::Command::new("kill")
                        .args(["-9", &pid.to_string()])
                        .status();
                    assert!(killed.expect("kill").success());
                    None
                }
            },
            _ => Some(format!("{usual}\r\n")),
        }
    }

    async fn talk(self, stream: TcpStream) {
        // Either side may hang up at any time.
        let _ = self.try_talk(stream).await;
    }

    async fn try_talk(self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).split(b'\n');
        let mut say = async |text: String| write.write_all(text.as_bytes()).await.ok();
        say(self.at(Stage::Greeting, "220 test").await?).await?;
        let mut to = String::new();
        while let Ok(Some(line)) = lines.next_segment().await {
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            let command = line.get(..4).unwrap_or("").to_uppercase();
            let answer = match command.as_str() {
                "EHLO" => self.at(Stage::Hello, "250-test\r\n250 8BITMIME").await?,
                "MAIL" => {
                    *self.sender.lock().expect("a lock") = line.clone();
                    self.at(Stage::From, "250 yes").await?
                }
                "RCPT" => {
                    to = line
                        .split(['<', '>'])
                        .nth(1)
                        .unwrap_or_default()
                        .to_lowercase();
                    let other = matches!(&*self.manner.lock().expect("a lock"),
                        Some((_, Manner::SayTo(only, _))) if *only != to);
                    if other {
                        "250 yes\r\n".to_owned()
                    } else {
                        self.at(Stage::To, "250 yes").await?
                    }
                }
                "DATA" => {
                    let answer = self.at(Stage::Data, "354 go on").await?;
                    let goes_on = answer.starts_with("354");
                    say(answer).await?;
                    if !goes_on {
                        continue;
                    }
                    let mut mail = Vec::new();
                    loop {
                        let part = lines.next_segment().await.ok()??;
                        if part.strip_suffix(b"\r").unwrap_or(&part) == b"." {
                            break;
                        }
                        mail.extend_from_slice(part.strip_prefix(b".").unwrap_or(&part));
                        mail.push(b'\n');
                    }
                    let answer = self.at(Stage::End, "250 taken").await;
                    let refused = answer.as_deref().is_some_and(|a| !a.starts_with('2'));
                    if !refused {
                        self.mails.lock().expect("a lock").push(mail);
                        self.recipients.lock().expect("a lock").push(to.clone());
                    }
                    answer?
                }
                "QUIT" => {
                    say("221 bye\r\n".into()).await?;
                    return None;
                }
                _ => "250 yes\r\n".to_owned(),
            };
            say(answer).await?;
        }
        Some(())
    }
}
