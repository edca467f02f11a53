//! Programs read the figures of the units that their token covers, as the description says.

use crate::house::browser::{Person, client};
use crate::house::{ADMIN, HEAD, House, write_thread};
use crate::on_both;
use palanta::jobs::hooks::{self, Sent};
use palanta::web::routes::ROUTES;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Someone who may makes a token for a unit (empty: the city).
async fn token(person: &mut Person, unit: &str) -> String {
    let fill = [("unit", unit), ("label", "Dasbor")];
    let page = person.act("/sambungan", "/sambungan/token", &fill).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let from = text.find("palanta_").expect("a token");
    text[from..]
        .split_whitespace()
        .next()
        .expect("a token")
        .to_owned()
}

async fn ask(house: &House, token: &str, path: &str) -> (u16, Value, String) {
    let answer = client()
        .get(format!("{}{path}", house.url))
        .header("authorization", format!("Bearer {token}"))
        .send()
        .await
        .expect("an answer");
    let kind = answer.headers()["content-type"]
        .to_str()
        .expect("text")
        .to_owned();
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("text");
    (status, serde_json::from_str(&text).expect("JSON"), kind)
}

fn description() -> Value {
    serde_json::from_str(include_str!("../../assets/api/openapi.json")).expect("JSON")
}

/// Whether a value is what a schema says: types, every property there, and none besides.
fn is(all: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().expect("a name");
        return is(all, &all["components"]["schemas"][name], value, at);
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let which = usize::from(value.is_null());
        return is(all, &either[which], value, at);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::String(_) => "string",
        Value::Number(n) if n.is_i64() && kinds.contains(&"integer") => "integer",
        Value::Number(_) => "number",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Bool(_) => "boolean",
    };
    assert!(kinds.contains(&kind), "{at}: {kind} is none of {kinds:?}");
    if let Some(allowed) = schema["enum"].as_array() {
        assert!(allowed.contains(value), "{at}: {value}");
    }
    if let (Some(fields), Some(described)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, field) in fields {
            let schema = described
                .get(name)
                .unwrap_or_else(|| panic!("{at}.{name} is not described"));
            is(all, schema, field, &format!("{at}.{name}"));
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(
                fields.contains_key(name.as_str().expect("text")),
                "{at}.{name} is missing"
            );
        }
    }
    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
        is(all, &schema["items"], item, &format!("{at}[{i}]"));
    }
}

/// Every address is described, and nothing is described that is not there.
#[test]
fn the_description_has_every_route() {
    let described = description();
    let mut described: Vec<String> = described["paths"]
        .as_object()
        .expect("paths")
        .keys()
        .cloned()
        .collect();
    let mut there: Vec<String> = ROUTES
        .iter()
        .map(|r| r.path.to_owned())
        .filter(|p| p.starts_with("/api/"))
        .collect();
    described.sort();
    there.sort();
    assert_eq!(described, there);
}

on_both! {
    async fn figures_are_as_described(house: House, "hold_first" = "false", "min_respondents" = "2") {
        let mut head = house.person(HEAD).await;
        let token = token(&mut head, "dukcapil").await;
        let answers: Vec<(String, &str)> = (1..=9).map(|n| (format!("u{n}"), "3")).collect();
        for _ in 0..2 {
            let mut more: Vec<(&str, &str)> = answers.iter().map(|(n, v)| (n.as_str(), *v)).collect();
            more.push(("overall", "4"));
            write_thread(&mut house.visitor(), &more).await;
        }
        let all = description();
        let today = house.app.day(house.app.now());
        for (path, schema) in [
            ("/api/v1/units".to_owned(), "Units"),
            ("/api/v1/units/dukcapil/figures".to_owned(), "Figures"),
            (format!("/api/v1/units/dukcapil/days?from={today}&to={today}"), "Days"),
            ("/api/v1/units/dukcapil/services".to_owned(), "Services"),
        ] {
            let (status, value, kind) = ask(&house, &token, &path).await;
            assert_eq!((status, kind.as_str()), (200, "application/json"), "{path}: {value}");
            is(&all, &all["components"]["schemas"][schema], &value, schema);
        }
        let (_, units, _) = ask(&house, &token, "/api/v1/units").await;
        assert_eq!(units["units"].as_array().expect("units").len(), 1);
        let (_, f, _) = ask(&house, &token, "/api/v1/units/dukcapil/figures").await;
        assert_eq!(f["threads"], 2);
        assert_eq!(f["open_now"], 2);
        assert_eq!(f["respondents"], 2);
        assert_eq!(f["ikm"]["value"], 75.0);
        assert_eq!(f["overall"]["mean"], 4.0);
        assert_eq!(f["sentiment"]["negative"]["share"], 1.0);
        assert!(f["sentiment"]["negative"]["low"].as_f64().expect("a bound") < 0.5, "{f}");
        assert_eq!(f["answers"]["on_time"]["share"], Value::Null);
        let time = &f["elements"][2];
        assert_eq!((&time["element"], &time["answers"]["mean"]), (&"u3".into(), &3.0.into()));
        assert!(time["mentions"]["negative"].as_i64().expect("a count") > 0, "{f}");
        let (_, services, _) = ask(&house, &token, "/api/v1/units/dukcapil/services").await;
        let by_service: Vec<i64> = services["services"].as_array().expect("services").iter()
            .map(|s| s["threads"].as_i64().expect("a count")).collect();
        assert_eq!(by_service, [2, 0]);
        let (_, days, _) = ask(&house, &token, "/api/v1/units/dukcapil/days").await;
        assert_eq!(days["days"][0]["threads"], 2);
    }

    async fn a_token_opens_its_unit_alone(house: House) {
        let mut head = house.person(HEAD).await;
        let own = token(&mut head, "dukcapil").await;
        let mut admin = house.person(ADMIN).await;
        let health = token(&mut admin, "dinkes").await;
        let city = token(&mut admin, "").await;
        let status = async |token: &str, path: &str| ask(&house, token, path).await.0;
        let of = |unit: &str| format!("/api/v1/units/{unit}/figures");
        assert_eq!(status(&own, &of("dukcapil")).await, 200);
        assert_eq!(status(&own, &of("dinkes")).await, 403);
        // It doesn't learn which units there are.
        assert_eq!(status(&own, &of("tidak-ada")).await, 403);
        assert_eq!(status(&health, &of("puskesmas")).await, 200, "a unit below");
        assert_eq!(status(&health, &of("dukcapil")).await, 403);
        assert_eq!(status(&city, &of("dukcapil")).await, 200);
        assert_eq!(status(&city, &of("tidak-ada")).await, 404);
        for bad in ["", "palanta_", "palanta_0000", &own[8..], &"x".repeat(100_000)] {
            let (status, problem, kind) = ask(&house, bad, "/api/v1/units").await;
            assert_eq!((status, kind.as_str()), (401, "application/problem+json"));
            assert_eq!(problem["status"], 401);
        }
        // A person's session is no token, and a token is no session.
        assert_eq!(head.get("/api/v1/units").await.status, 401);
        let page = client()
            .get(format!("{}/sambungan", house.url)).bearer_auth(&city).send().await.expect("an answer");
        assert_eq!(page.status(), 303);
        for (query, field) in [
            ("from=gestern", "from"),
            ("from=2026-02-30", "from"),
            ("from=2026-10-31&to=2026-10-01", "from"),
            ("from=1990-01-01", "from"),
            ("to=-009999-01-01&from=9999-12-31", "from"),
            ("to=%27--", "to"),
        ] {
            let (status, problem, _) = ask(&house, &own, &format!("{}?{query}", of("dukcapil"))).await;
            assert_eq!(status, 422, "{query}: {problem}");
            assert!(problem["detail"].as_str().expect("text").starts_with(field), "{query}: {problem}");
        }
        assert_eq!(status(&own, "/api/v1/nothing").await, 404);
        let page = head.get("/sambungan").await;
        assert!(page.text().contains("Terakhir dipakai"), "{}", page.text());
        assert_eq!(head.submit("/sambungan/token/cabut", &[]).await.status, 303);
        assert_eq!(status(&own, &of("dukcapil")).await, 401, "at once");
    }

    /// The examples of the documentation, as they stand there.
    async fn the_examples_run(house: House, "hold_first" = "false", "webhook_private" = "true") {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/api");
        let mut admin = house.person(ADMIN).await;
        let city = token(&mut admin, "").await;
        write_thread(&mut house.visitor(), &[]).await;
        let (url, script) = (house.url.clone(), format!("{folder}/figures.py"));
        let run = move |token: String, unit: &'static str| {
            let out = Command::new("python3").args([&script, unit])
                .env("PALANTA_URL", &url).env("PALANTA_TOKEN", token).output().expect("python3");
            (out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned(), String::from_utf8_lossy(&out.stderr).into_owned())
        };
        let (run, (good, said, _)) = actix_web::web::block(move || { let out = run(city, "dukcapil"); (run, out) }).await.expect("run");
        assert!(good && said.contains("threads   1") && said.contains("IKM       not yet (0 of 10"), "{said}");
        let (good, _, said) = actix_web::web::block(move || run("no".into(), "dukcapil")).await.expect("run");
        assert!(!good && said.contains("401 A token is needed"), "{said}");

        let mut head = house.person(HEAD).await;
        head.get("/sambungan").await;
        let fill = [("address", "http://127.0.0.1:9/"), ("events", "thread.opened")];
        let made = head.submit("/sambungan/kait", &fill).await;
        let at = made.header("location").to_owned();
        let page = head.act(&at, &format!("{at}/rahasia"), &[]).await.text();
        let secret = page[page.find("whsec_").expect("a secret")..].split_whitespace().next().expect("a secret").to_owned();
        let mut child = Command::new("python3").args([&format!("{folder}/receive.py"), "0"])
            .env("PALANTA_SECRET", secret).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("python3");
        let told = child.stderr.take().expect("an output");
        let told = actix_web::web::block(move || BufReader::new(told).lines().next()).await.expect("read").expect("a line").expect("text");
        let port = told.split_whitespace().last().expect("a port");
        let address = format!("http://127.0.0.1:{port}/");
        assert_eq!(head.act(&at, &at, &[("address", &address)]).await.status, 303, "{told}");
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let sent = hooks::drain(&house.desk()).await.expect("sent");
        let out = child.stdout.take().expect("an output");
        let line = actix_web::web::block(move || BufReader::new(out).lines().next()).await.expect("read").expect("a line").expect("text");
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert_eq!(sent, Sent { sent: 1, failed: 0 });
        assert!(line.starts_with("thread.opened") && line.contains(&number), "{line}");
    }
}
