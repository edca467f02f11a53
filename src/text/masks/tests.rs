use super::*;
use Reason::{Account, Card, Email, Insurance, Kk, Nik, Nip, Npwp, Phone, Plate};
use proptest::prelude::*;

#[test]
fn what_identifies_is_masked() {
    let cases: &[(&str, &[Reason], &str)] = &[
        ("NIK saya 1373014508900002.", &[Nik], "NIK saya [••• NIK]."),
        ("NIK:1373011203850001", &[Nik], "NIK:[••• NIK]"),
        ("NIK1373011203850001", &[Nik], "NIK[••• NIK]"),
        (
            "137301 120385 0001 atas nama Siti",
            &[Nik],
            "[••• NIK] atas nama Siti",
        ),
        ("13.73.01.120385.0001", &[Nik], "[••• NIK]"),
        ("1373-0112-0385-0001", &[Nik], "[••• NIK]"),
        ("no ktp 9999999999999999", &[Nik], "no ktp [••• NIK]"),
        (
            "NIK 137301120385001 kurang satu",
            &[Nik],
            "NIK [••• NIK] kurang satu",
        ),
        (
            "KTP １３７３０１１２０３８５０００１",
            &[Nik],
            "KTP [••• NIK]",
        ),
        ("No. KK 1373010101100003", &[Kk], "No. KK [••• KK]"),
        (
            "kartu keluarga: 1373010101100003",
            &[Kk],
            "kartu keluarga: [••• KK]",
        ),
        (
            "NIK 1373014508900002 KK 1373010101100003",
            &[Nik, Kk],
            "NIK [••• NIK] KK [••• KK]",
        ),
        ("NIP 198005122006041003", &[Nip], "NIP [••• NIP]"),
        ("19800512 200604 1 003", &[Nip], "[••• NIP]"),
        ("NIP. 19900101 202121 2 001", &[Nip], "NIP. [••• NIP]"),
        ("09.254.294.3-407.000", &[Npwp], "[••• NPWP]"),
        ("NPWP 092542943407000", &[Npwp], "NPWP [••• NPWP]"),
        ("npwp: 0925429434070001", &[Npwp], "npwp: [••• NPWP]"),
        (
            "hubungi 081234567890 ya",
            &[Phone],
            "hubungi [••• telepon] ya",
        ),
        ("WA 0812-3456-7890", &[Phone], "WA [••• telepon]"),
        ("0812 3456 7890", &[Phone], "[••• telepon]"),
        ("0812.3456.789", &[Phone], "[••• telepon]"),
        ("(0812) 3456 7890", &[Phone], "[••• telepon]"),
        ("+62 812-3456-7890", &[Phone], "[••• telepon]"),
        ("+6281234567890", &[Phone], "[••• telepon]"),
        ("(+62) 812 3456 7890", &[Phone], "[••• telepon]"),
        ("+62 (0) 812 3456 7890", &[Phone], "[••• telepon]"),
        ("wa.me/6281374123456", &[Phone], "wa.me/[••• telepon]"),
        ("WA081374123456", &[Phone], "WA[••• telepon]"),
        ("hp 08 12 34 56 78 90", &[Phone], "hp [••• telepon]"),
        ("0812**3456**7890", &[Phone], "[••• telepon]"),
        ("0812 3456 789 2 orang", &[Phone], "[••• telepon] 2 orang"),
        (
            "081234567890 / 085212345678",
            &[Phone, Phone],
            "[••• telepon] / [••• telepon]",
        ),
        (
            "081234567890 085212345678",
            &[Phone, Phone],
            "[••• telepon] [••• telepon]",
        ),
        ("surel siti.r@contoh.test.", &[Email], "surel [••• surel]."),
        ("<Siti_99+a@mail.contoh.co.id>", &[Email], "<[••• surel]>"),
        ("081234567890@contoh.test", &[Email], "[••• surel]"),
        ("siti @ gmail.com", &[Email], "[••• surel]"),
        ("siti(at)contoh(dot)com", &[Email], "[••• surel]"),
        ("siti@gmail", &[Email], "[••• surel]"),
        ("kartu 4111 1111 1111 1111", &[Card], "kartu [••• kartu]"),
        ("5500005555555559", &[Card], "[••• kartu]"),
        (
            "rek BRI 5467-01-012345-53-1",
            &[Account],
            "rek BRI [••• rekening]",
        ),
        (
            "rekening 1234567890 a.n. Siti",
            &[Account],
            "rekening [••• rekening] a.n. Siti",
        ),
        ("BPJS 0001234567890", &[Insurance], "BPJS [••• BPJS]"),
        ("mobil BA 1234 XY", &[Plate], "mobil [••• plat]"),
        ("BA1234XY ngebut", &[Plate], "[••• plat] ngebut"),
        ("BA-1234-XY", &[Plate], "[••• plat]"),
        ("motor ba 3456 jk hitam", &[Plate], "motor [••• plat] hitam"),
        ("ba3456jk", &[Plate], "[••• plat]"),
        (
            "truk B 9123 UIO menumpahkan batu",
            &[Plate],
            "truk [••• plat] menumpahkan batu",
        ),
    ];
    for (text, found, masked) in cases {
        let got = mask(text);
        assert_eq!(
            (got.text.as_str(), got.found.as_slice()),
            (*masked, *found),
            "{text:?}"
        );
    }
}

#[test]
fn what_is_public_stays() {
    let cases = [
        "Biayanya Rp 1.500.000 dan Rp8.123.456.789,00",
        "transfer ke BRI Rp 1.500.000.000 atau Rp 10812345678",
        "anggaran 12.345.678.901.234 rupiah",
        "tanggal 08-12-2026 10.30",
        "08.00-16.00 WIB, Sabtu 08.00-12.00 13.00-16.00",
        "Telepon pada jam 08.30-12.00 13.00-16.00",
        "2026-11-24 08:15:30.123456",
        "UU 27/2022, PermenPANRB 14 Tahun 2017, Perpres 76/2013",
        "Utas SWL-2026-00042 dan SWL-2026-123456",
        "Perda No. 5 Tahun 2019 Pasal 12 ayat (3)",
        "panggil 112, 110, 14045, 1500-567, atau kantor (0754) 61031",
        "bebas pulsa 0800 1 234567",
        "RT 02 RW 03, KM 12, Blok B 12 A",
        "kelas A 24 siswa, B 30 siswa",
        "1447 H 2026 M",
        "DP 50 JT, sisanya DP 500 RB",
        "ba 1000 urang nan tibo, da 200 jo",
        "di 3 RT ada 45 KK dan 2 orang",
        "koordinat -0.681234, 100.777812",
        "ISBN 978-602-8519-93-9",
        "nomor antre 0812",
        "12 13 14 15 16 17 18 19 20",
        "2019 2020 2021 2022 2023",
        "1234567890123456",
        "http://contoh.test/@warga?x=1",
        "makan siang @ rumah.makan",
        "IKM 78,74 dari 49 penilai",
        "15.000 - 20.000 per orang",
        "",
    ];
    for text in cases {
        assert_eq!(
            mask(text),
            Masked {
                text: text.to_owned(),
                found: vec![]
            }
        );
    }
}

#[test]
fn published_contacts_stay() {
    let published = Published::of([
        "0812-0000-1111 / (0754) 61031",
        "Surel: Dukcapil@sawahlunto.example",
    ]);
    let text = "WA +62 812 0000 1111, dukcapil@sawahlunto.example; saya 081299998888";
    let masked = mask_except(text, &published);
    let other = mask_except("Hubungi 0754-61031 atau 0754-61032", &published);
    assert_eq!(other.text, "Hubungi 0754-61031 atau [••• telepon]");
    assert_eq!(
        masked.text,
        "WA +62 812 0000 1111, dukcapil@sawahlunto.example; saya [••• telepon]"
    );
    assert_eq!(masked.found, [Phone]);
}

const PARTS: [&str; 56] = [
    "nol",
    "delapan",
    "tigo",
    "O8I2",
    "①",
    "Jl. Melati",
    "No. 12",
    "RT 03/RW 05",
    "rumah saya di",
    "kantor",
    "dot",
    "at",
    "com",
    "BPJS",
    "0001234567890",
    "(0754) 61031",
    "plat",
    "…",
    "NPWP",
    "0️⃣",
    "1373014508900002",
    "0812",
    "3456",
    "7890",
    "08",
    "62",
    "+",
    "0",
    "12",
    " ",
    "-",
    ".",
    "(",
    ")",
    "@",
    "gmail",
    ".com",
    "a",
    "BA",
    "B",
    "XY",
    "nik ",
    "kk ",
    "rek ",
    "wa ",
    "Rp ",
    "\n",
    "(at)",
    "é",
    "１",
    "4111111111111111",
    "198005122006041003",
    ",",
    "/",
    "]",
    "• ",
];

#[test]
fn what_a_mask_brings_together_is_masked_too() {
    let text = "08 3456 O8I2 0\u{fe0f}\u{20e3} (0754) 61031";
    let once = mask(text);
    assert_eq!(mask(&once.text).found, vec![], "{}", once.text);
}

proptest! {
    #[test]
    fn of_words_apart_nothing_is_left_to_mask(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..30)) {
        let once = mask(&parts.join(" "));
        let twice = mask(&once.text);
        prop_assert_eq!(twice.found, vec![]);
        prop_assert_eq!(twice.text, once.text);
    }

    #[test]
    fn hits_are_in_order_and_apart(text in any::<String>()) {
        let mut from = 0;
        for hit in find(&text) {
            prop_assert!(from <= hit.range.start && hit.range.start < hit.range.end);
            prop_assert!(text.get(hit.range.clone()).is_some());
            from = hit.range.end;
        }
    }

    #[test]
    fn a_plain_identity_number_never_passes(
        before in "[a-z ]{0,12}", after in "[a-z ,.]{0,12}",
        day in 1_u32..=31, month in 1_u32..=12, year in 0_u32..100, serial in 0_u32..10_000,
    ) {
        let nik = format!("137302{day:02}{month:02}{year:02}{serial:04}");
        let masked = mask(&format!("{before} {nik} {after}"));
        prop_assert!(!masked.text.contains(&nik));
        prop_assert_eq!(masked.found.len(), 1);
    }
}
