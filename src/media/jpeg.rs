//! What a JPEG asks of whoever decodes it, read from its markers alone (ITU-T T.81, annex B).

/// What was seen of a file.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Whether every coefficient must be held until the end: progressive or hierarchical.
    pub whole: bool,
    /// Walks over the picture.
    pub scans: u32,
    /// Whether the image's end was seen: what a lost line cut off has none.
    pub ended: bool,
}

/// Reads the markers up to the end of the image. What is broken ends it; work is linear.
pub fn survey(bytes: &[u8]) -> Survey {
    let mut seen = Survey::default();
    let mut at = 2;
    while let Some(marker) = next_marker(bytes, &mut at) {
        match marker {
            0xd9 => {
                seen.ended = true;
                break;
            }
            // Without a length: TEM, restarts, a further start of image.
            0x01 | 0xd0..=0xd8 => {}
            _ => {
                let Some([high, low]) = bytes.get(at..at + 2) else {
                    break;
                };
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                at = at.saturating_add(length.max(2));
                // Frames, but for tables (C4, CC) and what is reserved (C8): 2 of each four is
                // progressive, from C5 on they are parts of a hierarchy.
                match marker {
                    0xc2 | 0xc5..=0xc7 | 0xca | 0xcd..=0xcf => seen.whole = true,
                    0xda => seen.scans = seen.scans.saturating_add(1),
                    _ => {}
                }
            }
        }
    }
    seen
}

/// The next marker from `at` on, past coded data, in which an FF is followed by 00 or a restart.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        *at += bytes.get(*at..)?.iter().position(|b| *b == 0xff)? + 1;
        match bytes.get(*at)? {
            0xff => {}
            0x00 | 0xd0..=0xd7 => *at += 1,
            marker => {
                *at += 1;
                return Some(*marker);
            }
        }
    }
}
