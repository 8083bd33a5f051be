// Reads manifests and their localization files from standard input, one JSON object a line: {"name": …, "document": …}; writes
// what Microsoft's app-manifest finds wrong with each by the schema it names, one line each. Reads its own copies of the schemas
// only: a document that names another is wrong.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import appManifest from "@microsoft/app-manifest";

const published = "https://developer.microsoft.com/json-schemas/";
const schemas = join(dirname(createRequire(import.meta.url).resolve("@microsoft/app-manifest")), "json-schemas");

for await (const line of createInterface({ input: process.stdin })) {
  const { name, document } = JSON.parse(line);
  for (const problem of await problems(document)) console.log(`${name}: ${problem}`);
}

async function problems(document) {
  const named = String(document.$schema);
  const file = join(schemas, named.slice(published.length));
  if (!named.startsWith(published) || !existsSync(file)) return [`/$schema ${named} is not known`];
  // The localization schemas have an expression with a bare "]", which the package's own validator refuses to compile.
  const schema = readFileSync(file, "utf8").replaceAll("\\\\b]", "\\\\b\\\\]");
  return appManifest.AppManifestUtils.validateAgainstSchema(document, JSON.parse(schema));
}
