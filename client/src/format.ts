// Numbers as a person reads them.

import * as vscode from 'vscode';

export function count(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

/** "1 object", "2,000 objects". */
export function objects(value: number): string {
  return value === 1 ? vscode.l10n.t('1 object') : vscode.l10n.t('{0} objects', count(value));
}

/** "1.2 MiB"; powers of 1,024, as memory is counted. */
export function bytes(value: number): string {
  if (value < 1024) return `${count(value)} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let unit = -1;
  do {
    size /= 1024;
    unit++;
  } while (size >= 1024 && unit < units.length - 1);
  const digits = size < 10 ? 1 : 0;
  return `${size.toLocaleString(vscode.env.language, { maximumFractionDigits: digits })} ${units[unit]}`;
}

/** The file's name, for messages. */
export function fileName(uri: string): string {
  const path = vscode.Uri.parse(uri).path;
  return path.slice(path.lastIndexOf('/') + 1);
}
