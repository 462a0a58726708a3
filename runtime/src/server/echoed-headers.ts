import type { IncomingHttpHeaders } from 'node:http';

/** SageMaker gives these to the container and expects the container to give them back. */
const ECHOED = ['X-Amzn-SageMaker-Custom-Attributes', 'X-Amzn-SageMaker-Inference-Id'].map((name) => ({
  name,
  key: name.toLowerCase(),
}));
const VISIBLE_ASCII = /^[\x20-\x7e]{1,1024}$/;

export function echoedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const echoed: Record<string, string> = {};
  for (const { name, key } of ECHOED) {
    const value = headers[key];
    if (typeof value === 'string' && VISIBLE_ASCII.test(value)) {
      echoed[name] = value;
    }
  }
  return echoed;
}
