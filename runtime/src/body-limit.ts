import { Fault } from './errors';

export function bodyTooLarge(most: number, got?: number): Fault {
  return new Fault('BodyTooLarge', `The body is larger than ${most} bytes.`, {
    field: 'body',
    expected: `at most ${most} bytes`,
    got: got === undefined ? 'more' : `${got} bytes`,
  });
}
