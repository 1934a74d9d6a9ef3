//! Peacock's colours of accounts: YAML, or JSON with comments where YAML fails. The first item that
//! matches an account and Region counts.

use std::collections::HashMap;
use std::rc::Rc;

use rolebridge_model::Region;

use crate::aws_profiles::Notes;
use crate::entry::{Account, ColourToken, Entry, Kind};
use crate::error::{Problem, quoted};
use crate::reading::{Notice, Reading, SkipReason};
use crate::tree::Node;
use crate::yaml::{self, Like};
use crate::{Dialect, ReadError, colour, json};

pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let root = match yaml::parse(text, Like::JavaScript) {
        Ok(root) => root,
        Err(from_yaml) => json::parse(text)
            .map_err(|from_json| if looks_like_json(text) { from_json } else { from_yaml })?,
    };
    let mut reading = Reading::new(Dialect::Peacock);
    let Some(items) = root.items() else {
        let problem = Problem::WrongShape { what: "The file".into(), wanted: "a list" };
        return Err(ReadError::at(root.line, problem));
    };
    // Account, and Region or "" for every Region, to the line that has them first.
    let mut first: HashMap<(String, String), usize> = HashMap::new();
    for item in items {
        add(item, &mut first, &mut reading);
    }
    Ok(reading)
}

pub(crate) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{', '/'])
}

fn add(item: &Rc<Node>, first: &mut HashMap<(String, String), usize>, reading: &mut Reading) {
    let Some(env) = item.get("env") else {
        return reading.skip(item.line, "", SkipReason::MissingKey { key: "env" });
    };
    let single = [Rc::new(env.clone())];
    let style = item.get("style");
    for env in env.items().unwrap_or(&single) {
        let Some(account) = env.text("account") else {
            reading.skip(env.line, "", SkipReason::MissingKey { key: "account" });
            continue;
        };
        let region = env.text("region").unwrap_or_default();
        let name = format!("{account} {region}").trim_end().to_owned();
        let key = |region: &str| (account.to_owned(), region.to_owned());
        let before = first.get(&key("")).or_else(|| first.get(&key(region))).copied();
        if let Some(first) = before {
            reading.skip(env.line, &name, SkipReason::NeverMatches { first });
            continue;
        }
        first.insert(key(region), env.line);
        let mut entry = Entry::new(&name, Kind::Colour, Dialect::Peacock, env.line);
        let mut notes = Notes { name: &name, reading };
        entry.colour = style.and_then(|s| colour_of(s, "navigationBackgroundColor", &mut notes));
        entry.menu_colour =
            style.and_then(|s| colour_of(s, "accountMenuButtonBackgroundColor", &mut notes));
        if entry.colour.is_none() && entry.menu_colour.is_none() {
            reading.skip(env.line, &name, SkipReason::NoColour);
            continue;
        }
        let token = Account::new(account);
        if token.id.is_none() {
            let digits = account.bytes().all(|b| b.is_ascii_digit());
            notes.say(
                env.line_of("account"),
                if digits {
                    Notice::OddAccount { digits: account.len() }
                } else {
                    Notice::AccountAlias
                },
            );
        } else if account.starts_with('0') && !env.get("account").is_some_and(Node::is_quoted) {
            notes.say(env.line_of("account"), Notice::QuoteAccount);
        }
        entry.account = Some(token);
        if !region.is_empty() {
            entry.region = notes.checked(env.line_of("region"), "region", Region::parse(region));
        }
        reading.entries.push(entry);
    }
}

fn colour_of(style: &Node, key: &str, notes: &mut Notes<'_>) -> Option<ColourToken> {
    let written = style.text(key)?;
    let token = colour::css(written);
    if token.rgb.is_none() {
        notes.say(style.line_of(key), Notice::UnknownColour { written: quoted(written) });
    }
    Some(token)
}
