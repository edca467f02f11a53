//! Pictures in mail: a bar of three shares as a PNG, since mail programs show no SVG. What it shows
//! stands beside it in words.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// Width and height in pixels; shown at half of it, so that fine screens have theirs.
pub const SIZE: (u32, u32) = (1120, 32);

/// Red, grey and green that are told apart by day and by night, and by those who see few colours
/// by their order and the gaps between them.
const COLOURS: [[u8; 4]; 3] = [
    [0xc2, 0x41, 0x3a, 0xff],
    [0xa3, 0x9a, 0x8c, 0xff],
    [0x3f, 0x8f, 0x5f, 0xff],
];
/// Pixels between two shares.
const GAP: u32 = 4;

/// The shares of three counts as a bar, see-through where nothing is.
pub fn shares(counts: [i64; 3]) -> Vec<u8> {
    let (width, height) = SIZE;
    let total: i64 = counts.iter().map(|n| (*n).max(0)).sum();
    let mut row = vec![0u8; width as usize * 4];
    let mut before = 0i64;
    for (n, colour) in counts.iter().zip(COLOURS) {
        let n = (*n).max(0);
        let place =
            |part: i64| (part as f64 / total.max(1) as f64 * f64::from(width)).round() as u32;
        let (from, to) = (place(before), place(before + n));
        before += n;
        let to = if before < total {
            to.saturating_sub(GAP).max(from)
        } else {
            to
        };
        for x in from..to.min(width) {
            let at = x as usize * 4;
            row[at..at + 4].copy_from_slice(&colour);
        }
    }
    png(width, height, &row)
}

/// A PNG (ISO/IEC 15948) whose lines are all the same.
fn png(width: u32, height: u32, row: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::with_capacity(13);
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    // Eight bits, red green blue and opacity, not interlaced.
    head.extend([8, 6, 0, 0, 0]);
    chunk(&mut out, b"IHDR", &head);
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..height {
        // Writing to memory does not fail.
        let _ = pixels.write_all(&[0]).and_then(|()| pixels.write_all(row));
    }
    chunk(&mut out, b"IDAT", &pixels.finish().unwrap_or_default());
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(body);
    out.extend(u32::try_from(body.len()).unwrap_or(0).to_be_bytes());
    out.extend(name);
    out.extend(body);
    out.extend(crc.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use std::io::Read;

    /// The pixels of the first line, after checking each chunk.
    fn first_line(png: &[u8]) -> Vec<u8> {
        let mut rest = &png[8..];
        let mut pixels = Vec::new();
        while !rest.is_empty() {
            let length = u32::from_be_bytes(rest[..4].try_into().expect("four")) as usize;
            let mut crc = flate2::Crc::new();
            crc.update(&rest[4..8 + length]);
            assert_eq!(rest[8 + length..12 + length], crc.sum().to_be_bytes());
            if &rest[4..8] == b"IDAT" {
                ZlibDecoder::new(&rest[8..8 + length])
                    .read_to_end(&mut pixels)
                    .expect("pixels");
            }
            rest = &rest[12 + length..];
        }
        assert_eq!(pixels.len(), (SIZE.0 as usize * 4 + 1) * SIZE.1 as usize);
        pixels[1..=SIZE.0 as usize * 4].to_vec()
    }

    #[test]
    fn shares_are_drawn_to_scale() {
        let line = first_line(&shares([1, 1, 2]));
        let count = |c: [u8; 4]| line.chunks(4).filter(|p| **p == c).count();
        assert_eq!(COLOURS.map(count), [276, 276, 560]);
        assert_eq!(line.chunks(4).filter(|p| p[3] == 0).count(), 8);
    }

    #[test]
    fn nothing_and_nonsense_draw_no_more_than_they_are() {
        assert!(first_line(&shares([0, 0, 0])).iter().all(|b| *b == 0));
        let line = first_line(&shares([-5, 0, 3]));
        assert!(line.chunks(4).all(|p| *p == COLOURS[2]));
    }
}
