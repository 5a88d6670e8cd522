/** All keys in one dialog. */
import { html, render } from 'lit';
import { iconButton } from '../ui/icons';

const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Time',
    [
      ['. ,', 'step forward, back'],
      ['> <', 'end, start of the run'],
      ['k', 'play, pause'],
      ['] [', 'next, previous mark'],
    ],
  ],
  [
    'Objects',
    [
      ['→ ←', 'follow a reference, go to an owner'],
      ['↑ ↓', 'up and down the column'],
      ['Enter', 'open the object page or unfold a group'],
      ['Space', 'fold, unfold'],
      ['f', 'only the neighbourhood'],
      ['p', 'pin'],
      ['t', 'tidy up'],
      ['/', 'search'],
    ],
  ],
  [
    'Look',
    [
      ['+ − 0', 'zoom in, out, fit'],
      ['Shift + arrows', 'move the picture'],
      ['1 … 5', 'Objects, Memory, Collect, Line, Tables'],
      ['i', 'object page'],
      ['?', 'this list'],
    ],
  ],
];

export function helpDialog(parent: HTMLElement): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'help';
  dialog.setAttribute('aria-labelledby', 'help-title');
  render(
    html`<header>
        <h2 id="help-title">Keys</h2>
        ${iconButton({ label: 'Close', icon: 'close', run: () => dialog.close() })}
      </header>
      <div class="help-groups">
        ${groups.map(
          ([title, keys]) =>
            html`<section>
              <h3>${title}</h3>
              <dl>
                ${keys.map(
                  ([key, what]) =>
                    html`<dt><kbd>${key}</kbd></dt>
                      <dd>${what}</dd>`,
                )}
              </dl>
            </section>`,
        )}
      </div>`,
    dialog,
  );
  parent.append(dialog);
  return dialog;
}
