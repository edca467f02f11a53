use super::*;
use proptest::prelude::*;

fn lexicon() -> Lexicon {
    Lexicon::parse(BUILT_IN).unwrap()
}

#[test]
fn phrases_are_found_with_their_places() {
    let text = "Antre lama. Dasar G0BL0K, petugasnya!";
    let score = score(text, &lexicon());
    assert_eq!(score.hits.len(), 1);
    assert_eq!(&text[score.hits[0].range.clone()], "G0BL0K");
    assert_eq!(score.worst(), Some(Class::Insult));
    assert!((score.total - score.of(Class::Insult)).abs() < f64::EPSILON);
}

#[test]
fn admins_phrases_are_as_good() {
    let own = "set\twho\tkau|ang\ninsult\t0.5\tkapalo .. {who}\ninsult\t0.4\tkapalo\nallow\t-\tkapalo dinas\nnot\t-\tindak";
    let lexicon = Lexicon::parse(own).unwrap();
    let total = |text: &str| score(text, &lexicon).total;
    assert!((total("kapalo batu bana ang") - 0.5).abs() < 1e-9);
    assert!(
        (total("kapalo. Ang") - 0.4).abs() < 1e-9,
        "sentences are apart"
    );
    assert!((total("kapalo kau, kapalo. Kapalo ang") - 0.7).abs() < 1e-9);
    for none in ["kapalo dinas ang", "indak kapalo", "kapalang ang", ""] {
        assert!(total(none) < 1e-9, "{none}");
    }
}

proptest! {
    #[test]
    fn any_text_has_a_score(text in any::<String>(), stars in "[a*@1! .]{0,60}") {
        let lexicon = lexicon();
        for text in [&text, &stars] {
            let score = score(text, &lexicon);
            prop_assert!((0.0..=1.0).contains(&score.total));
            let mut from = 0;
            for hit in score.hits {
                prop_assert!(from <= hit.range.start && text.get(hit.range.clone()).is_some());
                from = hit.range.end;
            }
        }
    }
}
