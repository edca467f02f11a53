//! What a PNG says of its palette, read from its chunks alone (ISO/IEC 15948, 5.3 and 11.2.2).

/// Whether every palette is made of whole colours, three bytes each. One that isn't is an error by
/// the standard, and brings the decoder down (`png` 0.18.1, mended there but not yet released).
pub fn palette_is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    // A length, a name, what it holds, a check sum.
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, name @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]);
        if &name == b"PLTE" && !length.is_multiple_of(3) {
            return false;
        }
        let next = usize::try_from(length)
            .unwrap_or(usize::MAX)
            .saturating_add(4);
        rest = after.get(next..).unwrap_or_default();
    }
    true
}
