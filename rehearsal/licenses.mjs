// The licences of packages that went into a bundle, as most of them ask for.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** @param inputs files of the bundle, relative to `root` */
export function licensesOf(inputs, root) {
  const packages = inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(packages)]
    .map((folder) => resolve(root, folder))
    .sort()
    .map(licenseOf)
    .join('\n\n');
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.|$)/i.test(file));
  const found = texts.map((file) => join(folder, file)).filter(existsSync);
  return [`${name} ${version} (${license})`, ...found.map((file) => readFileSync(file, 'utf8').trim())].join('\n\n');
}
