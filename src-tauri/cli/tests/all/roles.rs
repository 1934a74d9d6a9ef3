//! `roles`: entries are kept and found; no browser is opened here.

use super::support::{Desk, ROLE, keys};

fn desk() -> Desk {
    let desk = Desk::new();
    for (name, account, role, more) in [
        ("Prod admin", "222222222222", "Admin", &["--colour", "Red"][..]),
        ("Prod", "222222222222", "team/Developer", &["--region", "eu-central-1"]),
        ("Partner", "444444444444", "Partner", &["--external-id", "x-1"]),
    ] {
        let args = ["roles", "add", "--name", name, "--account", account, "--role", role];
        desk.json(0, &[&args[..], more].concat());
    }
    desk
}

fn url(desk: &Desk, entry: &str) -> super::support::Ran {
    desk.pretend(&["roles", "open", "--print-url", entry])
}

#[test]
fn the_address_is_printed_and_nothing_else() {
    let ran = url(&desk(), "Prod");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.starts_with(
            "https://signin.aws.amazon.com/switchrole?account=222222222222&roleName=team/Developer&displayName=Prod&color="
        ) && ran.out.lines().count() == 1,
        "{}",
        ran.out
    );
}

#[test]
fn an_entry_is_named_whole_or_by_a_part_no_other_has() {
    let desk = desk();
    assert!(url(&desk, "prod").out.contains("team/Developer"));
    assert!(url(&desk, "admin").out.contains("roleName=Admin"));
    let several = url(&desk, "2222");
    assert_eq!(several.code, 2);
    for wanted in ["fits 2 entries:\n", "\n  Prod admin (arn:", "\n  Prod (arn:", "Type more"] {
        assert!(several.err.contains(wanted), "{}", several.err);
    }
    assert_eq!(url(&desk, "nothing like it").code, 1);
}

#[test]
fn what_the_console_cannot_do_is_refused_with_what_works() {
    let desk = desk();
    let ran = url(&desk, "Partner");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("external ID"), "{}", ran.err);
    let list = desk.json(0, &["roles", "list", "Partner"]);
    assert_eq!(
        keys(&list["entries"][0]),
        [
            "name",
            "account",
            "role",
            "permission_set",
            "colour",
            "region",
            "external_id",
            "possible",
            "reason",
            "instead",
            "ways",
            "session",
            "group",
            "favourite",
            "notes"
        ]
    );
    assert_eq!(list["entries"][0]["possible"], false);
    let ways = &list["entries"][0]["ways"];
    assert_eq!(
        (&ways["console"]["kind"], &ways["cli"]["kind"]),
        (&"closed".into(), &"open".into())
    );
}

#[test]
fn wrong_values_are_named() {
    let ran = Desk::new().pretend(&[
        "roles",
        "add",
        "--name",
        "x",
        "--account",
        "1",
        "--role",
        ROLE,
        "--colour",
        "blurple",
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--account") && ran.err.contains("--colour"), "{}", ran.err);
}

#[test]
fn entries_need_no_aws() {
    let ran = Desk::empty().run(&["--json", "roles", "list"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["entries"], serde_json::json!([]));
}
