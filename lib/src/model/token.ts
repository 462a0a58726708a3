/** Engines write a value that is not known yet as `${…}`. */
export function isToken(text: string): boolean {
  return text.includes('${');
}
