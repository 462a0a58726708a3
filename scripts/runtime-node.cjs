// The Node.js that runs the runtime: what is deployed needs 22, while the constructs work from 20 on.
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const OLDEST = 22;

/** Path of a Node.js that is new enough: the one running this, or the one installed as an optional dependency. */
function runtimeNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST) {
    return process.execPath;
  }
  const name = `node-${process.platform}-${process.arch}`;
  try {
    const file = join(dirname(require.resolve(`${name}/package.json`)), 'bin', 'node');
    if (existsSync(file)) {
      return file;
    }
  } catch {
    // Not installed on this platform: told below.
  }
  throw new Error(
    `Node.js (${process.versions.node}): the runtime needs at least ${OLDEST}, and the package ${name} is not installed. ` +
      `Use Node.js ${OLDEST} or newer, or install it with 'npm install'.`,
  );
}

module.exports = { runtimeNode };
