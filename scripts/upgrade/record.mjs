import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What of an artifact says which stack it is. */
const ARTIFACT = ['type', 'environment', 'dependencies'];

/** Keeps of what was synthesized what says which resources there are, and nothing of the machine it was done on. */
export function recordTemplates(from, to) {
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    const strip = STRIPPERS.find(([name]) => name.test(basename(file)))?.[1];
    if (strip === undefined || isInAsset(file)) continue;
    const content = strip(JSON.parse(readFileSync(join(from, file), 'utf8')));
    const target = join(to, file);
    if (!existsSync(dirname(target))) mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, `${JSON.stringify(content, undefined, 1)}\n`);
  }
}

const STRIPPERS = [
  [/\.template\.json$/, (template) => template],
  [/\.tf\.json$/, (json) => ({ ...json, terraform: { ...json.terraform, backend: undefined } })],
  [/^manifest\.json$/, manifest],
];

function isInAsset(file) {
  return file.split('/').some((part) => /^(asset\.|assets$)/.test(part));
}

/** Of a cloud assembly; Terraform's lists where its stacks are. */
function manifest({ version, artifacts, stacks }) {
  if (artifacts === undefined) {
    const kept = Object.entries(stacks).map(([name, stack]) => [name, { ...stack, annotations: [] }]);
    return { version, stacks: Object.fromEntries(kept) };
  }
  const deployed = Object.entries(artifacts).filter(([, { type }]) =>
    /^(aws:cloudformation:stack|cdk:cloud-assembly)$/.test(type),
  );
  const names = deployed.map(([name]) => name);
  const kept = deployed.map(([name, artifact]) => {
    const { templateFile, directoryName, stackName } = artifact.properties;
    const known = Object.fromEntries(ARTIFACT.map((key) => [key, artifact[key]]));
    const dependencies = (artifact.dependencies ?? []).filter((one) => names.includes(one));
    return [name, { ...known, dependencies, properties: { templateFile, directoryName, stackName } }];
  });
  return { version, artifacts: Object.fromEntries(kept) };
}
