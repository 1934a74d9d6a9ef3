let down = false;

if (typeof window !== "undefined") {
  const set = (value: boolean) => () => {
    down = value;
  };
  window.addEventListener("pointerdown", set(true), true);
  window.addEventListener("pointerup", set(false), true);
  window.addEventListener("pointercancel", set(false), true);
}

/**
 * Does something once the mouse button is up. A message that appears while it is down moves the
 * button under it away, and the click is lost.
 */
export function afterPointer(action: () => void) {
  if (!down) {
    action();
    return;
  }
  const later = () => setTimeout(action);
  window.addEventListener("pointerup", later, { once: true });
}
