// File descriptors of the simulated machine: the three standard streams, open files, both ends of pipes, sockets. posix,
// _io, _socket, select and _posixsubprocess share this.

import { onRuntimeReset } from '../heap/runtime';
import { host } from './host';
import type { FileContent } from './virtualfiles';

/** What select, poll and epoll ask of a descriptor. */
export interface Waitable {
  readable(): boolean;
  writable(): boolean;
  /** The other end is gone. */
  hungUp(): boolean;
}

/** What read() and write() work on. */
export interface FileDescription extends Waitable {
  kind: 'file' | 'read end' | 'write end' | 'standard';
  /** The bytes of a file or of a pipe: all that was written so far. */
  content: FileContent;
  /** Where the next byte is read or written. */
  pos: number;
  canRead: boolean;
  canWrite: boolean;
  appending: boolean;
  /** The file's absolute path; '' for others. */
  path: string;
  /** Called before bytes are taken: whoever should write them first may run now. */
  prepare(): void;
  /** How many descriptors stand for it. */
  references: number;
}

let open: Map<number, Waitable>;
/** Runs child processes whose output is waited for. */
let runChildren: (blocked: boolean) => void = () => undefined;
onRuntimeReset(() => {
  open = new Map();
});
/** `blocked`: nothing else can go on; otherwise only those whose input is complete are to run. */
export function setRunChildren(run: (blocked: boolean) => void): void {
  runChildren = run;
}

/** The number under which `target` is known from now on: the lowest free one. */
export function openDescriptor(target: Waitable): number {
  let fd = 3;
  while (open.has(fd)) fd++;
  open.set(fd, target);
  if (isDescription(target)) target.references++;
  return fd;
}
export function closeDescriptor(fd: number): boolean {
  const target = open.get(fd);
  if (target !== undefined && isDescription(target)) target.references--;
  return open.delete(fd);
}
export function descriptor(fd: number): Waitable | undefined {
  return open.get(fd) ?? (fd >= 0 && fd <= 2 ? standard(fd) : undefined);
}

function isDescription(target: Waitable): target is FileDescription {
  return 'content' in target;
}
/** The file or pipe behind a descriptor; undefined where there is none, or a socket. */
export function description(fd: number): FileDescription | undefined {
  const target = descriptor(fd);
  return target !== undefined && isDescription(target) ? target : undefined;
}

const nothing = (): void => undefined;

/** A file that has just been opened, at its beginning. */
export function fileDescription(content: FileContent, path: string, flags: number): FileDescription {
  const access = flags & 3;
  return {
    kind: 'file',
    content,
    pos: 0,
    canRead: access !== 1,
    canWrite: access !== 0,
    appending: (flags & 0o2000) !== 0,
    path,
    prepare: nothing,
    references: 0,
    readable: () => true,
    writable: () => true,
    hungUp: () => false,
  };
}

/** What a standard stream is as a descriptor: writes go out, reads find nothing. */
function standard(fd: number): FileDescription {
  return {
    ...fileDescription({ bytes: new Uint8Array(0), size: 0 }, '', fd === 0 ? 0 : 1),
    kind: 'standard',
    pos: fd,
  };
}

/** Both ends of a new pipe. */
export function newPipe(): [read: FileDescription, write: FileDescription] {
  const content = { bytes: new Uint8Array(0), size: 0 };
  const write: FileDescription = {
    ...fileDescription(content, '', 1),
    kind: 'write end',
    appending: true,
    hungUp: () => read.references === 0,
  };
  const read: FileDescription = {
    ...fileDescription(content, '', 0),
    kind: 'read end',
    prepare: () => {
      if (read.pos >= content.size && write.references > 0) runChildren(true);
    },
    readable: () => {
      if (read.pos >= content.size && write.references > 0) runChildren(false);
      return read.pos < content.size || write.references === 0;
    },
    writable: () => false,
    hungUp: () => write.references === 0,
  };
  return [read, write];
}

/** At most `n` bytes from where the description stands. */
export function readDescription(d: FileDescription, n: number): Uint8Array {
  d.prepare();
  const end = Math.min(d.content.size, d.pos + n);
  const bytes = d.content.bytes.slice(Math.min(d.pos, end), end);
  d.pos += bytes.length;
  return bytes;
}
export function writeDescription(d: FileDescription, data: Uint8Array): void {
  if (d.kind === 'standard') {
    const text = new TextDecoder().decode(data);
    if (d.pos === 2) host.writeStderr(text);
    else host.writeStdout(text);
    return;
  }
  const { content } = d;
  const at = d.appending ? content.size : d.pos;
  const end = at + data.length;
  if (end > content.bytes.length) {
    const grown = new Uint8Array(Math.max(end, content.bytes.length * 2));
    grown.set(content.bytes.subarray(0, content.size));
    content.bytes = grown;
  }
  content.bytes.set(data, at);
  if (end > content.size) content.size = end;
  if (d.kind === 'file') d.pos = end;
}
