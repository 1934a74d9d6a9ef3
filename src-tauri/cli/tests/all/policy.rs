//! `templates` and `policy`: they ask nobody and leave nothing behind.

use super::support::{Desk, keys};

const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "aidevops.amazonaws.com"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "aws:SourceAccount": "111111111111"
        },
        "ArnLike": {
          "aws:SourceArn": "arn:aws:aidevops:us-east-1:111111111111:agentspace/as-1"
        }
      }
    }
  ]
}
"#;

const INLINE: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AllowCreateServiceLinkedRoles",
      "Effect": "Allow",
      "Action": [
        "iam:CreateServiceLinkedRole"
      ],
      "Resource": [
        "arn:aws:iam::222222222222:role/aws-service-role/resource-explorer-2.amazonaws.com/AWSServiceRoleForResourceExplorer"
      ]
    }
  ]
}
"#;

const FILLED: [&str; 12] = [
    "policy",
    "render",
    "--template",
    "devops-agent",
    "--var",
    "primary_account=111111111111",
    "--var",
    "secondary_account=222222222222",
    "--var",
    "region=us-east-1",
    "--var",
    "agent_space_id=as-1",
];

#[test]
fn a_document_is_printed_as_it_is_with_one_newline() {
    let desk = Desk::empty();
    let trust = desk.run(&[&FILLED[..], &["--document", "trust"]].concat());
    assert_eq!((trust.code, trust.out.as_str(), trust.err.as_str()), (0, TRUST, ""));
    let inline = desk.run(&[&FILLED[..], &["--document", "inline"]].concat());
    assert_eq!((inline.code, inline.out.as_str()), (0, INLINE));
    let json = desk.run(&[&["--json"], &FILLED[..], &["--document", "trust"]].concat());
    assert_eq!(json.out, TRUST);
}

#[test]
fn a_document_asks_only_for_the_variables_it_uses() {
    let ran = Desk::empty().run(&[
        "policy",
        "render",
        "--template",
        "developer-access",
        "--document",
        "trust",
        "--var",
        "primary_account=111111111111",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn without_a_document_all_are_printed() {
    let desk = Desk::empty();
    let text = desk.run(&FILLED).out;
    for part in [
        "Trust policy:\n{",
        "Inline policy AllowCreateServiceLinkedRoles:\n{",
        "Managed policies:\narn:aws:iam::aws:policy/AIDevOpsAgentAccessPolicy",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let json = desk.run(&[&["--json"], &FILLED[..]].concat()).json();
    assert_eq!(
        keys(&json),
        [
            "template",
            "version",
            "role_name",
            "description",
            "trust",
            "managed_policies",
            "inline_policies",
            "group_policies",
            "notes"
        ]
    );
    let trust: serde_json::Value = serde_json::from_str(TRUST).unwrap();
    assert_eq!(json["trust"], trust);
}

#[test]
fn what_keeps_a_template_from_being_filled_in_is_said_with_an_example() {
    let desk = Desk::empty();
    let trust = ["policy", "render", "--template", "devops-agent", "--document", "trust"];
    let missing = desk.run(&trust);
    assert_eq!(missing.code, 2);
    assert_eq!(
        missing.err,
        "primary_account is missing: it is the account that hosts the agent space (the monitoring \
         account), for example 111111111111.\nGive variables with --var name=value.\n"
    );
    let wrong = desk.run(&[&FILLED[..], &["--var", "region=Virginia"]].concat());
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.starts_with("region is not valid."), "{}", wrong.err);
    let unknown = desk.run(&[&FILLED[..], &["--var", "acount=1"]].concat());
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("acount"), "{}", unknown.err);
    let none = desk.run(&["--json", "policy", "render", "--template", "nope"]);
    assert_eq!((none.code, none.error()["code"].as_str()), (2, Some("invalid_input")));
    let group = desk.run(&[&FILLED[..], &["--document", "group"]].concat());
    assert_eq!(group.code, 1, "{group:?}");
}

#[test]
fn templates_are_listed_with_their_variables() {
    let desk = Desk::empty();
    let text = desk.run(&["templates"]);
    assert_eq!(text.code, 0);
    assert!(text.out.contains("agent_space_id"), "{}", text.out);
    let json = desk.run(&["--json", "templates"]).json();
    let ids: Vec<&str> =
        json["templates"].as_array().unwrap().iter().map(|t| t["id"].as_str().unwrap()).collect();
    for id in [
        "devops-agent",
        "devops-agent-preview",
        "opsramp-keys",
        "opsramp-external-id",
        "micetro",
        "developer-access",
        "admin-access",
    ] {
        assert!(ids.contains(&id), "{id} is not in {ids:?}");
    }
    assert_eq!(
        keys(&json["templates"][0]["variables"][0]),
        ["name", "type", "description", "example", "default", "required"]
    );
}

#[test]
fn findings_exit_with_one() {
    let desk = Desk::empty();
    let good = desk.feed(&["policy", "check", "-", "--kind", "trust"], TRUST);
    assert_eq!((good.code, good.out.as_str()), (0, "No findings.\n"), "{good:?}");
    // aws:SourceAccount is the caller's account; the role's own is a mistake to be found.
    let of = ["policy", "check", "-", "--kind", "trust", "--account"];
    assert_eq!(desk.feed(&[&of[..], &["222222222222"]].concat(), TRUST).code, 0);
    assert_eq!(desk.feed(&[&of[..], &["111111111111"]].concat(), TRUST).code, 1);
    assert_eq!(desk.feed(&[&of[..], &["111"]].concat(), TRUST).code, 2);
    let broken = desk.feed(&["--json", "policy", "check", "-", "--kind", "identity"], "{\n x");
    assert_eq!(broken.code, 1);
    let finding = &broken.json()["findings"][0];
    assert_eq!((finding["severity"].as_str(), finding["line"].as_u64()), (Some("error"), Some(2)));
}

const REQUEST: &str = r#"{"action":"s3:GetObject","principal":"arn:aws:iam::111111111111:user/u","resource":{"arn":"arn:aws:s3:::b/k","account":"111111111111"},"identity_policies":[{"name":"Read","document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}]}"#;

#[test]
fn a_verdict_says_what_decided_it() {
    let ran = Desk::empty().feed(&["policy", "explain", "-"], REQUEST);
    assert_eq!(ran.code, 0, "{ran:?}");
    let verdict = ran.json();
    assert_eq!(keys(&verdict), ["decision", "because", "fix"]);
    assert_eq!(verdict["decision"], "allowed");
    assert_eq!(verdict["because"][0]["policy"], "Read");
    assert_eq!(verdict["because"][0]["statement"], 0);
}

#[test]
fn requests_and_verdicts_go_line_by_line_in_the_same_order() {
    let denied = REQUEST.replace("s3:GetObject\",\"principal", "s3:PutObject\",\"principal");
    let input = format!("{REQUEST}\nnot a request\n{denied}\n");
    let ran = Desk::empty().feed(&["policy", "explain", "-", "--lines"], &input);
    assert_eq!(ran.code, 2);
    let answers: Vec<serde_json::Value> =
        ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["decision"], "allowed");
    assert_eq!(answers[1]["error"]["code"], "invalid_input");
    assert_eq!(answers[2]["decision"], "implicitly_denied");
    let good = Desk::empty().feed(&["policy", "explain", "-", "--lines"], &format!("{REQUEST}\n"));
    assert_eq!(good.code, 0);
}

#[test]
fn policies_are_compared_by_what_they_mean() {
    let desk = Desk::empty();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (a, b) = (file("a", TRUST), file("b", &TRUST.replace("ArnLike", "ArnEquals")));
    let same = desk.run(&["policy", "diff", &a, &b]);
    assert_eq!(same.code, 0, "{same:?}");
    assert_eq!(keys(&same.json()), ["equivalent", "grants_more", "grants_less"]);
    assert_eq!(same.json()["equivalent"], true);
    let other = desk.feed(&["policy", "diff", &a, "-"], &TRUST.replace("as-1", "*"));
    assert_eq!(other.code, 1);
    assert_eq!(other.json()["grants_more"].as_array().unwrap().len(), 1);
    let encoded: String = TRUST.bytes().map(|b| format!("%{b:02X}")).collect();
    let as_returned = desk.feed(&["policy", "diff", &a, "-"], &encoded);
    assert_eq!(as_returned.code, 0, "{as_returned:?}");
    let none = desk.run(&["policy", "diff", &a, "/no/such/file"]);
    assert_eq!(none.code, 2);
    let twice = desk.feed(&["policy", "diff", "-", "-"], TRUST);
    assert_eq!(twice.code, 2);
    assert!(twice.err.contains("only one of the two"), "{twice:?}");
}

#[test]
fn a_file_that_is_not_utf_8_is_refused_with_its_place() {
    let desk = Desk::empty();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.json");
    let file = path.display().to_string();
    let file = file.as_str();
    std::fs::write(&path, b"{\n \"Id\": \"\xff\"}").unwrap();
    let checked = desk.run(&["policy", "check", file, "--kind", "trust"]);
    assert_eq!(checked.code, 1, "{checked:?}");
    assert!(checked.out.contains("Error not-utf-8 at line 2, column 9"), "{checked:?}");
    for command in [&["policy", "explain", file][..], &["policy", "diff", file, file]] {
        let ran = desk.run(command);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("Line 2, column 9"), "{ran:?}");
    }
}

#[test]
fn nothing_is_left_behind() {
    let desk = Desk::empty();
    desk.run(&FILLED);
    desk.run(&["templates"]);
    let command = desk.command(&[]);
    let home = command.get_args().nth(1).unwrap();
    assert!(!std::path::Path::new(home).exists());
}
