use super::*;
use proptest::prelude::*;

const STAFF: [&str; 5] = [
    "Hj. Rina Marlina, S.Sos., M.Si",
    "Darwis",
    "dr. Indah Permata Sari",
    "Rina Oktavia",
    "Budi",
];

fn staff() -> Staff {
    Staff::new(STAFF)
}

/// What is found, as "title|name|who".
fn told(text: &str) -> Vec<String> {
    let found = find(text, &staff());
    let one = |n: Named| {
        let title = n.title.map_or("", |t| &text[t]);
        let who = match n.who {
            Who::Likely => "?".to_owned(),
            Who::Staff(who) => format!("{who:?}"),
        };
        format!("{title}|{}|{who}", &text[n.name])
    };
    found.into_iter().map(one).collect()
}

#[test]
fn names_are_found() {
    let cases: &[(&str, &[&str])] = &[
        ("Pak Syafril di loket dua marah-marah.", &["Pak|Syafril|?"]),
        (
            "Terima kasih Bu Yulia Hendri, cepat sekali",
            &["Bu|Yulia Hendri|?"],
        ),
        (
            "ibu Rosmaniar binti Sutan Marajo",
            &["ibu|Rosmaniar binti Sutan Marajo|?"],
        ),
        ("dr. Fauzan tidak datang", &["dr|Fauzan|?"]),
        (
            "Sdr. Ahmad Yunus dan Ny. Lidya",
            &["Sdr|Ahmad Yunus|?", "Ny|Lidya|?"],
        ),
        (
            "Uda Rizal jo Uni Mega baiak bana",
            &["Uda|Rizal|?", "Uni|Mega|?"],
        ),
        ("petugas Hendra lamban", &["petugas|Hendra|?"]),
        ("Bapak M. Nasir, kepala seksi", &["Bapak|M. Nasir|?"]),
        ("Bu Rina Marlina menolong kami", &["Bu|Rina Marlina|[0]"]),
        ("Bu Rina Marlina Koto ramah", &["Bu|Rina Marlina Koto|[0]"]),
        ("Bu Rina Marlina, Koto Panjang", &["Bu|Rina Marlina|[0]"]),
        ("bu rina marlina ramah", &["bu|rina marlina|[0]"]),
        ("RINA MARLINA tidak ada di tempat", &["|RINA MARLINA|[0]"]),
        ("Bu Rina baik", &["Bu|Rina|[0, 3]"]),
        ("pak darwis lamban", &["pak|darwis|[1]"]),
        ("kata Darwis besok", &["|Darwis|[1]"]),
        ("dokter Indah sabar sekali", &["dokter|Indah|[2]"]),
        ("bu permata yang melayani", &["bu|permata|[2]"]),
        ("Indah Permata memeriksa ibu saya", &["|Indah Permata|[2]"]),
        ("Bu Rina Gusti bukan petugas sini", &["Bu|Rina Gusti|?"]),
        ("petugas (Pak Budi) ramah", &["Pak|Budi|[4]"]),
        ("Mr. Smith and Mrs. Jones", &["Mr|Smith|?", "Mrs|Jones|?"]),
        (
            "Pak Abdul Aziz Rahman Siregar Hasibuan",
            &["Pak|Abdul Aziz Rahman Siregar|?"],
        ),
        ("bang Andi Talawi", &["bang|Andi|?"]),
    ];
    for (text, names) in cases {
        assert_eq!(told(text), *names, "{text}");
    }
}

#[test]
fn what_is_nobodys_name_stays() {
    for text in [
        "Pak Lurah dan Bu Camat tidak datang",
        "Bapak Wali Kota mohon turun tangan",
        "Ibu Kota Kabupaten",
        "Pak, Tolong diperbaiki. Bu. Terima kasih",
        "Pak Tolong diperbaiki",
        "Pemandangannya indah. Indah sekali, budi pekertinya baik",
        "Budi pekerti diajarkan di sekolah",
        "pergi dr Padang ke Talawi",
        "Bapak/Ibu petugas, Ibu PKK, Ibu-ibu Posyandu",
        "PAK TOLONG JALAN KAMI RUSAK",
        "Uni Eropa memberi bantuan",
        "petugas Dinas Sosial, perawat Puskesmas Kolok",
        "ibu hamil, ibu Hamil, bapak saya, ibu",
        "",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn names_begin_after_their_titles() {
    for (name, rest) in [
        ("Bu Yulia", "Yulia"),
        ("dr. Fauzan", "Fauzan"),
        ("Rina Marlina", "Rina Marlina"),
        ("Bu", "Bu"),
    ] {
        assert_eq!(&name[after_title(name)..], rest);
    }
}

#[test]
fn first_names_pass_titles_over() {
    for (name, first) in [
        ("Hj. Rina Marlina, S.Sos", "Rina"),
        ("dr. Indah Permata Sari", "Indah"),
        ("Bu Yulia", "Yulia"),
        ("Darwis", "Darwis"),
        ("Bapak M. Nasir", "Nasir"),
        ("", ""),
    ] {
        assert_eq!(first_name(name), first);
    }
}

proptest! {
    #[test]
    fn names_are_in_order_and_apart(
        text in any::<String>(),
        parts in prop::collection::vec(prop::sample::select(&["Pak", "bu", "Rina", "Marlina", ".", ",", "dr.", "bin", "é", "\n", "Darwis"][..]), 0..20),
    ) {
        for text in [text, parts.join(" "), parts.concat()] {
            let mut from = 0;
            for named in find(&text, &staff()) {
                let start = named.title.as_ref().map_or(named.name.start, |t| t.start);
                prop_assert!(from <= start && start <= named.name.start && named.name.start < named.name.end);
                prop_assert!(text.get(named.name.clone()).is_some());
                from = named.name.end;
            }
            let _ = first_name(&text);
        }
    }
}
