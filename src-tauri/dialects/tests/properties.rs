//! What holds for every text: reading never panics, what is written reads back, and taking back what
//! was published restores the file to the byte.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rolebridge_dialects::{
    AwsFiles, Dialect, EditError, Entry, Kind, Layout, Published, detect, publish, published, read,
    read_aws, unpublish, write,
};

/// Lines that mean something to at least one dialect, and pieces that break them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("[profile a]"),
        Just("[b]"),
        Just("[default]"),
        Just("[sso-session s]"),
        Just("role_arn = arn:aws:iam::111111111111:role/R"),
        Just("source_profile = b"),
        Just("include_profile=a"),
        Just("session_tags=a=b,c"),
        Just("aws_account_id = 012345678901"),
        Just("color = #fff"),
        Just(" indented = x"),
        Just("# comment ; more"),
        Just("SSOConfig:"),
        Just("  Default: &x"),
        Just("    <<: *x"),
        Just("- env: {account: 1}"),
        Just("[{\"env\": {\"account\": \"1\"}}"),
        Just("name,account,role"),
        Just("\"a;b\",,'=x"),
        Just("rolebridge_team = 1"),
        Just("[[entries]]"),
        Just("name = \"x\""),
        Just("\u{feff}"),
        Just("é\u{2028}#"),
        Just("]"),
        Just("="),
        Just(""),
    ];
    let line = prop_oneof![4 => piece.prop_map(str::to_owned), 1 => "[ -~]{0,20}", 1 => ".{0,12}"];
    let ending = prop_oneof![3 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\r"), 1 => Just("")];
    prop::collection::vec((line, ending), 0..24)
        .prop_map(|lines| lines.into_iter().map(|(l, e)| format!("{l}{e}")).collect())
}

fn role_name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9+=,.@_-]{1,20}"
}

/// Roles with names a person, or someone who means harm, may choose.
fn entry() -> impl Strategy<Value = Entry> {
    let name = prop_oneof![
        3 => "[A-Za-z][A-Za-z0-9 _./-]{0,14}[a-z]",
        1 => "[ -~]{1,12}",
        1 => ".{0,10}",
        1 => Just("x]\n[profile y]\ncredential_process = sh".to_owned()),
        1 => Just("=cmd|' /C calc'!A0".to_owned()),
        1 => Just("profile x".to_owned()),
    ];
    let more = (
        prop::option::of("[A-Za-z0-9+=,.@:/_-]{2,12}"),
        prop::option::of("[a-zA-Z ;#=]{1,10}"),
        prop::option::of(".{1,20}"),
        prop::option::of(900u32..=43_200),
        prop::option::of("[0-9a-f]{6}"),
        any::<bool>(),
    );
    (name, "[0-9]{12}", role_name(), more).prop_map(|(name, account, role, more)| {
        let arn = format!("arn:aws:iam::{account}:role/{role}");
        let arn = if more.5 { arn.replace(":aws:", ":aws-cn:") } else { arn };
        let line = format!("name,role,external_id\nx,{},\n", csv_cell(&arn));
        let mut e = read(Dialect::Csv, line.as_bytes()).unwrap().entries.remove(0);
        e.name = name;
        e.external_id = more.0.and_then(|v| v.parse().ok());
        e.group = more.1;
        e.description = more.2;
        e.duration_seconds = more.3;
        e.colour =
            more.4.map(|v| rolebridge_dialects::ColourToken { rgb: v.parse().ok(), written: v });
        e
    })
}

fn csv_cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Permission sets of profiles as people and tools configure them, also with what a team file refuses.
fn set() -> impl Strategy<Value = Entry> {
    let name = prop_oneof![3 => "[A-Za-z][A-Za-z0-9 ._-]{0,14}[a-z]", 1 => ".{0,10}"];
    let portal = prop_oneof![
        4 => "https://[a-z][a-z0-9-]{0,8}\\.awsapps\\.com/start(#/)?",
        1 => "http://localhost:[0-9]{4}",
        1 => ".{0,20}",
    ];
    let session = prop_oneof![4 => "[a-b]{1,2}", 1 => ".{0,6}"];
    let more = (
        prop::option::of(portal),
        prop::option::of(session),
        prop::option::of(Just("eu-west-1")),
        prop::option::of("[a-z]{1,4}"),
    );
    (name, "[0-9]{12}", "[A-Za-z0-9+=,.@_-]{1,32}", more).prop_map(|(name, account, role, more)| {
        let text = format!("[profile a]\nsso_account_id = {account}\nsso_role_name = {role}\n");
        let mut e = read(Dialect::Aws, text.as_bytes()).unwrap().entries.remove(0);
        e.name = name;
        let sso = e.sso.as_mut().unwrap();
        // In one configuration a session is of one portal, which whoever names the session knows.
        sso.session = more.1.map(|s| if more.0.is_some() { s } else { format!("own-{s}") });
        sso.start_url = more.0;
        sso.region = more.2.map(|r| r.parse().unwrap());
        e.source = more.3;
        e
    })
}

/// Where one signs in to it, as far as it matters.
fn signed_in(e: &Entry) -> Option<(Option<String>, Option<String>, Option<String>)> {
    let sso = e.sso.as_ref()?;
    let place = match &sso.start_url {
        // Of a portal that is told the name means nothing.
        Some(url) if !url.is_empty() => Some(url.clone()),
        _ => sso.session.clone().filter(|s| !s.is_empty()),
    };
    Some((place, sso.account.as_ref().map(|a| a.written.clone()), sso.role.clone()))
}

/// What every dialect keeps of a role.
fn core(e: &Entry) -> (String, Option<String>) {
    (e.name.clone(), e.role_arn().map(|a| a.to_string()))
}

fn left_out(w: &write::Written) -> Vec<&str> {
    let entry = |l: &&write::Loss| matches!(l.what, write::Lost::Entry { .. });
    w.losses.iter().filter(entry).map(|l| l.entry.as_str()).collect()
}

/// Entries with names of their own; a file can't have two of one name.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), 0..6).prop_map(|mut all| {
        let mut seen = std::collections::HashSet::new();
        all.retain(|e| seen.insert(e.name.clone()));
        all
    })
}

fn wanted() -> impl Strategy<Value = Vec<Published>> {
    prop::collection::btree_set("[a-z][a-z0-9_./@:+-]{0,8}", 0..5).prop_map(|names| {
        names
            .into_iter()
            .enumerate()
            .map(|(i, name)| Published {
                name,
                region: (i % 2 == 0).then(|| "eu-west-1".parse().unwrap()),
            })
            .collect()
    })
}

fn layout() -> impl Strategy<Value = Layout> {
    prop_oneof![Just(Layout::Block), Just(Layout::Separate)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(600)))]

    #[test]
    fn reading_never_panics(text in text()) {
        for dialect in Dialect::ALL {
            if let Ok(reading) = read(dialect, text.as_bytes()) {
                let lines = text.split(['\n', '\r']).count();
                for e in &reading.entries {
                    prop_assert!(e.provenance.line >= 1 && e.provenance.line <= lines);
                }
            }
        }
        let _ = detect(&text, Some("config"));
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for dialect in Dialect::ALL {
            let _ = read(dialect, &bytes);
        }
    }

    #[test]
    fn aesr_reads_back(entries in entries()) {
        let written = write::to_aesr(&entries);
        let lost = left_out(&written);
        let back = read(Dialect::Aesr, written.text.as_bytes()).unwrap();
        let wanted: Vec<_> =
            entries.iter().filter(|e| !lost.contains(&e.name.as_str())).map(core).collect();
        prop_assert_eq!(back.entries.iter().map(core).collect::<Vec<_>>(), wanted);
        for e in &entries {
            let told = written.losses.iter().any(|l| l.entry == e.name);
            prop_assert!(told || e.external_id.is_none());
        }
    }

    #[test]
    fn csv_reads_back(entries in entries()) {
        let written = write::to_csv(&entries);
        let lost = left_out(&written);
        let back = read(Dialect::Csv, written.text.as_bytes()).unwrap();
        let kept: Vec<_> = entries.iter().filter(|e| !lost.contains(&e.name.as_str())).collect();
        prop_assert_eq!(back.entries.len(), kept.len());
        for (e, b) in kept.iter().zip(&back.entries) {
            prop_assert_eq!(core(e), core(b));
            prop_assert_eq!(&e.external_id, &b.external_id);
            prop_assert_eq!(e.duration_seconds, b.duration_seconds);
            prop_assert_eq!(&e.colour, &b.colour);
        }
        for cell in written.text.lines().filter_map(|l| l.chars().next()) {
            prop_assert!(!"=+-@".contains(cell));
        }
    }

    #[test]
    fn permission_sets_of_a_team_file_read_back(
        roles in entries(), sets in prop::collection::vec(set(), 0..8),
    ) {
        let mut all: Vec<Entry> = sets.into_iter().chain(roles).collect();
        let mut seen = std::collections::HashSet::new();
        all.retain(|e| seen.insert(e.name.clone()));
        // Another entry's name as a source would be that entry.
        let sources: Vec<String> = all.iter().filter_map(|e| e.source.clone()).collect();
        all.retain(|e| !sources.contains(&e.name));
        let written = write::to_team(&all);
        let lost = left_out(&written);
        let back = read(Dialect::Team, written.text.as_bytes()).unwrap();
        let kept: Vec<_> = all.iter().filter(|e| !lost.contains(&e.name.as_str())).collect();
        prop_assert_eq!(back.entries.len(), kept.len());
        for (e, b) in kept.iter().zip(&back.entries) {
            prop_assert_eq!((&e.name, e.kind, signed_in(e)), (&b.name, b.kind, signed_in(b)));
            prop_assert_eq!(&e.source, &b.source);
        }
    }

    #[test]
    fn the_team_file_reads_back(entries in entries()) {
        let written = write::to_team(&entries);
        let lost = left_out(&written);
        let back = read(Dialect::Team, written.text.as_bytes()).unwrap();
        let kept: Vec<_> = entries.iter().filter(|e| !lost.contains(&e.name.as_str())).collect();
        prop_assert_eq!(back.entries.len(), kept.len());
        for (e, b) in kept.iter().zip(&back.entries) {
            prop_assert_eq!(core(e), core(b));
            prop_assert_eq!(&e.external_id, &b.external_id);
            prop_assert_eq!(&e.description, &b.description);
            prop_assert_eq!(&e.group, &b.group);
        }
    }

    #[test]
    fn aws_profiles_read_back(entries in entries()) {
        let written = write::to_aws(&entries);
        let back = read(Dialect::Aws, written.text.as_bytes()).unwrap();
        prop_assert!(back.skipped.is_empty());
        let lost = left_out(&written);
        let kept: Vec<_> = entries
            .iter()
            .filter(|e| !lost.contains(&e.name.as_str()))
            .map(|e| (e.role_arn(), e.external_id.clone(), e.duration_seconds))
            .collect();
        let got: Vec<_> = back
            .entries
            .iter()
            .map(|e| (e.role_arn(), e.external_id.clone(), e.duration_seconds))
            .collect();
        prop_assert_eq!(got, kept);
        let published = write::to_published_profiles(&entries);
        for line in published.text.lines().filter(|l| l.starts_with("credential_process")) {
            let word = line.strip_prefix("credential_process = rolebridge credentials ").unwrap();
            prop_assert!(word.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.@:+".contains(c)));
        }
    }

    #[test]
    fn taking_back_restores_the_file(text in text(), wanted in wanted(), layout in layout()) {
        let Ok(edit) = publish(&text, None, &wanted, layout) else { return Ok(()) };
        let names: Vec<_> = wanted.iter().map(|p| p.name.clone()).collect();
        prop_assert_eq!(published(&edit.text).unwrap(), names);
        prop_assert!(edit.text.starts_with(&text));
        prop_assert_eq!(&unpublish(&edit.text).unwrap().text, &text);
        let again = publish(&edit.text, None, &wanted, layout).unwrap();
        prop_assert!(again.is_empty() && again.text == edit.text);
    }

    #[test]
    fn changes_in_between_do_no_harm(
        text in text(), first in wanted(), second in wanted(), a in layout(), b in layout(),
    ) {
        let Ok(one) = publish(&text, None, &first, a) else { return Ok(()) };
        let Ok(two) = publish(&one.text, None, &second, b) else { return Ok(()) };
        let mut names = published(&two.text).unwrap();
        names.sort();
        let mut wanted: Vec<_> = second.iter().map(|p| p.name.clone()).collect();
        wanted.sort();
        prop_assert_eq!(names, wanted);
        prop_assert_eq!(&unpublish(&two.text).unwrap().text, &text);
    }

    #[test]
    fn what_was_written_below_stays(wanted in wanted(), layout in layout(), below in text()) {
        let before = "[default]\nregion = eu-west-1";
        let Ok(edit) = publish(before, None, &wanted, layout) else { return Ok(()) };
        prop_assume!(!wanted.is_empty() && !below.is_empty() && !below.contains('\u{feff}'));
        let with_more = format!("{}{below}", edit.text);
        let Ok(back) = unpublish(&with_more) else { return Ok(()) };
        prop_assert_eq!(back.text, format!("{before}\n{below}"));
    }
}

#[test]
fn a_published_file_is_what_sdks_read() {
    let config = "[default]\r\nregion = eu-west-1 ; home\r\n# end";
    let wanted = [Published { name: "prod".into(), region: None }];
    let edit = publish(config, None, &wanted, Layout::Block).unwrap();
    let shown: Vec<_> = edit.diff.iter().map(|l| format!("{:?} {}", l.kind, l.text)).collect();
    assert_eq!(
        shown,
        [
            "Same [default]",
            "Same region = eu-west-1 ; home",
            "Same # end",
            "Added # >>> rolebridge profiles >>> +crlf",
            "Added [profile prod]",
            "Added credential_process = rolebridge credentials prod",
            "Added # <<< rolebridge profiles <<<",
        ]
    );
    assert!(!edit.text[config.len()..].replace("\r\n", "").contains('\n'));
    let back = read_aws(AwsFiles { config: Some(&edit.text), credentials: None }).unwrap();
    assert_eq!(back.skipped.len(), 2);
}

#[test]
fn kinds_without_a_place_in_a_file_are_told() {
    let mut colour = Entry::new("c", Kind::Colour, Dialect::Peacock, 1);
    colour.kind = Kind::Colour;
    for written in [
        write::to_aesr(std::slice::from_ref(&colour)),
        write::to_aws(std::slice::from_ref(&colour)),
        write::to_csv(std::slice::from_ref(&colour)),
        write::to_team(std::slice::from_ref(&colour)),
        write::to_published_profiles(std::slice::from_ref(&colour)),
    ] {
        assert_eq!(written.losses.len(), 1);
        assert!(!written.text.contains("[profile"));
    }
}

#[test]
fn names_that_make_aesr_reject_the_file_are_left_out() {
    let mut entry = read(Dialect::Csv, b"name,role\nx,arn:aws:iam::111111111111:role/R\n").unwrap();
    let mut entry = entry.entries.remove(0);
    for (name, kept) in [("constructor", false), ("__proto__", false), ("Constructor", true)] {
        entry.name = name.into();
        let written = write::to_aesr(std::slice::from_ref(&entry));
        assert_eq!(left_out(&written).is_empty(), kept, "{name}");
        assert_eq!(written.text.contains(name), kept, "{name}");
    }
}

fn profile(name: &str, region: Option<&str>) -> Published {
    Published { name: name.into(), region: region.map(|r| r.parse().unwrap()) }
}

/// `aws configure set` writes below a profile wherever that stands.
#[test]
fn settings_others_add_to_a_published_profile_stay() {
    let wanted = [profile("a", Some("eu-west-1")), profile("b", None)];
    let before = "[default]\r\nregion = eu-west-1\r\n";
    let first = publish(before, None, &wanted, Layout::Block).unwrap().text;
    let end = "credential_process = rolebridge credentials b\r\n";
    let added = "output = json\r\ns3 =\r\n    max_queue_size = 9\r\n# mine\r\n";
    let theirs = first.replace(end, &format!("{end}{added}"));
    assert_ne!(theirs, first);
    assert!(publish(&theirs, None, &wanted, Layout::Block).unwrap().is_empty());
    let changed = [profile("b", Some("eu-west-3")), profile("c", None)];
    for layout in [Layout::Block, Layout::Separate] {
        let text = publish(&theirs, None, &changed, layout).unwrap().text;
        assert!(text.contains(&format!("{end}region = eu-west-3\r\n{added}")), "{text}");
        assert!(!text.contains("[profile a]"));
    }
    assert_eq!(unpublish(&theirs).unwrap().text, before);
    // A blank line left above a setting of ours is none of theirs.
    let setting = "region = eu-west-1\r\n\r\n";
    let apart = first.replace(setting, &format!("\r\n{setting}"));
    assert_ne!(apart, first);
    let text = publish(&apart, None, &wanted, Layout::Separate).unwrap().text;
    assert!(publish(&text, None, &wanted, Layout::Separate).unwrap().is_empty(), "{text}");
}

#[test]
fn what_is_not_ours_is_not_removed_from_between_the_marks() {
    let ours = "[profile a]\ncredential_process = rolebridge credentials a\n";
    let begin = "# >>> rolebridge profiles >>>\n";
    let end = "# <<< rolebridge profiles <<<\n";
    for (inside, line) in [
        ("[profile mine]\nregion = eu-west-1\n".to_owned(), 2),
        (format!("{ours}[profile mine]\ncredential_process = other a\n"), 4),
        (format!("{ours}\n[sso-session mine]\nsso_region = eu-west-1\n"), 5),
        (format!("{ours}[mine]\n"), 4),
        (format!("# mine\n{ours}"), 2),
        (format!("{ours}{ours}"), 4),
        ("[profile a\n".to_owned(), 2),
    ] {
        let config = format!("{begin}{inside}{end}");
        let foreign = EditError::Foreign { line };
        assert_eq!(unpublish(&config).unwrap_err(), foreign, "{config}");
        assert_eq!(publish(&config, None, &[], Layout::Separate).unwrap_err(), foreign);
        assert_eq!(published(&config).unwrap_err(), foreign);
    }
    let moved = "# >>> rolebridge profile a >>>\n[profile b]\ncredential_process = \
                 rolebridge credentials b\n# <<< rolebridge profile a <<<\n";
    assert_eq!(unpublish(moved).unwrap_err(), EditError::Foreign { line: 2 });
}

#[test]
fn marks_that_were_damaged_are_told_with_their_line() {
    let whole = publish("x = y\n", None, &[profile("a", None)], Layout::Block).unwrap().text;
    let lines: Vec<&str> = whole.lines().collect();
    let without = |n: usize| {
        let mut kept = lines.clone();
        kept.remove(n);
        format!("{}\n", kept.join("\n"))
    };
    assert_eq!(unpublish(&without(1)).unwrap_err(), EditError::StrayMark { line: 4 });
    assert_eq!(unpublish(&without(4)).unwrap_err(), EditError::NotClosed { line: 2 });
    let part = lines[1..].join("\n");
    let twice = format!("{whole}{part}\n");
    assert_eq!(unpublish(&twice).unwrap_err(), EditError::Twice { line: 6 });
    let turned = format!("{}\n{}\n", lines[4], lines[1]);
    assert_eq!(unpublish(&turned).unwrap_err(), EditError::StrayMark { line: 1 });
    let nested = format!("{}\n{part}\n", lines[1]);
    assert_eq!(unpublish(&nested).unwrap_err(), EditError::NotClosed { line: 1 });
}
