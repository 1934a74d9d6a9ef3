//! The decide cases of the policy crate: a file's `base` with a case's `request` over it.

use std::{fs, io, path::PathBuf};

use rolebridge_policy::Request;
use serde::Deserialize;
use serde_json::Value;

/// One case, as it is written and as Rolebridge reads it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its file and its name.
    pub name: String,
    /// The request as JSON.
    pub json: Value,
    /// The request, read.
    pub request: Request,
    /// The decision that is right.
    pub decision: String,
}

/// Why the cases could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The folder or a file.
    #[error("{0} could not be read: {1}. Run from a checkout with the policy crate's tests.")]
    File(PathBuf, #[source] io::Error),
    /// What a file says.
    #[error("{0} is not a file of cases: {1}. Run the policy crate's tests first.")]
    Content(PathBuf, String),
}

/// Every case of the policy crate, in the order of files and cases.
///
/// # Errors
/// [`CaseError`] if the files are not there or not right.
pub fn cases() -> Result<Vec<Case>, CaseError> {
    let folder = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../src-tauri/policy/tests/cases/decide"
    ));
    let entries = fs::read_dir(&folder).map_err(|e| CaseError::File(folder.clone(), e))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(|e| CaseError::File(path.clone(), e))?;
        let wrong = |what: String| CaseError::Content(path.clone(), what);
        let file: Value = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let list = file["cases"].as_array().ok_or_else(|| wrong("it has no cases".into()))?;
        for case in list {
            all.push(read(&stem, &file["base"], case).map_err(wrong)?);
        }
    }
    Ok(all)
}

fn read(file: &str, base: &Value, case: &Value) -> Result<Case, String> {
    let name = format!("{file}: {}", case["name"].as_str().unwrap_or_default());
    let mut json = base.clone();
    for (key, value) in case["request"].as_object().into_iter().flatten() {
        json[key] = value.clone();
    }
    if let Some(condition) = case.get("condition") {
        json["identity_policies"][0]["Statement"][0]["Condition"] = condition.clone();
    }
    let request = Request::deserialize(&json).map_err(|e| format!("{name}: {e}"))?;
    let decision = case["decision"].as_str().unwrap_or_default().to_owned();
    Ok(Case { name, json, request, decision })
}
