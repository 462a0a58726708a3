import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Package folder → what its sources may import besides themselves and Node's own modules. */
const MAY_IMPORT: Record<string, RegExp[]> = {
  'lib/src': [],
  'constructs/cdk/src': [/^@inference-constructs\/core(\/|$)/, /^aws-cdk-lib\/.+/, /^constructs$/],
  'constructs/cdktf/src': [
    /^@inference-constructs\/core(\/|$)/,
    /^cdktf$/,
    /^@cdktf\/provider-aws\/lib\/.+/,
    /^constructs$/,
  ],
  'runtime/src': [
    /^@inference-constructs\/core\/out\/(model|contract|errors|scaling\/forecast)(\/|$)/,
    /^onnxruntime-(node|common)$/,
  ],
  'runtime/layers/linux-x64/src': [],
  'runtime/layers/linux-arm64/src': [],
  'rehearsal/src': [
    /^@inference-constructs\/core\/out\//,
    /^@aws-cdk\/cloudformation-diff\/lib\/diff-template$/,
    /^commander$/,
    /^cli-table3$/,
    /^fflate$/,
  ],
};

/** Rooms of the core that must stay pure: only model/ reads files, and nothing there starts processes or sockets. */
const CORE_MODULES: Record<string, RegExp> = {
  'lib/src/model': /^node:(fs|path|crypto|zlib|os|buffer)$/,
  'lib/src': /^node:(crypto|path)$/,
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from\s+|import\s+|require\(|import\()'([^']+)'/g)].map((match) => match[1]);
}

describe.each(Object.entries(MAY_IMPORT))('%s', (folder, allowed) => {
  test('imports only what is below it', () => {
    const strangers = sources(folder).flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .filter((name) => !allowed.some((pattern) => pattern.test(name)))
        .map((name) => `${file}: ${name}`),
    );
    expect(strangers).toEqual([]);
  });
});

test('the core reads files in model/ only and never touches the network', () => {
  const strangers = sources('lib/src').flatMap((file) => {
    const allowed = file.startsWith(join('lib', 'src', 'model'))
      ? CORE_MODULES['lib/src/model']
      : CORE_MODULES['lib/src'];
    return importsOf(file)
      .filter((name) => name.startsWith('node:') && !allowed.test(name))
      .map((name) => `${file}: ${name}`);
  });
  expect(strangers).toEqual([]);
});
