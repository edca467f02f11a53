//! HTTP: the table of routes, the gate every request passes, and a handler for each page. No
//! handler holds a rule.

pub mod archive;
pub mod assets;
pub mod context;
pub mod cookies;
pub mod form;
pub mod gate;
pub mod health;
pub mod kept;
pub mod limits;
pub mod pages;
pub mod routes;
pub mod upload;

use crate::app::App;
use actix_web::dev::Server;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpServer, web};
use assets::Assets;
use context::Site;
use kept::Pages;
use limits::Limits;
use routes::{ROUTES, Verb};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// What the server shares, ready to serve.
pub fn site(app: App, base_url: String) -> Arc<Site> {
    Arc::new(Site {
        assets: Assets::load(),
        limits: Limits::new(&app.config),
        pages: Pages::new(app.config.cache_bytes),
        base_url,
        app,
    })
}

/// Registers every route of the table.
pub fn configure(config: &mut web::ServiceConfig, site: &Arc<Site>) {
    let mut paths: Vec<&'static str> = ROUTES.iter().map(|r| r.path).collect();
    paths.dedup();
    for path in paths {
        let mut resource = web::resource(path);
        let mut allow = Vec::new();
        for route in ROUTES.iter().filter(|r| r.path == path) {
            let methods: &[Method] = match route.verb {
                Verb::Get => &[Method::GET, Method::HEAD],
                Verb::Post => &[Method::POST],
            };
            for method in methods {
                allow.push(method.as_str());
                let site = site.clone();
                let handler = move |req: HttpRequest, payload: web::Payload| {
                    gate::pass(site.clone(), route, req, payload)
                };
                resource = resource.route(web::method(method.clone()).to(handler));
            }
        }
        let (site, allow) = (site.clone(), allow.join(", "));
        resource = resource.default_service(web::to(move |req: HttpRequest| {
            let (site, allow) = (site.clone(), allow.clone());
            async move { gate::nowhere(site, req, Some(&allow)).await }
        }));
        config.service(resource);
    }
    let site = site.clone();
    config.default_service(web::to(move |req: HttpRequest| {
        let site = site.clone();
        async move { gate::nowhere(site, req, None).await }
    }));
}

/// The server on a listener; runs when awaited. Its handle stops it after the requests in hand, at
/// most 30 seconds; it heeds no signals by itself.
///
/// # Errors
/// If the listener can't be used.
pub fn server(site: Arc<Site>, listener: TcpListener) -> std::io::Result<Server> {
    let workers = match site.app.config.workers {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        n => n,
    };
    let sweeper = site.clone();
    actix_web::rt::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(60)).await;
            sweeper.limits.sweep();
        }
    });
    let server = HttpServer::new(move || {
        let site = site.clone();
        actix_web::App::new().configure(move |c| configure(c, &site))
    })
    .workers(workers)
    .keep_alive(Duration::from_secs(30))
    .client_request_timeout(Duration::from_secs(15))
    .shutdown_timeout(30)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}
