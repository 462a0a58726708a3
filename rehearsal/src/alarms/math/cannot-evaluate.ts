/** What CloudWatch may well evaluate and the rehearsal does not. Whoever knows the alarm's name makes it an error of the user's. */
export class CannotEvaluate extends Error {
  override readonly name = 'CannotEvaluate';
}
