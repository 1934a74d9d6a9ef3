//! Items with their hash, computed once: each is looked up in every statement of the other document.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};
use std::ops::Deref;
use std::sync::LazyLock;

/// One for all, so that equal items have equal hashes.
static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Two of different hash are known to differ without a look at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hashed<T> {
    hash: u64,
    item: T,
}

impl<T: Hash> Hashed<T> {
    pub(super) fn new(item: T) -> Self {
        Self { hash: STATE.hash_one(&item), item }
    }
}

impl<T> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl<T> Deref for Hashed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.item
    }
}

pub(super) type Index<T> = HashSet<Hashed<T>, BuildHasherDefault<AsItIs>>;

/// Takes the hash for what it is.
#[derive(Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
