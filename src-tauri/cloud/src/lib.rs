//! Everything we ask of AWS, as one port, and `AwsCloud`, the only code that talks to AWS through
//! its SDK. AWS's errors are translated here, once, into causes a person can act on.

mod aws;
mod credentials;
mod error;
mod identity;
mod playground;
mod port;

pub use aws::{AwsCloud, AwsCloudBuilder, aws_is_configured};
pub use credentials::{AssumeChain, AssumeRole, MfaCode, SessionCredentials};
pub use error::{Cause, CloudError};
pub use identity::{
    KeptSignIn, KeyCredentials, KeyRing, KeyRingError, SignInDesk, SignInPage, Who,
};
pub use playground::{Playground, PlaygroundSettings};
pub use port::{
    Cloud, CreateAgentSpace, CreateAssociation, InlinePolicy, NewRole, Origin, RoleSnapshot,
    UpdateAssociation,
};
pub use rolebridge_model::Secret;
