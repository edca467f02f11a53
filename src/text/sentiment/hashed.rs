//! Hashes of words, and a small open-addressed table from them to a few bytes.

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a of some bytes, going on from `hash`.
pub fn more(mut hash: u64, bytes: &[u8]) -> u64 {
    for b in bytes {
        hash = (hash ^ u64::from(*b)).wrapping_mul(PRIME);
    }
    hash
}

/// FNV-1a of some bytes under a kind, so that the same bytes of another kind differ.
pub fn of(kind: u8, bytes: &[u8]) -> u64 {
    more((SEED ^ u64::from(kind)).wrapping_mul(PRIME), bytes)
}

/// FNV's low bits are weak; mixes them with the high ones.
fn mix(hash: u64) -> u64 {
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[derive(Copy, Clone)]
struct Entry<const N: usize> {
    /// The low half of the mixed hash, 0 for an empty slot.
    mark: u32,
    values: [i8; N],
}

/// From hash to `N` small integers. A hash that is not in it is taken for one that is about once
/// in four milliards.
pub struct Table<const N: usize> {
    /// A power of two, at most three quarters full.
    slots: Vec<Entry<N>>,
}

impl<const N: usize> Table<N> {
    /// The first of two entries with one hash stays.
    pub fn new(entries: &[(u64, [i8; N])]) -> Self {
        let size = (entries.len() * 4 / 3 + 2).next_power_of_two();
        let empty = Entry {
            mark: 0,
            values: [0; N],
        };
        let mut table = Table {
            slots: vec![empty; size],
        };
        for (hash, values) in entries {
            let (mut at, mark) = table.place(*hash);
            while table.slots[at].mark != 0 && table.slots[at].mark != mark {
                at = (at + 1) & (size - 1);
            }
            if table.slots[at].mark == 0 {
                table.slots[at] = Entry {
                    mark,
                    values: *values,
                };
            }
        }
        table
    }

    fn place(&self, hash: u64) -> (usize, u32) {
        let mixed = mix(hash);
        let at = (mixed >> 32) as usize & (self.slots.len() - 1);
        (at, (mixed as u32).max(1))
    }

    #[inline]
    pub fn get(&self, hash: u64) -> Option<&[i8; N]> {
        let (mut at, mark) = self.place(hash);
        loop {
            let entry = &self.slots[at];
            if entry.mark == mark {
                return Some(&entry.values);
            }
            if entry.mark == 0 {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.slots.len() as u32).to_le_bytes());
        for entry in &self.slots {
            out.extend_from_slice(&entry.mark.to_le_bytes());
            out.extend(entry.values.map(|v| v as u8));
        }
    }

    /// Takes a table off the front of some bytes. None if they hold none, or a full one, in which
    /// looking would not end.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let size = u32::from_le_bytes(*bytes.first_chunk()?) as usize;
        let all = bytes.get(4..4 + size.checked_mul(4 + N)?)?;
        let slots: Vec<Entry<N>> = all
            .chunks_exact(4 + N)
            .map(|c| Entry {
                mark: u32::from_le_bytes([c[0], c[1], c[2], c[3]]),
                values: std::array::from_fn(|n| c[4 + n] as i8),
            })
            .collect();
        if !size.is_power_of_two() || slots.iter().all(|s| s.mark != 0) {
            return None;
        }
        *bytes = &bytes[4 + all.len()..];
        Some(Table { slots })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_in_it_and_nothing_else() {
        let entries: Vec<(u64, [i8; 2])> = (0..1000u32)
            .map(|n| (of(b'w', &n.to_le_bytes()), [(n % 100) as i8, 7]))
            .collect();
        let table = Table::new(&entries);
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        let mut rest = bytes.as_slice();
        let again = Table::<2>::read(&mut rest).expect("a table");
        assert!(rest.is_empty());
        for (hash, values) in &entries {
            assert_eq!(again.get(*hash), Some(values));
        }
        assert_eq!(again.get(of(b'x', b"0")), None);
        assert!(Table::<2>::read(&mut &bytes[..90]).is_none());
        assert!(Table::<2>::new(&[]).get(1).is_none());
    }
}
