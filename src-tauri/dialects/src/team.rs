//! Rolebridge's own file for a team: TOML or JSON with the same keys, reviewed where it is kept and
//! only read here. It is strict where imports are lenient: what is not right is an error with its
//! line, so that a review finds it.

use std::collections::HashMap;
use std::rc::Rc;

use rolebridge_model::{
    AccountId, Colour, DisplayName, ExternalId, Region, RoleArn, RoleName, RolePath, RuleViolation,
    SessionName,
};
use toml::de::{DeTable, DeValue};

use crate::aws_profiles::duration;
use crate::entry::{Account, ColourToken, Entry, Kind, Label, Role};
use crate::error::{Problem, ReadError, quoted};
use crate::reading::{Notice, Reading};
use crate::team_rules::{ENTRY, FILE, fill_chains, known, refuse_dangers};
use crate::team_sets::{PermissionSets, of_another_kind, only_profiles};
use crate::tree::{Key, Lines, Node, Value};
use crate::{Dialect, json, peacock};

/// Most characters of a file's title.
const LONGEST_TITLE: usize = 100;

pub(crate) fn read(text: &str) -> Result<Reading, ReadError> {
    let root = if peacock::looks_like_json(text) && !text.trim_start().starts_with('[') {
        json::parse(text)?
    } else {
        from_toml(text)?
    };
    if !root.is_map() {
        let problem = Problem::WrongShape { what: "The file".into(), wanted: "a table" };
        return Err(ReadError::at(root.line, problem));
    }
    refuse_dangers(&root)?;
    version(&root)?;
    known(&root, &FILE, "a team file")?;
    let mut reading = Reading::new(Dialect::Team);
    reading.title = title(&root)?;
    let sets = PermissionSets::of(&root)?;
    let mut first: HashMap<String, usize> = HashMap::new();
    for node in list(&root, "entries")? {
        let entry = entry(node, &sets)?;
        if let Some(first) = first.insert(entry.name.clone(), node.line) {
            let problem = Problem::DuplicateName { name: quoted(&entry.name), first };
            return Err(ReadError::at(node.line_of("name"), problem));
        }
        reading.entries.push(entry);
    }
    only_profiles(&reading, list(&root, "entries")?)?;
    fill_chains(&mut reading);
    if let Some(warning) =
        reading.warnings.iter().find(|w| matches!(w.notice, Notice::SourceLoop { .. }))
    {
        let problem = Problem::SourceLoop { name: quoted(&warning.name) };
        return Err(ReadError::at(warning.line, problem));
    }
    Ok(reading)
}

fn version(root: &Node) -> Result<(), ReadError> {
    match root.text("rolebridge_team") {
        Some("1") => Ok(()),
        Some(found) => Err(ReadError::at(
            root.line_of("rolebridge_team"),
            Problem::Version { found: quoted(found) },
        )),
        None => Err(ReadError::at(
            1,
            Problem::Missing { what: "the file".into(), key: "rolebridge_team = 1" },
        )),
    }
}

/// What the file calls itself. It is shown in one line, also in terminals.
fn title(root: &Node) -> Result<Option<String>, ReadError> {
    let fields = Fields(root);
    fields.text("description")?;
    let title = fields.text("title")?.map(str::trim).filter(|t| !t.is_empty());
    if title.is_some_and(|t| t.chars().count() > LONGEST_TITLE || t.contains(char::is_control)) {
        let why = format!("it has at most {LONGEST_TITLE} characters and no line breaks.");
        return Err(fields.wrong("title", why));
    }
    Ok(title.map(str::to_owned))
}

/// The values of a list; none if it is not there.
pub(crate) fn list<'n>(root: &'n Node, key: &str) -> Result<&'n [Rc<Node>], ReadError> {
    let Some(node) = root.get(key) else { return Ok(&[]) };
    node.items().ok_or_else(|| Fields(root).shape(key, "a list"))
}

/// The values of one entry, each of the right kind or an error.
pub(crate) struct Fields<'a>(pub(crate) &'a Node);

impl Fields<'_> {
    pub(crate) fn text(&self, key: &str) -> Result<Option<&str>, ReadError> {
        let Some(node) = self.0.get(key) else { return Ok(None) };
        match node.scalar() {
            Some(text) if node.is_quoted() && !text.is_empty() => Ok(Some(text)),
            Some(_) if node.is_quoted() => Err(self.wrong(key, "it is empty.".into())),
            _ => Err(self.shape(key, "text in quotes")),
        }
    }

    pub(crate) fn parsed<T>(
        &self,
        key: &str,
        parse: fn(&str) -> Result<T, RuleViolation>,
    ) -> Result<Option<T>, ReadError> {
        let parse = |v| parse(v).map_err(|e| self.wrong(key, e.to_string()));
        self.text(key)?.map(parse).transpose()
    }

    pub(crate) fn missing(&self, what: &str, key: &'static str) -> ReadError {
        ReadError::at(self.0.line, Problem::Missing { what: what.to_owned(), key })
    }

    pub(crate) fn wrong(&self, key: &str, why: String) -> ReadError {
        ReadError::at(self.0.line_of(key), Problem::BadValue { key: key.to_owned(), why })
    }

    pub(crate) fn shape(&self, key: &str, wanted: &'static str) -> ReadError {
        let problem = Problem::WrongShape { what: key.to_owned(), wanted };
        ReadError::at(self.0.line_of(key), problem)
    }

    fn labels(&self, key: &str) -> Result<Vec<Label>, ReadError> {
        let Some(node) = self.0.get(key) else { return Ok(Vec::new()) };
        if !node.is_map() {
            return Err(self.shape(key, "a table of texts"));
        }
        node.pairs()
            .iter()
            .map(|(k, v)| match v.scalar() {
                Some(text) if v.is_quoted() => Ok(Label::new(&k.text, text)),
                _ => Err(self.shape(key, "a table of texts")),
            })
            .collect()
    }

    fn texts(&self, key: &str) -> Result<Vec<String>, ReadError> {
        let Some(node) = self.0.get(key) else { return Ok(Vec::new()) };
        let items = node.items().ok_or_else(|| self.shape(key, "a list of texts"))?;
        items
            .iter()
            .map(|i| match i.scalar() {
                Some(text) if i.is_quoted() => Ok(text.to_owned()),
                _ => Err(self.shape(key, "a list of texts")),
            })
            .collect()
    }
}

fn entry(node: &Node, sets: &PermissionSets) -> Result<Entry, ReadError> {
    if !node.is_map() {
        let problem = Problem::WrongShape { what: "An entry".into(), wanted: "a table" };
        return Err(ReadError::at(node.line, problem));
    }
    known(node, &ENTRY, "an entry")?;
    let fields = Fields(node);
    let name = fields
        .parsed("name", DisplayName::parse)?
        .ok_or_else(|| fields.missing("an entry", "name"))?;
    of_another_kind(&fields)?;
    let mut entry = Entry::new(name.as_str(), Kind::Role, Dialect::Team, node.line);
    if node.get("permission_set").is_some() {
        entry.kind = Kind::Identity;
        entry.sso = Some(Box::new(sets.read(&fields)?));
    } else {
        role(&fields, &mut entry)?;
    }
    shared(&fields, &mut entry)?;
    Ok(entry)
}

/// The role an entry leads to.
fn role(fields: &Fields<'_>, entry: &mut Entry) -> Result<(), ReadError> {
    let missing = |key| fields.missing("an entry", key);
    let role = fields.text("role")?.ok_or_else(|| missing("role"))?;
    let account = fields.parsed("account", AccountId::parse)?;
    if role.starts_with("arn:") {
        let arn = RoleArn::parse(role).map_err(|e| fields.wrong("role", e.to_string()))?;
        if account.as_ref().is_some_and(|a| a != arn.account()) {
            let why = format!("the role is in {}. Leave account out.", arn.account());
            return Err(fields.wrong("account", why));
        }
        entry.partition = Some(arn.partition());
        entry.account = Some(Account::new(arn.account().as_str()));
        entry.role = Some(Role::new(&arn.path_and_name()));
    } else {
        let account = account.ok_or_else(|| missing("account"))?;
        let bare = role.strip_prefix('/').unwrap_or(role);
        let (path, name) = bare
            .rfind('/')
            .map_or(("/".to_owned(), bare), |i| (format!("/{}", &bare[..=i]), &bare[i + 1..]));
        RolePath::parse(&path)
            .and_then(|_| RoleName::parse(name))
            .map_err(|e| fields.wrong("role", e.to_string()))?;
        entry.account = Some(Account::new(account.as_str()));
        entry.role = Some(Role::new(role));
    }
    Ok(())
}

/// What entries have beside what they lead to.
fn shared(fields: &Fields<'_>, entry: &mut Entry) -> Result<(), ReadError> {
    entry.external_id = fields.parsed("external_id", ExternalId::parse)?;
    entry.region = fields.parsed("region", Region::parse)?;
    entry.session_name = fields.parsed("session_name", SessionName::parse)?;
    entry.colour = fields
        .parsed("colour", Colour::parse)?
        .map(|c| ColourToken { written: c.to_string(), rgb: Some(c) });
    entry.source = fields.text("source")?.map(str::to_owned);
    entry.group = fields.text("group")?.map(str::to_owned);
    entry.description = fields.text("description")?.map(str::to_owned);
    entry.mfa_serial = fields.text("mfa_serial")?.map(str::to_owned);
    entry.source_identity = fields.text("source_identity")?.map(str::to_owned);
    entry.session_tags = fields.labels("session_tags")?;
    entry.labels = fields.labels("labels")?;
    entry.transitive_tags = fields.texts("transitive_tags")?;
    if let Some(value) = fields.0.get("duration_seconds") {
        let seconds = value.scalar().filter(|_| !value.is_quoted()).and_then(duration);
        let wanted = "a number from 900 to 43200";
        entry.duration_seconds =
            Some(seconds.ok_or_else(|| fields.shape("duration_seconds", wanted))?);
    }
    Ok(())
}

fn from_toml(text: &str) -> Result<Rc<Node>, ReadError> {
    let lines = Lines::of(text);
    let table = DeTable::parse(text).map_err(|e| {
        let line = lines.at(e.span().map_or(0, |s| s.start));
        let message = e.message().to_owned();
        ReadError::at(line, Problem::Syntax { format: "TOML", message })
    })?;
    Ok(Rc::new(table_node(1, table.get_ref(), &lines)))
}

fn table_node(line: usize, table: &DeTable<'_>, lines: &Lines) -> Node {
    let mut pairs: Vec<(Key, Rc<Node>)> = table
        .iter()
        .map(|(key, value)| {
            let text = key.get_ref().to_string();
            let key = Key { text, quoted: true, line: lines.at(key.span().start) };
            let node = toml_node(lines.at(value.span().start), value.get_ref(), lines);
            (key, Rc::new(node))
        })
        .collect();
    pairs.sort_by_key(|(key, _)| key.line);
    Node::new(line, Value::Map(pairs))
}

fn toml_node(line: usize, value: &DeValue<'_>, lines: &Lines) -> Node {
    let plain = |text: &str| Value::Scalar { text: text.to_owned(), quoted: false };
    let value = match value {
        DeValue::String(s) => Value::Scalar { text: s.to_string(), quoted: true },
        DeValue::Integer(i) => plain(i.as_str()),
        DeValue::Float(f) => plain(f.as_str()),
        DeValue::Boolean(b) => plain(&b.to_string()),
        DeValue::Datetime(d) => plain(&d.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|i| Rc::new(toml_node(lines.at(i.span().start), i.get_ref(), lines)))
                .collect(),
        ),
        DeValue::Table(table) => return table_node(line, table, lines),
    };
    Node::new(line, value)
}
