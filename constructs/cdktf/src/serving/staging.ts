import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Path of a file to make for a construct, below the output of the app. Only the last version is kept: a version is known
 * by `identity`, which must change whenever the content does. `suffix` tells files of one construct apart.
 */
export function stagedFile(scope: Construct, identity: string, name: string, suffix = ''): string {
  const directory = path.resolve(App.of(scope).outdir, '.inference-constructs', `${scope.node.addr}${suffix}`);
  if (fs.existsSync(directory)) {
    for (const version of fs.readdirSync(directory)) {
      if (version !== identity) fs.rmSync(path.join(directory, version), { recursive: true, force: true });
    }
  }
  return path.join(directory, identity, name);
}
