//! Values of conditions: numbers, dates, address ranges, binary. Formats are those of "IAM JSON
//! policy elements: Condition operators" in the IAM User Guide.

use std::net::IpAddr;

/// A decimal number; texts that are none compare with nothing.
pub(crate) fn number(text: &str) -> Option<f64> {
    let t = text.trim();
    let plain = !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    if plain { t.parse().ok().filter(|n: &f64| n.is_finite()) } else { None }
}

/// `true` or `false` in any case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Nanoseconds since 1970, from a W3C profile of ISO 8601 or from epoch seconds.
pub(crate) fn date(text: &str) -> Option<i128> {
    let t = text.trim();
    let digits = t.strip_prefix('-').unwrap_or(t);
    // Four digits are a year.
    if digits.is_empty() || digits.len() == 4 {
        return iso(t);
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return t.parse::<i128>().ok()?.checked_mul(1_000_000_000);
    }
    if digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        let seconds: f64 = t.parse().ok()?;
        return Some((seconds * 1e9) as i128);
    }
    iso(t)
}

fn iso(text: &str) -> Option<i128> {
    if !text.is_ascii() {
        return None;
    }
    let (day, time) = match text.find(['T', 't']) {
        Some(i) => (&text[..i], Some(&text[i + 1..])),
        None => (text, None),
    };
    let mut parts = day.split('-');
    let year = fixed(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |p| fixed(p, 2))?;
    let date = parts.next().map_or(Some(1), |p| fixed(p, 2))?;
    if parts.next().is_some() || !(1..=12).contains(&month) {
        return None;
    }
    let first = days(year, month, 1);
    let next = if month == 12 { days(year + 1, 1, 1) } else { days(year, month + 1, 1) };
    if !(1..=next - first).contains(&date) {
        return None;
    }
    let mut nanos = days(year, month, date) * 86_400 * 1_000_000_000;
    if let Some(time) = time {
        let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
            Some(i) => (&time[..i], zone(&time[i..])?),
            None => (time, 0),
        };
        let mut parts = clock.split(':');
        let hour = fixed(parts.next()?, 2)?;
        let minute = fixed(parts.next()?, 2)?;
        let (second, fraction) = match parts.next() {
            None => (0, 0),
            Some(s) => match s.split_once('.') {
                None => (fixed(s, 2)?, 0),
                Some((s, f)) => (fixed(s, 2)?, nanoseconds(f)?),
            },
        };
        if parts.next().is_some() || hour > 24 || minute > 59 || second > 60 {
            return None;
        }
        nanos += (hour * 3600 + minute * 60 + second - offset) * 1_000_000_000 + fraction;
    }
    Some(nanos)
}

fn fixed(text: &str, length: usize) -> Option<i128> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn nanoseconds(digits: &str) -> Option<i128> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().ok()
}

fn zone(text: &str) -> Option<i128> {
    let sign = match text.as_bytes().first()? {
        b'Z' | b'z' => return (text.len() == 1).then_some(0),
        b'-' => -1,
        _ => 1,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    let hours = fixed(digits.get(..2)?, 2)?;
    let minutes = if digits.len() > 2 { fixed(&digits[2..], 2)? } else { 0 };
    Some(sign * (hours * 3600 + minutes * 60))
}

/// Days since 1970-01-01 in the Gregorian calendar (years counted from March, so that the leap
/// day is the last of its year).
fn days(year: i128, month: i128, day: i128) -> i128 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// A range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cidr {
    v6: bool,
    bits: u128,
    prefix: u32,
}

impl Cidr {
    /// An address, or an address with a prefix length.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((a, p)) => (a, Some(p)),
            None => (text, None),
        };
        let (v6, bits, width) = match address.parse().ok()? {
            IpAddr::V4(a) => (false, u128::from(u32::from(a)), 32),
            IpAddr::V6(a) => (true, u128::from(a), 128),
        };
        let prefix = match prefix {
            None => width,
            Some(p) if !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()) => {
                p.parse().ok().filter(|p| *p <= width)?
            }
            Some(_) => return None,
        };
        let shift = width - prefix;
        let bits = if shift >= 128 { 0 } else { bits >> shift << shift };
        Some(Self { v6, bits, prefix })
    }

    /// Whether every address of `other` is in this range.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        let width = if self.v6 { 128 } else { 32 };
        let shift = width - self.prefix;
        self.v6 == other.v6
            && self.prefix <= other.prefix
            && (shift >= 128 || self.bits >> shift == other.bits >> shift)
    }
}

/// The bytes of a base64 text, with or without padding.
pub(crate) fn binary(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if text.len() - digits.len() > 2 || digits.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut buffer, mut bits) = (0u32, 0);
    for b in digits.bytes() {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        buffer = buffer << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_profile() {
        let at = |t: &str| date(t).map(|n| n / 1_000_000_000);
        assert_eq!(at("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(at("2013-08-16T12:00:00Z"), Some(1_376_654_400));
        assert_eq!(at("2013-08-16T14:00:00+02:00"), Some(1_376_654_400));
        assert_eq!(at("1376654400"), Some(1_376_654_400));
        assert_eq!(at("2013-08-16"), Some(1_376_611_200));
        assert_eq!(at("2000-02-29"), Some(951_782_400));
        assert_eq!(date("2013-08-16T12:00:00.5Z"), Some(1_376_654_400_500_000_000));
        for none in ["2013-13-01", "2013-02-29", "2013-04-31", "2013-08-00", "2013-08-16 12:00:00Z"]
        {
            assert_eq!(at(none), None, "{none}");
        }
        assert_eq!(at("2013-12-31"), Some(1_388_448_000));
        assert_eq!(at("0"), Some(0));
        assert_eq!(at("1970"), Some(0));
        assert_eq!(at("yesterday"), None);
        assert_eq!(at(""), None);
    }

    #[test]
    fn ranges() {
        let c = |t: &str| Cidr::parse(t);
        assert!(c("10.0.0.0/8").unwrap().contains(&c("10.1.2.3").unwrap()));
        assert!(!c("10.0.0.0/8").unwrap().contains(&c("11.0.0.1").unwrap()));
        assert!(c("0.0.0.0/0").unwrap().contains(&c("1.2.3.4").unwrap()));
        assert!(!c("0.0.0.0/0").unwrap().contains(&c("::1").unwrap()));
        assert!(c("2001:db8::/32").unwrap().contains(&c("2001:DB8:0::1").unwrap()));
        assert!(c("::/0").unwrap().contains(&c("2001:db8::1").unwrap()));
        assert_eq!(c("10.0.0.5/8"), c("10.0.0.0/8"));
        for bad in ["10.0.0.0/33", "10.0.0", "10.0.0.0/", "x", "::/129", "10.0.0.0/8 ", " ::1"] {
            assert_eq!(c(bad), None, "{bad}");
        }
    }

    #[test]
    fn base64_and_numbers() {
        assert_eq!(binary("aGVsbG8="), Some(b"hello".to_vec()));
        assert_eq!(binary("aGVsbG8"), Some(b"hello".to_vec()));
        assert_eq!(binary("a"), None);
        assert_eq!(binary("a-b="), None);
        assert_eq!(number("10"), number("10.0"));
        assert_eq!(number("abc"), None);
        assert_eq!(number("inf"), None);
    }
}
