//! `rolebridge templates`.

use rolebridge_policy::{Template, Templates, Variable};
use serde_json::{Value, json};

use crate::{
    error::{CliError, Exit},
    output::{Output, Table},
};

/// Lists the templates with their variables.
pub(crate) fn list(output: Output) -> Result<Exit, CliError> {
    let all: Vec<Value> = Templates::builtin().iter().map(view).collect();
    output.result(&json!({ "templates": all }), text)?;
    Ok(Exit::Done)
}

fn text() -> String {
    let mut table = Table::new(&["ID", "GENERATION", "USE", "TITLE"]);
    for template in Templates::builtin().iter() {
        table.row([
            template.id().to_string(),
            template.generation().unwrap_or("-").to_owned(),
            word(&template.purpose()),
            template.title().to_owned(),
        ]);
    }
    let mut text = table.text();
    for template in Templates::builtin().iter() {
        text.push_str(&format!("\n{}: {}\n", template.id(), template.summary()));
        let mut table = Table::new(&["  VARIABLE", "NEEDED", "WHAT IT IS", "EXAMPLE OR DEFAULT"]);
        for variable in template.variables() {
            table.row([
                format!("  {}", variable.name),
                if variable.must_be_given() { "yes" } else { "no" }.into(),
                variable.description.clone(),
                match &variable.default {
                    Some(default) => format!("default {default}"),
                    None => variable.example.clone(),
                },
            ]);
        }
        text.push_str(&table.text());
    }
    text
}

/// The name a value has in JSON.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn view(template: &Template) -> Value {
    json!({
        "id": template.id(),
        "title": template.title(),
        "summary": template.summary(),
        "version": template.version(),
        "generation": template.generation(),
        "successor": template.successor(),
        "integration": template.integration(),
        "use": template.purpose(),
        "trust_family": template.trust_family(),
        "role_name": template.role_name(),
        "documentation": template.documentation(),
        "managed_policies": template.managed_names(),
        "variables": template.variables().iter().map(variable).collect::<Vec<_>>(),
        "features": template.features(),
    })
}

fn variable(variable: &Variable) -> Value {
    let kind = serde_json::to_value(&variable.kind).unwrap_or_default();
    json!({
        "name": variable.name,
        "type": kind["type"],
        "description": variable.description,
        "example": variable.example,
        "default": variable.default,
        "required": variable.required,
    })
}
