//! Requests a second of a thread's page with twenty posts, against a handler of the same server
//! that returns the same bytes from memory; in turns, so that the machine's moods strike both.

use super::house::{self, House};
use super::load::{self, get, median};
use actix_web::web::Bytes;
use std::sync::{Arc, RwLock};
use std::time::Duration;

const ROUNDS: usize = 7;
const LASTING: Duration = Duration::from_secs(2);
const CONNECTIONS: usize = 32;

pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    house::found(folder.path(), 1_000);
    let fixed = Arc::new(RwLock::new(Bytes::new()));
    let house = House::serve(folder.path(), fixed.clone());
    println!(
        "\nA thread's page, 20 posts, 1 worker, {CONNECTIONS} connections, median of {ROUNDS} rounds"
    );
    println!("| who asks | encoding | bytes | page/s | fixed bytes/s | ratio |");
    println!("|---|---|---|---|---|---|");
    for (who, session) in [("visitor", ""), ("signed in", house.session.as_str())] {
        for encoding in ["identity", "br"] {
            let headers = format!("{session}Accept-Encoding: {encoding}\r\n");
            let body = house.body(&house.thread, &headers);
            let bytes = body.len();
            *fixed.write().expect("a lock") = body;
            let (page, same) = (get(&house.thread, &headers), get("/fixed", &headers));
            let run = |request: &[u8]| {
                load::run(&house.address, request, CONNECTIONS, LASTING).per_second()
            };
            let (mut pages, mut sames, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                let (a, b) = (run(&page), run(&same));
                pages.push(a);
                sames.push(b);
                ratios.push(a / b);
            }
            println!(
                "| {who} | {encoding} | {bytes} | {:.0} | {:.0} | {:.2} |",
                median(pages),
                median(sames),
                median(ratios)
            );
        }
    }
    house.stop();
}
