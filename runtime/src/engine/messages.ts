import type { Run, Tensor, Tensors } from './engine';

/** From the host to the thread that owns the session, several in a message: waking a thread costs more than a small run. */
export type Order = { readonly kind: 'run'; readonly id: number; readonly feeds: Tensors } | { readonly kind: 'close' };

/** How the thread's start went, its first message. */
export type Start =
  { readonly kind: 'started' } | { readonly kind: 'unstartable'; readonly code: string; readonly message: string };

/** What became of an order, by its number; several in a message. */
export type Result =
  | { readonly kind: 'done'; readonly id: number; readonly run: Run }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

/** Tensors with memory of their own: a part of a larger buffer would take all of it to the other thread. */
export function detached(tensors: Tensors): Tensors {
  const own: Record<string, Tensor> = {};
  for (const name of Object.keys(tensors)) {
    const { type, dims, data } = tensors[name];
    const isPart = !Array.isArray(data) && data.byteLength !== data.buffer.byteLength;
    own[name] = isPart ? { type, dims, data: data.slice() } : tensors[name];
  }
  return own;
}

/** Above this, moving a buffer to the other thread is cheaper than copying it. */
const WORTH_MOVING_BYTES = 16_384;

/** The buffers of tensors to move instead of copy; their owner must not touch them afterwards. */
export function buffersToMove(tensors: Tensors): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const name of Object.keys(tensors)) {
    const { data } = tensors[name];
    if (ArrayBuffer.isView(data) && data.byteLength >= WORTH_MOVING_BYTES && data.buffer instanceof ArrayBuffer) {
      buffers.push(data.buffer);
    }
  }
  return buffers;
}

/** Gives memory back now: the collector of a thread that makes few objects would come for it much later. */
export function giveBack({ buffer }: ArrayBufferView): void {
  if (buffer instanceof ArrayBuffer && !buffer.detached) {
    buffer.transfer(0);
  }
}

/** The same for what tensors hold. */
export function giveBackAll(tensors: Tensors): void {
  for (const name of Object.keys(tensors)) {
    const { data } = tensors[name];
    if (ArrayBuffer.isView(data)) {
      giveBack(data);
    }
  }
}
