// Puts the modules of a package into one file, where each runs when something of it is first used: opening a hundred small files
// takes longer than running them. What others import by path stays, and leads to the same modules.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { transformSync } from 'esbuild';

/** Name of the file, without its ending. */
const FILE = 'modules';

/** `directory` holds the compiled modules; `entries` are those that a consumer may import by name, and stay as they are. */
export function intoOneFile(directory, entries) {
  const files = readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith('.js') && !entries.includes(name))
    .sort();
  const modules = files.map((file) => `${JSON.stringify(idOf(file))}${moduleOf(directory, file, entries)}`);
  // Comments stay in the sources, and V8 takes two bytes for each character of a file that has one beyond ASCII.
  const { code } = transformSync(whole(modules), { charset: 'ascii', target: 'node20' });
  writeFileSync(join(directory, `${FILE}.js`), code);
  for (const file of files) {
    writeFileSync(join(directory, file), `"use strict";\nmodule.exports = ${access(file, idOf(file))};\n`);
  }
}

/** How a file of the directory gets at a module. */
export function access(from, id) {
  const path = relative(dirname(from), FILE);
  return `require("${path.startsWith('.') ? path : `./${path}`}")("${id}")`;
}

/** What a path in a `require` of a file means. */
export function moduleId(directory, from, request) {
  const path = posix.join(posix.dirname(from), request);
  return existsSync(join(directory, `${path}.js`)) ? path : posix.join(path, 'index');
}

function idOf(file) {
  return file.replace(/\.js$/, '');
}

/** A module as a method; it loads another when it first uses something of it, which is how aws-cdk-lib is published. */
function moduleOf(directory, file, entries) {
  const names = [];
  const text = readFileSync(join(directory, file), 'utf8')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '')
    .replace(/^const (\w+_\d+) = (require\(".+"\));$/gm, (_, name, required) => {
      names.push(name);
      return `const ${name} = late(() => ${required});`;
    })
    .replace(/require\("([^"]+)"\)/g, (_, request) => requireOf(directory, file, request, entries));
  return `(exports, module) {\n${place(file, text)}${called(file, text, names)}\n}`;
}

function requireOf(directory, file, request, entries) {
  const elsewhere = /^(@inference-constructs\/\w+\/out)\/(.+)$/.exec(request);
  // The package is pinned to this one's version, so it has this file too.
  if (elsewhere !== null) return `require("${elsewhere[1]}/${FILE}")("${elsewhere[2]}")`;
  if (!request.startsWith('.')) return `require("${request}")`;
  const id = moduleId(directory, file, request);
  return entries.includes(`${id}.js`) ? `require("./${id}")` : `load("${id}")`;
}

/** What a file is told of where it is. */
function place(file, text) {
  if (!/\b__dirname\b/.test(text)) return '';
  return `const __dirname = require("node:path").join(__filename, "..", ${JSON.stringify(dirname(file))});\n`;
}

/** Calls what gives a module, wherever something of it is used. */
function called(file, text, names) {
  const code = names.reduce(
    (each, name) =>
      each
        .replace(new RegExp(`\\bnew ${name}((?:\\.\\w+)+)`, 'g'), `new (${name}()$1)`)
        .replace(new RegExp(`\\b${name}\\.`, 'g'), `${name}().`),
    text,
  );
  const missed = names.find((name) => new RegExp(`(?<!const )\\b${name}\\b(?!\\(\\))`).test(code));
  if (missed === undefined) return code;
  throw new Error(`${file}: uses ${missed} in a way that scripts/one-file.mjs does not know`);
}

function whole(modules) {
  return `"use strict";
const loaded = new Map();
function load(id) {
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  // One that asks for this one while it runs gets what is there so far, as with files.
  loaded.set(id, module);
  try {
    modules[id](module.exports, module);
  } catch (error) {
    loaded.delete(id);
    throw error;
  }
  return module.exports;
}
function late(get) {
  let value;
  return () => (value ??= get());
}
const modules = {
${modules.join(',\n')}
};
module.exports = load;
`;
}
