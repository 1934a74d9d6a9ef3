import type { Plugin } from "vite";

/**
 * Writes what is not ASCII in the code as escapes. One emoji makes WebKit keep and parse the whole
 * file in characters of two bytes.
 */
export function asciiOnly(): Plugin {
  return {
    name: "ascii-only",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk") file.code = escaped(file.code);
      }
    },
  };
}

function escaped(code: string): string {
  return code.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
