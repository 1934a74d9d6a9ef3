import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { useEffect } from "react";
import { usePreferences } from "@/data";

/** Applies the theme of the saved preferences. */
export function ThemeBridge() {
  const theme = usePreferences().preferences?.theme ?? "system";
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const dark = theme === "dark" || (theme === "system" && system.matches);
      applyMode(dark ? Mode.Dark : Mode.Light);
      document.documentElement.style.colorScheme = dark ? "dark" : "light";
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
  return null;
}
