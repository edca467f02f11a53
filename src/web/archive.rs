//! Writes ZIP archives (as PKWARE's APPNOTE 6.3 says), a piece at a time, so that no more is in memory than
//! what was written last. It only writes: nothing here, or in the program, reads an archive.
//!
//! Texts are deflated, and their sizes follow them; what is compressed already is stored. Past 4 GiB
//! or 65,535 files the forms of ZIP64 are used.

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

/// Where the old forms end.
const MOST: u64 = 0xffff_ffff;
const MOST_FILES: usize = 0xffff;
/// Names are UTF-8 (bit 11); sizes follow the content (bit 3).
const UTF8: u16 = 1 << 11;
const FOLLOWS: u16 = 1 << 3;
const DEFLATED: u16 = 8;
/// 2.0 for deflated files, 4.5 for ZIP64.
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;

struct Entry {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    whole: u64,
    at: u64,
}

/// An archive being written; its bytes are taken away with [`Archive::take`].
pub struct Archive {
    out: Vec<u8>,
    /// Bytes that were taken already.
    taken: u64,
    entries: Vec<Entry>,
    open: Option<Text>,
    /// Time and date of all files, as MS-DOS writes them.
    stamp: (u16, u16),
}

/// A text file being written. A person's words don't reach 4 GiB.
struct Text {
    crc: Crc,
    packed: u64,
    deflate: DeflateEncoder<Vec<u8>>,
}

impl Archive {
    /// An empty archive, whose files are of this time of day and date.
    pub fn new(at: jiff::civil::DateTime) -> Self {
        let time =
            ((at.hour() as u16) << 11) + ((at.minute() as u16) << 5) + at.second() as u16 / 2;
        let years = at.year().clamp(1980, 2107) as u16 - 1980;
        let date = (years << 9) + ((at.month() as u16) << 5) + at.day() as u16;
        Self {
            out: Vec::new(),
            taken: 0,
            entries: Vec::new(),
            open: None,
            stamp: (time, date),
        }
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        let bytes = std::mem::take(&mut self.out);
        self.taken += bytes.len() as u64;
        bytes
    }

    /// How much waits to be taken.
    pub fn waiting(&self) -> usize {
        self.out.len()
    }

    fn u16(&mut self, n: u16) {
        self.out.extend(n.to_le_bytes());
    }

    fn u32(&mut self, n: u32) {
        self.out.extend(n.to_le_bytes());
    }

    fn u64(&mut self, n: u64) {
        self.out.extend(n.to_le_bytes());
    }

    /// What fits into 32 bits, or the mark that it stands elsewhere.
    fn small(&mut self, n: u64) {
        self.u32(u32::try_from(n).unwrap_or(u32::MAX));
    }

    fn head(&mut self, e: Entry) {
        self.u32(0x0403_4b50);
        self.u16(VERSION);
        self.u16(e.flags);
        self.u16(e.method);
        self.u16(self.stamp.0);
        self.u16(self.stamp.1);
        self.u32(e.crc);
        self.small(e.packed);
        self.small(e.whole);
        self.u16(e.name.len() as u16);
        self.u16(0);
        self.out.extend(e.name.as_bytes());
        self.entries.push(e);
    }

    fn here(&self) -> u64 {
        self.taken + self.out.len() as u64
    }

    /// Adds a file that is compressed already, such as a picture.
    pub fn store(&mut self, name: &str, content: &[u8]) {
        self.end_text();
        let mut crc = Crc::new();
        crc.update(content);
        let at = self.here();
        self.head(Entry {
            name: name.to_owned(),
            flags: UTF8,
            method: 0,
            crc: crc.sum(),
            packed: content.len() as u64,
            whole: content.len() as u64,
            at,
        });
        self.out.extend(content);
    }

    /// Begins a text file; what follows by [`Archive::text`] is its content.
    pub fn begin_text(&mut self, name: &str) {
        self.end_text();
        let at = self.here();
        self.head(Entry {
            name: name.to_owned(),
            flags: UTF8 | FOLLOWS,
            method: DEFLATED,
            crc: 0,
            packed: 0,
            whole: 0,
            at,
        });
        self.open = Some(Text {
            crc: Crc::new(),
            packed: 0,
            deflate: DeflateEncoder::new(Vec::new(), Compression::default()),
        });
    }

    /// Adds to the text file that was begun last.
    pub fn text(&mut self, content: &[u8]) {
        let Some(open) = &mut self.open else { return };
        open.crc.update(content);
        // Writing into memory can't fail.
        let _ = open.deflate.write_all(content);
        let bytes = std::mem::take(open.deflate.get_mut());
        open.packed += bytes.len() as u64;
        self.out.extend(bytes);
    }

    fn end_text(&mut self) {
        let Some(open) = self.open.take() else { return };
        let last = open.deflate.finish().unwrap_or_default();
        let packed = open.packed + last.len() as u64;
        self.out.extend(last);
        let whole = u64::from(open.crc.amount());
        let crc = open.crc.sum();
        self.u32(0x0807_4b50);
        self.u32(crc);
        self.small(packed);
        self.small(whole);
        if let Some(entry) = self.entries.last_mut() {
            (entry.crc, entry.packed, entry.whole) = (crc, packed, whole);
        }
    }

    /// Writes the directory; the archive is whole then.
    pub fn finish(&mut self) {
        self.end_text();
        let begins = self.here();
        let entries = std::mem::take(&mut self.entries);
        for e in &entries {
            let far = e.at >= MOST;
            self.u32(0x0201_4b50);
            self.u16(VERSION_64);
            self.u16(if far { VERSION_64 } else { VERSION });
            self.u16(e.flags);
            self.u16(e.method);
            self.u16(self.stamp.0);
            self.u16(self.stamp.1);
            self.u32(e.crc);
            self.small(e.packed);
            self.small(e.whole);
            self.u16(e.name.len() as u16);
            self.u16(if far { 12 } else { 0 });
            // No comment, the first disk, no attributes.
            self.u16(0);
            self.u16(0);
            self.u16(0);
            self.u32(0);
            self.small(e.at);
            self.out.extend(e.name.as_bytes());
            if far {
                self.u16(1);
                self.u16(8);
                self.u64(e.at);
            }
        }
        let ends = self.here();
        if entries.len() >= MOST_FILES || ends >= MOST {
            self.u32(0x0606_4b50);
            self.u64(44);
            self.u16(VERSION_64);
            self.u16(VERSION_64);
            self.u32(0);
            self.u32(0);
            self.u64(entries.len() as u64);
            self.u64(entries.len() as u64);
            self.u64(ends - begins);
            self.u64(begins);
            self.u32(0x0706_4b50);
            self.u32(0);
            self.u64(ends);
            self.u32(1);
        }
        let files = entries.len().min(MOST_FILES) as u16;
        self.u32(0x0605_4b50);
        self.u16(0);
        self.u16(0);
        self.u16(files);
        self.u16(files);
        self.small(ends - begins);
        self.small(begins);
        self.u16(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// Read by Python's `zipfile`, which checks names, sizes and sums.
    fn read(bytes: &[u8]) -> String {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.zip");
        std::fs::write(&path, bytes).expect("a file");
        let script = "import sys,zipfile,hashlib\nz=zipfile.ZipFile(sys.argv[1])\n\
            assert z.testzip() is None\n\
            for i in z.infolist(): print(i.filename,i.file_size,i.date_time[0],hashlib.sha256(z.read(i)).hexdigest()[:8])";
        let out = Command::new("python3")
            .args(["-c", script])
            .arg(&path)
            .output()
            .expect("Python");
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8(out.stdout).expect("text")
    }

    #[test]
    fn others_read_what_is_written() {
        let mut zip = Archive::new(jiff::civil::date(2026, 5, 17).at(8, 30, 9, 0));
        let mut bytes = Vec::new();
        zip.begin_text("data/akun.json");
        for _ in 0..1000 {
            zip.text(b"{\"nama\": \"Siti\"}\n");
            bytes.extend(zip.take());
        }
        zip.store("foto/a b.jpg", &[0xff; 300]);
        zip.begin_text("kosong é.txt");
        zip.finish();
        bytes.extend(zip.take());
        assert!(bytes.len() < 2_000, "{}", bytes.len());
        let told = read(&bytes);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("data/akun.json 17000 2026"), "{told}");
        assert!(lines[1].starts_with("foto/a b.jpg 300 2026"), "{told}");
        assert!(lines[2].starts_with("kosong é.txt 0 2026"), "{told}");
    }

    /// More files than the old directory can count.
    #[test]
    fn many_files_are_counted() {
        let mut zip = Archive::new(jiff::civil::date(2026, 5, 17).at(0, 0, 0, 0));
        for n in 0..70_000 {
            zip.store(&format!("{n}"), b"x");
        }
        zip.finish();
        assert_eq!(read(&zip.take()).lines().count(), 70_000);
    }

    /// An archive past 4 GiB: what was taken counts, though it is not kept here.
    #[test]
    fn places_past_four_gigabytes_are_told() {
        let mut zip = Archive::new(jiff::civil::date(2026, 5, 17).at(0, 0, 0, 0));
        zip.taken = MOST + 10;
        zip.store("a", b"x");
        zip.finish();
        let bytes = zip.take();
        let at = (MOST + 10).to_le_bytes();
        assert!(bytes.windows(8).any(|w| w == at));
        assert!(bytes.windows(4).any(|w| w == 0x0606_4b50u32.to_le_bytes()));
    }
}
