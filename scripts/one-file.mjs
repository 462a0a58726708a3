// Puts the modules of a package into one file, where each runs when it is first asked for: opening a hundred small files takes
// longer than running them. What others import by path stays, and leads to the same modules.
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/** Name of the file, without its ending. */
const FILE = 'modules';

/** `directory` holds the compiled modules; `entries` are those that a consumer may import by name, and stay as they are. */
export async function intoOneFile(directory, entries) {
  const files = readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith('.js') && !entries.includes(name))
    .sort();
  const modules = files.flatMap((file) =>
    idsOf(file).map((id) => `${JSON.stringify(id)}: () => require("./${file}"),`),
  );
  const { metafile } = await build({
    stdin: {
      contents: ['const modules = {', ...modules, '};', 'module.exports = (id) => modules[id]();'].join('\n'),
      resolveDir: resolve(directory),
    },
    outfile: join(directory, `${FILE}.js`),
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    plugins: [siblings],
    logLevel: 'warning',
  });
  const twice = Object.keys(metafile.inputs).find((input) => entries.includes(relative(directory, input)));
  if (twice !== undefined) throw new Error(`${twice}: is an entry, which the modules beside it must not import`);
  for (const file of files) {
    writeFileSync(join(directory, file), `"use strict";\nmodule.exports = ${access(file, idsOf(file)[0])};\n`);
  }
}

/** How a file of the directory gets at a module. */
export function access(from, id) {
  const path = relative(dirname(from), FILE);
  return `require("${path.startsWith('.') ? path : `./${path}`}")("${id}")`;
}

/** What a path in a `require` of a file means. */
export function moduleId(from, request) {
  return posix.join(posix.dirname(from), request);
}

/** An index is asked for by the name of its folder, too. */
function idsOf(file) {
  const id = file.replace(/\.js$/, '');
  const folder = id.replace(/\/index$/, '');
  return folder === id ? [id] : [id, folder];
}

/** A module of another package of this project is asked of that package's file: it is pinned to the same version. */
const siblings = {
  name: 'siblings',
  setup({ onResolve, onLoad }) {
    const module = /^(@inference-constructs\/\w+\/out)\/(.+)$/;
    onResolve({ filter: module }, ({ path, namespace }) =>
      namespace === 'sibling' ? { path, external: true } : { path, namespace: 'sibling' },
    );
    onLoad({ filter: module, namespace: 'sibling' }, ({ path }) => ({
      contents: path.replace(module, (_, root, id) => `module.exports = require("${root}/${FILE}")("${id}");`),
    }));
  },
};
