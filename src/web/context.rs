//! A request, as handlers see it: who asks, in which language, what was sent; and how to answer.

use super::assets::Assets;
use super::cookies;
use super::form::Fields;
use super::kept::{self, Body, KeptPage, Pages};
use super::limits::Limits;
use super::upload::SentFile;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::lang::Lang;
use crate::domain::person::{Role, Viewer};
use crate::domain::policy::Action;
use crate::domain::time::Instant;
use crate::keys::{self, Purpose};
use crate::queries::viewer::SignedIn;
use crate::store::generations::{Kept, Stamp, Tag};
use crate::views::frame::{self, Bar, City, Frame, Writing};
use crate::views::locale::Locale;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder};
use maud::Markup;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// What all requests of a server share.
pub struct Site {
    pub app: App,
    pub base_url: String,
    pub assets: Assets,
    pub limits: Limits,
    pub pages: Pages,
}

/// A page to be kept: what it depends on, and the stamp taken before it was read.
struct ToKeep {
    tags: Vec<Tag>,
    stamp: Stamp,
    until: Option<Instant>,
}

/// One request.
pub struct Context {
    pub site: Arc<Site>,
    pub req: HttpRequest,
    pub viewer: Viewer,
    pub signed_in: Option<Arc<SignedIn>>,
    /// News that whoever is signed in has not read.
    pub unread: i64,
    pub locale: Locale,
    pub fields: Fields,
    /// What is asked of the policy; `None` before it is known, and where no route is.
    pub action: Option<Action>,
    /// Files that came with the form, until they are taken.
    pub files: RefCell<Vec<SentFile>>,
    /// The visitor cookie's value, once there is one.
    visitor: RefCell<Option<String>>,
    /// The token of this page's forms, once there is one.
    token: RefCell<Option<String>>,
    set_cookies: RefCell<Vec<Cookie<'static>>>,
    /// Who asks came with an account, a code or a visitor cookie.
    known: bool,
    /// Something of this person stands on the page: it must not be kept or shared.
    personal: Cell<bool>,
    keep: RefCell<Option<ToKeep>>,
    /// Path and query of the feed that tells what this page shows.
    feed: RefCell<Option<String>>,
    /// The part of the query that makes this page another one.
    kind_of: RefCell<String>,
    /// The form of this page in which somebody may have written.
    writing: Cell<Option<Writing>>,
}

/// Cheap to pass along.
pub type Ctx = Rc<Context>;

/// Seconds of a visitor cookie: about a year.
const VISITOR_S: i64 = 365 * 24 * 3600;

impl Context {
    pub fn new(
        site: Arc<Site>,
        req: HttpRequest,
        viewer: Viewer,
        signed_in: Option<Arc<SignedIn>>,
        locale: Locale,
        visitor: Option<String>,
    ) -> Context {
        let known = signed_in.is_some() || !viewer.tracked.is_empty() || visitor.is_some();
        Context {
            site,
            req,
            viewer,
            signed_in,
            unread: 0,
            locale,
            fields: Fields::default(),
            action: None,
            files: RefCell::default(),
            visitor: RefCell::new(visitor),
            token: RefCell::default(),
            set_cookies: RefCell::default(),
            known,
            personal: Cell::new(known),
            keep: RefCell::default(),
            feed: RefCell::default(),
            kind_of: RefCell::default(),
            writing: Cell::default(),
        }
    }

    pub fn app(&self) -> &App {
        &self.site.app
    }

    fn https(&self) -> bool {
        self.site.app.config.https()
    }

    /// A part of the path, as in `/utas/{number}`.
    pub fn part(&self, name: &str) -> &str {
        self.req.match_info().get(name).unwrap_or("")
    }

    /// A field of the query; empty if it isn't there or no text.
    pub fn query(&self, name: &str) -> String {
        Fields::parse(self.req.query_string().as_bytes())
            .map(|f| f.owned(name))
            .unwrap_or_default()
    }

    /// Path and query, for links back to this page. Always begins with one slash.
    pub fn here(&self) -> String {
        self.req
            .uri()
            .path_and_query()
            .map_or_else(|| "/".to_owned(), |p| p.as_str().to_owned())
    }

    pub fn set_cookie(&self, cookie: Cookie<'static>) {
        self.personal.set(true);
        self.set_cookies.borrow_mut().push(cookie);
    }

    /// Sets or, with `None`, removes a cookie. `seconds`: `None` until the browser closes.
    pub fn cookie(&self, name: &'static str, value: Option<String>, seconds: Option<i64>) {
        let https = self.https();
        self.set_cookie(match value {
            Some(value) => cookies::make(name, value, seconds, https),
            None => cookies::remove(name, https),
        });
    }

    /// The value of a cookie that the browser sent.
    /// The address under which people reach the service.
    pub fn public_url(&self) -> &str {
        match self.app().config.public_url.as_str() {
            "" => &self.site.base_url,
            url => url,
        }
    }

    pub fn read_cookie(&self, name: &'static str) -> Option<Cookie<'static>> {
        cookies::read(&self.req, name, self.https())
    }

    /// The files that came with the form; they can be taken once.
    pub fn take_files(&self) -> Vec<SentFile> {
        self.files.take()
    }

    /// The visitor cookie's value; one is set if the browser has none.
    fn visitor(&self) -> String {
        if let Some(v) = self.visitor.borrow().as_ref() {
            return v.clone();
        }
        let fresh = keys::token();
        *self.visitor.borrow_mut() = Some(fresh.clone());
        self.cookie(cookies::VISITOR, Some(fresh.clone()), Some(VISITOR_S));
        fresh
    }

    fn csrf_subject(&self) -> String {
        match &self.signed_in {
            Some(s) => format!("session {}", s.session.id),
            None => format!("visitor {}", self.visitor()),
        }
    }

    /// A token for the forms of this page. Each page has another, so that compressing pages tells
    /// nothing of it; each is good as long as the session or visitor cookie lasts.
    pub fn csrf(&self) -> String {
        self.personal.set(true);
        if let Some(token) = self.token.borrow().as_ref() {
            return token.clone();
        }
        let nonce = &keys::token()[..16];
        let text = format!("{nonce} {}", self.csrf_subject());
        let mac = self.app().keys.hash(Purpose::Csrf, &text);
        let token = format!("{nonce}.{mac}");
        *self.token.borrow_mut() = Some(token.clone());
        token
    }

    /// Whether a form's token is one of this person's.
    pub fn csrf_good(&self, token: &str) -> bool {
        if self.signed_in.is_none() && self.visitor.borrow().is_none() {
            return false;
        }
        token.split_once('.').is_some_and(|(nonce, mac)| {
            let text = format!("{nonce} {}", self.csrf_subject());
            self.app().keys.verify(Purpose::Csrf, &text, mac)
        })
    }

    /// Call it before reading what the page shows; the page is then kept for visitors until one
    /// of the tags changes or `until` passes.
    pub fn keep(&self, tags: Vec<Tag>) {
        let stamp = self.app().store.generations().stamp(&tags);
        *self.keep.borrow_mut() = Some(ToKeep {
            tags,
            stamp,
            until: None,
        });
    }

    /// The kept page changes by itself then.
    pub fn keep_until(&self, until: Option<Instant>) {
        if let Some(keep) = self.keep.borrow_mut().as_mut() {
            keep.until = until;
        }
    }

    /// Names the feed that tells what this page shows.
    pub fn feed(&self, address: String) {
        *self.feed.borrow_mut() = Some(address);
    }

    /// Says that this part of the query (written as in an address) makes the page another one. All
    /// else in a query only changes what of it is shown.
    pub fn made_by(&self, query: String) {
        *self.kind_of.borrow_mut() = query;
    }

    /// Says that somebody may have written in this form of the page: another language is a button of it.
    pub fn writing(&self, writing: Writing) {
        self.writing.set(Some(writing));
    }

    /// Whether search engines may list the page: what anyone sees, and the first page of what anyone
    /// may do, but no question about one thing.
    fn listed(&self) -> bool {
        !self.known
            && match self.action {
                Some(Action::ReadPublic | Action::ReadThread) => self.token.borrow().is_none(),
                Some(Action::OpenThread | Action::Rate | Action::Track | Action::SignIn) => true,
                _ => false,
            }
    }

    /// A whole page.
    pub fn page(&self, title: &str, main: Markup) -> HttpResponse {
        self.page_with(StatusCode::OK, title, "", main)
    }

    /// A whole page with its status and description.
    pub fn page_with(
        &self,
        status: StatusCode,
        title: &str,
        description: &str,
        main: Markup,
    ) -> HttpResponse {
        let flash = self.take_flash();
        let config = &self.app().config;
        let here = self.here();
        let csrf = match &self.signed_in {
            Some(_) => self.csrf(),
            None => String::new(),
        };
        let bar = self.signed_in.as_ref().map(|s| Bar {
            name: &s.account.name,
            csrf: &csrf,
            unread: self.unread,
            staff: self.viewer.has_role(Role::Staff) || self.viewer.has_role(Role::UnitHead),
            coordinator: self.viewer.has_role(Role::Coordinator),
            moderator: self.viewer.has_role(Role::Moderator),
            admin: self.viewer.has_role(Role::Admin),
        });
        let description = match description {
            "" => self.locale.ta(
                "frame-description",
                &[("city", config.city.as_str().into())],
            ),
            about => about.to_owned(),
        };
        let kind_of = self.kind_of.take();
        let question = if kind_of.is_empty() { "" } else { "?" };
        let base = &self.site.base_url;
        let address = format!("{base}{}{question}{kind_of}", self.req.path());
        let feed = self.feed.take();
        let frame = Frame {
            locale: self.locale,
            title,
            description: &description,
            city: City {
                product: &config.product,
                city: &config.city,
                region: &config.region,
            },
            path: &here,
            bar,
            flash: flash.as_deref(),
            index: status == StatusCode::OK && self.listed(),
            address: &address,
            asked: asked_language(&self.req).is_some(),
            feed: feed.as_deref(),
            writing: self.writing.take(),
            source: &config.source_url,
            css: self.site.assets.href("css/app.css"),
            js: self.site.assets.href("js/app.js"),
            icon: self.site.assets.href("icons/favicon.svg"),
            touch_icon: self.site.assets.href("icons/icon-180.png"),
        };
        let html = frame::page(&frame, main).into_string();
        self.html(status, html)
    }

    fn html(&self, status: StatusCode, html: String) -> HttpResponse {
        const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
        self.whole(status, HTML, html)
    }

    /// A document for machines, kept as pages are.
    pub fn document(&self, kind: &'static str, text: String) -> HttpResponse {
        self.whole(StatusCode::OK, HeaderValue::from_static(kind), text)
    }

    fn whole(&self, status: StatusCode, kind: HeaderValue, text: String) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CONTENT_TYPE, kind.clone()));
        let keep = self.keep.borrow_mut().take();
        match keep {
            Some(keep) if status == StatusCode::OK && !self.personal.get() => {
                let page = Arc::new(KeptPage {
                    kind,
                    body: Body::new(text.into()),
                    kept: Kept {
                        value: (),
                        tags: keep.tags,
                        stamp: keep.stamp,
                        until: keep.until,
                    },
                });
                let answer = kept_page(&self.req, &page);
                self.site.pages.put(self.locale.lang, self.here(), page);
                answer
            }
            _ => {
                response.insert_header((header::CACHE_CONTROL, "private, no-store"));
                response.insert_header((header::VARY, "Accept-Encoding"));
                send(&mut response, text, &self.req)
            }
        }
    }

    /// 303 to a path of ours.
    pub fn redirect(&self, path: &str) -> HttpResponse {
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, path))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish()
    }

    /// 303 with a message that the next page shows once.
    pub fn redirect_saying(&self, path: &str, key: &'static str) -> HttpResponse {
        self.cookie(cookies::FLASH, Some(key.to_owned()), Some(60));
        self.redirect(path)
    }

    fn take_flash(&self) -> Option<String> {
        // What is the same for all has no place for it.
        self.action?;
        let key = self.read_cookie(cookies::FLASH)?;
        self.cookie(cookies::FLASH, None, None);
        // Only our own messages are shown, whatever the cookie says.
        let known = key.value().starts_with("flash-");
        let text = self.locale.t(key.value());
        (known && text != key.value()).then_some(text)
    }

    /// Cookies to send with the answer.
    pub fn take_cookies(&self) -> Vec<Cookie<'static>> {
        self.set_cookies.take()
    }

    /// The present session's id.
    pub fn session_id(&self) -> Result<crate::domain::ids::SessionId> {
        self.signed_in
            .as_ref()
            .map(|s| s.session.id)
            .ok_or(Error::SignInNeeded)
    }

    pub fn agent(&self) -> String {
        self.req
            .headers()
            .get(header::USER_AGENT)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("")
            .to_owned()
    }
}

fn send(response: &mut HttpResponseBuilder, html: String, req: &HttpRequest) -> HttpResponse {
    let (bytes, encoding) = kept::compress(html.into(), req.headers());
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    response.body(bytes)
}

/// Answers with a kept page, or 304 if the browser has it.
pub fn kept_page(req: &HttpRequest, page: &KeptPage) -> HttpResponse {
    const VARY: HeaderValue = HeaderValue::from_static("Accept-Encoding, Accept-Language, Cookie");
    const REVALIDATE: HeaderValue = HeaderValue::from_static("private, no-cache");
    let had = req
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|v| *v == page.body.etag);
    let (bytes, encoding) = if had {
        Default::default()
    } else {
        page.body.encoded(req.headers())
    };
    let mut response = if had {
        HttpResponse::new(StatusCode::NOT_MODIFIED)
    } else {
        HttpResponse::Ok().body(bytes)
    };
    let headers = response.headers_mut();
    if !had {
        headers.insert(header::CONTENT_TYPE, page.kind.clone());
    }
    headers.insert(header::ETAG, page.body.etag.clone());
    headers.insert(header::VARY, VARY);
    headers.insert(header::CACHE_CONTROL, REVALIDATE);
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// The language of a request: asked for in the address, remembered, or negotiated.
pub fn language(req: &HttpRequest, account: Option<Lang>, https: bool) -> (Lang, bool) {
    if let Some(asked) = asked_language(req) {
        return (asked, true);
    }
    let remembered = cookies::read(req, cookies::LANG, https).and_then(|c| Lang::parse(c.value()));
    let negotiated = || {
        req.headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|v| v.to_str().ok())
            .and_then(Lang::negotiate)
    };
    let lang = remembered
        .or(account)
        .or_else(negotiated)
        .unwrap_or_default();
    (lang, false)
}

/// The language that the address asks for.
fn asked_language(req: &HttpRequest) -> Option<Lang> {
    req.query_string()
        .split('&')
        .find_map(|p| p.strip_prefix("lang="))
        .and_then(Lang::parse)
}

/// Whether a request carries nothing that tells people apart (a language may be remembered).
pub fn is_plain_visitor(req: &HttpRequest, https: bool) -> bool {
    if !req.headers().contains_key(header::COOKIE) {
        return true;
    }
    req.cookies().is_ok_and(|all| {
        let lang = cookies::named(cookies::LANG, https);
        all.iter().all(|c| c.name() == lang)
    })
}

/// The media type of a request's body, lower case, without parameters.
pub fn content_type(req: &HttpRequest) -> String {
    req.content_type().to_ascii_lowercase()
}
