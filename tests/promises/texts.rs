//! Every text key stands in every language, with the same placeholders; every key that the code
//! names is there, and none is left over.

use palanta::domain::audit::{ACTS, key};
use palanta::domain::deadline::DeadlineClass;
use palanta::domain::desk::{ItemKind, Reason};
use palanta::domain::digest::plan::PlanStep;
use palanta::domain::following::{Every, Followed, What};
use palanta::domain::hook::Event;
use palanta::domain::ikm::{Class, Element};
use palanta::domain::lang::Lang;
use palanta::domain::moderation::{AppealState, Decision, ReportState, Rule};
use palanta::domain::named::Tone;
use palanta::domain::person::{Means, Role};
use palanta::domain::retention::Kind as Kept;
use palanta::domain::screening::Reason as Held;
use palanta::domain::sort::Sort;
use palanta::domain::thread::{Appear, Kind, Status, Step, Visibility};
use palanta::flows::lexicon::SIGNS;
use palanta::flows::word_list::CLASSES;
use palanta::queries::my_data::Section;
use palanta::queries::word_list::Origin;
use palanta::views::locale::Locale;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Keys of a language with the names of their placeholders.
fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/locales")
        .join(lang.code());
    let mut all = BTreeMap::new();
    for file in std::fs::read_dir(folder).expect("the locale") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
        let mut key = String::new();
        for line in text.lines() {
            if let Some((name, _)) = line
                .split_once(" =")
                .filter(|_| !line.starts_with([' ', '#']))
            {
                key = name.to_owned();
                assert!(
                    all.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{key} twice"
                );
            }
            for part in line.split('$').skip(1) {
                let name: String = part
                    .chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .collect();
                all.entry(key.clone()).or_default().insert(name);
            }
        }
    }
    all
}

#[test]
fn every_language_has_every_key_and_placeholder() {
    let first = keys(Lang::Id);
    assert!(first.len() > 400);
    for lang in [Lang::En, Lang::Min] {
        assert_eq!(keys(lang), first, "{}", lang.code());
    }
    for lang in Lang::ALL {
        let l = Locale::new(lang);
        for (key, placeholders) in keys(lang) {
            if placeholders.is_empty() {
                assert_ne!(l.t(&key), key, "{key} in {}", lang.code());
            }
        }
    }
}

fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|e| e == "rs") {
            text.push_str(&std::fs::read_to_string(path).expect("text"));
        }
    }
}

/// Keys that are put together from a prefix and the text form of a value.
fn made() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut add = |prefix: &str, values: Vec<&str>| {
        all.extend(
            values
                .iter()
                .map(|v| format!("{prefix}-{}", v.replace('_', "-"))),
        );
    };
    add("kind", Kind::ALL.iter().map(|k| k.as_str()).collect());
    add("kind-about", Kind::ALL.iter().map(|k| k.as_str()).collect());
    add("status", Status::ALL.iter().map(|s| s.as_str()).collect());
    add(
        "status-about",
        Status::ALL.iter().map(|s| s.as_str()).collect(),
    );
    add("appear", Appear::ALL.iter().map(|a| a.as_str()).collect());
    add(
        "appear-about",
        Appear::ALL.iter().map(|a| a.as_str()).collect(),
    );
    add(
        "visibility",
        Visibility::ALL.iter().map(|v| v.as_str()).collect(),
    );
    add("rule", Rule::ALL.iter().map(|r| r.as_str()).collect());
    add("rule-about", Rule::ALL.iter().map(|r| r.as_str()).collect());
    add(
        "decision",
        Decision::ALL.iter().map(|d| d.as_str()).collect(),
    );
    add("log", Decision::ALL.iter().map(|d| d.as_str()).collect());
    add("step", Step::ALL.iter().map(|s| s.as_str()).collect());
    add("role", Role::ALL.iter().map(|r| r.as_str()).collect());
    add("role", vec!["citizen"]);
    add(
        "field",
        vec![
            "layanan",
            "kind",
            "title",
            "body",
            "appear",
            "name",
            "email",
            "overall",
            "rule",
            "note",
            "decision",
            "reason",
            "why",
            "contest",
            "lang",
            "role",
            "unit",
            "position",
            "words",
            "cover",
            "days",
            "code",
            "form-id",
            "address",
            "events",
            "label",
            "question",
            "into",
            "photo1",
            "photo2",
            "photo3",
            "photo4",
            "polarity",
            "day",
            "every",
            "weekday",
            "hour",
            "action",
            "due",
            "step",
            "deputy",
            "what",
            "because",
            "unable",
            "to",
            "template",
            "from",
            "until",
            "stand-in",
            "note-back",
            "place",
            "file1",
            "file2",
            "file3",
            "answer",
            "class",
            "mark",
            "phrase",
            "ground",
        ],
    );
    add("field", vec!["posts", "credential", "provider"]);
    add("field", palanta::web::form::WORDS.to_vec());
    add("data", vec!["second", "target", "every", "address"]);
    add("followed", vec!["thread", "unit", "service", "search"]);
    add(
        "data-section",
        Section::ALL.iter().map(|s| s.as_str()).collect(),
    );
    add(
        "data",
        vec![
            "id",
            "email",
            "name",
            "lang",
            "since",
            "role",
            "unit",
            "position",
            "until",
            "weekly",
            "monthly",
            "weekday",
            "hour",
            "stopped",
            "agent",
            "means",
            "seen",
            "number",
            "opening",
            "title",
            "kind",
            "appear",
            "service",
            "status",
            "visibility",
            "overall",
            "supports",
            "shown",
            "shown-as",
            "at",
            "written",
            "read-as",
            "photos",
            "file",
            "alt",
            "answers",
            "by",
            "day",
            "counted",
            "rule",
            "note",
            "state",
            "decision",
            "undone",
            "appeal",
            "about",
            "sent",
            "act",
        ],
    );
    add("means", Means::ALL.iter().map(|m| m.as_str()).collect());
    add(
        "report-state",
        ReportState::ALL.iter().map(|s| s.as_str()).collect(),
    );
    add(
        "appeal-state",
        AppealState::ALL.iter().map(|s| s.as_str()).collect(),
    );
    add(
        "mail-ways-in",
        vec![
            "passkey-added",
            "passkey-removed",
            "second-on",
            "second-off",
            "reset",
        ],
    );
    add("erase-posts", vec!["keep", "remove"]);
    add("erase-posts", vec!["keep-about", "remove-about"]);
    add("erase-goes", vec!["1", "2", "3", "4", "5"]);
    add("erase-stays", vec!["1", "2", "3", "4", "5"]);
    add(
        "mail-purpose",
        vec![
            "erase-code",
            "erase-asked",
            "erase-cancelled",
            "ways-in",
            "login-code",
            "received",
            "published",
            "withheld",
            "restored",
            "given-up",
            "answered",
            "asked",
            "declined",
            "moved",
            "merged",
            "moderated",
            "appeal-decided",
            "digest",
            "news",
            "revised",
            "reminder",
            "photo",
            "address-stopped",
            "schedule",
            "stand-in",
            "given-back",
            "split",
            "invitation",
        ],
    );
    let grounds = palanta::domain::decline::Ground::ALL.iter();
    add("ground", grounds.map(|g| g.as_str()).collect());
    let acts = || palanta::flows::bulk::Act::ALL.iter().map(|a| a.as_str());
    add("bulk", acts().collect());
    add("bulk-title", acts().collect());
    add("bulk-do", acts().collect());
    add(
        "sift",
        palanta::domain::view::Urgency::ALL
            .iter()
            .map(|u| u.as_str())
            .collect(),
    );
    let guide = ["inbox", "answer", "clock", "privacy", "help"];
    add("guide", guide.to_vec());
    add(
        "guide",
        vec![
            "inbox-text",
            "answer-text",
            "clock-text",
            "privacy-text",
            "help-text",
        ],
    );
    let steps = vec!["schedule", "reschedule", "keep", "break", "give_up"];
    add("mail-schedule-subject", steps.clone());
    add("mail-schedule-text", steps);
    add("news-what", What::ALL.iter().map(|w| w.as_str()).collect());
    add(
        "news-by",
        Followed::ALL.iter().map(|f| f.as_str()).collect(),
    );
    add("thing", vec!["late", "answers", "marks"]);
    add(
        "plan-step",
        PlanStep::ALL.iter().map(|s| s.as_str()).collect(),
    );
    add("wish-every", vec!["both", "week", "month", "none"]);
    let of = |which: fn(&Decision) -> bool| -> Vec<&str> {
        Decision::ALL
            .iter()
            .filter(|d| which(d))
            .map(|d| d.as_str())
            .collect()
    };
    add("told", of(|d| d.is_appealable()));
    // What has no letter of its own from before, and a letter at all.
    use Decision::*;
    add(
        "mail-moderated",
        of(|d| {
            !matches!(
                d,
                Hide | Restore
                    | Dismiss
                    | Misuse
                    | Move
                    | Exclude
                    | Include
                    | Overturn
                    | Uphold
                    | HidePhoto
                    | RestorePhoto
            )
        }),
    );
    add("mail-moderated", vec!["undone"]);
    add("desk", ItemKind::ALL.iter().map(|k| k.as_str()).collect());
    add("reason", Reason::ALL.iter().map(|r| r.as_str()).collect());
    add(
        "appeal",
        AppealState::ALL.iter().map(|s| s.as_str()).collect(),
    );
    add("held", Held::ALL.iter().map(|r| r.as_str()).collect());
    add("named-tone", Tone::ALL.iter().map(|t| t.as_str()).collect());
    add("retention", Kept::ALL.iter().map(|k| k.as_str()).collect());
    add("wordlist-class", CLASSES.to_vec());
    add(
        "wordlist-origin",
        Origin::ALL.iter().map(|o| o.as_str()).collect(),
    );
    add(
        "lexicon-sign",
        SIGNS.iter().map(|(word, _)| *word).collect(),
    );
    add("lexicon-did", vec!["save", "off", "restore", "remove"]);
    let acts: Vec<String> = ACTS.iter().map(|a| key(a)).collect();
    add("audit-act", acts.iter().map(String::as_str).collect());
    add("lang", Lang::ALL.iter().map(|l| l.code()).collect());
    add("sort", Sort::ALL.iter().map(|s| s.as_str()).collect());
    add("score", vec!["1", "2", "3", "4"]);
    add(
        "inbox",
        palanta::queries::inbox::Box::ALL
            .iter()
            .map(|b| b.as_str())
            .collect(),
    );
    add(
        "period",
        palanta::domain::period::Kind::ALL
            .iter()
            .map(|k| k.as_str())
            .collect(),
    );
    let measures = || {
        palanta::queries::beside::Measure::ALL
            .iter()
            .map(|m| m.as_str())
            .collect()
    };
    add("measure", measures());
    add("measure-about", measures());
    for every in Every::ALL {
        all.insert(format!("follow-every-{}", every.as_str()));
        all.insert(format!("follow-about-{}", every.as_str()));
    }
    for of in ["digests", "news", "follow"] {
        for part in [
            "title",
            "about",
            "done-title",
            "done-about",
            "undone-title",
            "undone-about",
        ] {
            all.insert(format!("leave-{of}-{part}"));
        }
    }
    for part in [
        "written",
        "author",
        "email",
        "masks",
        "cookies",
        "moderation",
        "rights",
    ] {
        all.insert(format!("privacy-{part}-title"));
        all.insert(format!("privacy-{part}-text"));
    }
    for what in [
        "sign-in",
        "suspended",
        "not-found",
        "no-thread",
        "forbidden",
        "invalid",
        "conflict",
        "too-many",
        "unavailable",
        "internal",
        "stale-form",
        "too-large",
        "not-text",
        "method",
    ] {
        all.insert(format!("error-{what}-title"));
        all.insert(format!("error-{what}-text"));
    }
    all.extend(
        Event::ALL
            .iter()
            .map(|e| format!("event-{}", e.as_str().replace(['.', '_'], "-"))),
    );
    all.extend(Element::ALL.iter().map(|e| e.key().to_owned()));
    all.extend(Class::ALL.iter().map(|c| c.key().to_owned()));
    all.extend(DeadlineClass::ALL.iter().map(|c| c.key().to_owned()));
    all
}

#[test]
fn every_key_in_the_code_has_a_text_and_no_text_is_left_over() {
    let there: BTreeSet<String> = keys(Lang::Id).into_keys().collect();
    let made = made();
    let missing: Vec<&String> = made.difference(&there).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let mut code = String::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut code,
    );
    let named: BTreeSet<&str> = code.split('"').skip(1).collect();
    let unused: Vec<&String> = there
        .iter()
        .filter(|k| !named.contains(k.as_str()) && !made.contains(*k))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    // What is asked of a locale by name.
    for call in [
        ".t(\"",
        ".ta(\"",
        "Message::new(\"",
        "Conflict(\"",
        "redirect_saying(\"",
    ] {
        for rest in code.split(call).skip(1) {
            let key = rest.split('"').next().unwrap_or("");
            if !key.is_empty() && !key.contains(['/', '{']) && key != "no-such-key" {
                assert!(there.contains(key), "{key} has no text");
            }
        }
    }
}

/// The four-language check of words that must not leak: raw keys in a page.
#[test]
fn plural_forms_read_well() {
    let en = Locale::new(Lang::En);
    assert_eq!(
        en.ta("clock-due", &[("n", 1i64.into())]),
        "one working day left"
    );
    assert_eq!(
        en.ta("clock-due", &[("n", 3i64.into())]),
        "3 working days left"
    );
    let id = Locale::new(Lang::Id);
    assert_eq!(
        id.ta("clock-due", &[("n", 3i64.into())]),
        "3 hari kerja lagi"
    );
}
