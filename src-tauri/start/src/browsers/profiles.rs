//! The profiles of a browser, as its own files name them. A file that reads otherwise than we know
//! it gives no profiles; that is no reason not to offer the browser.

use rolebridge_workflows::launch::ProfileOfBrowser;

use super::{Family, Known, here};

/// The profiles of a browser.
pub(super) fn of(known: &Known) -> Vec<ProfileOfBrowser> {
    let Some(folder) = here::data(known) else { return Vec::new() };
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    match known.family {
        Family::Chromium => in_local_state(&read("Local State")),
        Family::Firefox => in_profiles_ini(&read("profiles.ini")),
        Family::Plain => Vec::new(),
    }
}

/// Chromium's `Local State`: folders and names below `profile.info_cache`.
fn in_local_state(text: &str) -> Vec<ProfileOfBrowser> {
    let Ok(state) = serde_json::from_str::<serde_json::Value>(text) else { return Vec::new() };
    let cache = state.pointer("/profile/info_cache").and_then(|c| c.as_object());
    let mut found: Vec<ProfileOfBrowser> = cache
        .into_iter()
        .flatten()
        .map(|(id, about)| {
            let title = about.get("name").and_then(|n| n.as_str()).unwrap_or(id);
            ProfileOfBrowser { id: id.clone(), title: title.to_owned() }
        })
        .collect();
    found.sort_by(|a, b| a.title.cmp(&b.title));
    found
}

/// Firefox's `profiles.ini`: a section for each profile, started by its name.
fn in_profiles_ini(text: &str) -> Vec<ProfileOfBrowser> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line.starts_with("[Profile");
        } else if let Some(name) = line.strip_prefix("Name=").filter(|_| inside) {
            found.push(ProfileOfBrowser { id: name.to_owned(), title: name.to_owned() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(found: &[ProfileOfBrowser]) -> Vec<(&str, &str)> {
        found.iter().map(|p| (p.id.as_str(), p.title.as_str())).collect()
    }

    #[test]
    fn profiles_are_read_from_what_browsers_keep() {
        let state = r#"{"profile": {"info_cache": {
            "Profile 1": {"name": "Work"}, "Default": {"name": "Ada"}, "Profile 2": {}}}}"#;
        assert_eq!(
            pairs(&in_local_state(state)),
            [("Default", "Ada"), ("Profile 2", "Profile 2"), ("Profile 1", "Work")]
        );
        let ini = "[Install4F]\nDefault=x.work\nName=no\n\n[Profile1]\r\nName=work\r\nPath=x.work\n\
                   [Profile0]\nName=default-release\n[General]\nVersion=2\n";
        assert_eq!(
            pairs(&in_profiles_ini(ini)),
            [("work", "work"), ("default-release", "default-release")]
        );
    }

    #[test]
    fn what_is_broken_or_not_there_gives_none() {
        for text in ["", "{", "[]", r#"{"profile": {"info_cache": 1}}"#] {
            assert_eq!(in_local_state(text), []);
        }
        assert_eq!(in_profiles_ini(""), []);
    }
}
