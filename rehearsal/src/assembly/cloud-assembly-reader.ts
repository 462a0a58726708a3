import { resolve } from 'node:path';
import { assemble } from './assemble';
import type { Assembly, AssemblyReader } from './assembly-reader';
import { readCloudAssembly } from './cloudformation/cloud-assembly';

/** Reads the output directory of `cdk synth`. */
export class CloudAssemblyReader implements AssemblyReader {
  read(directory: string, versionNumber: string): Assembly {
    const { stacks, left } = readCloudAssembly(resolve(directory), versionNumber);
    return assemble({ directory, engine: 'cloudformation', stacks, left }, versionNumber);
  }
}
