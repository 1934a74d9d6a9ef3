//! Finding switch entries: the words typed, in any order and in part, in all that is known of an
//! entry. An index in memory, laid out in the order of use, so that one scan over its text finds and
//! ranks. Pure.

use std::collections::BTreeMap;

use memchr::memmem::Finder;
use rolebridge_model::SwitchEntryId;

use super::list::{SwitchOrder, SwitchQuery};

/// What an entry is found by and ordered by.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) id: i64,
    pub(super) name: String,
    /// All else it is found by, a text each.
    pub(super) texts: Vec<String>,
    pub(super) group: Option<String>,
    pub(super) favourite: bool,
    pub(super) position: i64,
    /// How much its uses count.
    pub(super) weight: f64,
    /// Milliseconds of its last use.
    pub(super) last: Option<i64>,
}

/// Places of an entry in the orders, the first is 0. Its place by use is its place in the index.
#[derive(Debug, Clone, Copy, Default)]
struct Places {
    name: u32,
    group: u32,
    recent: u32,
    position: u32,
}

#[derive(Debug, Clone)]
struct Row {
    id: i64,
    /// Where its text begins, where the name in it ends, and where the text ends.
    start: usize,
    name_end: usize,
    end: usize,
    /// Among the groups of the index.
    group: usize,
    favourite: bool,
    places: Places,
}

/// All entries, ready to be searched.
#[derive(Debug, Default)]
pub(super) struct Index {
    rows: Vec<Row>,
    /// In lower case, one entry after the other; what is one text of an entry ends with a line.
    text: String,
    /// Names of the groups, none last.
    groups: Vec<Option<String>>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// In order.
    pub(super) ids: Vec<SwitchEntryId>,
    /// How many fit each group that has any, whichever group was asked for.
    pub(super) groups: Vec<(Option<String>, u32)>,
}

impl Index {
    /// Takes in the entries.
    pub(super) fn new(mut items: Vec<Item>) -> Self {
        let mut names: BTreeMap<(bool, String, Option<String>), usize> =
            items.iter().map(|i| (group_key(i.group.as_ref()), 0)).collect();
        for (place, index) in names.values_mut().enumerate() {
            *index = place;
        }
        let folded: Vec<String> = items.iter().map(|i| i.name.to_lowercase()).collect();
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by(|&a, &b| {
            let (x, y) = (&items[a], &items[b]);
            y.weight
                .total_cmp(&x.weight)
                .then(y.favourite.cmp(&x.favourite))
                .then_with(|| folded[a].cmp(&folded[b]))
                .then(x.id.cmp(&y.id))
        });
        let mut index = Self {
            rows: Vec::with_capacity(items.len()),
            text: String::new(),
            groups: names.keys().map(|(_, _, name)| name.clone()).collect(),
        };
        for &at in &order {
            let item = &mut items[at];
            let start = index.text.len();
            index.text.push_str(&folded[at]);
            let name_end = index.text.len();
            for text in &item.texts {
                index.text.push('\n');
                index.text.push_str(&text.to_lowercase());
            }
            index.text.push('\n');
            index.rows.push(Row {
                id: item.id,
                start,
                name_end,
                end: index.text.len(),
                group: names[&group_key(item.group.as_ref())],
                favourite: item.favourite,
                places: Places::default(),
            });
        }
        index.place(|p, to| p.name = to, |i, row| index_name(&folded, &order, i, row));
        index.place(|p, to| p.group = to, |_, row| (row.group, !row.favourite));
        index.place(
            |p, to| p.recent = to,
            |i, _| std::cmp::Reverse(items[order[i]].last.unwrap_or(i64::MIN)),
        );
        index.place(|p, to| p.position = to, |i, row| (items[order[i]].position, row.id));
        index
    }

    /// Notes the place of each row in an order; those that are the same stay in the order of use.
    fn place<K: Ord>(&mut self, set: impl Fn(&mut Places, u32), key: impl Fn(usize, &Row) -> K) {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_cached_key(|&i| key(i, &self.rows[i]));
        for (place, i) in (0_u32..).zip(order) {
            set(&mut self.rows[i].places, place);
        }
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The entries that have all the words, in the order asked for. What was typed ranks first if
    /// it is the name, then if the name begins with it; only an order by hand stays as it is.
    pub(super) fn find(&self, query: &SwitchQuery) -> Found {
        let typed = Typed::new(&query.search);
        let mut found = self.with_all(&typed.parts);
        if query.favourites {
            found.retain(|&i| self.rows[i].favourite);
        }
        let mut counts = vec![0_u32; self.groups.len()];
        for &i in &found {
            counts[self.rows[i].group] += 1;
        }
        if let Some(group) = &query.group {
            let wanted = Some(group.as_str()).filter(|g| !g.is_empty());
            let wanted = self.groups.iter().position(|g| g.as_deref() == wanted);
            found.retain(|&i| Some(self.rows[i].group) == wanted);
        }
        self.arrange(&mut found, &typed, query.order);
        let groups = self.groups.iter().cloned().zip(counts).filter(|(_, count)| *count > 0);
        Found {
            ids: found.into_iter().map(|i| SwitchEntryId(self.rows[i].id)).collect(),
            groups: groups.collect(),
        }
    }

    /// Rows that have all these parts, in the order of use.
    fn with_all(&self, parts: &[String]) -> Vec<usize> {
        // The longest is the rarest, mostly: it is looked for in the text as a whole.
        let Some((longest, others)) = parts.split_first() else {
            return (0..self.rows.len()).collect();
        };
        let first = Finder::new(longest.as_bytes());
        let others: Vec<Finder<'_>> = others.iter().map(|p| Finder::new(p.as_bytes())).collect();
        let text = self.text.as_bytes();
        let (mut found, mut row, mut from) = (Vec::new(), 0, 0);
        while let Some(at) = first.find(&text[from..]) {
            let at = from + at;
            while self.rows[row].end <= at {
                row += 1;
            }
            let Row { start, end, .. } = self.rows[row];
            if others.iter().all(|other| other.find(&text[start..end]).is_some()) {
                found.push(row);
            }
            from = end;
            row += 1;
        }
        found
    }

    fn arrange(&self, found: &mut [usize], typed: &Typed, order: SwitchOrder) {
        // Each key is made once: the name is looked at in it, and there may be thousands.
        let key = |i: usize| -> u64 {
            let row = &self.rows[i];
            let places = row.places;
            let place = match order {
                // Rows are in the order of use already.
                SwitchOrder::Use => i as u64,
                SwitchOrder::Recent => places.recent.into(),
                SwitchOrder::Name => places.name.into(),
                SwitchOrder::Group => places.group.into(),
                SwitchOrder::Manual => return places.position.into(),
            };
            let tier = if typed.parts.is_empty() {
                u64::from(order == SwitchOrder::Use && !row.favourite)
            } else {
                typed.tier(&self.text[row.start..row.name_end])
            };
            let group = if order == SwitchOrder::Group { row.group as u64 } else { 0 };
            (group << 34) | (tier << 32) | place
        };
        let mut keyed: Vec<(u64, usize)> = found.iter().map(|&i| (key(i), i)).collect();
        keyed.sort_unstable();
        for (to, (_, i)) in found.iter_mut().zip(keyed) {
            *to = i;
        }
    }
}

/// Groups by name whatever its case, and those without one last.
fn group_key(group: Option<&String>) -> (bool, String, Option<String>) {
    (group.is_none(), group.map(|g| g.to_lowercase()).unwrap_or_default(), group.cloned())
}

fn index_name(folded: &[String], order: &[usize], i: usize, row: &Row) -> (String, i64) {
    (folded[order[i]].clone(), row.id)
}

/// What was typed.
struct Typed {
    /// As a whole.
    whole: String,
    /// What has to occur, the longest first.
    parts: Vec<String>,
}

impl Typed {
    fn new(search: &str) -> Self {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let mut parts: Vec<String> = words.iter().flat_map(|word| parts_of(word)).collect();
        parts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        parts.dedup();
        Self { whole: words.join(" "), parts }
    }

    /// The name itself, its beginning, or anything.
    fn tier(&self, name: &str) -> u64 {
        match name.strip_prefix(self.whole.as_str()) {
            Some("") => 0,
            Some(_) => 1,
            None => 2,
        }
    }
}

/// What has to occur for a word: itself, or the account and the role of an ARN of a role or of its
/// session, as far as it was typed.
fn parts_of(word: &str) -> Vec<String> {
    let Some(arn) = word.strip_prefix("arn:") else { return vec![word.to_owned()] };
    let mut fields = arn.splitn(5, ':').skip(3);
    let account = fields.next().unwrap_or_default();
    let resource = fields.next().unwrap_or_default();
    let role = match resource.strip_prefix("assumed-role/") {
        Some(session) => session.split('/').next().unwrap_or_default(),
        // What is typed on the way to "role/" is no name yet.
        None => resource.strip_prefix("role/").unwrap_or_default(),
    };
    [account, role].into_iter().filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
