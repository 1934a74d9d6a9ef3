import { createHash } from "node:crypto";
import type { Plugin } from "vite";

const face = /@font-face\s*\{[^}]*\}/g;
const embedded = /url\(["']?data:font\/woff2;base64,([A-Za-z0-9+/=]+)["']?\)/;
const family = /"?Open Sans"?,\s*[^;{}()]*?sans-serif/g;

/** The faces every first screen is written in. */
const first = [/font-weight:\s*400/, /font-weight:\s*700/];

/**
 * Cloudscape's style sheet carries its fonts, eight of them. As files they are read only when a
 * text needs them, and the style sheet is a quarter smaller. The two that are always needed are
 * read while the code is, and no face of the system is looked up in place of them: together a
 * fifth of the time from the page to the first screen in WebKitGTK.
 */
export function fontFiles(): Plugin {
  return {
    name: "font-files",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const needed = new Set<string>();
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !file.fileName.endsWith(".css")) continue;
        const faces = String(file.source).replace(face, (rule) =>
          rule.replace(embedded, (_all, base64: string) => {
            const source = Buffer.from(base64, "base64");
            const name = createHash("sha256").update(source).digest("hex").slice(0, 8);
            const fileName = `assets/font-${name}.woff2`;
            this.emitFile({ type: "asset", fileName, source });
            if (!rule.includes("italic") && first.some((weight) => weight.test(rule))) {
              needed.add(fileName);
            }
            return `url(./font-${name}.woff2)`;
          }),
        );
        file.source = faces.replace(family, '"Open Sans",sans-serif');
      }
      // Behind the code: the app hands out one file after the other.
      const links = [...needed]
        .map(
          (f) => `  <link rel="preload" as="font" type="font/woff2" crossorigin href="./${f}">\n`,
        )
        .join("  ");
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !file.fileName.endsWith(".html")) continue;
        file.source = String(file.source).replace("</head>", () => `${links}  </head>`);
      }
    },
  };
}
