//! A secret in parts, for a keychain that limits how long one may be. The first part says how many
//! there are; all carry the mark of the write they come from, so that parts of two writes are never
//! taken for one secret.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    iter,
};

use zeroize::Zeroizing;

use crate::KeychainError;

/// What one part holds at most.
pub(crate) const MOST: usize = 2560;
/// Length of what comes before the secret in a part: 16 hexadecimal digits, the number of parts in
/// four more, and a line break.
const HEAD: usize = 21;

/// Where parts are kept, by name.
pub(crate) trait Blobs {
    fn get(&mut self, name: &str) -> Result<Option<Vec<u8>>, KeychainError>;
    fn set(&mut self, name: &str, blob: &[u8]) -> Result<(), KeychainError>;
    /// Whether there was one.
    fn delete(&mut self, name: &str) -> Result<bool, KeychainError>;
}

fn name(account: &str, part: usize) -> String {
    if part == 0 { account.to_owned() } else { format!("{account}/{part}") }
}

fn damaged(why: &str) -> KeychainError {
    KeychainError::Damaged { why: why.to_owned() }
}

/// Head and body of a part.
fn open(blob: &[u8]) -> Result<(&[u8], usize, &[u8]), KeychainError> {
    let unknown = || damaged("Rolebridge did not write it");
    let (head, body) = blob.split_at_checked(HEAD).ok_or_else(unknown)?;
    let count = std::str::from_utf8(&head[16..20])
        .ok()
        .and_then(|digits| usize::from_str_radix(digits, 16).ok())
        .filter(|count| *count > 0 && head[20] == b'\n')
        .ok_or_else(unknown)?;
    Ok((head, count, body))
}

/// The whole secret, if its first part is there.
pub(crate) fn get(blobs: &mut impl Blobs, account: &str) -> Result<Option<Vec<u8>>, KeychainError> {
    let Some(first) = blobs.get(account)?.map(Zeroizing::new) else { return Ok(None) };
    let (head, count, body) = open(&first)?;
    let mut whole = Zeroizing::new(Vec::with_capacity(count * MOST));
    whole.extend_from_slice(body);
    for part in 1..count {
        let found = blobs.get(&name(account, part))?.map(Zeroizing::new);
        let found = found.ok_or_else(|| damaged("a part is missing"))?;
        let (of_part, _, body) = open(&found)?;
        if of_part != head {
            return Err(damaged("its parts do not belong together"));
        }
        whole.extend_from_slice(body);
    }
    Ok(Some(std::mem::take(&mut *whole)))
}

/// Keeps a secret. The first part is written last: until then the secret of before is whole, or
/// seen to be damaged.
pub(crate) fn set(
    blobs: &mut impl Blobs,
    account: &str,
    secret: &[u8],
) -> Result<(), KeychainError> {
    let bodies: Vec<&[u8]> = if secret.is_empty() {
        iter::once(secret).collect()
    } else {
        secret.chunks(MOST - HEAD).collect()
    };
    let count = bodies.len();
    if count > 0xFFFF {
        return Err(KeychainError::Failed { why: "the secret is too long".into() });
    }
    // It only has to differ from the mark before; nobody gains by guessing it.
    let mark = RandomState::new().build_hasher().finish();
    let head = format!("{mark:016x}{count:04x}\n");
    for (part, body) in bodies.into_iter().enumerate().rev() {
        let mut blob = Zeroizing::new(Vec::with_capacity(MOST));
        blob.extend_from_slice(head.as_bytes());
        blob.extend_from_slice(body);
        blobs.set(&name(account, part), &blob)?;
    }
    delete_from(blobs, account, count)
}

/// Forgets a secret with all its parts.
pub(crate) fn delete(blobs: &mut impl Blobs, account: &str) -> Result<(), KeychainError> {
    // Others may be left of a write that was cut short.
    blobs.delete(account)?;
    delete_from(blobs, account, 1)
}

fn delete_from(blobs: &mut impl Blobs, account: &str, first: usize) -> Result<(), KeychainError> {
    let mut part = first;
    while blobs.delete(&name(account, part))? {
        part += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    impl Blobs for BTreeMap<String, Vec<u8>> {
        fn get(&mut self, name: &str) -> Result<Option<Vec<u8>>, KeychainError> {
            Ok(BTreeMap::get(self, name).cloned())
        }
        fn set(&mut self, name: &str, blob: &[u8]) -> Result<(), KeychainError> {
            assert!(blob.len() <= MOST, "{}", blob.len());
            self.insert(name.to_owned(), blob.to_vec());
            Ok(())
        }
        fn delete(&mut self, name: &str) -> Result<bool, KeychainError> {
            Ok(self.remove(name).is_some())
        }
    }

    fn secret(length: usize) -> Vec<u8> {
        (0..length).map(|i| (i % 251) as u8).collect()
    }

    #[test]
    fn secrets_of_every_length_come_back_whole() {
        let mut blobs = BTreeMap::new();
        let body = MOST - HEAD;
        // Ever longer, then shorter again: parts of a longer one must not stay behind.
        for (length, parts) in
            [(0, 1), (1, 1), (body, 1), (body + 1, 2), (3 * body, 3), (9000, 4), (10, 1)]
        {
            set(&mut blobs, "a", &secret(length)).unwrap();
            assert_eq!(get(&mut blobs, "a").unwrap(), Some(secret(length)));
            assert_eq!(blobs.len(), parts, "{length}");
        }
        delete(&mut blobs, "a").unwrap();
        assert!(blobs.is_empty());
        assert_eq!(get(&mut blobs, "a").unwrap(), None);
    }

    #[test]
    fn one_secret_is_not_another() {
        let mut blobs = BTreeMap::new();
        set(&mut blobs, "a", &secret(6000)).unwrap();
        set(&mut blobs, "b", &secret(10)).unwrap();
        delete(&mut blobs, "a").unwrap();
        assert_eq!(get(&mut blobs, "b").unwrap(), Some(secret(10)));
    }

    #[test]
    fn what_was_not_written_at_one_time_is_damaged() {
        let mut blobs = BTreeMap::new();
        set(&mut blobs, "a", &secret(6000)).unwrap();
        let old = blobs.clone();
        set(&mut blobs, "a", &secret(6000)).unwrap();
        for name in ["a", "a/1", "a/2"] {
            let mut mixed = blobs.clone();
            mixed.insert(name.to_owned(), old[name].clone());
            assert_eq!(get(&mut mixed, "a").unwrap_err().code(), "keychain_damaged", "{name}");
        }
        for short in [&b""[..], b"hello", &[b'0'; HEAD]] {
            blobs.insert("a".to_owned(), short.to_vec());
            assert_eq!(get(&mut blobs, "a").unwrap_err().code(), "keychain_damaged");
        }
        set(&mut blobs, "a", &secret(6000)).unwrap();
        blobs.remove("a/2");
        assert_eq!(get(&mut blobs, "a").unwrap_err().code(), "keychain_damaged");
    }
}
