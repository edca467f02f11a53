//! What keeps people's words, names and sessions safe, asked of every route. SECURITY.md says which
//! of these holds which line of its threat model.

mod anonymity;
mod cookies;
mod forms;
mod headers;
mod matrix;
mod parsers;
mod sign_in;

use crate::house::browser::Person;
use palanta::web::routes::{ROUTES, Route, Verb};
use reqwest::Method;

/// An address of a route, about this thread where it is about one.
fn address(route: &Route, number: &str) -> String {
    route
        .path
        .replace("{number}", number)
        .replace("{unit}", "dukcapil")
        .replace("{service}", "ktp-el")
        .replace("{slug}", "dukcapil")
        .replace("{who}", "warga")
        .replace("{path:.*}", "css/app.css")
        .replace("{hash}", &"0".repeat(32))
        .replace("{part}", "utas-1.xml")
        .replace("{photo}", NOTHING)
        .replace("{post}", NOTHING)
        .replace("{id}", NOTHING)
        .replace("{period}", "2020-W01")
        .replace("{word}", "tidak-ada")
}

/// The id of nothing.
const NOTHING: &str = "00000000-0000-7000-8000-000000000000";

/// Routes of one verb.
fn routes(verb: Verb) -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(move |r| r.verb == verb)
}

/// Sends a form as it is, without a page before it.
async fn post(
    person: &mut Person,
    to: &str,
    fields: &[(&str, &str)],
) -> crate::house::browser::Page {
    let request = person.request(Method::POST, to).form(&fields);
    person.receive(request).await
}
