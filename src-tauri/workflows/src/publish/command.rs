//! Which `rolebridge` the published profiles run: AWS tools look for it on the search path, where an
//! app that was dropped somewhere has put nothing.

use std::path::{Path, PathBuf};

use rolebridge_dialects::Program;
use rolebridge_model::Region;

/// Where the `rolebridge` command is on this computer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnCommand {
    /// The one that belongs to the program that runs now.
    pub own: Option<PathBuf>,
    /// The one the search path leads to.
    pub on_path: Option<PathBuf>,
    /// What the own one lies in, if that does not stay: an AppImage is there while it is open.
    pub passing: Option<&'static str>,
}

/// How profiles are published, besides what was asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct How {
    /// What they run.
    pub(super) program: Program,
    /// What to know of it, in sentences.
    pub(super) notes: Vec<String>,
    /// Region of entries that name none.
    pub(super) region: Option<Region>,
}

impl How {
    /// As this computer has it. `home` is the data folder, unless it is the usual one.
    pub(super) fn here(command: &OwnCommand, home: Option<&Path>, region: Option<Region>) -> Self {
        let (program, note) = program(command);
        let mut how = Self { program, notes: note.into_iter().collect(), region };
        if let Some(home) = home {
            let text = home.to_str().unwrap_or_default();
            match how.program.clone().with_home(text, cfg!(windows)) {
                Some(told) => how.program = told,
                None => how.notes.push(format!(
                    "The data folder {} can't be named in a profile. Set ROLEBRIDGE_HOME to it \
                     wherever the profiles are used.",
                    home.display()
                )),
            }
        }
        how
    }
}

fn program(command: &OwnCommand) -> (Program, Option<String>) {
    let OwnCommand { own, on_path, passing } = command;
    let there = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match (own, on_path, passing) {
        (Some(own), Some(found), _) if there(own) == there(found) => (Program::default(), None),
        (Some(own), None, Some(place)) => {
            let note = format!(
                "AWS tools will look for the rolebridge command on the search path, where there is \
                 none, and the app's own lies in {place}, which does not stay. Copy {} to a folder \
                 of the search path, such as {}.",
                own.display(),
                if cfg!(windows) { "one of your own" } else { "/usr/local/bin" },
            );
            (Program::default(), Some(note))
        }
        (Some(own), found, None) => {
            let because = match found {
                Some(other) => format!("the search path leads to another one, {}", other.display()),
                None => "it is not on the search path".to_owned(),
            };
            let own_path = own.to_str().and_then(|path| Program::at(path, cfg!(windows)));
            match own_path {
                Some(program) => {
                    let note = format!(
                        "The profiles name the rolebridge command with its folder, as {because}. \
                         Publish again after moving it."
                    );
                    (program, Some(note))
                }
                None => {
                    let note = format!(
                        "AWS tools will look for the rolebridge command on the search path, but \
                         {because}. Put it there: its own folder, {}, can't be named in a profile.",
                        own.display()
                    );
                    (Program::default(), Some(note))
                }
            }
        }
        _ => (Program::default(), None),
    }
}

/// What to say of programs that published profiles run and that are gone.
pub(super) fn moved(programs: &[String]) -> Option<String> {
    let gone = programs.iter().find(|p| Path::new(p).is_absolute() && !Path::new(p).exists())?;
    Some(format!(
        "Profiles published before run {gone}, which is not there any more: AWS tools get no \
         credentials from them until you publish again."
    ))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn line(how: &How) -> Option<String> {
        let wanted = [rolebridge_dialects::Published { name: "prod".to_owned(), region: None }];
        let layout = rolebridge_dialects::Layout::Block;
        let edit = rolebridge_dialects::publish_with(&how.program, "", None, &wanted, layout);
        let text = edit.ok()?.text;
        text.lines().find_map(|l| l.strip_prefix("credential_process = ")).map(str::to_owned)
    }

    #[test]
    fn a_profile_runs_what_will_still_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| {
            let folder = folder.path().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("rolebridge"), "").unwrap();
            folder.join("rolebridge")
        };
        let (own, other, odd) = (at("app"), at("usr bin"), at("a$b"));
        let link = folder.path().join("rolebridge");
        std::os::unix::fs::symlink(&own, &link).unwrap();
        let image = Some("an AppImage");
        let by_path = format!("{} credentials prod", own.display());
        let table = [
            (None, None, None, "rolebridge credentials prod", ""),
            (None, Some(&other), None, "rolebridge credentials prod", ""),
            (Some(&own), Some(&link), None, "rolebridge credentials prod", ""),
            (Some(&own), None, None, by_path.as_str(), "not on the search path"),
            (Some(&own), Some(&other), None, by_path.as_str(), "another one"),
            (Some(&odd), None, None, "rolebridge credentials prod", "can't be named"),
            (Some(&own), None, image, "rolebridge credentials prod", "an AppImage"),
            (Some(&own), Some(&other), image, "rolebridge credentials prod", ""),
        ];
        for (own, on_path, passing, wanted, said) in table {
            let command = OwnCommand { own: own.cloned(), on_path: on_path.cloned(), passing };
            let how = How::here(&command, None, None);
            assert_eq!(line(&how).as_deref(), Some(wanted), "{command:?}");
            let notes = how.notes.join(" ");
            assert_eq!(notes.is_empty(), said.is_empty(), "{command:?}: {notes}");
            assert!(notes.contains(said), "{command:?}: {notes}");
        }
    }

    #[test]
    fn a_data_folder_of_one_s_own_is_named() {
        let how = How::here(&OwnCommand::default(), Some(Path::new("/data/my roles")), None);
        let wanted = "rolebridge credentials prod --home \"/data/my roles\"";
        assert_eq!(line(&how).as_deref(), Some(wanted));
        let how = How::here(&OwnCommand::default(), Some(Path::new("/data/$x")), None);
        assert_eq!(line(&how).as_deref(), Some("rolebridge credentials prod"));
        assert!(how.notes[0].contains("ROLEBRIDGE_HOME"), "{:?}", how.notes);
    }

    #[test]
    fn only_a_path_that_leads_nowhere_has_moved() {
        let here = std::env::current_exe().unwrap().display().to_string();
        assert_eq!(moved(&["rolebridge".to_owned(), here]), None);
        let said = moved(&["/gone/rolebridge".to_owned()]).unwrap();
        assert!(said.contains("/gone/rolebridge"), "{said}");
    }
}
