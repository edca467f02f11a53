//! What a sentence is about, roughly, so that a topic tells nothing of a polarity: restaurants are
//! praised in the labelled sentences, and politicians scolded.

use super::Sentence;
use std::collections::BTreeMap;

/// Words of a topic, none of which is good or bad: food, places, politics, trade.
const TOPICS: [&str; 4] = [
    "makan makanan menu rasa rasanya resto restoran ayam nasi goreng sambal masakan porsi steak \
     mie bakso sate kuah bumbu minum minuman kopi teh kue pesan pelayan kuliner sunda ikan warung \
     kafe batagor sup sop dimsum sushi es bebek gurame",
    "tempat suasana pemandangan lokasi hotel kamar bandung jalan kota parkir wisata lembang \
     dago taman pantai udara konsep keluarga anak teman kumpul",
    "presiden jokowi prabowo partai pdip gerindra demokrat pks golkar menteri dpr gubernur pilkada \
     pilpres ahok anies kpk politik rakyat pemerintah polisi fpi hti islam agama kafir indonesia \
     negara ridwan kamil sby pak bu cina china papua kader pilgub polri tni",
    "indosat telkomsel paket kuota sinyal pulsa aplikasi beli barang kirim order gojek grab driver \
     harga akun bayar tokopedia bukalapak shopee jne produk pakai hp handphone samsung xiaomi bank \
     mandiri bca atm transfer iklan jual",
];
/// A sentence of fewer words than these is short, or not long.
const LENGTHS: [usize; 2] = [8, 25];
/// How far a weight may lie from 1.
const RANGE: (f32, f32) = (0.2, 8.0);

/// The topic with most words in the text (the first of equals, none by a number of its own), by how
/// long the text is.
fn topic(text: &str) -> usize {
    let text = text.to_lowercase();
    let mut words = 0;
    let mut found = [0usize; TOPICS.len()];
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
        if word.is_empty() {
            continue;
        }
        words += 1;
        for (n, topic) in found.iter_mut().zip(TOPICS) {
            *n += usize::from(topic.split(' ').any(|w| w == word));
        }
    }
    let most = (0..found.len()).fold(0, |b, t| if found[t] > found[b] { t } else { b });
    let topic = if found[most] == 0 { found.len() } else { most };
    topic * 3 + LENGTHS.iter().filter(|n| words >= **n).count()
}

/// Weighs sentences so that each polarity is as frequent in each topic as it is in all. The mean
/// weight stays.
pub fn even(sentences: &mut [Sentence]) {
    let topics: Vec<usize> = sentences.iter().map(|s| topic(&s.text)).collect();
    let mut cells: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    let mut sizes: BTreeMap<usize, f32> = BTreeMap::new();
    let mut classes = [0f32; 3];
    for (s, topic) in sentences.iter().zip(&topics) {
        *cells.entry((*topic, s.polarity.index())).or_default() += 1.0;
        *sizes.entry(*topic).or_default() += 1.0;
        classes[s.polarity.index()] += 1.0;
    }
    let all = sentences.len() as f32;
    let by: Vec<f32> = sentences
        .iter()
        .zip(&topics)
        .map(|(s, topic)| {
            let class = s.polarity.index();
            let wanted = sizes[topic] / all * classes[class];
            (wanted / cells[&(*topic, class)]).clamp(RANGE.0, RANGE.1)
        })
        .collect();
    let mean = by.iter().sum::<f32>() / all;
    for (s, by) in sentences.iter_mut().zip(by) {
        s.weight *= by / mean;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentiment::Polarity;

    #[test]
    fn what_is_rare_in_its_topic_counts_more() {
        let mut all: Vec<Sentence> = Vec::new();
        for (text, polarity, n) in [
            ("makanan enak", Polarity::Positive, 6),
            ("makanan mahal", Polarity::Negative, 2),
            ("presiden baik", Polarity::Positive, 2),
            ("presiden bohong", Polarity::Negative, 6),
        ] {
            for _ in 0..n {
                all.push(Sentence {
                    text: text.into(),
                    polarity,
                    weight: 1.0,
                });
            }
        }
        even(&mut all);
        let sum = |text: &str| -> f32 {
            let of = all.iter().filter(|s| s.text == text);
            of.map(|s| s.weight).sum()
        };
        for text in ["makanan enak", "makanan mahal", "presiden baik"] {
            assert!((sum(text) - 4.0).abs() < 1e-3, "{text}: {}", sum(text));
        }
        even(&mut []);
    }

    #[test]
    fn a_topic_is_told_by_its_words_and_the_length() {
        assert_eq!(topic("Ayam gorengnya, nasi, sambal"), 0);
        assert_eq!(topic("presiden datang"), 6);
        assert_eq!(topic("hujan"), 12);
        assert_eq!(topic(&"hujan ".repeat(30)), 14);
    }
}
