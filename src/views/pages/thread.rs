use crate::domain::error::FieldErrors;
use crate::domain::following::{Followed, Named};
use crate::domain::ids::PostId;
use crate::domain::moderation::{Decision, Rule};
use crate::domain::thread::{PostKind, Status, Visibility};
use crate::domain::time::Instant;
use crate::flows::photos::Draft;
use crate::queries::thread::{May, PhotoView, PostView, Relation, ThreadPage};
use crate::queries::told::{Mine, Told};
use crate::views::locale::Locale;
use crate::views::parts::fields::{self, Choice, Field};
use crate::views::parts::posts::{self, Around};
use crate::views::parts::{self, following, icon, labels, photos, plans, screening, told};
use jiff::tz::TimeZone;
use maud::{Markup, PreEscaped, html};

/// What was typed and could not be taken.
#[derive(Default)]
pub struct Typed<'a> {
    pub reply: Option<(&'a str, &'a FieldErrors)>,
    pub reopen: Option<(&'a str, &'a FieldErrors)>,
    /// Its writer asks for a moderator.
    pub insists: bool,
    /// Its writer appears without their name.
    pub unnamed: bool,
    /// The photos that the reply's form holds.
    pub photos: &'a [Draft],
}

pub struct Model<'a> {
    /// Since when, how much, and what first is new to who came back by their code.
    pub news: Option<(Instant, (usize, Option<PostId>))>,
    /// The thread's whole address.
    pub address: &'a str,
    /// The viewer's name as a reply shows it; empty if they have none.
    pub name: &'a str,
    /// What the reply's form begins with.
    pub quoted: &'a str,
    pub page: &'a ThreadPage,
    pub relation: Relation,
    pub may: May,
    /// `None` for visitors, whose page has links instead of forms.
    pub csrf: Option<&'a str>,
    /// The name of the reply's form.
    pub form_id: &'a str,
    /// Opened by its tracking code.
    pub tracked: bool,
    /// Number and title of what else that code opens.
    pub also: &'a [(String, String)],
    pub reopen_days: i64,
    pub typed: Typed<'a>,
    /// Posts that the viewer may change.
    pub editable: &'a [PostId],
    /// What only this viewer sees of it.
    pub mine: &'a Mine,
}

pub fn page(l: Locale, zone: &TimeZone, m: &Model) -> Markup {
    let p = m.page;
    let moderate = |post: &PostView| moderation_form(l, m, post);
    let moderate_photo = |photo: &PhotoView| photo_form(l, m, photo);
    let around = Around {
        number: &p.number,
        appear: p.appear,
        report: m.may.report,
        quote: m.may.reply,
        edit: m.editable,
        revise: None,
        moderate: m
            .csrf
            .filter(|_| m.may.moderate)
            .map(|_| &moderate as &dyn Fn(&PostView) -> Markup),
        moderate_photo: m
            .csrf
            .filter(|_| m.may.moderate)
            .map(|_| &moderate_photo as &dyn Fn(&PhotoView) -> Markup),
    };
    let entries = || -> String {
        p.posts
            .iter()
            .map(|post| posts::entry(l, zone, post, &around).into_string())
            .collect()
    };
    // What moderators see holds their forms, and who has just written may change it; all others see
    // the same.
    let of_one;
    let timeline = if around.moderate.is_some() || !m.editable.is_empty() {
        of_one = entries();
        &of_one
    } else {
        p.timeline.get(l.lang, m.may.report, m.may.reply, entries)
    };
    let next = p
        .next
        .map(|(at, id)| format!("/utas/{}?sesudah={}.{id}", p.number, at.0));
    let start = format!("/utas/{}", p.number);
    html! {
        div.wrap.narrow.thread {
            (parts::crumbs(l, &[
                ("/utas", &l.t("frame-threads")),
                (&format!("/unit/{}", p.unit_slug), &p.unit),
                (&format!("/utas?layanan={}", p.service_path), &p.service),
            ]))
            p.badges { (labels::kind(l, p.kind)) (labels::status(l, p.status)) }
            @if p.title.is_empty() {
                h1 { (l.t("thread-hidden-title")) }
                p.notice.warn { (l.t("thread-hidden-text")) " " a href="/moderasi/log" { (l.t("frame-log")) } }
            } @else {
                h1 { (p.title) }
            }
            p.meta {
                span data-number=(p.number) { (p.number) }
                span { (parts::date(l, p.created, zone)) }
                @if let Some(n) = p.overall {
                    span { (l.ta("thread-rated", &[("n", n.into()), ("word", l.t(&format!("score-{n}")).into())])) }
                }
            }
            (standing(l, zone, m))
            (plans::panel(l, zone, &p.plans))
            @if m.tracked { (tracked(l, zone, m)) }
            (told::list(l, zone, &m.mine.told))
            @match m.csrf {
                Some(csrf) => (question(l, m, csrf)),
                // Whoever comes by the mail's link is asked to say who they are.
                None if p.status == Status::Answered && p.visibility == Visibility::Public => {
                    p.quiet.yours id="ask" {
                        (l.t("thread-ask-yours")) " "
                        a href={ "/masuk?next=/utas/" (p.number) } rel="nofollow" { (l.t("thread-ask-sign-in")) }
                        " · " a href="/lacak" { (l.t("thread-ask-track")) }
                    }
                },
                None => {},
            }
            ol.timeline { (PreEscaped(timeline)) }
            (waiting(l, zone, m))
            (parts::pager(l, (!p.first_page).then_some(start.as_str()), next.as_deref()))
            (actions(l, m))
            @if m.may.reply && let Some(csrf) = m.csrf { (reply(l, m, csrf)) }
        }
    }
}

/// Who sees it, and how its clock stands.
fn standing(l: Locale, zone: &TimeZone, m: &Model) -> Markup {
    let p = m.page;
    let seen = match p.visibility {
        Visibility::Held => Some(("warn", "thread-held")),
        Visibility::Refused => Some(("bad", "thread-refused")),
        Visibility::Confidential => Some(("good", "thread-confidential")),
        Visibility::Hidden if !p.title.is_empty() => Some(("bad", "thread-hidden-text")),
        _ => None,
    };
    html! {
        @if let Some((kind, key)) = seen { (parts::notice(kind, &l.t(key))) }
        @if let Some((number, title)) = &p.joined_to {
            p.notice.warn { (l.t("thread-merged")) " " a href={ "/utas/" (number) } { (title) " · " (number) } }
        }
        @if p.locked { (parts::notice("warn", &l.t("thread-locked"))) }
        @if p.visibility == Visibility::Held { (screening::held(l, &p.reasons)) }
        div.standing {
            @if let Some(state) = p.clock { (labels::clock(l, state, p.due, zone)) }
            p { (l.t(&format!("status-about-{}", p.status.as_str().replace('_', "-")))) }
        }
    }
}

/// What the viewer has written here and others don't see.
fn waiting(l: Locale, zone: &TimeZone, m: &Model) -> Markup {
    let around = Around {
        number: &m.page.number,
        appear: m.page.appear,
        report: false,
        quote: false,
        edit: &[],
        revise: None,
        moderate: None,
        moderate_photo: None,
    };
    html! {
        @if !m.mine.waiting.is_empty() {
            section.waiting aria-labelledby="waiting" {
                h2 id="waiting" { (l.t("waiting-title")) }
                @for w in &m.mine.waiting {
                    (parts::notice(if w.refused { "bad" } else { "warn" }, &l.t(if w.refused { "waiting-refused" } else { "waiting-held" })))
                    ol.timeline { (posts::entry(l, zone, &w.post, &around)) }
                }
            }
        }
    }
}

fn tracked(l: Locale, zone: &TimeZone, m: &Model) -> Markup {
    html! {
        div.notice.good {
            p { (l.t("thread-tracked")) }
            (super::track::also(l, m.also))
            @if let Some((at, (n, first))) = m.news {
                @let n = i64::try_from(n).unwrap_or(i64::MAX);
                @let args = [("n", n.into()), ("date", l.date_time(at, zone).into())];
                p {
                    b { (l.ta("thread-tracked-new", &args)) }
                    @if let Some(post) = first {
                        " " a href={ "/utas/" (m.page.number) "/pos/" (post) } { (l.t("thread-tracked-first")) }
                    }
                }
            }
            @if let Some(csrf) = m.csrf {
                form method="post" action="/lacak/tutup" {
                    (fields::csrf(csrf))
                    button { (l.t("thread-tracked-close")) }
                }
            }
        }
    }
}

/// "Did this help?"
fn question(l: Locale, m: &Model, csrf: &str) -> Markup {
    let p = m.page;
    let none = FieldErrors::default();
    let (typed, errors) = m.typed.reopen.unwrap_or(("", &none));
    let days = l.ta("thread-reopen-hint", &[("n", m.reopen_days.into())]);
    html! {
        @if m.relation.own && p.status == Status::Asked && m.may.reply {
            section.ask aria-labelledby="asked" {
                h2 id="asked" { (l.t("thread-asked")) }
                p { (l.t("thread-asked-text")) }
                p { a.button.primary href="#body" { (l.t("thread-asked-answer")) } }
            }
        }
        @if m.may.confirm || m.may.reopen {
            section.ask aria-labelledby="ask" {
                @if m.may.confirm {
                    h2 id="ask" { (l.t("thread-ask")) }
                    form method="post" action={ "/utas/" (p.number) "/konfirmasi" } {
                        (fields::csrf(csrf))
                        button.primary { (icon::check()) (l.t("thread-confirm")) }
                    }
                    @if m.may.reply { p { a.button href="#balas" { (l.t("thread-ask-add")) } } }
                } @else {
                    h2 id="ask" { (l.t("thread-closed")) }
                }
                @if m.may.reopen {
                    details id="buka-lagi" open[!errors.is_empty()] {
                        summary { (l.t("thread-reopen")) }
                        (fields::summary_at(l, errors, "-reopen"))
                        form method="post" action={ "/utas/" (p.number) "/buka-lagi" } data-draft={ "reopen-" (p.number) } {
                            (fields::csrf(csrf))
                            (fields::textarea(l, Field::new("body", &l.t("thread-reopen-why"), typed).ending("-reopen").hint(&days), 4, 5000, errors))
                            (screening::insist(l, errors, m.typed.insists))
                            button formaction={ "/utas/" (p.number) "/buka-lagi#buka-lagi" } { (l.t("thread-reopen-send")) }
                        }
                    }
                }
            }
        }
    }
}

fn actions(l: Locale, m: &Model) -> Markup {
    let p = m.page;
    let support = format!("/utas/{}/dukung", p.number);
    let count = l.ta("thread-supports", &[("n", p.supports.into())]);
    html! {
        @if p.visibility == Visibility::Public {
            section.acts aria-label=(l.t("thread-acts")) {
                p data-supports=(p.supports) { (icon::hand()) (count) }
                @match m.csrf {
                    Some(csrf) if m.may.support || m.may.unsupport => {
                        form method="post" action=(support) {
                            (fields::csrf(csrf))
                            @if m.may.unsupport { (fields::hidden("undo", "1")) }
                            button.primary[m.may.support] {
                                (l.t(if m.may.support { "thread-support" } else { "thread-unsupport" }))
                            }
                        }
                    }
                    None => a.button.primary[!m.relation.supported] href=(support) rel="nofollow" {
                        (l.t(if m.relation.supported { "thread-unsupport" } else { "thread-support" }))
                    },
                    _ => {}
                }
                @if p.status != Status::Merged || m.relation.follows.is_some() {
                    @if m.csrf.is_none() || m.may.follow {
                        (following::control(l, m.csrf, &Named::new(Followed::Thread, &p.number), m.relation.follows))
                    }
                }
                details.pass-on {
                    summary { (l.t("thread-share")) }
                    label for="alamat" { (l.t("thread-share-address")) }
                    input type="text" id="alamat" readonly value=(m.address);
                    button type="button" hidden data-share=(p.title) data-copied=(l.t("thread-share-copied")) { (l.t("thread-share-go")) }
                }
                @if m.may.work { a.button href={ "/petugas/utas/" (p.number) } { (l.t("thread-work")) } }
                @if m.csrf.is_none() && !p.locked {
                    a.button href={ "/masuk?next=/utas/" (p.number) } rel="nofollow" { (l.t("thread-sign-in-to-reply")) }
                }
            }
        }
    }
}

fn reply(l: Locale, m: &Model, csrf: &str) -> Markup {
    let none = FieldErrors::default();
    let (typed, errors) = m.typed.reply.unwrap_or((m.quoted, &none));
    html! {
        section id="balas" {
            h2 { (l.t("thread-reply")) }
            (fields::summary(l, errors))
            form method="post" action={ "/utas/" (m.page.number) "/balas" } enctype="multipart/form-data" data-draft={ "reply-" (m.page.number) } {
                (fields::csrf(csrf))
                (photos::form_id(m.form_id))
                @let hint = if m.page.visibility == Visibility::Confidential { "thread-reply-hint-confidential" } else { "thread-reply-hint" };
                (fields::textarea(l, Field::new("body", &l.t("thread-reply-label"), typed).hint(&l.t(hint)), 4, 5000, errors))
                (appear(l, m))
                (screening::insist(l, errors, m.typed.insists))
                (photos::picker(l, m.typed.photos, errors))
                @if m.may.follow && m.relation.follows.is_none() {
                    label.tick { input type="checkbox" name="follow" value="1"; span { (l.t("thread-reply-follow")) } }
                }
                // What is refused comes back where it was written, not at the page's top.
                button formaction={ "/utas/" (m.page.number) "/balas#balas" } { (l.t("thread-reply-send")) }
            }
        }
    }
}

/// Under which name a reply will stand, and the choice to give none.
fn appear(l: Locale, m: &Model) -> Markup {
    let own = labels::author(l, &m.page.author, m.page.appear);
    let nobody = l.t("author-anonymous");
    let name = match (m.relation.own, m.name) {
        (true, _) => own.as_str(),
        (false, "") => nobody.as_str(),
        (false, name) => name,
    };
    html! {
        p.hint { (l.ta("thread-reply-as", &[("name", name.into())])) }
        @if !m.relation.own && !m.name.is_empty() {
            label.tick {
                input type="checkbox" name="unnamed" value="1" checked[m.typed.unnamed];
                span { (l.t("thread-reply-unnamed")) }
            }
        }
    }
}

/// Rules as choices of a select, with nothing chosen first.
pub fn rules(l: Locale) -> Vec<(&'static str, String)> {
    std::iter::once(("", l.t("rule-choose")))
        .chain(
            Rule::ALL
                .iter()
                .map(|r| (r.as_str(), labels::rule_text(l, *r))),
        )
        .collect()
}

fn moderation_form(l: Locale, m: &Model, post: &PostView) -> Markup {
    let Some(csrf) = m.csrf else {
        return html! {};
    };
    if post.kind == PostKind::Status {
        return html! {};
    }
    let id = post.id.0.simple().to_string();
    html! {
        (super::correct::line(l, &m.page.number, post))
        details.moderate {
            summary { (l.t("moderate-title")) }
            @if post.kind == PostKind::Citizen {
                p.actions {
                    a.button href={ "/moderasi/nama/" (m.page.number) "?pos=" (post.id) } rel="nofollow" { (l.t("settle-link")) }
                    @if m.may.unmask {
                        a.button href={ "/moderasi/asli/" (m.page.number) "?pos=" (post.id) } rel="nofollow" { (l.t("original-link")) }
                    }
                }
            }
            form method="post" action="/moderasi/putusan" {
                (fields::csrf(csrf))
                (fields::hidden("thread", &m.page.number))
                (fields::hidden("post", &post.id.to_string()))
                (fields::hidden("back", "1"))
                @if post.hidden {
                    (fields::hidden("decision", Decision::Restore.as_str()))
                    button { (l.t("decision-restore")) }
                } @else {
                    (fields::hidden("decision", Decision::Hide.as_str()))
                    (reasons(l, &id))
                    button.danger { (l.t("decision-hide")) }
                }
            }
            p { a href={ "/moderasi/tinjau/" (post.id) } { (l.t("moderate-more")) } }
        }
    }
}

/// By which rule, and what to add for the author. `id` ends the fields' ids.
fn reasons(l: Locale, id: &str) -> Markup {
    html! {
        div.field {
            label for={ "rule-" (id) } { (l.t("moderate-rule")) }
            select id={ "rule-" (id) } name="rule" required {
                @for (value, text) in rules(l) { option value=(value) { (text) } }
            }
        }
        div.field {
            label for={ "note-" (id) } { (l.t("moderate-note")) }
            input type="text" id={ "note-" (id) } name="note" maxlength="500";
        }
    }
}

/// Hides or shows one photo.
fn photo_form(l: Locale, m: &Model, photo: &PhotoView) -> Markup {
    let Some(csrf) = m.csrf else {
        return html! {};
    };
    let decision = if photo.hidden {
        Decision::RestorePhoto
    } else {
        Decision::HidePhoto
    };
    html! {
        details.moderate {
            summary { (l.t("moderate-photo")) }
            form method="post" action="/moderasi/foto" {
                (fields::csrf(csrf))
                (fields::hidden("thread", &m.page.number))
                (fields::hidden("photo", &photo.id.to_string()))
                (fields::hidden("decision", decision.as_str()))
                @if photo.hidden {
                    button { (l.t("decision-restore-photo")) }
                } @else {
                    (reasons(l, &photo.id.0.simple().to_string()))
                    button.danger { (l.t("decision-hide-photo")) }
                }
            }
        }
    }
}

/// The question before a support, where there is no script and no account.
pub fn support(l: Locale, csrf: &str, p: &ThreadPage, may: May) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/utas", &l.t("frame-threads")), (&format!("/utas/{}", p.number), &p.title)]))
            h1 { (l.t("thread-support")) }
            p.lead { (p.title) }
            p { (l.t("thread-support-about")) }
            @if may.support || may.unsupport {
                form method="post" action={ "/utas/" (p.number) "/dukung" } {
                    (fields::csrf(csrf))
                    @if may.unsupport { (fields::hidden("undo", "1")) }
                    p.actions {
                        button.primary { (l.t(if may.support { "thread-support-yes" } else { "thread-unsupport" })) }
                        a.button href={ "/utas/" (p.number) } { (l.t("cancel")) }
                    }
                }
            } @else {
                (parts::notice("warn", &l.t("thread-support-own")))
                p { a.button href={ "/utas/" (p.number) } { (l.t("back-to-thread")) } }
            }
        }
    }
}

pub struct ReportForm<'a> {
    pub csrf: &'a str,
    pub number: &'a str,
    pub title: &'a str,
    pub post: &'a str,
    pub rule: Option<Rule>,
    pub note: &'a str,
    pub errors: &'a FieldErrors,
}

pub fn report(l: Locale, f: &ReportForm) -> Markup {
    let choices: Vec<Choice> = Rule::ALL
        .iter()
        .map(|r| Choice {
            value: r.as_str(),
            text: labels::rule_text(l, *r),
            about: labels::rule_about(l, *r),
        })
        .collect();
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/utas", &l.t("frame-threads")), (&format!("/utas/{}", f.number), f.title)]))
            h1 { (l.t("report-title")) }
            p { (l.t("report-about")) }
            (fields::summary(l, f.errors))
            form method="post" action={ "/utas/" (f.number) "/lapor" } {
                (fields::csrf(f.csrf))
                (fields::hidden("post", f.post))
                (fields::radios(l, Field::new("rule", &l.t("report-rule"), f.rule.map_or("", Rule::as_str)), &choices, f.errors))
                (fields::textarea(l, Field::new("note", &l.t("report-note"), f.note).optional(), 3, 500, f.errors))
                p.actions {
                    button.primary { (l.t("report-send")) }
                    a.button href={ "/utas/" (f.number) } { (l.t("cancel")) }
                }
            }
        }
    }
}

pub struct AppealForm<'a> {
    pub csrf: &'a str,
    pub number: &'a str,
    pub told: &'a Told,
    pub body: &'a str,
    pub errors: &'a FieldErrors,
}

/// Asking for another look at a decision.
pub fn appeal(l: Locale, zone: &TimeZone, f: &AppealForm) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/utas", &l.t("frame-threads")), (&format!("/utas/{}", f.number), f.number)]))
            h1 { (l.t("appeal-title")) }
            p { (l.t("appeal-about")) }
            (told::one(l, zone, f.told, false))
            @if f.told.may_appeal {
                (fields::summary(l, f.errors))
                form method="post" action={ "/utas/" (f.number) "/banding" } data-draft={ "appeal-" (f.told.id) } {
                    (fields::csrf(f.csrf))
                    (fields::hidden("action", &f.told.id.to_string()))
                    (fields::textarea(l, Field::new("body", &l.t("appeal-why"), f.body).hint(&l.t("appeal-why-hint")), 6, 2000, f.errors))
                    p.actions {
                        button.primary { (l.t("appeal-send")) }
                        a.button href={ "/utas/" (f.number) } { (l.t("cancel")) }
                    }
                }
            } @else {
                p { a.button href={ "/utas/" (f.number) } { (l.t("back-to-thread")) } }
            }
        }
    }
}
