//! Files no one should have, and the limits that keep them from doing harm; refusals of edits.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use rolebridge_dialects::{Dialect, Layout, Published, detect, publish, read, unpublish};

fn error(dialect: Dialect, bytes: &[u8]) -> String {
    read(dialect, bytes).unwrap_err().to_string()
}

#[test]
fn bytes_that_are_no_text() {
    for dialect in Dialect::ALL {
        assert_eq!(
            error(dialect, b"a\nb\xff"),
            "Line 2: Byte 4 of the file is not UTF-8. Save the file as UTF-8, then import it again."
        );
        assert!(error(dialect, b"\xff\xfea\0").contains("UTF-16"));
        assert!(error(dialect, b"[a]\nx = \0\n").starts_with("Line 2: There is a NUL byte"));
    }
}

#[test]
fn great_files_end_soon() {
    let line = format!("[a]\nx = {}\n", "y".repeat(10 * 1024 * 1024));
    let lines = "[profile a]\n".repeat(100_000);
    let brackets = "[".repeat(1_000_000);
    let indented: String = (0..1000).map(|i| format!("{}- x:\n", "  ".repeat(i))).collect();
    let settings: String = (0..20_000).map(|i| format!("k{i} = v\n")).collect();
    let chain: String = (1..5_000)
        .map(|i| {
            let (arn, before) = ("arn:aws:iam::111111111111:role/R", i - 1);
            format!("[profile p{i}]\nrole_arn={arn}\nsource_profile=p{before}\ninclude_profile=p{before}\n")
        })
        .collect();
    let one_section = format!("[profile a]\n{settings}");
    let mut laughs = "a0: &a0 [x]\n".to_owned();
    for i in 1..40 {
        let times = vec![format!("*a{}", i - 1); 10].join(", ");
        laughs.push_str(&format!("a{i}: &a{i} [{times}]\n"));
    }
    for text in [line, lines, brackets, indented, one_section, laughs, chain] {
        let _ = detect(&text, None);
        for dialect in Dialect::ALL {
            let start = Instant::now();
            let _ = read(dialect, text.as_bytes());
            assert!(start.elapsed() < Duration::from_secs(300), "{dialect} {}", &text[..20]);
        }
    }
    let too_large = vec![b'x'; 33 * 1024 * 1024];
    assert!(error(Dialect::Csv, &too_large).contains("at most"));
}

#[test]
fn errors_have_no_secrets() {
    for (dialect, text) in [
        (Dialect::Aws, "aws_secret_access_key = hushhush\n"),
        (Dialect::AwsCredentials, "[a]\naws_secret_access_key hush = hushhush\n"),
        (Dialect::Team, "rolebridge_team = 1\npassword = \"hushhush\"\n"),
        (
            Dialect::Prowler,
            "- provider: aws\n  uid: '1'\n  auth_method: credentials\n  credentials: {secret_access_key: hushhush}\n",
        ),
    ] {
        let shown = format!("{:?}", read(dialect, text.as_bytes()));
        assert!(!shown.contains("hushhush"), "{shown}");
    }
}

fn wanted(names: &[&str]) -> Vec<Published> {
    names.iter().map(|n| Published { name: (*n).to_owned(), region: None }).collect()
}

#[test]
fn edits_that_are_refused() {
    for (config, credentials, names, sentence) in [
        ("[profile a]\n", None, &["a"][..], "Line 1: A profile called a is there already"),
        ("\u{feff}[profile a] # x\n", None, &["a"], "Line 1: A profile called a"),
        ("x\n [ profile\ta ]\n", None, &["a"], "Line 2: A profile called a"),
        ("[profile \"a\"]\n", None, &["a"], "Line 1: A profile called a"),
        ("[default]\n", None, &["default"], "Line 1: A profile called default"),
        ("", Some("[b]\n[a]\n"), &["a"], "Line 2 of the credentials file"),
        ("", None, &["a b"], "can't be the name"),
        ("", None, &["-x"], "can't be the name"),
        ("", None, &["%PATH%"], "can't be the name"),
        ("", None, &["a]\n[b"], "can't be the name"),
        ("", None, &["$(x)"], "can't be the name"),
        ("", None, &[""], "can't be the name"),
        ("", None, &["a", "a"], "published twice"),
        ("# >>> rolebridge profiles >>>\n", None, &["a"], "What Rolebridge published begins here"),
        ("# <<< rolebridge profiles <<<\n", None, &["a"], "This mark"),
        ("# >>> rolebridge what\n", None, &["a"], "This mark"),
        (
            "# >>> rolebridge profile a >>>\n# <<< rolebridge profile b <<<\n",
            None,
            &["c"],
            "This mark",
        ),
    ] {
        let error = publish(config, credentials, &wanted(names), Layout::Block).unwrap_err();
        assert!(error.to_string().contains(sentence), "{config:?} {names:?}: {error}");
    }
    // The bare name is no profile of the configuration file.
    assert!(publish("[a]\n[sso-session a]\n", None, &wanted(&["a"]), Layout::Block).is_ok());
}

#[test]
fn what_is_inside_the_marks_is_ours_and_moves_with_them() {
    let one = publish("# top\n", None, &wanted(&["a", "b"]), Layout::Separate).unwrap().text;
    let moved = format!("{one}[profile mine]\nregion = eu-west-1\n");
    let only_b = publish(&moved, None, &wanted(&["b"]), Layout::Separate).unwrap();
    assert!(!only_b.text.contains("credentials a") && only_b.text.contains("credentials b"));
    assert!(only_b.text.contains("[profile mine]\nregion = eu-west-1\n"));
    assert_eq!(
        unpublish(&only_b.text).unwrap().text,
        "# top\n[profile mine]\nregion = eu-west-1\n"
    );
}

#[test]
fn differences_blank_out_secrets() {
    let config = "[default]\naws_secret_access_key = hushhush\n";
    let edit = publish(config, None, &wanted(&["a"]), Layout::Block).unwrap();
    assert!(edit.text.contains("hushhush"));
    assert!(!format!("{:?}", edit.diff).contains("hushhush"));
}

#[test]
fn detection_says_why_and_admits_doubt() {
    for (text, name, best, others) in [
        ("[profile a]\nsso_session = s\n", None, "aws", ""),
        ("[a]\naws_access_key_id = k\n", None, "aws-credentials", ""),
        ("[a]\nregion = x\n", Some("/home/me/.aws/credentials"), "aws-credentials", ""),
        ("[a]\naws_account_id = 1\nrole_name = R\ncolor = ffaa00\n", None, "aesr", "role-switch"),
        ("[a]\naws_account_id = 1\nrole_name = R\ngroup = G\n", None, "role-switch", "aesr"),
        (
            "[a]\naws_account_id = 1\nrole_name = R\ncolor = orangered\n",
            None,
            "role-switch",
            "aesr",
        ),
        ("[a]\naws_account_id = 1\nrole_name = R\ncolor = #fff\n", None, "role-switch", ""),
        ("[profile a]\ngranted_color = red\n", None, "granted", ""),
        ("[granted_registry_start x]\n[profile a]\n", None, "granted", ""),
        ("[profile a]\ninclude_profile = b\n", None, "aws-vault", ""),
        ("[profile a]\nrole_arn = arn:aws:iam::1:role/R\n", None, "aws", "aesr"),
        ("[profile a]\nrole_arn = arn:aws:iam::1:role/R\n", Some("config"), "aws", ""),
        ("[a]\nrole_arn = arn:aws:iam::1:role/R\n", None, "aesr", "role-switch"),
        ("# c\nSSOConfig:\n  D:\n", None, "aws-sso", ""),
        ("DefaultRegion: x\nSSOConfig:\n", None, "aws-sso", ""),
        ("x: 1\nSSOConfig :\n  D:\n", None, "aws-sso", ""),
        ("SSOConfig: # ours\n  D:\n", None, "aws-sso", ""),
        ("[default]\naws_access_key_id = x\n", None, "aws", "aws-credentials"),
        ("[default]\naws_access_key_id = x\n", Some("config"), "aws", ""),
        ("[default]\naws_access_key_id = x\n", Some("credentials"), "aws-credentials", ""),
        ("- provider: aws\n  uid: '1'\n", None, "prowler", ""),
        ("items:\n- provider: aws\n  uid: '1'\n", None, "prowler", ""),
        ("[profile items]\nregion = x\n", Some("config"), "aws", ""),
        ("- uid: '1'\n  provider: aws\n", None, "prowler", ""),
        ("[{\"env\": {\"account\": \"1\"}, \"style\": {}}]", None, "peacock", ""),
        ("// x\n[{\"env\": {\"account\": \"1\"}}]", None, "peacock", ""),
        ("- env:\n    account: 1\n", None, "peacock", ""),
        ("name,role\na,b\n", None, "csv", ""),
        ("Display Name;Role ARN\na;b\n", None, "csv", ""),
        ("rolebridge_team = 1\n", None, "team", ""),
        ("{\"rolebridge_team\": 1}", None, "team", ""),
        ("\u{feff}[profile a]\r\noutput = json\r\n", None, "aws", ""),
        ("hello", None, "-", ""),
        ("", Some("config"), "aws", ""),
        ("# to be filled in\n\n", Some("/home/me/.aws/config"), "aws", ""),
        ("# to be filled in\n\n", None, "-", ""),
        (
            "[profile a]\nrole_arn = arn:aws:iam::1:role/R\nrole_name = R\nmfa_serial = m\n",
            None,
            "aws",
            "aesr role-switch",
        ),
        ("[profile a]\nsso_session = s # as in rolebridge_team\n", None, "aws", ""),
        ("{ \"rolebridge_team\": 1}", None, "team", ""),
        ("{\"title\": \"x\", \"rolebridge_team\": 1}", None, "team", ""),
        ("sep=;\r\nName;RoleArn\r\na;b\r\n", None, "csv", ""),
        ("Name,AccountId,RoleName\na,1,b\n", None, "csv", ""),
    ] {
        let found = detect(text, name);
        let got = found.best.as_ref().map_or("-", |f| f.dialect.as_str());
        let more: Vec<_> = found.others.iter().map(|f| f.dialect.as_str()).collect();
        assert_eq!((got, more.join(" ").as_str()), (best, others), "{text:?} {found:?}");
        assert!(found.best.is_none_or(|f| f.why.ends_with('.')));
    }
}
