// Reads Bicep templates from standard input, one JSON object a line: {"name": …, "files": {path: text}}; files that a line leaves
// out are the first line's. Answers each with one line: {"name", "problems", "resources", "reads", "outputs", "settings", "literals"}, the
// first one's also with its "tokens". There is no Bicep compiler here: tree-sitter-bicep judges the
// syntax, and the names are followed from file to file by this script.
import { posix } from "node:path";
import { createInterface } from "node:readline";
import Bicep from "tree-sitter-bicep";
import Parser from "tree-sitter";

const types = new Set(["string", "int", "bool", "object", "array"]);
// What is called in the templates, and what is asked of what comes back.
const functions = new Map([["empty", []], ["guid", []], ["resourceGroup", ["id", "location"]], ["string", []], ["subscriptionResourceId", []], ["tenant", ["tenantId"]], ["union", []], ["uniqueString", []]]);
const decorators = new Set(["allowed", "description", "maxLength", "maxValue", "minLength", "minValue", "secure"]);
const declarations = { parameter_declaration: "param", variable_declaration: "var", resource_declaration: "resource", module_declaration: "module", output_declaration: "output" };
// Every resource's own words, besides what is its type's.
const moduleWords = new Set(["name", "params"]);

const parser = new Parser();
parser.setLanguage(Bicep);
const parsed = new Map();

let first;
for await (const line of createInterface({ input: process.stdin })) {
  const { name, files } = JSON.parse(line);
  const tokens = first === undefined;
  first ??= files;
  console.log(JSON.stringify(read(name, { ...first, ...files }, tokens)));
}

function read(name, files, tokens) {
  const read = Object.entries(files).map(([path, text]) => parse(path, text));
  const byPath = new Map(read.map(file => [file.path, file]));
  const resources = read.flatMap(file => file.resources);
  return {
    name,
    problems: read.flatMap(file => [...file.problems, ...file.modules.flatMap(module => moduleProblems(file, module, byPath)), ...parameterProblems(file, byPath)]),
    resources,
    reads: read.flatMap(file => file.reads),
    outputs: read.filter(file => !file.path.includes("/")).flatMap(file => [...file.outputs.keys()]),
    settings: read.flatMap(file => file.settings),
    literals: read.flatMap(file => file.tokens.filter(token => token.kind === "string_content")),
    tokens: tokens ? read.flatMap(file => file.tokens) : [],
  };
}

function parse(path, text) {
  const known = parsed.get(path)?.get(text);
  if (known) return known;
  const file = examine(path, text);
  // Copies with one thing changed come in great numbers; what does not change is read once.
  if (!parsed.has(path)) parsed.set(path, new Map([[text, file]]));
  return file;
}

function examine(path, text) {
  const isParameters = path.endsWith(".bicepparam");
  // The grammar knows no values for parameters of another file; they are written like variables.
  const root = plainTree(isParameters ? text.replace(/^param (\w+) =/gm, "var   $1 =") : text);
  const nodes = [...walk(root)];
  const hasError = nodes.some(node => node.type === "ERROR" || node.isMissing);
  const problems = nodes.filter(node => node.type === "ERROR" || node.isMissing).map(node => at(path, node, `"${node.text.slice(0, 40)}" is not Bicep`));
  const file = { path, isParameters, problems, symbols: new Map(), modules: [], outputs: new Map(), resources: [], reads: [], settings: [], using: null };
  file.tokens = nodes.filter(node => node.children.length === 0 && node.type !== "comment")
    .map(node => ({ path, start: node.start, end: node.end, kind: kind(node), text: node.text }));
  declare(file, root);
  if (hasError) return file;
  if (isParameters) {
    file.using = textOf(root.namedChildren.find(node => node.type === "using_statement"));
    nodes.filter(node => node.type === "parameter_declaration").forEach(node => problems.push(at(path, node, `${node.text} gives no value`)));
    file.settings.push(...keys(file.symbols.get("settings")?.node.namedChildren.at(-1)));
  } else {
    decorate(file, root);
    follow(file, nodes);
  }
  return file;
}

function declare(file, root) {
  for (const node of root.namedChildren.filter(node => node.type in declarations)) {
    const what = declarations[node.type];
    const [symbol, ...rest] = node.namedChildren;
    const name = symbol?.text ?? "";
    const declared = { what, node, required: what === "param" && !node.children.some(child => child.type === "="), uses: 0 };
    if (what === "output") file.outputs.set(name, declared);
    else if (file.symbols.has(name)) file.problems.push(at(file.path, node, `${name} is declared twice`));
    else file.symbols.set(name, declared);
    const body = node.namedChildren.at(-1);
    if (what === "module") file.modules.push(moduleOf(file, node, name, body?.type === "if_statement" ? body.namedChildren.at(-1) : body));
    if (what === "resource" && body?.type === "object") {
      const existing = node.children.some(child => child.type === "existing");
      const properties = Object.fromEntries(flatten(body));
      file.resources.push({ path: file.path, name, type: textOf(node), existing, properties });
      if (properties.name === "appsettings") file.settings.push(...settingsOf(file, body));
    }
    const type = rest.find(child => child.type === "type" || child.type === "identifier");
    if ((what === "param" || what === "output") && !file.isParameters && !types.has(type?.text)) file.problems.push(at(file.path, node, `${name} has no type that Bicep knows`));
  }
}

function moduleOf(file, node, name, body) {
  return { name, at: where(file.path, node), path: textOf(node), words: keys(body), parameters: keys(property(body, "params")), asked: [] };
}

/** What the settings of the web app are made of: objects named in a union. */
function settingsOf(file, body) {
  const names = [...walk(property(body, "properties"))].filter(node => node.type === "identifier").map(node => node.text);
  return names.flatMap(name => {
    const variable = file.symbols.get(name);
    return variable?.what === "var" ? [...walk(variable.node)].filter(node => node.type === "object_property").map(node => node.namedChildren[0].text) : [];
  });
}

/** Every parameter and output says what it is. */
function decorate(file, root) {
  let before = [];
  for (const node of root.namedChildren) {
    if (node.type === "decorators") {
      before = node.namedChildren.map(decorator => decorator.namedChildren[0]?.namedChildren[0]?.text);
      before.filter(name => !decorators.has(name)).forEach(name => file.problems.push(at(file.path, node, `@${name} is not a decorator`)));
      continue;
    }
    if ((node.type === "parameter_declaration" || node.type === "output_declaration") && !before.includes("description"))
      file.problems.push(at(file.path, node, `${node.namedChildren[0].text} has no description`));
    if (node.type !== "comment") before = [];
  }
}

/** Every name leads somewhere, and everything declared is used. */
function follow(file, nodes) {
  for (const node of nodes.filter(node => node.type === "identifier")) {
    const parent = node.parent;
    if ((parent.type in declarations || parent.type === "object_property") && node === parent.namedChildren[0]) continue;
    if (parent.type === "call_expression" && node === parent.namedChildren[0]) {
      if (parent.parent.type !== "decorator") callProblem(file, node, parent);
      continue;
    }
    const symbol = file.symbols.get(node.text);
    if (symbol) {
      symbol.uses++;
      if (symbol.what === "resource") file.reads.push({ type: file.resources.find(resource => resource.name === node.text).type, property: pathBehind(node) });
      if (symbol.what === "module") askedOf(file, node);
    } else file.problems.push(at(file.path, node, `${node.text} is not declared`));
  }
  for (const node of nodes.filter(node => node.type === "string_content" && /[{}]/.test(node.text) && node.parent.parent.parent.parent?.type !== "decorator"))
    file.problems.push(at(file.path, node, `'${node.text}' has a brace of no value`));
  for (const [name, symbol] of file.symbols)
    if ((symbol.what === "param" || symbol.what === "var") && symbol.uses === 0) file.problems.push(at(file.path, symbol.node, `${name} is not used`));
}

function callProblem(file, node, call) {
  const asked = functions.get(node.text);
  if (!asked) file.problems.push(at(file.path, node, `${node.text} is not a function that is used here`));
  else if (call.parent.type === "member_expression" && !asked.includes(call.parent.namedChildren[1].text)) file.problems.push(at(file.path, node, `${call.parent.text} is not known`));
}

/** A module is asked for its outputs only. */
function askedOf(file, node) {
  const [section, output] = pathBehind(node).split(".");
  if (section === "outputs" && output) file.modules.find(module => module.name === node.text).asked.push({ output, at: where(file.path, node) });
  else file.problems.push(at(file.path, node, `${node.text} is a module: it has outputs`));
}

/**
 * "properties.clientId" behind the name of a resource; nothing where the name stands alone, as a parent or a scope. The grammar
 * reads "a ? b : c.d" as "(a ? b : c).d".
 */
function pathBehind(node) {
  let whole = node;
  while (whole.parent.type === "member_expression" || (whole.parent.type === "ternary_expression" && whole === whole.parent.children.at(-1))) whole = whole.parent;
  return whole.text.slice(node.end - whole.start + 1);
}

function moduleProblems(file, module, byPath) {
  const target = byPath.get(posix.join(posix.dirname(file.path), module.path));
  if (!target) return [`${module.at}: ${module.path} is not there`];
  return [
    ...module.words.filter(word => !moduleWords.has(word)).map(word => `${module.at}: a module has no ${word}`),
    ...assignmentProblems(module.at, target, module.parameters),
    ...module.asked.filter(asked => !target.outputs.has(asked.output)).map(asked => `${asked.at}: ${asked.output} is not an output of ${module.path}`),
  ];
}

function parameterProblems(file, byPath) {
  if (!file.isParameters) return [];
  const target = byPath.get(posix.join(posix.dirname(file.path), file.using ?? ""));
  return target ? assignmentProblems(file.path, target, [...file.symbols.keys()]) : [`${file.path} is for no template that is there`];
}

function assignmentProblems(where, target, given) {
  const parameters = [...target.symbols].filter(([, symbol]) => symbol.what === "param");
  return [
    ...given.filter(key => !parameters.some(([name]) => name === key)).map(key => `${where}: ${target.path} has no parameter ${key}`),
    ...parameters.filter(([name, symbol]) => symbol.required && !given.includes(name)).map(([name]) => `${where}: ${name} of ${target.path} is not given`),
  ];
}

/** "siteConfig.alwaysOn" → "true"; an element of a list stands under its list's name. */
function* flatten(node, path = "") {
  for (const child of node.namedChildren) {
    if (child.type === "object_property") {
      const [key, value] = child.namedChildren;
      const name = path + (key.type === "string" ? "*" : key.text);
      if ((value?.type === "object" || value?.type === "array") && value.namedChildren.length > 0) yield* flatten(value, `${name}.`);
      else yield [name, plain(value)];
    } else if (child.type === "object") yield* flatten(child, path);
  }
}

/** Nodes as plain objects: asking the parser's own for each of their properties takes most of a second a file. */
function plainTree(text) {
  const cursor = parser.parse(text).walk();
  return node(null);

  function node(parent) {
    const made = {
      type: cursor.nodeType, isNamed: cursor.nodeIsNamed, isMissing: cursor.nodeIsMissing,
      start: cursor.startIndex, end: cursor.endIndex, row: cursor.startPosition.row, parent, children: [],
    };
    made.text = text.slice(made.start, made.end);
    if (cursor.gotoFirstChild()) {
      do made.children.push(node(made));
      while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    made.namedChildren = made.children.filter(child => child.isNamed);
    return made;
  }
}

function* walk(node) {
  if (!node) return;
  yield node;
  for (const child of node.children) yield* walk(child);
}

function property(object, name) {
  return object?.namedChildren.find(child => child.type === "object_property" && child.namedChildren[0].text === name)?.namedChildren[1];
}

function keys(object) {
  return (object?.namedChildren ?? []).filter(child => child.type === "object_property").map(child => child.namedChildren[0].text);
}

function kind(node) {
  if (node.type !== "identifier" && node.isNamed) return node.type;
  return node.isNamed ? "identifier" : /^\w+$/.test(node.text) ? "keyword" : "sign";
}

function plain(node) {
  return node?.type === "string" ? node.text.slice(1, -1) : node?.text ?? "";
}

function textOf(node) {
  return plain(node?.namedChildren.find(child => child.type === "string"));
}

function at(path, node, problem) {
  return `${where(path, node)}: ${problem}`;
}

function where(path, node) {
  return `${path}:${node.row + 1}`;
}
