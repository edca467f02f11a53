//! An archive that is written a piece at a time: what is in memory is what was written last. It only
//! writes: nothing here, or in the program, reads an archive.

use jiff::civil::DateTime as Civil;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Where the writer puts its bytes, and from where they are taken.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn with<T>(&self, act: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|all| all.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive being written; its bytes are taken away with [`Archive::take`].
pub struct Archive {
    zip: ZipWriter<StreamWriter<Buffer>>,
    buffer: Buffer,
    options: SimpleFileOptions,
}

impl Archive {
    /// An empty archive, whose files are of this time of day and date.
    pub fn new(at: Civil) -> Self {
        let buffer = Buffer::default();
        // The format knows the years from 1980 to 2107.
        let at = DateTime::from_date_and_time(
            u16::try_from(at.year()).unwrap_or(0),
            at.month().unsigned_abs(),
            at.day().unsigned_abs(),
            at.hour().unsigned_abs(),
            at.minute().unsigned_abs(),
            at.second().unsigned_abs(),
        );
        Self {
            zip: ZipWriter::new_stream(buffer.clone()),
            buffer,
            options: SimpleFileOptions::default()
                .last_modified_time(at.unwrap_or_default())
                .large_file(false),
        }
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        self.buffer.with(std::mem::take)
    }

    /// How much waits to be taken.
    pub fn waiting(&self) -> usize {
        self.buffer.with(|all| all.len())
    }

    fn begin(&mut self, name: &str, method: CompressionMethod) -> io::Result<()> {
        let options = self.options.compression_method(method);
        self.zip.start_file(name, options).map_err(io::Error::from)
    }

    /// Adds a file that is compressed already, such as a picture.
    ///
    /// # Errors
    /// If it is longer than the format allows.
    pub fn store(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        self.begin(name, CompressionMethod::Stored)?;
        self.zip.write_all(content)
    }

    /// Begins a text file; what follows by [`Archive::text`] is its content.
    ///
    /// # Errors
    /// As [`Archive::store`], of the file before.
    pub fn begin_text(&mut self, name: &str) -> io::Result<()> {
        self.begin(name, CompressionMethod::Deflated)
    }

    /// Adds to the text file that was begun last.
    ///
    /// # Errors
    /// If it is longer than the format allows.
    pub fn text(&mut self, content: &[u8]) -> io::Result<()> {
        self.zip.write_all(content)
    }

    /// Writes the directory; the archive is whole then.
    ///
    /// # Errors
    /// As [`Archive::store`], of the file before.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let Self { zip, buffer, .. } = self;
        zip.finish().map_err(io::Error::from)?;
        Ok(buffer.with(std::mem::take))
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
        zip.begin_text("data/akun.json").expect("begun");
        for _ in 0..1000 {
            zip.text(b"{\"nama\": \"Siti\"}\n").expect("written");
            bytes.extend(zip.take());
        }
        zip.store("foto/a b.jpg", &[0xff; 300]).expect("written");
        zip.begin_text("kosong é.txt").expect("begun");
        bytes.extend(zip.finish().expect("finished"));
        assert!(bytes.len() < 2_000, "{}", bytes.len());
        let told = read(&bytes);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("data/akun.json 17000 2026"), "{told}");
        assert!(lines[1].starts_with("foto/a b.jpg 300 2026"), "{told}");
        assert!(lines[2].starts_with("kosong é.txt 0 2026"), "{told}");
    }
}
