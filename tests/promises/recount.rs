//! The roll-ups are what their parts come to, whatever people do at once; and a check that finds
//! them otherwise says so and puts them right.

use crate::house::browser::Person;
use crate::house::{CITIZEN, HEAD, House, MODERATOR, STAFF};
use crate::on_both;
use palanta::flows::recount;
use sea_orm::{ConnectionTrait, Statement};

/// Nothing differs from a full recount.
async fn agrees(house: &House, when: &str) -> recount::Found {
    let found = recount::check(&house.app).await.expect("a recount");
    assert_eq!(found.differences, 0, "{when}: {:#?}", found.first);
    found
}

async fn spoil(house: &House, sql: &str) {
    let db = house.app.store.write();
    let statement = Statement::from_string(house.app.store.backend(), sql.to_owned());
    let done = db.execute_raw(statement).await.expect("a statement");
    assert!(done.rows_affected() > 0, "{sql}");
}

/// A small generator (SplitMix64), so that a failing run can be run again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

const SAYINGS: [&str; 6] = [
    "Petugas ramah dan cepat, terima kasih.",
    "Antrean lama sekali, saya kecewa.",
    "Berapa biayanya?",
    "Toilet kotor tapi petugasnya ramah.",
    "Жалоба",
    "Syaratnya berbelit dan petugas kasar.",
];

/// One random act of someone on some thread. What doesn't fit is refused, and that is well.
async fn act(who: &mut Person, chance: &mut Chance, numbers: &[String]) {
    let (number, other) = (chance.pick(numbers).clone(), chance.pick(numbers).clone());
    let thread = format!("/utas/{number}");
    let bench = format!("/petugas/utas/{number}");
    let saying = *chance.pick(&SAYINGS);
    let acts = [
        "open", "ask", "merge", "part", "reply", "rate", "answer", "answer", "transfer", "decide",
        "decide", "decide", "reopen", "correct", "correct", "confirm", "decline", "take",
    ];
    let act = *chance.pick(&acts);
    match act {
        "open" => {
            crate::house::write_thread(who, &[("body", saying), ("overall", "4")]).await;
            return;
        }
        "rate" => {
            let path = "/nilai/dukcapil/kk";
            who.get(path).await;
            if who.page.form(path).is_some() {
                let scores = ["1", "2", "3", "4"];
                let (a, b) = (*chance.pick(&scores), *chance.pick(&scores));
                who.submit(path, &[("overall", a), ("u3", b)]).await;
            }
        }
        "correct" => {
            let page = who.get(&bench).await;
            let page = if page.status == 200 {
                page
            } else {
                who.get(&thread).await
            };
            let Some(to) = page.attribute(".reading a", "href") else {
                return;
            };
            let action = format!("{bench}/koreksi");
            who.get(&to).await;
            if let Some(mut form) = who.page.form(&action) {
                form.retain(|(n, _)| !n.starts_with('u'));
                let polarity = *chance.pick(&["negative", "neutral", "positive"]);
                let element = format!("u{}-{polarity}", chance.below(9) + 1);
                let fill = [("polarity", polarity), (element.as_str(), "1")];
                who.send(&action, form, &fill).await;
            }
        }
        "decide" => {
            let page = who.get(&thread).await;
            if page.status >= 400 && page.status != 410 {
                return;
            }
            let Some(form) = page.form("/moderasi/putusan") else {
                return;
            };
            // Of several posts, now the first, now another.
            let posts: Vec<String> = page
                .html
                .split("name=\"post\" value=\"")
                .skip(1)
                .filter_map(|r| r.split('"').next().map(str::to_owned))
                .collect();
            let form = page
                .form_with("/moderasi/putusan", ("post", chance.pick::<String>(&posts)))
                .unwrap_or(form);
            who.send("/moderasi/putusan", form, &[("rule", "spam")])
                .await;
        }
        _ => {
            let (at, action, fill): (&str, String, Vec<(&str, &str)>) = match act {
                "reply" => (&thread, format!("{thread}/balas"), vec![("body", saying)]),
                "reopen" => (
                    &thread,
                    format!("{thread}/buka-lagi"),
                    vec![("body", saying)],
                ),
                "confirm" => (&thread, format!("{thread}/konfirmasi"), vec![]),
                "answer" => (
                    &bench,
                    format!("{bench}/jawab"),
                    vec![("body", "Sudah kami urus.")],
                ),
                "ask" => (
                    &bench,
                    format!("{bench}/tanya"),
                    vec![("question", "Loket mana?")],
                ),
                "merge" => (
                    &bench,
                    format!("{bench}/gabung"),
                    vec![("into", other.as_str())],
                ),
                "part" => (&bench, format!("{bench}/pisah"), vec![]),
                "take" => (&bench, format!("{bench}/ambil"), vec![]),
                "decline" => (
                    &bench,
                    format!("{bench}/tolak"),
                    vec![("ground", "elsewhere"), ("reason", "Bukan wewenang.")],
                ),
                _ => {
                    let to = *chance.pick(&["dukcapil/ktp-el", "dukcapil/kk"]);
                    (
                        &bench,
                        format!("{bench}/pindah"),
                        vec![("layanan", to), ("why", "Salah alamat.")],
                    )
                }
            };
            who.get(at).await;
            if who.page.form(&action).is_some() {
                who.submit(&action, &fill).await;
            }
        }
    }
    assert!(who.page.status < 500, "{act} {number}: {}", who.page.status);
}

/// A moderator who has signed in publishes a thread, if it is held.
async fn publish(moderator: &mut Person, number: &str) {
    let queue = moderator.get("/moderasi").await;
    if let Some(form) = queue.form_with("/moderasi/putusan", ("thread", number)) {
        let fill = [("decision", "publish")];
        let page = moderator.send("/moderasi/putusan", form, &fill).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }
}

/// Six people do random things at once, and then the figures are those of a full recount. The
/// first writes the threads, the last publishes them.
async fn random_acts(
    house: &House,
    mut people: Vec<Person>,
    seed: u64,
    rounds: usize,
) -> Vec<Person> {
    let mut numbers = Vec::new();
    for (n, saying) in SAYINGS.iter().take(4).enumerate() {
        let appear = if n == 3 { "confidential" } else { "anonymous" };
        let fill = [("body", *saying), ("overall", "2"), ("appear", appear)];
        let (number, _) = house.thread_by(&mut people[0], &fill).await;
        if let Some(moderator) = people.last_mut() {
            publish(moderator, &number).await;
        }
        numbers.push(number);
    }
    let mut at_once = Vec::new();
    for (n, mut who) in people.into_iter().enumerate() {
        let numbers = numbers.clone();
        at_once.push(actix_web::rt::spawn(async move {
            let mut chance = Chance(seed * 100 + n as u64);
            for _ in 0..rounds {
                act(&mut who, &mut chance, &numbers).await;
            }
            who
        }));
    }
    let mut people = Vec::new();
    for one in at_once {
        people.push(one.await.expect("everyone done"));
    }
    agrees(house, &format!("seed {seed}")).await;
    people
}

on_both! {
    /// Whatever people do at once.
    async fn figures_follow_every_act(house: House) {
        let mut people = Vec::new();
        for email in [CITIZEN, "tetangga@contoh.test", STAFF, HEAD, "lain@contoh.test", MODERATOR] {
            people.push(house.person(email).await);
        }
        for seed in 1..=3 {
            people = random_acts(&house, people, seed, 12).await;
            house.app.clock.advance(20 * 3_600_000);
        }
        let found = recount::check(&house.app).await.expect("a recount");
        assert!(found.figures > 50, "{}", found.figures);
    }

    /// The first answer's time stays counted as it was, though the case is reopened and moved.
    async fn a_reopening_leaves_the_first_answer_as_it_was(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let (thread, bench) = (format!("/utas/{number}"), format!("/petugas/utas/{number}"));
        house.app.clock.advance(29 * 24 * 3_600_000);
        let mut staff = house.person(STAFF).await;
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Sudah kami urus.")]).await;
        citizen.act(&thread, &format!("{thread}/buka-lagi"), &[("body", "Belum selesai.")]).await;
        staff.act(&bench, &format!("{bench}/pindah"), &[("layanan", "dukcapil/kk"), ("why", "Soal KK.")]).await;
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Kini selesai.")]).await;
        agrees(&house, "after a reopening").await;
        let city = house.app.city().await.expect("a city");
        let unit = city.directory.unit_by_slug("dukcapil").expect("a unit").id;
        let sums = palanta::store::rollups::of_unit(house.app.store.read(), unit,
            palanta::store::rollups::Span::Months("2000-01", "2999-12")).await.expect("figures");
        use palanta::domain::tally;
        assert_eq!((sums.n(tally::ANSWERED), sums.n(tally::ON_TIME)), (1, 0), "late, once");
    }

    /// What is wrong is found, named, and put right; what is right is left alone.
    async fn wrong_figures_are_found_and_put_right(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let mut moderator = house.person(MODERATOR).await;
        for _ in 0..2 {
            let (number, _) = house.thread_by(&mut citizen, &[("overall", "3")]).await;
            publish(&mut moderator, &number).await;
        }
        agrees(&house, "as written").await;
        spoil(&house, "UPDATE unit_day SET n = n + 1 WHERE measure = 'posts'").await;
        spoil(&house, "DELETE FROM unit_month WHERE measure = 'threads'").await;
        spoil(&house, "UPDATE post SET elements = NULL WHERE kind = 'citizen'").await;
        let found = recount::check(&house.app).await.expect("a check");
        assert!(found.differences >= 2, "{found:?}");
        assert!(found.first.iter().any(|d| d.measure == "posts" && d.stands.0 == d.counted.0 + 1));
        assert!(found.first.iter().any(|d| d.measure == "threads" && d.stands == (0, 0)));
        let repaired = recount::repair(&house.app).await.expect("a repair");
        assert!(repaired.repaired == 1 && repaired.read == 2, "{repaired:?}");
        agrees(&house, "after the repair").await;
        let again = recount::repair(&house.app).await.expect("a repair");
        assert_eq!((again.repaired, again.read), (0, 0), "nothing left to do");
    }
}

/// Another zone puts posts into other days: the check says so, and a repair files them anew.
async fn another_zone(kind: crate::house::Kind) {
    let house = House::build(kind, &[]).await;
    let mut citizen = house.person(CITIZEN).await;
    let (number, _) = house.thread_by(&mut citizen, &[]).await;
    house.publish(&number).await;
    agrees(&house, "in Jakarta").await;
    // In one of these it is another day than in Jakarta.
    let mut moved = 0;
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let config = crate::house::config(&house.database, house.folder.path(), &[("zone", zone)]);
        let app = palanta::app::App::open(config, true)
            .await
            .expect("a database");
        moved += recount::check(&app).await.expect("a check").differences;
        recount::repair(&app).await.expect("a repair");
        let found = recount::check(&app).await.expect("a check");
        assert_eq!(found.differences, 0, "{zone}: {:#?}", found.first);
    }
    assert!(moved > 0);
}

#[actix_web::test]
async fn another_zone_is_recounted_on_sqlite() {
    another_zone(crate::house::Kind::Sqlite).await;
}

#[actix_web::test]
async fn another_zone_is_recounted_on_postgres() {
    another_zone(crate::house::Kind::Postgres).await;
}

/// The demonstration tells its rows itself; its figures must come to the same.
#[actix_web::test]
async fn the_demonstration_is_what_its_parts_come_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_palanta"))
            .arg("--data-dir")
            .arg(folder.path())
            .args(args)
            .output()
            .expect("it ran");
        let said = [&out.stdout[..], &out.stderr[..]].concat();
        (
            out.status.success(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    };
    let (good, said) = run(&["demo", "--only-load", "--threads", "300"]);
    assert!(good, "{said}");
    let (good, said) = run(&["rollup", "check"]);
    assert!(good && said.contains(" 0 differ"), "{said}");
}
