//! What the service costs to serve: pages against bytes from memory, memory, start, writes, lists.
//!
//!     cargo bench --bench serving [-- pages|process|writes|lists …]
//!
//! README.md beside this says what each figure means.

mod house;
mod lists;
mod load;
mod pages;
mod process;
mod writes;

fn main() {
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let wants = |name: &str| asked.is_empty() || asked.iter().any(|a| a == name);
    if wants("pages") {
        pages::measure();
    }
    if wants("process") {
        process::measure();
    }
    if wants("writes") {
        writes::measure();
    }
    // A million threads take minutes to make: only if asked for.
    if asked.iter().any(|a| a == "lists") {
        lists::measure();
    }
}
