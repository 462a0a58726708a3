import type { Grant } from '../../access/access-types';
import type { Report } from '../../report-types';
import type { Html } from '../html';
import { html } from '../html';
import { table } from '../table';

/** Who may do more, and who less. */
export function accessSection({ access }: Report): Html {
  const { widened, narrowed, isBroadened } = access;
  return html`${widened.length === 0 ? html`<p>No permission is widened.</p>` : grants('Widened', widened)}
  ${isBroadened === true && widened.length === 0 && html`<p>CloudFormation’s own comparison sees broader access: look at security groups and at statements written otherwise.</p>`}
  ${
    narrowed.length > 0 &&
    html`<details>
      <summary>Narrowed: ${narrowed.length}</summary>
      ${grants('Narrowed', narrowed)}
    </details>`
  }`;
}

function grants(caption: string, list: readonly Grant[]): Html {
  return table(
    caption,
    ['who', 'may', 'on', 'if', 'declared by'],
    list.map(({ effect, principal, actions, resources, conditions, wildcards, path }) => [
      html`${principal}${effect === 'Deny' && html` <span class="tag">denied</span>`}`,
      html`${actions.map((action) => html`<code>${action}</code><br />`)}${wildcards.map((wildcard) => html`<span class="tag bad">${wildcard}</span> `)}`,
      html`${resources.map((resource) => html`<code>${resource}</code><br />`)}`,
      conditions.join(', ') || '–',
      path,
    ]),
  );
}
