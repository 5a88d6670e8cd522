// The heap report laid out: as text (the language `heapscope-report`, syntaxes/), as Markdown, as JSON.

import type { HeapReport } from './model';
import type { Column, Section, Table } from './sections';
import { countText as counted } from '../lenses';
import { sections } from './sections';

export type ReportFormat = 'text' | 'markdown' | 'json';

export function layOut(report: HeapReport, format: ReportFormat): string {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  const title = `Heap report of ${report.file} (CPython ${report.python}, simulated)`;
  const parts = sections(report);
  if (format === 'text') return `${[title, ...parts.map(textSection)].join('\n\n')}\n`;
  return `${[`# ${title}`, ...parts.map(markdownSection)].join('\n\n')}\n`;
}

function textSection({ title, sentences, table }: Section): string {
  const lines = [title, ...sentences.map((sentence) => `  ${sentence}`)];
  return [...lines, ...(table === undefined ? [] : textTable(table))].join('\n');
}

function textTable({ columns, rows, more }: Table): string[] {
  const widths = columns.map((column, i) => Math.max(column.title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells
      .map((cell, i) => (columns[i]!.right === true ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()}`;
  return [
    line(columns.map(({ title }) => title)),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
    ...(more > 0 ? [`  … and ${counted(more, 'row')} more`] : []),
  ];
}

function markdownSection({ title, sentences, table }: Section): string {
  const text = sentences.map((sentence) =>
    sentence.startsWith('  ') ? `- ${escaped(sentence.trim())}` : escaped(sentence),
  );
  const paragraphs = [`## ${title}`, ...(text.length > 0 ? [text.join('\n')] : [])];
  return [...paragraphs, ...(table === undefined ? [] : [markdownTable(table)])].join('\n\n');
}

function markdownTable({ columns, rows, more }: Table): string {
  const cell = (text: string, column: Column): string =>
    column.code === true && text !== '' ? inCode(text) : escaped(text);
  const lines = [
    `| ${columns.map(({ title }) => title).join(' | ')} |`,
    `| ${columns.map(({ right }) => (right === true ? '---:' : '---')).join(' | ')} |`,
    ...rows.map((row) => `| ${row.map((text, i) => cell(text, columns[i]!)).join(' | ')} |`),
  ];
  return more > 0 ? `${lines.join('\n')}\n\n… and ${counted(more, 'row')} more` : lines.join('\n');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_|<>[\]]/g, '\\$&');
}
function inCode(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  const pad = fence.length > 1 ? ' ' : '';
  return `${fence}${pad}${text.replace(/\|/g, '\\|')}${pad}${fence}`;
}
