import { describe } from '../log';

/** What a model's process tells the one that started it. */
export type Word =
  { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly code: string } | { readonly kind: 'stopping' };

/** What it tells that process: so many requests for its model were refused before they were passed on. */
export interface Refused {
  readonly kind: 'refused';
  readonly requests: number;
}

/** Where the process of one model listens. */
export const SOCKET = 'INFERENCE_MODEL_SOCKET';

/** The link to the process that started this one for a model; it does nothing in a server of its own. */
export const parent = {
  ready: (): void => tell({ kind: 'ready' }),
  failed: (error: unknown): void => tell({ kind: 'failed', code: describe(error).code }),
  /** Nothing new should be asked of this process, whoever decided that. */
  stopping: (): void => tell({ kind: 'stopping' }),
  /** Hears of requests for the model that the parent refused: they are counted where the others are. */
  whenRefused: (count: (requests: number) => void): void => {
    process.on('message', ({ kind, requests }: Refused) => kind === 'refused' && count(requests));
  },
  /** Without its parent, nobody would ever end it. */
  whenGone: (stop: () => void): void => {
    if (process.env[SOCKET] !== undefined && !process.connected) {
      stop();
      return;
    }
    process.once('disconnect', stop);
  },
};

function tell(word: Word): void {
  if (process.connected) {
    // The parent may end at any moment; then nobody waits for the word.
    process.send?.(word, undefined, undefined, () => undefined);
  }
}
