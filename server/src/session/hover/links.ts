// Links in hovers and tooltips: commands of the extension, by protocol/lspProtocol.ts's LinkCommands.

import type { LinkCommands } from '../../protocol/lspProtocol';

/** A Markdown link that runs a command. */
export function commandLink<C extends keyof LinkCommands>(text: string, command: C, args: LinkCommands[C]): string {
  // Parentheses would end the link's address.
  const query = encodeURIComponent(JSON.stringify(args)).replace(/[()']/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `[${text}](command:${command}?${query})`;
}

/** Text as it is, in a span of code. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replace(/\s*\n\s*/g, ' ')}${pad}${fence}`;
}

export interface Linker {
  line(line: number, text?: string): string;
  step(step: number, text: string): string;
  object(serial: number, text: string): string;
  referrers(serial: number, text: string): string;
}

export function linker(uri: string, run: string): Linker {
  return {
    line: (line, text = `line ${line}`) => commandLink(text, 'heapscope.goToLine', [uri, line]),
    step: (step, text) => commandLink(text, 'heapscope.goToStep', [uri, step]),
    object: (serial, text) => commandLink(text, 'heapscope.showObject', [uri, run, String(serial)]),
    referrers: (serial, text) => commandLink(text, 'heapscope.listReferrers', [uri, run, String(serial)]),
  };
}
