//! Keeping what is in memory out of files: a program that crashes leaves its memory in a core dump
//! where the system is set up so, and credentials with it.

/// No core dump of this process, and no other process of the user's may read its memory. What it
/// becomes or starts is dumped as ever (`prctl(2)`, `PR_SET_DUMPABLE`).
pub fn keep_memory_private() {
    #[cfg(target_os = "linux")]
    {
        let not = rustix::process::DumpableBehavior::NotDumpable;
        // Without it everything works as well.
        let _ = rustix::process::set_dumpable_behavior(not);
    }
}

/// No core dump of this process, nor of what it starts until that asks for one (`ulimit -c`). For the
/// app: a portal that opens files for it has to be able to look at it.
pub fn leave_no_core_dump() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let now = getrlimit(Resource::Core);
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), ..now });
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    use super::*;

    #[test]
    fn the_system_is_told() {
        let most = getrlimit(Resource::Core).maximum;
        leave_no_core_dump();
        let now = getrlimit(Resource::Core);
        assert_eq!((now.current, now.maximum), (Some(0), most));
        keep_memory_private();
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
    }
}
