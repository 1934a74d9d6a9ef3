//! What shells complete, asked for by the shells themselves.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use super::support::{Desk, Ran};

/// Three entries; two can't both be named by their profile.
fn desk() -> Desk {
    let desk = Desk::new();
    for (name, role) in [("Prod admin", "Admin"), ("Prod-read", "Read"), ("Test", "Test")] {
        let args = ["roles", "add", "--name", name, "--account", "222222222222", "--role", role];
        assert_eq!(desk.pretend(&args).code, 0);
    }
    desk
}

/// What a shell makes of its script and some commands of its own.
fn shell(desk: &Desk, shell: &str, args: &[&str], commands: &str) -> String {
    let script = desk.run(&["completions", shell]);
    assert_eq!((script.code, script.err.as_str()), (0, ""), "{script:?}");
    let file = desk.home().parent().unwrap().join(shell);
    std::fs::write(&file, script.out).unwrap();
    let folder = Path::new(env!("CARGO_BIN_EXE_rolebridge")).parent().unwrap();
    let before = if shell == "zsh" { "autoload -U compinit; compinit -u -D" } else { "" };
    let mut command = Command::new(shell);
    command
        .args(args)
        .arg(format!("{before}\nsource '{}'\n{commands}", file.display()))
        .env("PATH", format!("{}:/usr/bin:/bin", folder.display()))
        .env("HOME", desk.home().parent().unwrap())
        .env("ROLEBRIDGE_HOME", desk.home().join("sandbox"));
    let ran = Ran::from(command.output().unwrap_or_else(|e| panic!("{shell}: {e}")));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}: {ran:?}");
    ran.out
}

#[test]
fn bash_completes_entries_and_commands() {
    let desk = desk();
    let ask = |words: &str, last: &str| {
        let count = words.split(' ').count();
        let commands = format!(
            "COMP_WORDS=({words}); COMP_CWORD={}; COMP_LINE='{words}'; COMP_POINT=${{#COMP_LINE}}\n\
             _clap_complete_rolebridge rolebridge '{last}' x; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            count - 1
        );
        let said = shell(&desk, "bash", &["--norc", "-c"], &commands);
        said.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ask("rolebridge roles exec PR", "PR"), ["Prod-admin", "Prod-read"]);
    assert_eq!(ask("rolebridge credentials te", "te"), ["Test"]);
    assert_eq!(ask("rolebridge sessions end t", "t"), ["Test"]);
    assert_eq!(ask("rolebridge unp", "unp"), ["unpublish"]);
}

#[test]
fn fish_completes_entries_with_their_roles() {
    let desk = desk();
    let said = shell(
        &desk,
        "fish",
        &["--no-config", "-c"],
        "complete -C 'rolebridge roles env prod'\ncomplete -C 'rolebridge --sandbox roles env x'",
    );
    let role = "arn:aws:iam::222222222222:role";
    let wanted = format!("Prod-admin\tProd admin: {role}/Admin\nProd-read\t{role}/Read\n");
    assert_eq!(said, wanted);
}

/// zsh completes in its line editor only: here it is asked whether it would, and what it would get.
#[test]
fn zsh_is_told_the_same() {
    let desk = desk();
    let said = shell(
        &desk,
        "zsh",
        &["-f", "-c"],
        "words=(rolebridge roles open p); CURRENT=4\n\
         _describe() { print -l -- ${(P)${@[-1]}} }\n\
         _clap_dynamic_completer_rolebridge; print $_comps[rolebridge]",
    );
    let said: Vec<&str> = said.lines().collect();
    assert!(said[0].starts_with("Prod-admin:Prod admin"), "{said:?}");
    assert!(said[1].starts_with("Prod-read:arn"), "{said:?}");
    assert_eq!(said.last(), Some(&"_clap_dynamic_completer_rolebridge"));
}

#[test]
fn powershell_and_elvish_have_a_script() {
    let desk = Desk::empty();
    for name in ["powershell", "elvish"] {
        let script = desk.run(&["completions", name]);
        assert_eq!((script.code, script.err.as_str()), (0, ""));
        assert!(script.out.contains("rolebridge"), "{}", script.out);
        // Nothing that was typed is run to complete it.
        assert!(!script.out.contains("Invoke-Expression"), "{}", script.out);
    }
}
