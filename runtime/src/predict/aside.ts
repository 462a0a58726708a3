import type { Waiter } from '../engine/waiting';
import type { AnswerForm, Form, Reading } from './form';
import type { Prediction } from './prediction';
import type { Reply } from './reply';

/** Does what would hold the event loop for long, elsewhere. */
export interface Aside {
  /** Bodies that would wait longer are refused, wherever they are read. */
  readonly maxWaitMilliseconds: number;
  /** Takes the body's memory away where it has its own. Rejects with a `Fault` only, also where an input breaks a rule of the model's. */
  read(form: Form, body: Buffer, waiter: Pick<Waiter, 'isGone' | 'deadline'>): Promise<Reading>;
  /** Takes the outputs' memory away. Rejects with a `Fault` only. */
  write(answer: AnswerForm, prediction: Prediction): Promise<Reply>;
}
