// What a script with aesr-config does with a file of it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, file, profiles] = process.argv.slice(2);
const library = createRequire(`${folder}/`).resolve("aesr-config");
const { ConfigParser } = await import(pathToFileURL(library));
const set = ConfigParser.parseIni(readFileSync(file, "utf8"));
const found = set.singles.length + set.complexes.reduce((n, c) => n + 1 + c.targets.length, 0);
if (found !== Number(profiles)) throw new Error(`${found} profiles`);
