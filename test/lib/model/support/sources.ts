import type { ByteSource } from '@inference-constructs/core/out/model/onnx/source';

/** Bytes in memory; reading outside of them fails the test. */
export function memorySource(data: Uint8Array): ByteSource {
  return {
    size: data.length,
    read: (into, position) => {
      if (position < 0 || position + into.length > data.length) throw new RangeError('read outside the file');
      into.set(data.subarray(position, position + into.length));
    },
  };
}

/** Counts what is read from another source. */
export function counted(source: ByteSource): ByteSource & { bytesRead: number; reads: number } {
  return {
    size: source.size,
    bytesRead: 0,
    reads: 0,
    read(into, position) {
      this.bytesRead += into.length;
      this.reads += 1;
      source.read(into, position);
    },
  };
}
