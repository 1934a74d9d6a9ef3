//! Credentials that are asked for while they are being made.
//!
//! A profile whose `credential_process` is `rolebridge` itself is seen in the configuration, but what
//! a program of somebody's own runs is not. If that ends at the same entry again, each process would
//! start the next for ever. So a process tells those below it what it is asked for.

use std::path::Path;

use crate::error::CliError;

/// What is being asked for above: a list in JSON.
const ABOVE: &str = "ROLEBRIDGE_ASKED_FOR";

/// Notes for all processes below that an entry's credentials are being made. To be called before
/// there is a second thread.
///
/// # Errors
/// If they are being made above already.
pub(crate) fn enter(home: &Path, entry: &str) -> Result<(), CliError> {
    let above = std::env::var(ABOVE).unwrap_or_default();
    let now = entered(&above, &home.to_string_lossy(), entry)?;
    // SAFETY: nothing else runs yet that could read the environment meanwhile.
    #[allow(unsafe_code)]
    unsafe {
        std::env::set_var(ABOVE, now);
    }
    Ok(())
}

fn entered(above: &str, home: &str, entry: &str) -> Result<String, CliError> {
    // What somebody else has put there means nothing.
    let mut all: Vec<(String, String)> = serde_json::from_str(above).unwrap_or_default();
    let this = (home.to_owned(), entry.to_owned());
    if all.contains(&this) {
        return Err(CliError::refused(
            format!(
                "The credentials of {entry} begin with themselves: a program that is asked for \
                 them asks Rolebridge for the same."
            ),
            "Look for rolebridge in what the credential_process of the entry's profile runs, and \
             name another profile in the entry.",
        ));
    }
    all.push(this);
    serde_json::to_string(&all)
        .map_err(|e| CliError::local(format!("The environment could not be written: {e}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_entry_of_the_same_folder_is_a_circle() {
        let one = entered("", "/home/ada", "Prod").unwrap();
        let two = entered(&one, "/home/ada", "Data \"x\"").unwrap();
        let three = entered(&two, "/elsewhere", "Prod").unwrap();
        assert!(entered(&three, "/home/ada", "Prod").is_err());
        assert!(entered(&two, "/home/ada", "Data \"x\"").is_err());
        assert!(entered("nonsense", "/home/ada", "Prod").is_ok());
    }
}
