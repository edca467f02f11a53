//! What citizens say comes back as figures: elements, corrections, roll-ups that can be recounted.

use crate::house::{CITIZEN, House, MODERATOR};
use crate::on_both;
use palanta::domain::ikm::Element;
use palanta::queries::insight;
use palanta::queries::marks::{Marks, Spoken};

/// The civil registry's marks of today.
async fn today(house: &House) -> Marks {
    let city = house.app.city().await.expect("a city");
    let unit = city.directory.unit_by_slug("dukcapil").expect("a unit").id;
    let day = house.app.now().day(&house.app.config.zone);
    let compared = insight::compared(&house.app, unit, day, day).await;
    compared.expect("figures").now
}

fn spoken(negative: i64, positive: i64) -> Spoken {
    Spoken {
        negative,
        neutral: 0,
        positive,
    }
}

on_both! {
    /// What a post speaks of is found when it is written, and goes and comes with it.
    async fn elements_are_counted_as_posts_are_shown(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[
            ("title", "Antrean lama sekali"),
            ("body", "Petugas ramah, tapi antrean lama sekali dan saya kecewa."),
        ]).await;
        assert_eq!(today(&house).await.speaking, 0, "held");
        house.publish(&number).await;
        let marks = today(&house).await;
        assert_eq!(marks.speaking, 1);
        assert_eq!(marks.spoken(Element::Time), spoken(1, 0));
        assert_eq!(marks.spoken(Element::Conduct), spoken(0, 1));
        let thread = format!("/utas/{number}");
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Toiletnya kotor sekali.")]).await;
        let before = today(&house).await;
        assert_eq!(before.spoken(Element::Facilities), spoken(1, 0));
        let mut moderator = house.person(MODERATOR).await;
        let page = moderator.get(&thread).await;
        let form = page.form("/moderasi/putusan").expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        assert_eq!(today(&house).await.speaking, 0, "hidden with its thread");
        let page = moderator.get(&thread).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "restore")).expect("a form");
        moderator.send("/moderasi/putusan", form, &[]).await;
        assert_eq!(today(&house).await.elements, before.elements);
    }

    /// A language the program doesn't know is counted as uncertain, not as neutral.
    async fn what_cannot_be_told_is_uncertain(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[
            ("title", "Жалоба на сервис"), ("body", "これは日本語です。"),
        ]).await;
        house.publish(&number).await;
        let marks = today(&house).await;
        assert_eq!((marks.posts, marks.uncertain, marks.neutral), (1, 1, 0));
        assert_eq!(house.visitor().get("/unit/dukcapil").await.status, 200);
    }
}
