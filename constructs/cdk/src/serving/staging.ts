import * as fs from 'node:fs';
import * as path from 'node:path';
import type { AssetOptions } from 'aws-cdk-lib/core';
import { AssetHashType, BundlingOutput, DockerImage } from 'aws-cdk-lib/core';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';

/**
 * An asset made of known files: CDK neither hashes them again nor starts Docker. `identity` must change whenever a file
 * does. All state stays out of the provider object, which CDK makes part of the hash.
 */
export function staged(identity: string, output: 'directory' | 'archive', stage: (directory: string) => void) {
  return {
    assetHashType: AssetHashType.CUSTOM,
    assetHash: identity,
    bundling: {
      image: DockerImage.fromRegistry('scratch'),
      outputType: output === 'archive' ? BundlingOutput.ARCHIVED : BundlingOutput.NOT_ARCHIVED,
      local: {
        tryBundle: (directory: string) => {
          stage(directory);
          return true;
        },
      },
    },
  } satisfies AssetOptions;
}

/** Copies files below a directory, readable for whoever runs them, whatever the umask of who synthesizes. */
export function copyFiles(files: readonly PackageFile[], directory: string): void {
  for (const file of files) {
    const target = path.join(directory, ...file.path.split('/'));
    makeDirectories(directory, path.posix.dirname(file.path));
    fs.copyFileSync(file.source, target, fs.constants.COPYFILE_FICLONE);
    fs.chmodSync(target, 0o644);
  }
}

function makeDirectories(root: string, relative: string): void {
  let directory = root;
  for (const name of relative.split('/')) {
    directory = path.join(directory, name);
    fs.mkdirSync(directory, { recursive: true });
    fs.chmodSync(directory, 0o755);
  }
}
