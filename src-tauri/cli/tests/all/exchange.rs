//! `import`, `export`, `publish` and `unpublish`, without AWS and without the sandbox.

use std::path::PathBuf;

use super::support::{Desk, Ran, keys};

const ROLES: &str = "\
name,role,colour,group
prod,arn:aws:iam::222222222222:role/Admin,f2b0a9,Payments
Prod read,arn:aws:iam::222222222222:role/Read,,
bad,arn:aws:iam::22:role/Read,,
";

fn write(desk: &Desk, name: &str, text: &str) -> PathBuf {
    let path = desk.home().parent().unwrap().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn imported() -> Desk {
    let desk = Desk::empty();
    let file = write(&desk, "roles.csv", ROLES);
    assert_eq!(desk.run(&["import", file.to_str().unwrap()]).code, 0);
    desk
}

/// The binary with a configuration file of its own.
fn with_config(desk: &Desk, config: &PathBuf, args: &[&str]) -> Ran {
    desk.command(args).env("AWS_CONFIG_FILE", config).output().unwrap().into()
}

#[test]
fn a_dry_run_says_all_and_does_nothing_and_a_second_import_doubles_nothing() {
    let desk = Desk::empty();
    let path = write(&desk, "roles.csv", ROLES);
    let file = path.to_str().unwrap();
    let dry = desk.run(&["--json", "import", file, "--dry-run"]);
    assert_eq!(dry.code, 0, "{dry:?}");
    let said = dry.json();
    assert_eq!(
        keys(&said),
        [
            "file", "dialect", "others", "dry_run", "added", "updated", "same", "items", "skipped",
            "warnings", "gone"
        ]
    );
    assert_eq!((&said["added"], &said["dialect"]), (&2.into(), &"csv".into()));
    assert_eq!(said["skipped"][0]["line"], 4);
    assert_eq!(said["items"][0]["line"], 2);
    let setting = &said["items"][0]["settings"][0];
    assert!(setting["field"].is_string() && setting["value"].is_string(), "{setting}");
    let count = |desk: &Desk| {
        desk.run(&["--json", "roles", "list"]).json()["entries"].as_array().unwrap().len()
    };
    assert_eq!(count(&desk), 0);
    assert_eq!(desk.run(&["import", file]).code, 0);
    assert_eq!(count(&desk), 2);
    let again = desk.run(&["--json", "import", file, "--dialect", "csv"]).json();
    assert_eq!((&again["added"], &again["same"]), (&0.into(), &2.into()));
    assert_eq!(count(&desk), 2);
}

#[test]
fn standard_input_is_read_and_mistakes_have_their_exit_codes() {
    let desk = Desk::empty();
    let ran = desk.feed(&["import", "-"], ROLES);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("2 added"), "{}", ran.out);
    let unknown = desk.feed(&["import", "-", "--dialect", "nothing"], ROLES);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("--dialect"), "{}", unknown.err);
    let broken = desk.feed(&["import", "-", "--dialect", "aesr"], "[a]\nnonsense\n");
    assert_eq!(broken.code, 1);
    assert!(broken.err.starts_with("-:2: "), "{}", broken.err);
    assert_eq!(desk.run(&["import", "/nowhere/at/all"]).code, 2);
}

#[test]
fn a_file_its_tool_rejects_is_told_with_its_line() {
    let desk = Desk::empty();
    for (dialect, text, line) in [
        ("aws", "[profile a]\nregion = eu-west-1\n\nword\n", 4),
        ("aws-credentials", "# c\n[a\n", 2),
        ("aesr", "[a]\naws_account_id = 1\naws_account_id = 2\n", 3),
        ("granted", "[profile a\n", 1),
        ("aws-vault", "[profile a]\r\nword\r\n", 2),
        ("aws-sso", "SSOConfig:\n\tDefault: {}\n", 2),
        ("prowler", "- provider: aws\n  uid: 'x\n", 2),
        ("peacock", "{}", 1),
        ("csv", "name,role\na,\"b\n", 2),
        ("team", "rolebridge_team = 1\ncredential_process = \"x\"\n", 2),
        ("auto", "hello\n", 0),
        ("auto", "[profile a]\n\0\n", 2),
    ] {
        let path = write(&desk, dialect, text);
        let file = path.canonicalize().unwrap().display().to_string();
        let args = ["import", &file, "--dialect", dialect, "--dry-run"];
        let ran = desk.run(&args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{dialect} {ran:?}");
        let place = if line == 0 { format!("{file}: ") } else { format!("{file}:{line}: ") };
        assert!(ran.err.starts_with(&place), "{dialect} {}", ran.err);
        let said = desk.run(&[&["--json"], &args[..]].concat());
        let error = &serde_json::from_str::<serde_json::Value>(&said.err).unwrap()["error"];
        assert_eq!(keys(error), ["code", "message", "remedy", "file", "line"]);
        assert_eq!(error["code"], "refused");
        assert_eq!(error["file"], *file);
        assert_eq!(error["line"].as_u64().unwrap_or_default(), line, "{dialect} {error}");
        assert_eq!((said.code, said.out.as_str()), (1, ""));
    }
}

#[test]
fn what_may_be_of_several_tools_says_so() {
    let desk = Desk::empty();
    let path = write(&desk, "roles", "[a]\nrole_arn = arn:aws:iam::222222222222:role/Admin\n");
    let ran = desk.run(&["--json", "import", path.to_str().unwrap(), "--dry-run"]);
    let said = ran.json();
    assert_eq!(said["dialect"], "aesr");
    assert_eq!(said["others"][0]["dialect"], "role-switch");
    assert!(said["others"][0]["why"].as_str().unwrap().ends_with('.'));
    assert!(ran.err.contains("--dialect"), "{}", ran.err);
}

#[test]
fn an_export_goes_to_standard_output_or_a_file_and_says_what_is_lost() {
    let desk = imported();
    let ran = desk.run(&["export", "--format", "aws-config"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.starts_with("[profile prod]\nrole_arn = arn:aws:iam::222222222222:role/Admin\n")
    );
    assert!(ran.err.contains("colour is not in the file"), "{}", ran.err);
    let file = desk.home().parent().unwrap().join("team.toml");
    let args = ["--json", "export", "--format", "team", "--output", file.to_str().unwrap()];
    let said = desk.run(&args).json();
    assert_eq!((&said["entries"], &said["text"]), (&2.into(), &serde_json::Value::Null));
    let other = Desk::empty();
    let back = other.run(&["--json", "import", file.to_str().unwrap()]).json();
    assert_eq!((&back["added"], &back["dialect"]), (&2.into(), &"team".into()));
}

#[test]
fn publishing_waits_for_a_word_and_unpublishing_restores_the_file() {
    const CONFIG: &str = "# mine\r\n[default]\r\nregion = eu-west-1 ; home\r\n\r\n[profile x]";
    let desk = imported();
    let config = write(&desk, "config", CONFIG);
    let read = || std::fs::read_to_string(&config).unwrap();
    let asked = with_config(&desk, &config, &["publish"]);
    assert_eq!(asked.code, 1);
    assert!(asked.out.contains("+ [profile prod]") && asked.err.contains("--yes"), "{asked:?}");
    assert_eq!(with_config(&desk, &config, &["publish", "--dry-run"]).code, 0);
    assert_eq!(read(), CONFIG);
    for layout in ["block", "profiles"] {
        let ran = with_config(&desk, &config, &["--json", "publish", "--layout", layout, "--yes"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let said = ran.json();
        assert_eq!(said["profiles"], serde_json::json!(["prod", "Prod-read"]));
        let backup = said["backup"].as_str().unwrap();
        assert!(std::path::Path::new(backup).is_file());
        assert!(read().starts_with(CONFIG), "{}", read());
    }
    assert_eq!(with_config(&desk, &config, &["unpublish"]).code, 1);
    assert_eq!(with_config(&desk, &config, &["unpublish", "--yes"]).code, 0);
    assert_eq!(read(), CONFIG);
    let nothing = with_config(&desk, &config, &["unpublish", "--yes"]);
    assert_eq!(nothing.code, 0);
    assert!(nothing.out.contains("Nothing is different"), "{}", nothing.out);
}

#[test]
fn a_damaged_file_is_left_alone_and_told_with_its_line() {
    let desk = imported();
    for (text, line) in [
        ("[default]\n# >>> rolebridge profiles >>>\n[profile prod]\n", 2),
        ("# >>> rolebridge profiles >>>\n[profile mine]\n# <<< rolebridge profiles <<<\n", 2),
        ("x\n# <<< rolebridge profiles <<<\n", 2),
    ] {
        let config = write(&desk, "damaged", text);
        let place = format!("{}:{line}: ", config.canonicalize().unwrap().display());
        for command in ["publish", "unpublish"] {
            let ran = with_config(&desk, &config, &[command, "--yes"]);
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
            assert!(ran.err.starts_with(&place), "{}", ran.err);
            let said = with_config(&desk, &config, &["--json", command, "--dry-run"]);
            let error = serde_json::from_str::<serde_json::Value>(&said.err).unwrap();
            assert_eq!(error["error"]["line"], line);
            assert_eq!(std::fs::read_to_string(&config).unwrap(), text);
        }
    }
    let config = desk.home().parent().unwrap().join("binary");
    std::fs::write(&config, b"[default]\nx = \xff\n").unwrap();
    let ran = with_config(&desk, &config, &["publish", "--yes"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("binary:2: "), "{}", ran.err);
    assert_eq!(std::fs::read(&config).unwrap(), b"[default]\nx = \xff\n");
}

#[test]
fn a_templates_role_is_exported_for_other_tools() {
    let desk = Desk::empty();
    let export = |args: &[&str]| desk.run(&[&["export"], args].concat());
    let role = [
        "--template",
        "admin-access",
        "--var",
        "primary_account=111111111111",
        "--var",
        "secondary_account=222222222222",
    ];
    let formation = export(&[&["--format", "cloudformation"], &role[..]].concat());
    assert_eq!(formation.code, 0, "{formation:?}");
    assert_eq!(formation.json()["Resources"]["Role"]["Type"], "AWS::IAM::Role");
    let script = export(&[&["--format", "aws-cli"], &role[..]].concat());
    assert!(script.out.starts_with("#!/bin/sh\n"), "{script:?}");
    assert_eq!(export(&["--format", "terraform"]).code, 2);
    assert_eq!(export(&[&["--format", "csv"], &role[..]].concat()).code, 2);
    assert_eq!(export(&["--format", "terraform", "--template", "nothing"]).code, 2);
}
