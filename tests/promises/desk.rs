//! The moderators' desk: what waits, claims, each decision and its way back, sanctions, appeals,
//! reports as a weapon, and what the public is told of it all.

mod appeals;
mod decisions;
mod queue;
mod record;

use crate::house::browser::{Fields, Page, Person};
use crate::house::{CITIZEN, House, MODERATOR};
use palanta::flows::grant::{self, Form, Granter};
use palanta::store::entity::{
    moderation_month, outbox, post, post_mask, queue_item, report, sanction, thread, thread_search,
    unit_month,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

pub const SECOND: &str = "moderator2@kota.test";
pub const NEIGHBOUR: &str = "tetangga@contoh.test";
pub const DECIDE: &str = "/moderasi/putusan";

/// Another moderator than the usual one.
pub async fn second(house: &House) -> Person {
    grant_moderator(house, SECOND).await;
    house.person(SECOND).await
}

pub async fn grant_moderator(house: &House, email: &str) {
    let form = Form {
        email: email.into(),
        name: "Sari".into(),
        role: "moderator".into(),
        ..Form::default()
    };
    grant::grant(&house.app, Granter::CommandLine, &form)
        .await
        .expect("a grant");
}

/// A published thread by the citizen with an account, and its opening post.
pub async fn published(house: &House, more: &[(&str, &str)]) -> (Person, String, String) {
    let mut citizen = house.person(CITIZEN).await;
    let (number, _) = house.thread_by(&mut citizen, more).await;
    house.publish(&number).await;
    let post = opening(house, &number).await;
    (citizen, number, post)
}

pub async fn thread_row(house: &House, number: &str) -> thread::Model {
    thread::Entity::find()
        .filter(thread::Column::Number.eq(number))
        .one(house.app.store.read())
        .await
        .expect("a read")
        .expect("a thread")
}

pub async fn posts_of(house: &House, number: &str) -> Vec<post::Model> {
    let thread = thread_row(house, number).await;
    post::Entity::find()
        .filter(post::Column::ThreadId.eq(thread.id))
        .order_by_asc(post::Column::CreatedMs)
        .order_by_asc(post::Column::Id)
        .all(house.app.store.read())
        .await
        .expect("posts")
}

pub async fn opening(house: &House, number: &str) -> String {
    let posts = posts_of(house, number).await;
    let opening = posts.iter().find(|p| p.opening).expect("an opening");
    opening.id.to_string()
}

/// The page on which a post is reviewed, and its form of decisions.
pub async fn review(moderator: &mut Person, post: &str) -> (Page, Option<Fields>) {
    let page = moderator.get(&format!("/moderasi/tinjau/{post}")).await;
    let form = page.form_with(DECIDE, ("review", "1"));
    (page, form)
}

/// Decides on a post as its review page allows.
pub async fn decide(
    moderator: &mut Person,
    post: &str,
    decision: &str,
    more: &[(&str, &str)],
) -> Page {
    let (page, form) = review(moderator, post).await;
    assert!(
        page.has(&format!("button[value='{decision}']")),
        "{decision} is not offered: {}",
        page.text()
    );
    let mut fill = vec![("decision", decision)];
    fill.extend(more);
    let form = form.expect("a form");
    moderator.send(DECIDE, form, &fill).await
}

pub async fn decided(moderator: &mut Person, post: &str, decision: &str, more: &[(&str, &str)]) {
    let page = decide(moderator, post, decision, more).await;
    assert_eq!(page.status, 303, "{decision}: {}", page.text());
}

/// Takes the last decision back.
pub async fn undo(moderator: &mut Person) -> Page {
    moderator.act("/moderasi", "/moderasi/batal", &[]).await
}

/// Everything that a decision may change, as text: when it is the same, all is as it was.
pub async fn state(house: &House, number: &str) -> String {
    let db = house.app.store.read();
    let thread = thread_row(house, number).await;
    let posts = posts_of(house, number).await;
    let search = thread_search::Entity::find_by_id(thread.id)
        .one(db)
        .await
        .expect("a read");
    let items = queue_item::Entity::find()
        .filter(queue_item::Column::ClosedMs.is_null())
        .order_by_asc(queue_item::Column::Id)
        .all(db)
        .await
        .expect("items");
    let reports = report::Entity::find()
        .order_by_asc(report::Column::Id)
        .all(db)
        .await
        .expect("reports");
    let masks = post_mask::Entity::find().all(db).await.expect("masks");
    let sanctions = sanction::Entity::find().all(db).await.expect("sanctions");
    let months = moderation_month::Entity::find()
        .filter(moderation_month::Column::N.ne(0))
        .order_by_asc(moderation_month::Column::Measure)
        .all(db)
        .await
        .expect("figures");
    let figures = unit_month::Entity::find()
        .filter(unit_month::Column::N.ne(0))
        .order_by_asc(unit_month::Column::UnitId)
        .order_by_asc(unit_month::Column::ServiceId)
        .order_by_asc(unit_month::Column::Measure)
        .all(db)
        .await
        .expect("figures");
    let mails: Vec<String> = outbox::Entity::find()
        .filter(outbox::Column::SentMs.is_null())
        .filter(outbox::Column::Purpose.ne("login_code"))
        .order_by_asc(outbox::Column::Dedup)
        .all(db)
        .await
        .expect("mails")
        .into_iter()
        .map(|m| m.dedup)
        .collect();
    format!(
        "{thread:#?}{posts:#?}{search:#?}{items:#?}{reports:#?}{masks:#?}{sanctions:#?}{months:#?}{figures:#?}{mails:#?}"
    )
}

/// Asserts that two states are the same, and says where they differ.
pub fn same(what: &str, before: &str, after: &str) {
    let differ: Vec<String> = before
        .lines()
        .zip(after.lines())
        .filter(|(a, b)| a != b)
        .take(8)
        .map(|(a, b)| format!("{} -> {}", a.trim(), b.trim()))
        .collect();
    assert!(before == after, "{what}: {differ:#?}");
}
