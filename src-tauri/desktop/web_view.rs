//! What differs between the web views of the systems, before there is a window.

/// Has to be the first thing the process does: it may set a variable of the environment, which is
/// sound only while there is one thread.
pub(crate) fn prepare() {
    #[cfg(target_os = "linux")]
    without_a_gpu_paint_on_the_cpu();
}

/// WebKitGTK from 2.46 on paints through the GPU. Where there is none it drives a GPU made of
/// software, which costs a third of our start and 40 MiB; its own CPU painter costs neither.
#[cfg(target_os = "linux")]
fn without_a_gpu_paint_on_the_cpu() {
    const CPU: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";
    if std::env::var_os(CPU).is_some() || has_gpu(std::path::Path::new("/dev/dri")) {
        return;
    }
    // SAFETY: `run` calls this before it starts any thread, so nobody reads the environment now.
    #[allow(unsafe_code)]
    unsafe {
        std::env::set_var(CPU, "1");
    }
}

/// Whether the kernel offers a device that renders.
#[cfg(target_os = "linux")]
fn has_gpu(devices: &std::path::Path) -> bool {
    std::fs::read_dir(devices).is_ok_and(|entries| {
        entries.flatten().any(|e| e.file_name().to_string_lossy().starts_with("renderD"))
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::has_gpu;

    #[test]
    fn a_card_alone_renders_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_gpu(&folder.path().join("absent")));
        std::fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_gpu(folder.path()));
        std::fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_gpu(folder.path()));
    }
}
