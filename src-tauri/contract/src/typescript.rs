//! Writes the TypeScript of the wire, or checks that what is committed is what it would write.

use std::{collections::BTreeMap, fs, path::Path};

use ts_rs::{Config, TS, TypeVisitor};

use crate::{Failure, types::*};

/// Writes a type with all it is made of. A list has no file of its own, its elements have.
struct Exporter<'a>(&'a Config);

impl TypeVisitor for Exporter<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            T::export_all(self.0).unwrap();
        }
        T::visit_generics(self);
    }
}

macro_rules! describe {
    ($($name:ident($request:ty) -> $answer:ty;)*) => {
        fn write_to(dir: &Path) {
            let config = Config::new().with_out_dir(dir).with_large_int("number");
            Failure::export_all(&config).unwrap();
            Event::export_all(&config).unwrap();
            let mut imports = std::collections::BTreeSet::new();
            let mut lines = String::new();
            $(
                Exporter(&config).visit::<$request>();
                Exporter(&config).visit::<$answer>();
                for text in [<$request as TS>::name(&config), <$answer as TS>::name(&config)] {
                    for word in text.split(|c: char| !c.is_alphanumeric()) {
                        if word.chars().next().is_some_and(char::is_uppercase) && word != "Array" {
                            imports.insert(word.to_owned());
                        }
                    }
                }
                lines.push_str(&format!(
                    "  {}: {{ request: {}; answer: {} }};\n",
                    stringify!($name),
                    <$request as TS>::name(&config),
                    <$answer as TS>::name(&config),
                ));
            )*
            let mut text = String::from("// Generated from src-tauri/contract/src/commands.rs by `make types`.\n");
            for i in imports {
                text.push_str(&format!("import type {{ {i} }} from \"./{i}\";\n"));
            }
            text.push_str("\nexport interface Commands {\n");
            text.push_str(&lines);
            text.push_str("}\n");
            fs::write(dir.join("Commands.ts"), text).unwrap();
        }
    };
}
crate::with_commands!(describe);

fn files(dir: &Path) -> BTreeMap<String, String> {
    fs::read_dir(dir)
        .map(|entries| {
            entries
                .map(|e| e.unwrap())
                .map(|e| {
                    (
                        e.file_name().to_string_lossy().into_owned(),
                        fs::read_to_string(e.path()).unwrap(),
                    )
                })
                .collect()
        })
        .unwrap_or_default()
}

#[test]
fn committed_typescript_is_what_the_types_say() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc");
    let fresh = tempfile::tempdir().unwrap();
    write_to(fresh.path());
    if std::env::var_os("ROLEBRIDGE_WRITE_TYPES").is_some() {
        let _ = fs::remove_dir_all(&committed);
        fs::create_dir_all(&committed).unwrap();
        write_to(&committed);
    }
    let (want, have) = (files(fresh.path()), files(&committed));
    let stale: Vec<_> = want
        .iter()
        .filter(|(name, text)| have.get(*name) != Some(text))
        .map(|(name, _)| name)
        .chain(have.keys().filter(|name| !want.contains_key(*name)))
        .collect();
    assert!(stale.is_empty(), "run `make types`: out of date in ui/src/ipc: {stale:?}");
}
