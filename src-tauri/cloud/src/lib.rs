//! Everything we ask of AWS, as one port, and `AwsCloud`, the only code that talks to AWS through
//! its SDK. AWS's errors are translated here, once, into causes a person can act on.

mod error;
mod port;

pub use error::{Cause, CloudError};
pub use port::{
    Cloud, CreateAgentSpace, CreateAssociation, InlinePolicy, NewRole, RoleSnapshot,
    UpdateAssociation,
};
