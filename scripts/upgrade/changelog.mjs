const VERSION = /^## \[?(Unreleased|\d+\.\d+\.\d+[^\s\]]*)/;

/** Lines below "### Replaces" in what is newer than a version: each names a resource by its construct id and its type. */
export function namedReplacements(changelog, version) {
  const lines = [];
  let isReplaces = false;
  for (const line of changelog.split('\n')) {
    const heading = VERSION.exec(line);
    if (heading !== null && heading[1] === version) break;
    if (line.startsWith('#')) isReplaces = /^### Replaces\s*$/.test(line);
    else if (isReplaces && /^[-*] /.test(line)) lines.push(line);
    else if (isReplaces && lines.length > 0 && /^\s+\S/.test(line)) lines.push(lines.pop() + line);
  }
  return lines;
}

/** Whether a line says both: which construct id, and of which type. */
export function isNamed({ path, type }, lines) {
  const id = path.slice(path.lastIndexOf('/') + 1);
  return lines.some((line) => line.includes(`\`${id}\``) && line.includes(`\`${type}\``));
}
