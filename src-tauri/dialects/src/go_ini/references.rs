//! `%(key)s` in a value stands for another value: of its section, of a section its name goes on from
//! (`[profile a]` to `[profile a.b]`), or of what stands before all sections or below `[DEFAULT]`.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::aws_ini::{Section, Setting};

/// How often the library replaces a reference in one value.
const MOST: usize = 99;
/// No value is longer than this, whatever is put into it; the library would go on.
const LONGEST: usize = 8192;

type Values<'a> = HashMap<&'a str, HashMap<Cow<'a, str>, Cow<'a, str>>>;

pub(super) fn resolve<'a>(sections: &mut [Section<'a>], outside: &[Setting<'a>]) {
    const BEGIN: &str = "%(";
    let any = |s: &Section<'_>| s.settings.iter().any(|s| s.value.contains(BEGIN));
    if !sections.iter().any(any) {
        return;
    }
    let mut values: Values<'a> = HashMap::new();
    let of_library = outside.iter().map(|s| ("DEFAULT", s));
    let named = sections.iter().flat_map(|s| s.settings.iter().map(|of| (s.header, of)));
    for (header, setting) in of_library.chain(named) {
        // The last of several counts.
        let section = values.entry(header).or_default();
        section.insert(setting.key.clone(), setting.value.clone());
    }
    for section in sections {
        for setting in section.settings.iter_mut().filter(|s| s.value.contains(BEGIN)) {
            setting.value = resolved(&values, section.header, &setting.key, &setting.value).into();
        }
    }
}

fn resolved(values: &Values<'_>, header: &str, own_key: &str, value: &str) -> String {
    let mut value = value.to_owned();
    for _ in 0..MOST {
        let Some(reference) = reference(&value) else { break };
        let key = &reference[2..reference.len() - 2];
        // A value that names itself means what stands for all sections.
        let near = if key == own_key { None } else { within(values, header, key) };
        let Some(found) = near.or_else(|| values.get("DEFAULT")?.get(key)) else { break };
        let next = value.replace(reference, found);
        if next.len() > LONGEST {
            break;
        }
        value = next;
    }
    value
}

/// The first reference in a text, as it stands there.
fn reference(text: &str) -> Option<&str> {
    text.match_indices("%(").find_map(|(begin, _)| {
        let inside = &text[begin + 2..];
        let end = inside.find(')')?;
        (end > 0 && inside[end + 1..].starts_with('s')).then(|| &text[begin..begin + end + 4])
    })
}

fn within<'v>(values: &'v Values<'_>, header: &str, key: &str) -> Option<&'v Cow<'v, str>> {
    let mut name = header;
    loop {
        if let Some(found) = values.get(name).and_then(|section| section.get(key)) {
            return Some(found);
        }
        name = name.rsplit_once('.')?.0;
    }
}
