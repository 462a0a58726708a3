import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import { floats, model, node, value } from '../../lib/model/support/onnx-builder';
import { MANIFEST, writePackage } from '../../lib/model/support/packages';

/** Three classes: counted one by one, and watched together. */
export function threeClasses(): ModelPackage {
  const names = ['setosa', 'versicolor', 'virginica'];
  const manifest = {
    ...MANIFEST,
    name: 'iris',
    signature: { ...MANIFEST.signature, outputs: [{ name: 'y', type: 'float32', shape: ['batch', names.length] }] },
    classes: { output: 'y', names },
    heldOut: { rows: 50, predictedRates: { setosa: 0.3, versicolor: 0.3, virginica: 0.4 } },
  };
  const onnx = model({
    nodes: [node('Gemm')],
    initializers: [floats('w', [3, names.length])],
    inputs: [value('x', ['batch', 3])],
    outputs: [value('y', ['batch', names.length])],
  });
  return packaged({ 'model.onnx': onnx, 'model.json': JSON.stringify(manifest), 'golden.jsonl': undefined });
}

/** One that has a constant answer for when it fails: an alarm more. */
export function withFallback(): ModelPackage {
  const manifest = { ...MANIFEST, fallback: { outputs: { y: [0, 1] } } };
  return packaged({ 'model.json': JSON.stringify(manifest) });
}

/** Two classes and labelled cases: CodeDeploy asks a function before a version gets traffic. */
export function withAcceptance(): ModelPackage {
  const classes = { output: 'y', names: ['ill', 'well'] };
  const manifest = { ...MANIFEST, classes, acceptance: { metric: 'accuracy', minimum: 0.93 } };
  return packaged({
    'model.json': JSON.stringify(manifest),
    'acceptance.jsonl': '{"inputs":{"x":[[1,2,3]]},"label":"ill"}\n',
  });
}

/** No classes: no prediction-shift alarm. */
export function regression(): ModelPackage {
  return ModelPackage.fromDirectory(join(__dirname, '..', '..', 'fixtures', 'two-inputs'));
}

/** Measured on a machine with more processors than an instance has. */
export function benched(): ModelPackage {
  const requests = { rows: 1, p50Milliseconds: 2, p99Milliseconds: 4 };
  const throughput = {
    concurrency: 16,
    requestsPerSecond: 800,
    p50Milliseconds: 20,
    p99Milliseconds: 40,
    residentMib: 120,
  };
  const bench = { onnxruntime: '1.30.0', machine: 'a workstation', processors: 4, residentMib: 100 };
  return packaged({ 'bench.json': JSON.stringify({ ...bench, startMilliseconds: 300, requests, throughput }) });
}

function packaged(files: Readonly<Record<string, string | Buffer | undefined>>): ModelPackage {
  return ModelPackage.fromDirectory(writePackage(files));
}
