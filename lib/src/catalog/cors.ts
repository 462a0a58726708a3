/** What a function URL takes (docs.aws.amazon.com/lambda/latest/api/API_Cors.html, checked November 2026). */
export const CORS = {
  METHODS: ['GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*'],
  MAX_METHODS: 6,
  MAX_ORIGINS: 100,
  MAX_ORIGIN_CHARACTERS: 253,
  MAX_HEADERS: 100,
  MAX_AGE_SECONDS: 86_400,
} as const;

/** As a browser sends it: no path and no slash at its end, or Lambda never finds it equal. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/i;

export function isOrigin(text: string): boolean {
  return text === '*' || ORIGIN.test(text);
}
