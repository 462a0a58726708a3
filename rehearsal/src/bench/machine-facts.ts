import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import type { BenchResult } from '@inference-constructs/core/out/model/bench';
import { ownNativePackage } from '../native-package';
import { findNode } from '../node-binary';
import { RUNTIME } from '../server/container';

type MachineFacts = Pick<BenchResult, 'machine' | 'onnxruntime'> & Required<Pick<BenchResult, 'node' | 'processors'>>;

/** Where and by what a model is measured. The Node.js that runs it is asked for its processors: newer ones know of quotas. */
export function machineFacts(machine?: string): MachineFacts {
  const node = findNode(RUNTIME);
  const asked = execFileSync(node.path, ['--print', 'require("node:os").availableParallelism()'], { encoding: 'utf8' });
  const processor = (cpus() as { readonly model: string }[]).at(0)?.model.trim() || 'unknown processor';
  return {
    machine: machine ?? `${processor}, ${process.platform}-${process.arch}`,
    node: node.version,
    onnxruntime: ownNativePackage(undefined, 'that of an image').version,
    processors: Number(asked.trim()),
  };
}
