//! A person with a browser that has cookies, forms and no scripts.

use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

pub struct Person {
    client: Client,
    url: String,
    pub cookies: BTreeMap<String, String>,
    pub lang: &'static str,
    /// The page in view.
    pub page: Page,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub html: String,
    /// The same before it was read as text.
    pub bytes: Vec<u8>,
}

/// A file that was chosen in a form.
#[derive(Copy, Clone)]
pub struct File<'a> {
    pub field: &'a str,
    pub name: &'a str,
    /// What the browser says it is.
    pub kind: &'a str,
    pub bytes: &'a [u8],
}

const BOUNDARY: &str = "----palanta-1f0e3dad99908345";

/// A form as `multipart/form-data` (RFC 7578).
pub fn multipart(form: &Fields, files: &[File<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in form {
        body.extend(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .bytes(),
        );
    }
    for f in files {
        body.extend(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
                 Content-Type: {}\r\n\r\n",
                f.field, f.name, f.kind
            )
            .bytes(),
        );
        body.extend(f.bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// Names and values of a form, as they stand in the page.
pub type Fields = Vec<(String, String)>;

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

impl Page {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("")
    }

    /// Everything one can read in the page's main part.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.html);
        let main = html.select(&selector("main")).next();
        let words: Vec<&str> = main.map(|m| m.text().collect()).unwrap_or_default();
        words
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The text of the first such element, with single blanks; empty if there is none.
    pub fn part(&self, css: &str) -> String {
        let html = Html::parse_document(&self.html);
        let found = html.select(&selector(css)).next();
        let words: Vec<&str> = found.map(|e| e.text().collect()).unwrap_or_default();
        let words = words.join(" ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn has(&self, css: &str) -> bool {
        Html::parse_document(&self.html)
            .select(&selector(css))
            .next()
            .is_some()
    }

    pub fn count(&self, css: &str) -> usize {
        Html::parse_document(&self.html)
            .select(&selector(css))
            .count()
    }

    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let html = Html::parse_document(&self.html);
        let found = html.select(&selector(css)).next()?;
        found.attr(name).map(str::to_owned)
    }

    /// The value that a field of the page would send.
    pub fn value(&self, name: &str) -> String {
        let html = Html::parse_document(&self.html);
        html.select(&selector(&format!("[name='{name}']")))
            .filter_map(value_of)
            .next()
            .map(|(_, v)| v)
            .unwrap_or_default()
    }

    /// The first form of this action.
    pub fn form(&self, action: &str) -> Option<Fields> {
        let html = Html::parse_document(&self.html);
        let css = format!("form[action='{action}']");
        html.select(&selector(&css)).next().map(fields_of)
    }

    /// The first form of this action in which a field has this value.
    pub fn form_with(&self, action: &str, (name, value): (&str, &str)) -> Option<Fields> {
        let html = Html::parse_document(&self.html);
        let css = format!("form[action='{action}']");
        html.select(&selector(&css))
            .map(fields_of)
            .find(|f| f.iter().any(|(n, v)| n == name && v == value))
    }
}

fn fields_of(form: ElementRef) -> Fields {
    form.select(&selector("input[name], textarea[name], select[name]"))
        .filter_map(value_of)
        .collect()
}

fn value_of(e: ElementRef) -> Option<(String, String)> {
    let name = e.attr("name")?.to_owned();
    let value = match e.value().name() {
        "textarea" => e.text().collect(),
        "select" => {
            let chosen = e.select(&selector("option[selected]")).next();
            let first = || e.select(&selector("option")).next();
            chosen
                .or_else(first)?
                .attr("value")
                .unwrap_or("")
                .to_owned()
        }
        _ if matches!(e.attr("type"), Some("radio" | "checkbox")) => {
            e.attr("checked")?;
            e.attr("value").unwrap_or("on").to_owned()
        }
        _ => e.attr("value").unwrap_or("").to_owned(),
    };
    Some((name, value))
}

/// A client that follows no redirection.
pub fn client() -> Client {
    // The first of the process's tests sets it; the others find it set.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .redirect(Policy::none())
        .build()
        .expect("a client")
}

impl Person {
    pub fn new(url: &str) -> Person {
        Person {
            client: client(),
            url: url.to_owned(),
            cookies: BTreeMap::new(),
            lang: "id",
            page: Page::default(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let request = self.request(Method::GET, path);
        self.receive(request).await
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .header("accept-language", self.lang);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        request
    }

    pub async fn receive(&mut self, request: RequestBuilder) -> Page {
        let response = request.send().await.expect("an answer");
        for header in response.headers().get_all("set-cookie") {
            let text = header.to_str().expect("text");
            let (pair, rest) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').expect("a cookie");
            assert!(
                rest.contains("HttpOnly") && rest.contains("SameSite=Lax"),
                "{text}"
            );
            if value.is_empty() || rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("a body").to_vec();
        self.page = Page {
            status,
            headers,
            html: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        };
        self.page.clone()
    }

    /// Fills the form of this action on the page in view, and sends it.
    pub async fn submit(&mut self, action: &str, fill: &[(&str, &str)]) -> Page {
        let form = self
            .page
            .form(action)
            .unwrap_or_else(|| panic!("no form {action} in: {}", self.page.text()));
        self.send(action, form, fill).await
    }

    /// Sends a form with some fields filled in.
    pub async fn send(&mut self, action: &str, mut form: Fields, fill: &[(&str, &str)]) -> Page {
        for (name, value) in fill {
            form.retain(|(n, _)| n != name);
            form.push(((*name).to_owned(), (*value).to_owned()));
        }
        let request = self.request(Method::POST, action).form(&form);
        self.receive(request).await
    }

    /// Sends a form with some fields filled in and files chosen, as browsers do.
    pub async fn send_files(
        &mut self,
        action: &str,
        mut form: Fields,
        fill: &[(&str, &str)],
        files: &[File<'_>],
    ) -> Page {
        for (name, value) in fill {
            form.retain(|(n, _)| n != name);
            form.push(((*name).to_owned(), (*value).to_owned()));
        }
        form.retain(|(n, _)| !files.iter().any(|f| f.field == n));
        let request = self
            .request(Method::POST, action)
            .header(
                "content-type",
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .body(multipart(&form, files));
        self.receive(request).await
    }

    /// Goes to a page and sends a form that stands there.
    pub async fn act(&mut self, at: &str, action: &str, fill: &[(&str, &str)]) -> Page {
        self.get(at).await;
        self.submit(action, fill).await
    }

    /// A token that the service gave to this person.
    pub async fn csrf(&mut self) -> String {
        self.get("/lacak").await.value("_csrf")
    }
}
