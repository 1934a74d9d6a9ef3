//! `rolebridge policy render`: the documents of a template, filled in.

use rolebridge_model::TemplateId;
use rolebridge_policy::{Document, RenderError, Rendered, Template, Templates, Variables};
use serde_json::{Value, json};

use crate::{
    args::RenderedDocument,
    error::{CliError, Exit},
    output::Output,
};

/// Prints one document or all of them.
pub(crate) fn run(
    id: &TemplateId,
    variables: Vec<(String, String)>,
    document: Option<RenderedDocument>,
    name: Option<&str>,
    output: Output,
) -> Result<Exit, CliError> {
    let template = template(id)?;
    let variables: Variables = variables.into_iter().collect();
    match document {
        Some(document) => {
            let document = one(template, &variables, document, name)?;
            output.text(&format!("{}\n", document.pretty()))?;
        }
        None => {
            let rendered = template.render(&variables).map_err(at_fault)?;
            output.result(&view(&rendered), || text(&rendered))?;
        }
    }
    Ok(Exit::Done)
}

fn template(id: &TemplateId) -> Result<&'static Template, CliError> {
    Templates::builtin().get(id).ok_or_else(|| {
        let known: Vec<String> = Templates::builtin().iter().map(|t| t.id().to_string()).collect();
        CliError::invalid(
            format!("There is no template \u{201c}{id}\u{201d}."),
            format!("Choose one of {}.", known.join(", ")),
        )
    })
}

/// All of a template, filled in.
pub(crate) fn rendered(
    id: &TemplateId,
    variables: Vec<(String, String)>,
) -> Result<Rendered, CliError> {
    template(id)?.render(&variables.into_iter().collect()).map_err(at_fault)
}

fn at_fault(error: RenderError) -> CliError {
    CliError::invalid(error.to_string(), "Give variables with --var name=value.")
}

/// One document. Only the variables it uses are asked for.
fn one(
    template: &Template,
    variables: &Variables,
    document: RenderedDocument,
    name: Option<&str>,
) -> Result<Document, CliError> {
    let (what, named): (_, Vec<(String, Document)>) = match document {
        RenderedDocument::Trust => {
            let trust = template.render_trust(variables).map_err(at_fault)?;
            ("trust policy", trust.map(|d| ("trust".to_owned(), d)).into_iter().collect())
        }
        RenderedDocument::Inline => {
            let inline = template.render_inline(variables).map_err(at_fault)?;
            ("inline policy", inline.into_iter().map(|(n, d)| (n.to_string(), d)).collect())
        }
        RenderedDocument::Group => {
            let groups = template.render_groups(variables).map_err(at_fault)?;
            ("group policy", groups.into_iter().map(|g| (g.name.to_string(), g.document)).collect())
        }
    };
    let names: Vec<String> = named.iter().map(|(n, _)| n.clone()).collect();
    let mut fitting = named.into_iter().filter(|(n, _)| name.is_none_or(|wanted| n == wanted));
    fitting.next().map(|(_, document)| document).ok_or_else(|| match name {
        Some(name) if !names.is_empty() => CliError::invalid(
            format!("The template has no {what} \u{201c}{name}\u{201d}."),
            format!("It has {}.", names.join(", ")),
        ),
        _ => CliError::not_found(
            format!("The template {} has no {what} with these variables.", template.id()),
            "Leave --document out to see what it has.",
        ),
    })
}

fn text(rendered: &Rendered) -> String {
    let mut text = format!(
        "Template: {} (version {})\nRole: {}\nDescription: {}\n",
        rendered.template, rendered.version, rendered.role_name, rendered.description
    );
    let mut document = |title: &str, document: &Document| {
        text.push_str(&format!("\n{title}:\n{}\n", document.pretty()));
    };
    if let Some(trust) = &rendered.trust {
        document("Trust policy", trust);
    }
    for (name, inline) in &rendered.inline {
        document(&format!("Inline policy {name}"), inline);
    }
    for group in &rendered.groups {
        let optional = if group.optional { ", optional" } else { "" };
        let title = format!("Policy {} for {}{optional}", group.name, group.owner);
        document(&title, &group.document);
    }
    if !rendered.managed.is_empty() {
        text.push_str("\nManaged policies:\n");
        for policy in &rendered.managed {
            text.push_str(&format!("{policy}\n"));
        }
    }
    for note in &rendered.notes {
        text.push_str(&format!("\nNote: {note}\n"));
    }
    text
}

fn view(rendered: &Rendered) -> Value {
    let inline = rendered.inline.iter();
    let groups = rendered.groups.iter().map(|group| {
        json!({
            "name": group.name,
            "attach_to": group.attach_to,
            "owner": group.owner,
            "optional": group.optional,
            "note": group.note,
            "document": group.document,
        })
    });
    json!({
        "template": rendered.template,
        "version": rendered.version,
        "role_name": rendered.role_name,
        "description": rendered.description,
        "trust": rendered.trust,
        "managed_policies": rendered.managed,
        "inline_policies":
            inline.map(|(name, d)| json!({ "name": name, "document": d })).collect::<Vec<_>>(),
        "group_policies": groups.collect::<Vec<_>>(),
        "notes": rendered.notes,
    })
}
