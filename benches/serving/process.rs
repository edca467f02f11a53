//! The real program: how soon it answers, and how much memory it holds.

use super::house;
use super::load::{Connection, get, median};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const STARTS: usize = 9;

struct Server {
    child: Child,
    address: String,
    began: Instant,
}

impl Server {
    fn start(folder: &Path) -> Server {
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_palanta"))
            .arg("serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(house::flags(folder))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("its output"))
            .read_line(&mut line)
            .expect("a line");
        let address = line
            .trim()
            .rsplit("http://")
            .next()
            .unwrap_or("")
            .to_owned();
        Server {
            child,
            address,
            began,
        }
    }

    /// Resident memory in MiB: now, and the most so far.
    fn memory(&self) -> (f64, f64) {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("a status");
        let of = |name: &str| {
            let line = status
                .lines()
                .find(|l| l.starts_with(name))
                .expect("a line");
            let kib: f64 = line
                .split_whitespace()
                .nth(1)
                .and_then(|n| n.parse().ok())
                .expect("a number");
            kib / 1024.0
        };
        (of("VmRSS:"), of("VmHWM:"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    house::found(folder.path(), 1_000);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let starts: Vec<f64> = (0..STARTS)
        .map(|_| {
            let server = Server::start(folder.path());
            runtime.block_on(async {
                let mut connection = Connection::open(&server.address)
                    .await
                    .expect("a connection");
                let (status, _) = connection.ask(&get("/", "")).await.expect("an answer");
                assert_eq!(status, 200);
            });
            server.began.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    println!(
        "\nFrom starting the process to the first answer (home page, an existing database): {:.0} ms (median of {STARTS})",
        median(starts)
    );

    let server = Server::start(folder.path());
    runtime.block_on(async {
        let mut connection = Connection::open(&server.address)
            .await
            .expect("a connection");
        // One post is labelled for the preview, so the model is in use.
        for path in ["/", "/utas", "/unit/dukcapil"] {
            connection.ask(&get(path, "")).await.expect("an answer");
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        println!("Memory, idle, model loaded: {:.0} MiB", server.memory().0);
        // 256 people who read about, each page in another order; those with a query are not alike.
        let people = (0..256u64).map(|who| {
            let address = server.address.clone();
            async move {
                let mut connection = Connection::open(&address).await.expect("a connection");
                for n in 0..40u64 {
                    let path = match (who + n) % 4 {
                        0 => "/".to_owned(),
                        1 => format!("/utas?q={}", who * 40 + n),
                        2 => format!("/utas/SWL-2026-{:05}", 1 + (who * 7 + n) % 300),
                        _ => "/unit".to_owned(),
                    };
                    let (status, _) = connection
                        .ask(&get(&path, "Accept-Encoding: br\r\n"))
                        .await
                        .expect("an answer");
                    assert!(
                        status == 200 || status == 404 || status == 410,
                        "{path}: {status}"
                    );
                }
                connection
            }
        });
        let open = futures_util::future::join_all(people).await;
        let (now, most) = server.memory();
        println!(
            "Memory under {} connections, 40 pages each: {now:.0} MiB, {most:.0} MiB at the most",
            open.len()
        );
    });
}
