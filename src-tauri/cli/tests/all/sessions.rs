//! Credentials of entries: printed, put into an environment, given to a command, and found nowhere
//! else.

use std::path::Path;

use serde_json::Value;

use super::support::{Desk, Ran, keys};

const MFA: &str = "arn:aws:iam::111111111111:mfa/ada";

/// Entries of the sandbox whose roles trust its user.
fn desk() -> Desk {
    let desk = Desk::new();
    for (name, account, role, more) in [
        ("Prod developer", "222222222222", "Developer", &["--region", "eu-central-1"][..]),
        ("Prod o'wner", "222222222222", "OrganizationAccountAccessRole", &[]),
        ("With code", "222222222222", "Developer", &["--mfa-serial", MFA]),
        ("Closed", "222222222222", "NobodyKnowsThis", &[]),
    ] {
        let args = ["roles", "add", "--name", name, "--account", account, "--role", role];
        desk.json(0, &[&args[..], more].concat());
    }
    desk
}

#[track_caller]
fn credentials(ran: &Ran) -> Value {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let value = ran.json();
    assert_eq!(
        keys(&value),
        ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]
    );
    assert_eq!(value["Version"], 1);
    value
}

#[test]
fn credential_process_gets_what_it_wants_and_nothing_else() {
    let desk = desk();
    for args in [
        &["credentials", "prod dev"][..],
        &["roles", "credentials", "Prod developer"],
        // As the profile is called that `publish` writes.
        &["credentials", "Prod-developer"],
    ] {
        let value = credentials(&desk.pretend(args));
        let expiry = value["Expiration"].as_str().unwrap();
        assert!(expiry.len() == 20 && expiry.ends_with('Z'), "{expiry}");
    }
}

#[test]
fn what_stands_in_the_way_is_told_on_standard_error() {
    let desk = desk();
    for (entry, code, wanted) in [
        ("prod", 2, "Prod developer (arn:"),
        ("none such", 1, "none such"),
        ("closed", 3, "NobodyKnowsThis"),
        ("with code", 1, "--mfa-code"),
    ] {
        let ran = desk.pretend(&["credentials", entry]);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{entry}: {ran:?}");
        assert!(ran.err.contains(wanted), "{entry}: {}", ran.err);
    }
    let ran = Desk::empty().run(&["credentials", "x"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
}

#[test]
fn an_mfa_code_is_used_and_never_repeated() {
    let desk = desk();
    credentials(&desk.pretend(&["credentials", "with code", "--mfa-code", "123456"]));
    let wrong = desk.pretend(&["credentials", "with code", "--mfa-code", "000000"]);
    assert_eq!(wrong.code, 3, "{wrong:?}");
    let no_code = desk.pretend(&["credentials", "with code", "--mfa-code", "secret-7"]);
    assert_eq!(no_code.code, 1);
    assert!(!no_code.err.contains("secret-7"), "{no_code:?}");
}

#[test]
fn an_hour_is_the_limit_of_a_chain_before_aws_is_asked() {
    let desk = Desk::new();
    let via = "arn:aws:iam::222222222222:role/OrganizationAccountAccessRole";
    let add = |more: &[&str]| {
        let args =
            ["roles", "add", "--name", "x", "--account", "222222222222", "--role", "Developer"];
        desk.pretend(&[&args[..], more].concat())
    };
    let refused = add(&["--via", via, "--duration", "3601"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--duration") && refused.err.contains("role chaining"));
    assert_eq!(add(&["--via", via, "--duration", "3600"]).code, 0);
    // The profile is a session of Identity Center: told before the role is asked for.
    let long = ["--source-profile", "payments-admin", "--duration", "7200", "--name", "long"];
    let args = ["roles", "add", "--account", "222222222222", "--role", "Developer"];
    assert_eq!(desk.pretend(&[&args[..], &long].concat()).code, 0);
    let ran = desk.pretend(&["credentials", "long"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("role chaining"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn the_commands_of_env_set_what_they_say() {
    let desk = desk();
    let ran = desk.pretend(&["roles", "env", "Prod o'wner", "--shell", "bash"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let script = format!(
        "AWS_PROFILE=stale; export AWS_PROFILE\n{}\nprintf '%s|%s|%s' \"$AWS_ACCESS_KEY_ID\" \
         \"${{AWS_PROFILE-gone}}\" \"$ROLEBRIDGE_ENTRY\"",
        ran.out
    );
    let shell = std::process::Command::new("sh").arg("-c").arg(script).output().unwrap();
    let said = String::from_utf8(shell.stdout).unwrap();
    assert!(said.starts_with("ASIA") && said.ends_with("|gone|Prod o'wner"), "{said}");
    let fish = desk.pretend(&["roles", "env", "o'wner", "--shell", "fish"]);
    assert!(fish.out.contains("set -gx ROLEBRIDGE_ENTRY 'Prod o\\'wner'\n"), "{}", fish.out);
    let power = desk.pretend(&["roles", "env", "o'wner", "--shell", "powershell"]);
    assert!(power.out.contains("$Env:ROLEBRIDGE_ENTRY = 'Prod o''wner'\n"), "{}", power.out);
}

#[cfg(unix)]
#[test]
fn exec_hands_on_environment_arguments_exit_code_and_signals() {
    let desk = desk();
    let exec = |script: &str| {
        let args =
            ["--sandbox", "roles", "exec", "prod dev", "--", "/bin/sh", "-c", script, "x", "a b"];
        let mut command = desk.command(&args);
        Ran::from(command.env("AWS_ROLE_ARN", "stale").env("AWS_PROFILE", "").output().unwrap())
    };
    let ran = exec(
        "echo \"$AWS_ACCESS_KEY_ID ${AWS_ROLE_ARN-gone} $AWS_REGION $1\"; test -n \
         \"$AWS_SECRET_ACCESS_KEY\" -a -n \"$AWS_SESSION_TOKEN\" && exit 42",
    );
    assert_eq!(ran.code, 42, "{ran:?}");
    assert!(ran.out.starts_with("ASIA") && ran.out.ends_with(" gone eu-central-1 a b\n"));
    // -1 stands for: ended by a signal.
    assert_eq!(exec("kill -TERM $$").code, -1);
    let missing = desk.pretend(&["roles", "exec", "prod dev", "--", "/no/such/command"]);
    assert_eq!(missing.code, 2, "{missing:?}");
    assert!(missing.err.contains("/no/such/command"));
}

#[test]
fn the_console_is_opened_by_a_link_that_is_shown_only_if_asked_for() {
    let desk = desk();
    let open = ["roles", "open", "--way", "console", "prod dev"];
    let ran = desk.pretend(&open);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    let ran = desk.pretend(&[&open[..], &["--print-url"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let home = "https%3A%2F%2Feu%2Dcentral%2D1%2Econsole%2Eaws%2Eamazon%2Ecom%2Fconsole%2Fhome%3F\
                region%3Deu%2Dcentral%2D1";
    assert!(
        ran.out.starts_with(&format!(
            "https://signin.aws.amazon.com/federation?Action=login&Issuer=Rolebridge&Destination={home}&SigninToken=SANDBOX"
        )),
        "{}",
        ran.out
    );
}

fn contents(folder: &Path, into: &mut Vec<u8>) {
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            contents(&path, into);
        } else {
            into.extend(std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn no_secret_is_left_anywhere() {
    let desk = desk();
    let mut secrets: Vec<String> = vec!["735194".into()];
    let mut told = String::new();
    for args in [
        &["credentials", "prod dev"][..],
        &["--json", "roles", "credentials", "prod dev"],
        &["credentials", "with code", "--mfa-code", "735194"],
    ] {
        let ran = desk.pretend(args);
        let value = ran.json();
        for key in ["SecretAccessKey", "SessionToken"] {
            secrets.push(value[key].as_str().unwrap().to_owned());
        }
        told.push_str(&ran.err);
    }
    let env = desk.pretend(&["--json", "roles", "env", "prod dev"]);
    for name in ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
        secrets.push(env.json()["set"][name].as_str().unwrap().to_owned());
    }
    let args = ["roles", "exec", "prod dev", "--", "/usr/bin/env"];
    let exec = desk.pretend(&args);
    let of_child = |name: &str| {
        exec.out.lines().find_map(|l| l.strip_prefix(name)).map(str::to_owned).unwrap()
    };
    secrets.extend([of_child("AWS_SECRET_ACCESS_KEY="), of_child("AWS_SESSION_TOKEN=")]);
    let url = desk.pretend(&["roles", "open", "--way", "console", "--print-url", "prod dev"]);
    secrets.push(url.out.rsplit('=').next().unwrap().trim().to_owned());
    for ran in [env, exec, url] {
        told.push_str(&ran.err);
    }
    told.push_str(&desk.pretend(&["roles", "open", "--way", "console", "prod dev"]).err);

    let mut kept = Vec::new();
    contents(&desk.home(), &mut kept);
    // What is looked through has to be what the commands work with.
    assert!(kept.windows(14).any(|w| w == b"Prod developer"));
    let all = [kept, told.into_bytes()].concat();
    for secret in &secrets {
        assert!(secret.len() >= 6);
        assert!(!all.windows(secret.len()).any(|w| w == secret.as_bytes()), "{secret} was kept");
    }
}

/// A shell that only tells what it was given.
#[cfg(unix)]
fn telling_shell(desk: &Desk) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let shell = desk.home().join("bash");
    std::fs::write(&shell, "#!/bin/sh\nenv\n").unwrap();
    std::fs::set_permissions(&shell, std::fs::Permissions::from_mode(0o755)).unwrap();
    shell
}

#[cfg(unix)]
#[test]
fn a_shell_has_the_credentials_the_name_and_the_colour() {
    let desk = desk();
    let shell = telling_shell(&desk);
    let ran = Ran::from(
        desk.command(&["--sandbox", "roles", "shell", "--in-region", "eu-north-1", "o'wner"])
            .env("SHELL", &shell)
            .env("AWS_PROFILE", "another")
            .env("PROMPT_COMMAND", "history -a")
            .output()
            .unwrap(),
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    for line in [
        "AWS_ACCESS_KEY_ID=ASIASANDBOX",
        "AWS_SESSION_TOKEN=SANDBOX",
        "AWS_REGION=eu-north-1\n",
        "ROLEBRIDGE_ENTRY=Prod o'wner\n",
        "ROLEBRIDGE_COLOUR=#",
        "\"$ROLEBRIDGE_ENTRY\"; history -a\n",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    assert!(!ran.out.contains("AWS_PROFILE"), "{}", ran.out);
    // By its number, as the desktop app names it.
    let by_id = Ran::from(
        desk.command(&["--sandbox", "roles", "shell", "--id", "2"])
            .env("SHELL", &shell)
            .output()
            .unwrap(),
    );
    assert!(by_id.out.contains("ROLEBRIDGE_ENTRY=Prod o'wner\n"), "{by_id:?}");
}

#[test]
fn a_shell_without_credentials_is_none_and_its_window_waits() {
    let desk = desk();
    let ran = desk.feed(&["--sandbox", "roles", "shell", "--stay", "--id", "77"], "\n");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.err.contains("is not there any more") && ran.err.contains("Press Enter"),
        "{}",
        ran.err
    );
}
