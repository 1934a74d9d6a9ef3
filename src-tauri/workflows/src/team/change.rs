//! Who changed a team file last: the last commit, if it is in a git checkout, else the time of the
//! file. A checkout is somebody else's too, and its configuration can name programs to run; so git
//! is asked only what runs none of them, and nothing over the network.

use std::{path::Path, process::Command};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::run::run;

/// The last change of a team file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LastChange {
    /// When.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// The commit; nothing outside a git checkout.
    pub commit: Option<Commit>,
}

/// The last commit of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Commit {
    /// The beginning of its id.
    pub id: String,
    /// Who made the change.
    pub author: String,
    /// The file was changed since, and that is in no commit.
    pub changed_since: bool,
}

/// Nothing if the file is not there.
pub(super) fn last(path: &Path) -> Option<LastChange> {
    let modified = std::fs::metadata(path).ok()?.modified().ok()?;
    let at = Timestamp::try_from(modified).ok()?;
    let of_git = committed(path).map(|(at, commit)| LastChange { at, commit: Some(commit) });
    Some(of_git.unwrap_or(LastChange { at, commit: None }))
}

fn committed(path: &Path) -> Option<(Timestamp, Commit)> {
    let folder = path.parent()?;
    let name = path.file_name()?.to_str()?;
    let mut log = git(folder);
    log.args(["log", "-1", "--no-show-signature", "--no-mailmap", "--no-color", "--no-ext-diff"]);
    log.args(["--no-textconv", "--no-patch", "--format=%h%x00%an%x00%aI", "--", name]);
    let line = run(&mut log)?;
    let mut parts = line.trim_end().split('\0');
    let (id, author, at) = (parts.next()?, parts.next()?, parts.next()?);
    let clean: String = author.chars().filter(|c| !c.is_control()).take(100).collect();
    let mut head = git(folder);
    head.args(["rev-parse", "--verify", "--quiet", &format!("HEAD:./{name}")]);
    let mut here = git(folder);
    // Without filters: those are programs the checkout names.
    here.args(["hash-object", "--no-filters", "--", name]);
    let changed_since = run(&mut head)? != run(&mut here)?;
    Some((at.parse().ok()?, Commit { id: id.to_owned(), author: clean, changed_since }))
}

/// git in a folder, with all that its configuration could make it run turned off, and nothing of
/// the environment that would lead it elsewhere. A checkout of another user it refuses by itself.
fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder);
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"] {
        git.env_remove(variable);
    }
    git.env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_REPLACE_OBJECTS", "1");
    for setting in [
        "core.fsmonitor=false",
        "core.hooksPath=",
        "core.pager=",
        "log.showSignature=false",
        "protocol.allow=never",
    ] {
        git.args(["-c", setting]);
    }
    git.args(["--no-pager", "--literal-pathspecs"]);
    git
}
