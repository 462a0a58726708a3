/** A .onnx file of MatMuls with the same weights of `size` times `size`, written as protocol buffers field by field. */
export function matMulModel(size: number, times = 1): Buffer {
  const weights = Float32Array.from({ length: size * size }, (_, at) => ((at * 31) % 17) / 17 - 0.5);
  const initializer = Buffer.concat([
    integer(1, size),
    integer(1, size),
    integer(2, 1),
    bytes(8, Buffer.from('w')),
    bytes(9, Buffer.from(weights.buffer)),
  ]);
  const named = (step: number): string => (step === 0 ? 'x' : step === times ? 'y' : `x${step}`);
  const nodes = Array.from({ length: times }, (_, step) =>
    bytes(1, Buffer.concat([text(1, named(step)), text(1, 'w'), text(2, named(step + 1)), text(4, 'MatMul')])),
  );
  const graph = Buffer.concat([
    ...nodes,
    text(2, 'large'),
    bytes(5, initializer),
    bytes(11, value('x', size)),
    bytes(12, value('y', size)),
  ]);
  return Buffer.concat([integer(1, 8), bytes(7, graph), bytes(8, integer(2, 13))]);
}

/** A float32 value of shape [batch, size]. */
function value(name: string, size: number): Buffer {
  const shape = Buffer.concat([bytes(1, text(2, 'batch')), bytes(1, integer(1, size))]);
  const tensor = Buffer.concat([integer(1, 1), bytes(2, shape)]);
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensor))]);
}

function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}

function integer(field: number, content: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(content)]);
}

function varint(number: number): Buffer {
  const parts: number[] = [];
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      return Buffer.from([...parts, rest]);
    }
    parts.push((rest % 128) | 0x80);
  }
}
