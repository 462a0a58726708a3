// Writes the Lambda layer with onnxruntime-node, pruned to one platform, as a deterministic zip:
//   node build-layer.mjs linux x64 layer.zip
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';

const [os, cpu, destination] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const node = dirname(require.resolve('onnxruntime-node/package.json'));
const common = join(dirname(require.resolve('onnxruntime-common', { paths: [node] })), '..', '..');
const { version } = JSON.parse(readFileSync(join(node, 'package.json'), 'utf8'));

// Only what loads at run time: no other platforms, no install scripts, no sources, no type declarations.
const wanted = [
  ...scripts(node, 'onnxruntime-node', 'dist'),
  ...['onnxruntime_binding.node', 'libonnxruntime.so.1'].map((file) =>
    entry(node, 'onnxruntime-node', `bin/napi-v6/${os}/${cpu}/${file}`),
  ),
  ...scripts(common, 'onnxruntime-common', 'dist/cjs'),
  entry(node, 'onnxruntime-node', 'README.md'),
  entry(common, 'onnxruntime-common', 'package.json'),
  entry(common, 'onnxruntime-common', 'dist/cjs/package.json'),
];
const manifest = { name: 'onnxruntime-node', version, main: 'dist/index.js', license: 'MIT' };
wanted.push(['nodejs/node_modules/onnxruntime-node/package.json', Buffer.from(JSON.stringify(manifest))]);

const stamp = new Date(1980, 0, 1);
const files = Object.fromEntries(
  [...new Map(wanted)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => [name, [bytes, { mtime: stamp, level: 6, os: 3, attrs: 0o100644 << 16 }]]),
);
const zip = zipSync(files);
if (!existsSync(destination) || !readFileSync(destination).equals(zip)) writeFileSync(destination, zip);
console.log(`${destination}: onnxruntime-node ${version} ${os}-${cpu}, ${(zip.length / 1e6).toFixed(1)} MB`);

function entry(root, name, file) {
  return [`nodejs/node_modules/${name}/${file}`, readFileSync(join(root, file))];
}

function scripts(root, name, folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.js'))
    .map((file) => entry(root, name, join(folder, file)));
}
