/** A request of the Open Inference Protocol with binary tensors, and the size of its JSON. */
export function withBinary(request: object, ...tensors: Buffer[]): [body: Buffer, jsonSize: string] {
  const json = Buffer.from(JSON.stringify(request));
  return [Buffer.concat([json, ...tensors]), String(json.length)];
}
