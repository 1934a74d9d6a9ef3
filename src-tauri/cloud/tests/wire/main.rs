//! What `AwsCloud` says on the wire, and what it makes of the answers.

mod devops_agent;
mod devops_agent_errors;
mod endpoints;
mod hops;
mod iam;
mod replay;
