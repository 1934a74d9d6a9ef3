//! People edit the file between two times it is published: what is outside the marks stays to the
//! byte, whatever was moved, added or cut off, or the file is left alone.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use proptest::sample::Index;
use rolebridge_dialects::{Layout, Published, publish, published, unpublish};

const LINES: [&str; 16] = [
    "[profile mine]\n",
    "[default]\r\n",
    "region = eu-west-1\n",
    "# note\r\n",
    "  nested = 1\n",
    "s3 =\n",
    "\n",
    " \t\n",
    "\u{feff}\n",
    "a = \\\n",
    "[profile open\n",
    "# >>> rolebridge profiles >>>\n",
    "# <<< rolebridge profiles <<<\n",
    "# >>> rolebridge profile p >>> +lf\n",
    "a\rb\n",
    "no line break",
];

#[derive(Debug, Clone)]
enum Change {
    Add(Index, usize),
    Remove(Index),
    Move(Index, Index),
    CutEnd,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => (any::<Index>(), 0..LINES.len()).prop_map(|(at, line)| Change::Add(at, line)),
        1 => any::<Index>().prop_map(Change::Remove),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Move(from, to)),
        1 => Just(Change::CutEnd),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    match change {
        Change::Add(at, line) => lines.insert(at.index(lines.len() + 1), LINES[*line]),
        Change::Remove(at) if !lines.is_empty() => {
            lines.remove(at.index(lines.len()));
        }
        Change::Move(from, to) if !lines.is_empty() => {
            let line = lines.remove(from.index(lines.len()));
            lines.insert(to.index(lines.len() + 1), line);
        }
        Change::CutEnd => return text.trim_end_matches(['\r', '\n']).to_owned(),
        Change::Remove(_) | Change::Move(..) => {}
    }
    lines.concat()
}

/// What is not between marks, without a line break that was only added for the last block.
fn outside(text: &str) -> String {
    let (mut out, mut open, mut after_block) = (String::new(), false, false);
    let mut added = (usize::MAX, 0);
    for (i, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end_matches(['\n', '\r']);
        let bare = line.strip_prefix('\u{feff}').filter(|_| i == 0);
        let line = bare.unwrap_or(line);
        if line.starts_with("# >>> rolebridge ") {
            out.push_str(if bare.is_some() { "\u{feff}" } else { "" });
            let breaks = [(" +lf", "\n"), (" +crlf", "\r\n")];
            let told = breaks.iter().find(|(word, _)| line.ends_with(word));
            if let Some((_, eol)) = told.filter(|(_, eol)| !after_block && out.ends_with(eol)) {
                added = (out.len(), eol.len());
            }
            open = true;
        } else if line.starts_with("# <<< rolebridge ") {
            (open, after_block) = (false, true);
        } else if !open {
            out.push_str(whole);
            after_block = false;
        }
    }
    if added.0 == out.len() {
        out.truncate(added.0 - added.1);
    }
    out
}

fn wanted() -> impl Strategy<Value = (Vec<Published>, Layout)> {
    let profiles = prop::collection::btree_map("[p-r]", any::<bool>(), 0..3).prop_map(|names| {
        let region = |with: bool| with.then(|| "eu-west-1".parse().unwrap());
        names.into_iter().map(|(name, with)| Published { name, region: region(with) }).collect()
    });
    (profiles, prop_oneof![Just(Layout::Block), Just(Layout::Separate)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(2000)))]

    #[test]
    fn edits_between_are_kept(
        begin in prop::collection::vec(change(), 0..4),
        rounds in prop::collection::vec((wanted(), prop::collection::vec(change(), 0..3)), 1..5),
    ) {
        let mut text = begin.iter().fold(String::new(), |text, c| changed(&text, c));
        for ((wanted, layout), changes) in rounds {
            if let Ok(edit) = publish(&text, None, &wanted, layout) {
                let kept = outside(&text);
                prop_assert_eq!(&outside(&edit.text), &kept, "{:?}", text);
                prop_assert_eq!(unpublish(&edit.text).unwrap().text, kept);
                let names: Vec<_> = wanted.iter().map(|p| p.name.clone()).collect();
                let mut there = published(&edit.text).unwrap();
                there.sort();
                prop_assert_eq!(there, names);
                prop_assert!(publish(&edit.text, None, &wanted, layout).unwrap().is_empty());
                text = edit.text;
            }
            text = changes.iter().fold(text, |text, c| changed(&text, c));
        }
    }
}

fn block(name: &str, flag: &str) -> String {
    format!(
        "# >>> rolebridge profile {name} >>>{flag}\n[profile {name}]\n\
         credential_process = rolebridge credentials {name}\n\
         # <<< rolebridge profile {name} <<<\n"
    )
}

#[test]
fn a_block_that_was_moved_behind_another_has_no_line_break_before_it() {
    let text = format!("# mine\n{}{}", block("a", ""), block("b", " +lf"));
    assert_eq!(unpublish(&text).unwrap().text, "# mine\n");
}

#[test]
fn the_line_break_cut_off_behind_the_last_mark_is_not_added_above() {
    let text = format!("# mine\n{}", block("a", ""));
    let edit = publish(text.trim_end(), None, &[], Layout::Block).unwrap();
    assert_eq!(edit.text, "# mine\n");
    let other = [Published { name: "b".into(), region: None }];
    let edit = publish(text.trim_end(), None, &other, Layout::Separate).unwrap();
    assert_eq!(edit.text, format!("# mine\n{}", block("b", "")));
}

#[test]
fn indented_settings_at_the_top_of_a_profile_stay_there() {
    let text = block("a", "").replace("[profile a]\n", "[profile a]\n  output = json\n");
    let wanted = [Published { name: "a".into(), region: "eu-west-1".parse().ok() }];
    let edit = publish(&text, None, &wanted, Layout::Separate).unwrap();
    let top = "[profile a]\n  output = json\ncredential_process";
    assert!(edit.text.contains(top), "{}", edit.text);
}
