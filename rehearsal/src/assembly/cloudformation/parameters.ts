/** Types whose default is the name of what Systems Manager keeps, and not the value. */
const KEPT_ELSEWHERE = /^AWS::SSM::Parameter::Value</;
const LIST = /^(CommaDelimitedList|List<.*>)$/;

/** The value of a parameter: what a parent gives, else the default; undefined where only a deployment knows it. */
export function parameterValue(
  { Type, Default }: { readonly Type?: unknown; readonly Default?: unknown },
  given: unknown,
): unknown {
  const type = String(Type);
  if (given === undefined && KEPT_ELSEWHERE.test(type)) return undefined;
  const value = given ?? Default;
  if (value === undefined || value === null) return undefined;
  if (LIST.test(type)) return typeof value === 'string' ? list(value) : value;
  return typeof value === 'object' ? value : String(value);
}

function list(text: string): string[] {
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}
