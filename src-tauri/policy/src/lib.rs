//! IAM documents, without I/O and without a clock: read them, measure and render them, compare
//! them, check them, make them from templates, decide requests with them and say why.

mod catalogue;
mod check;
mod compare;
mod decide;
mod document;
mod edit;
mod error;
mod json;
mod map;
mod operator;
mod parse;
mod pattern;
mod principal;
mod template;
mod value;

pub use catalogue::{
    AccessLevel, ActionLookup, KnownAction, catalogue_date, expand_action, known_account,
    lookup_action,
};
pub use check::{CODES, Finding, Kind, Remedy, Severity, check, check_bytes, check_document};
pub use compare::{Comparison, Difference, Side, equivalent};
pub use decide::{
    Caller, Context, Decision, Fix, Policy, PolicyKind, Reason, Request, Target, Verdict, decide,
    decision,
};
pub use document::{Document, Effect, Statement, Version, text_of};
pub use error::ParseError;
pub use map::{Account, Assumption, Member, who_can_assume};
pub use template::{
    AttachTo, Deployment, ExternalIdUse, Feature, GroupPolicy, Need, OwnPermissions, RenderError,
    Rendered, Template, TemplateError, TemplateUse, Templates, TrustFamily, Variable, VariableType,
    Variables,
};
