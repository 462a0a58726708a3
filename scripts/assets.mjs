// Copies what a construct deploys into the package in the current directory: the folders
// of runtime/dist, under assets/.
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const runtime = join(dirname(fileURLToPath(import.meta.url)), '..', 'runtime', 'dist');
for (const name of ['handler', 'hook', 'deployer', 'forecast', 'container', 'function-image']) {
  const source = join(runtime, name);
  if (!existsSync(source)) {
    console.error(`runtime/dist/${name}: not there. run "npm run build -w runtime" first`);
    process.exit(1);
  }
  const destination = join('assets', name);
  rmSync(destination, { recursive: true, force: true });
  mkdirSync('assets', { recursive: true });
  cpSync(source, destination, { recursive: true });
}
