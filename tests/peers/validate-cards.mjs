// Reads cards from standard input, one JSON object a line: {"step": …, "card": …}; writes what the schema named in the
// first argument finds wrong, one line each.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));
delete schema.id; // draft 4's name for $id, which later drafts refuse
// Card version 1.5 has it (Input.ChoiceSet, dynamic typeahead); the published schema was not brought up to date.
schema.definitions.ChoiceInputStyle.anyOf[0].enum.push("filtered");
const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
addFormats(ajv);
ajv.addMetaSchema(JSON.parse(readFileSync(new URL("node_modules/ajv/dist/refs/json-schema-draft-06.json", import.meta.url), "utf8")));
const validate = ajv.compile(schema);

for await (const line of createInterface({ input: process.stdin })) {
  const { step, card } = JSON.parse(line);
  if (validate(card)) continue;
  // A list's element fails every alternative of its anyOf; the deepest complaints are the ones about the right one.
  const depth = Math.max(...validate.errors.map(error => error.instancePath.split("/").length));
  const deepest = validate.errors.filter(error => error.instancePath.split("/").length === depth && error.keyword !== "const" && error.keyword !== "enum");
  for (const error of (deepest.length ? deepest : validate.errors).slice(0, 5))
    console.log(`${step}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}
