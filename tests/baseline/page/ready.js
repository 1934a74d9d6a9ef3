// The same moment as in Rolebridge: the task after the first frame.
requestAnimationFrame(() => setTimeout(() => window.__TAURI_INTERNALS__.invoke("ready")));
