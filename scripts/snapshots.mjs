// Compares what every example synthesizes now with the copies in test/fixtures/synthesized, without what changes with each
// build. `--write` keeps what is synthesized now: `npm run build && npm run snapshots`, and read the difference.
// `--current DIR` compares what was synthesized before, `--kept DIR` takes other copies.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { masked } from './snapshots/mask.mjs';
import { differences } from './snapshots/differences.mjs';
import { synthesizeExamples } from './upgrade/examples.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    current: { type: 'string' },
    kept: { type: 'string', default: join(root, 'test', 'fixtures', 'synthesized') },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'inference-snapshots-'));
try {
  if (values.current === undefined) synthesizeExamples(root, folder);
  const now = templatesIn(values.current ?? folder);
  if (values.write) write(now);
  else process.exitCode = compare(now, templatesIn(values.kept));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Templates and Terraform JSON below a folder: path → masked text. */
function templatesIn(directory) {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(template|tf)\.json$/.test(file) && !/(^|\/)(asset\.|assets\/)/.test(file))
    .sort();
  return new Map(files.map((file) => [file, snapshot(readFileSync(join(directory, file), 'utf8'))]));
}

function snapshot(text) {
  const content = JSON.parse(text, (_, value) => (isObject(value) ? JSON.parse(value) : value));
  // Where Terraform's state lies on the machine that synthesized.
  if (content.terraform !== undefined) delete content.terraform.backend;
  return masked(`${JSON.stringify(content, undefined, 2)}\n`);
}

/** Policies are texts in Terraform's JSON: as objects they are read line by line. */
function isObject(value) {
  return typeof value === 'string' && /^\{".*\}$/s.test(value);
}

function write(now) {
  if (existsSync(values.kept)) for (const file of templatesIn(values.kept).keys()) rmSync(join(values.kept, file));
  for (const [file, text] of now) {
    mkdirSync(dirname(join(values.kept, file)), { recursive: true });
    writeFileSync(join(values.kept, file), text);
  }
  console.log(`kept ${now.size} files`);
}

function compare(now, kept) {
  const differ = [...new Set([...kept.keys(), ...now.keys()])].filter((file) => now.get(file) !== kept.get(file));
  for (const file of differ) {
    console.error(`${file}:\n${differences(kept.get(file) ?? '', now.get(file) ?? '').join('\n')}`);
  }
  if (differ.length > 0) {
    console.error(
      'the examples synthesize something else. if that is meant: npm run snapshots, and commit the difference',
    );
    return 1;
  }
  console.log(`${now.size} files as kept`);
  return 0;
}
