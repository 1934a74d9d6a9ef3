//! A desk to work at: a data folder, a sandbox behind a double, a session, and time that does not
//! have to be waited for.
mod clock;
mod double;
