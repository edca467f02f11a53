//! Exact invalidation of what is kept in memory.
//!
//! Everything that may be kept (a page, a directory, who a session belongs to) depends on tags.
//! A transaction that changes a thing touches its tag; when it has committed, and before it is
//! acknowledged, the tag's generation moves on. A kept value remembers the generation it was read
//! under and is good only while that generation stands: nothing is ever deleted, and a value read
//! before a commit but stored after it is simply not good.

use crate::domain::ids::{AccountId, ThreadId, UnitId};
use crate::domain::time::Instant;
use quick_cache::sync::Cache;
use std::any::{Any, TypeId};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What a kept value can depend on.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    Thread(ThreadId),
    /// Lists and figures of a unit.
    Unit(UnitId),
    /// An account, its grants and sessions.
    Account(AccountId),
    /// What an account has not read of its news.
    News(AccountId),
    /// Lists and figures of the whole city.
    City,
    /// Units, services, holidays.
    Directory,
    /// What texts are read by before they are shown: words of the list, names of staff.
    Guide,
    /// Everything: after a gap in hearing from other instances.
    Everything,
}

impl Tag {
    /// A short text for other instances: a letter and, where there is one, the id.
    pub fn to_wire(self) -> String {
        match self {
            Tag::Thread(id) => format!("t{}", id.0.simple()),
            Tag::Unit(id) => format!("u{}", id.0.simple()),
            Tag::Account(id) => format!("a{}", id.0.simple()),
            Tag::News(id) => format!("n{}", id.0.simple()),
            Tag::City => "c".into(),
            Tag::Directory => "d".into(),
            Tag::Guide => "g".into(),
            Tag::Everything => "e".into(),
        }
    }

    /// Reads [`Tag::to_wire`]; what can't be read is taken as everything, the safe side.
    pub fn from_wire(s: &str) -> Tag {
        let rest = s.get(1..).unwrap_or("");
        match s.chars().next() {
            Some('t') => ThreadId::parse(rest).map(Tag::Thread),
            Some('u') => UnitId::parse(rest).map(Tag::Unit),
            Some('a') => AccountId::parse(rest).map(Tag::Account),
            Some('n') => AccountId::parse(rest).map(Tag::News),
            Some('c') => Some(Tag::City),
            Some('d') => Some(Tag::Directory),
            Some('g') => Some(Tag::Guide),
            _ => None,
        }
        .unwrap_or(Tag::Everything)
    }
}

/// A power of two. Tags that share a slot only cause a needless re-read.
const SLOTS: usize = 1 << 14;

/// The generation under which something was read.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    epoch: u64,
    sum: u64,
}

/// Counters by tag.
pub struct Generations {
    slots: Box<[AtomicU64]>,
    epoch: AtomicU64,
    /// False while other instances can't be heard: then nothing kept is good.
    hearing: AtomicBool,
    hasher: RandomState,
}

impl Default for Generations {
    fn default() -> Self {
        Self {
            slots: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            epoch: AtomicU64::new(0),
            hearing: AtomicBool::new(true),
            hasher: RandomState::new(),
        }
    }
}

impl Generations {
    fn slot(&self, tag: Tag) -> &AtomicU64 {
        let at = self.hasher.hash_one(tag) as usize & (SLOTS - 1);
        &self.slots[at]
    }

    /// Take it before reading what is to be kept.
    pub fn stamp(&self, tags: &[Tag]) -> Stamp {
        // Each counter only grows, so an equal sum means that none has moved.
        let sum = tags.iter().fold(0u64, |sum, t| {
            sum.wrapping_add(self.slot(*t).load(Ordering::Acquire))
        });
        Stamp {
            epoch: self.epoch.load(Ordering::Acquire),
            sum,
        }
    }

    /// Whether nothing has changed since `stamp` was taken for the same tags.
    pub fn good(&self, stamp: Stamp, tags: &[Tag]) -> bool {
        self.hearing.load(Ordering::Acquire) && self.stamp(tags) == stamp
    }

    pub fn bump(&self, tag: Tag) {
        if tag == Tag::Everything {
            self.epoch.fetch_add(1, Ordering::AcqRel);
        } else {
            self.slot(tag).fetch_add(1, Ordering::AcqRel);
        }
    }

    /// Tells whether other instances can be heard. Hearing again voids what was kept before.
    pub fn set_hearing(&self, hearing: bool) {
        if hearing {
            self.bump(Tag::Everything);
        }
        self.hearing.store(hearing, Ordering::Release);
    }
}

/// A value with the tags and the stamp it was read under.
#[derive(Clone, Debug)]
pub struct Kept<T> {
    pub value: T,
    pub tags: Vec<Tag>,
    pub stamp: Stamp,
    /// When the value changes by itself (a deadline passes, a session expires).
    pub until: Option<Instant>,
}

impl<T> Kept<T> {
    pub fn good(&self, generations: &Generations, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until) && generations.good(self.stamp, &self.tags)
    }
}

type Anything = Arc<dyn Any + Send + Sync>;

/// Values of any kind kept by kind and key; the least used go first.
pub struct Shelf(Cache<(TypeId, String), Arc<Kept<Anything>>>);

impl Shelf {
    /// A shelf for at most `items` values.
    pub fn new(items: usize) -> Self {
        Self(Cache::new(items))
    }

    /// The value, if it is kept and still good.
    pub fn get<T: Any + Send + Sync>(
        &self,
        key: &str,
        generations: &Generations,
        now: Instant,
    ) -> Option<Arc<T>> {
        let kept = self.0.get(&(TypeId::of::<T>(), key.to_owned()))?;
        if !kept.good(generations, now) {
            return None;
        }
        kept.value.clone().downcast().ok()
    }

    pub fn put<T: Any + Send + Sync>(&self, key: String, kept: Kept<Arc<T>>) {
        let kept = Kept {
            value: kept.value as Anything,
            tags: kept.tags,
            stamp: kept.stamp,
            until: kept.until,
        };
        self.0.insert((TypeId::of::<T>(), key), Arc::new(kept));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_read_before_a_commit_and_stored_after_is_not_good() {
        let g = Generations::default();
        let tags = [Tag::Thread(ThreadId::new()), Tag::City];
        let stamp = g.stamp(&tags);
        assert!(g.good(stamp, &tags));
        g.bump(tags[0]);
        assert!(!g.good(stamp, &tags));
    }

    #[test]
    fn deaf_instances_keep_nothing() {
        let g = Generations::default();
        let tags = [Tag::City];
        let stamp = g.stamp(&tags);
        g.set_hearing(false);
        assert!(!g.good(stamp, &tags));
        g.set_hearing(true);
        assert!(!g.good(stamp, &tags));
        assert!(g.good(g.stamp(&tags), &tags));
    }

    #[test]
    fn tags_cross_the_wire() {
        for tag in [
            Tag::Thread(ThreadId::new()),
            Tag::Unit(UnitId::new()),
            Tag::Account(AccountId::new()),
            Tag::News(AccountId::new()),
            Tag::City,
            Tag::Directory,
            Tag::Guide,
            Tag::Everything,
        ] {
            assert_eq!(Tag::from_wire(&tag.to_wire()), tag);
        }
        assert_eq!(Tag::from_wire("t-nonsense"), Tag::Everything);
        assert_eq!(Tag::from_wire(""), Tag::Everything);
    }
}
