import { Html, html } from './html';

const AFTER = /(?<=[/.:])(?=\w)/;

/** A path or a dotted name that may be broken where a reader would. */
export function breakable(text: string): Html {
  return html`${text.split(AFTER).map((part, i) => (i === 0 ? part : html`${new Html('<wbr />')}${part}`))}`;
}
