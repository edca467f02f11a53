//! What the words just before a place say about it.

use super::scan::Scan;

/// What a word announces.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Nik,
    Kk,
    Nip,
    Npwp,
    Card,
    Account,
    Insurance,
    Phone,
    Vehicle,
    /// Something that is counted or filed: a queue, a letter, a contract.
    Record,
    /// A person's home.
    Home,
    /// An address, of a home or of an office.
    Address,
    /// An office, a shop, or another place that is anyone's to know.
    Public,
}

/// What the words before a place announce, the nearest first.
pub(super) struct Context(Vec<Topic>);

impl Context {
    pub(super) fn has(&self, topic: Topic) -> bool {
        self.0.contains(&topic)
    }

    /// The nearest of `topics` that is announced.
    pub(super) fn nearest(&self, topics: &[Topic]) -> Option<Topic> {
        self.0.iter().copied().find(|t| topics.contains(t))
    }
}

/// How far back the words before a number are read, in characters.
const NUMBER_REACH: usize = 48;

/// How far back the words before an address are read, in characters.
const ADDRESS_REACH: usize = 72;

impl Scan<'_> {
    /// What stands before a number at `i`, up to the last long number, mask, semicolon or line before.
    /// A line's end right before the number is passed, as in a form that was filled in.
    pub(super) fn before_number(&self, i: usize) -> Context {
        let mut words = i;
        while words > 0
            && self
                .at(words - 1)
                .is_some_and(|c| c.is_whitespace() || matches!(c, ':' | '.' | '(' | '+'))
        {
            words -= 1;
        }
        // "NPWP 16 digit: 09…": short numbers are passed too.
        let mut digits = 0;
        self.context(words, NUMBER_REACH, |scan, j| {
            digits += usize::from(scan.digit(j).is_some());
            digits > 3 || matches!(scan.at(j), Some('\n' | ']' | ';'))
        })
    }

    /// What stands before an address at `i`, in the same sentence.
    pub(super) fn before_address(&self, i: usize) -> Context {
        self.context(i, ADDRESS_REACH, |scan, j| match scan.at(j) {
            Some('\n' | ']' | ';' | '!' | '?') => true,
            // A full stop after a short word is one of an abbreviation.
            Some('.') => {
                scan.is_blank(j + 1) && (1..=3).all(|back| j >= back && scan.is_letter(j - back))
            }
            _ => false,
        })
    }

    fn context(
        &self,
        i: usize,
        reach: usize,
        mut stops: impl FnMut(&Self, usize) -> bool,
    ) -> Context {
        let start = i.saturating_sub(reach);
        let mut from = (start..i)
            .rev()
            .find(|j| stops(self, *j))
            .map_or(start, |j| j + 1);
        // The end of a longer word is no word.
        while from < i && from > 0 && self.is_letter(from - 1) {
            from += 1;
        }
        let mut words: Vec<String> = Vec::new();
        let mut at = from;
        while at < i {
            if self.is_letter(at) {
                let word: String = (at..i)
                    .take_while(|j| self.is_letter(*j))
                    .filter_map(|j| self.at(j))
                    .collect();
                at += word.chars().count();
                words.push(word.to_lowercase());
            } else {
                at += 1;
            }
        }
        let before = |n: usize| {
            n.checked_sub(1)
                .and_then(|n| words.get(n))
                .map_or("", String::as_str)
        };
        let topics = (0..words.len())
            .rev()
            .filter_map(|n| topic(&words[n], before(n)));
        Context(topics.collect())
    }
}

/// What a word announces, after the word before it.
fn topic(word: &str, before: &str) -> Option<Topic> {
    let stem = word
        .strip_suffix("nya")
        .or_else(|| word.strip_suffix("nyo"))
        .unwrap_or(word);
    Some(match stem {
        "ktp" if matches!(before, "alamat" | "alamaik") => Topic::Home,
        "nik" | "ktp" | "ektp" | "kependudukan" => Topic::Nik,
        "kk" | "kaka" => Topic::Kk,
        "keluarga" | "kaluarga" if before == "kartu" => Topic::Kk,
        "card" if before == "family" => Topic::Kk,
        "nip" | "pegawai" => Topic::Nip,
        "npwp" => Topic::Npwp,
        "pajak" if matches!(before, "wajib" | "nomor" | "no") => Topic::Npwp,
        "kartu" | "card" | "kredit" | "debit" | "atm" | "visa" | "mastercard" | "gpn" => {
            Topic::Card
        }
        "rekening" | "rek" | "norek" | "account" | "bri" | "bni" | "bca" | "bsi" | "btn"
        | "mandiri" | "cimb" | "danamon" | "seabank" | "briva" | "va" => Topic::Account,
        "nagari" if before == "bank" => Topic::Account,
        "bpjs" | "jkn" | "kis" => Topic::Insurance,
        "hp" | "nohp" | "hape" | "nope" | "wa" | "whatsapp" | "telp" | "tlp" | "telepon"
        | "telpon" | "telfon" | "ponsel" | "hub" | "hubungi" | "kontak" | "sms" | "phone"
        | "call" => Topic::Phone,
        "plat" | "pelat" | "nopol" | "polisi" | "motor" | "mobil" | "truk" | "angkot" | "oto"
        | "onda" | "honda" | "bus" | "kendaraan" | "ojek" | "car" => Topic::Vehicle,
        "urut" | "antrean" | "antrian" | "pendaftaran" | "registrasi" | "resi" | "tiket"
        | "surat" | "sk" | "kontrak" | "perkara" | "berkas" | "arsip" | "invoice" | "spm"
        | "sertifikat" => Topic::Record,
        "sakit" | "makan" | "dinas" | "ibadah" | "potong" if before == "rumah" => Topic::Public,
        "alamat" | "alamaik" | "beralamat" | "beralamatkan" | "address" => Topic::Address,
        "saya" | "ambo" | "kami" if matches!(before, "alamat" | "alamaik") => Topic::Home,
        "rumah" | "tinggal" | "tingga" | "berdomisili" | "domisili" | "kediaman" | "kos"
        | "kost" | "kosan" | "kontrakan" | "tetangga" | "pemilik" | "bernama" | "live" | "home"
        | "house" | "pribadi" => Topic::Home,
        "nama" if before == "atas" => Topic::Home,
        "n" if before == "a" => Topic::Home,
        "kantor" | "kantua" | "dinas" | "disdukcapil" | "dukcapil" | "dinsos" | "dinkes"
        | "puskesmas" | "pustu" | "posyandu" | "rsud" | "klinik" | "apotek" | "apotik" | "igd"
        | "sekolah" | "sd" | "sdn" | "smp" | "smpn" | "sma" | "sman" | "smk" | "smkn" | "tk"
        | "paud" | "kampus" | "masjid" | "musajik" | "musala" | "mushala" | "surau" | "gereja"
        | "pasar" | "pasa" | "toko" | "kios" | "kedai" | "kadai" | "lapau" | "warung" | "ruko"
        | "bank" | "halte" | "terminal" | "stasiun" | "museum" | "hotel" | "balai" | "gedung"
        | "simpang" | "jembatan" | "taman" | "tps" | "polsek" | "polres" | "koramil" | "posko"
        | "pos" | "pt" | "cv" | "samsat" | "upt" | "uptd" | "pdam" | "pln" | "bpbd" | "damkar"
        | "hotline" | "layanan" | "pengaduan" | "center" | "kafe" | "cafe" | "restoran"
        | "resto" | "gudang" | "cabang" | "pabrik" | "office" | "shop" | "school" => Topic::Public,
        _ => return None,
    })
}
