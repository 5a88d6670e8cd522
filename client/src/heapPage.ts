/**
 * The page the view runs in. One function for the extension host (which fills in its URIs) and for the tests, so that
 * the content policy that is tested is the one that ships. Pure text; imports nothing.
 *
 * `img-src data:` is for the PNG export, which draws an SVG it made itself. There is no `connect-src`: the view talks
 * to nobody but the extension host.
 */
export interface HeapPage {
  /** webview.cspSource: where styles may come from. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Fresh for each page, letters and digits. */
  readonly nonce: string;
  /** BCP 47 tag of the editor's language. */
  readonly language: string;
  readonly title: string;
  /** For tests: further directives, head and body attributes. */
  readonly extra?: { readonly csp?: string; readonly head?: string; readonly body?: string; readonly before?: string };
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => escapes[c]!);

export function heapPage(p: HeapPage): string {
  const csp = `default-src 'none'; script-src 'nonce-${p.nonce}'; style-src ${p.cspSource}; img-src data:; ${p.extra?.csp ?? ''}`;
  return `<!DOCTYPE html>
<html lang="${escape(p.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escape(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(p.title)}</title>${p.extra?.head ?? ''}
<link rel="stylesheet" href="${escape(p.styleUri)}">
</head>
<body${p.extra?.body ?? ''}>
<div id="heap"></div>${p.extra?.before ?? ''}
<script nonce="${p.nonce}" src="${escape(p.scriptUri)}"></script>
</body>
</html>
`;
}
