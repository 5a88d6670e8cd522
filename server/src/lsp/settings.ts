// The extension's settings, with what they are where a client says nothing.

import type { Settings } from '../protocol/lspProtocol';

export const defaultSettings: Settings = {
  python: '3.13',
  run: { automatically: 'onType', delay: 150 },
  budget: { seconds: 5, instructions: 50_000_000, memory: 512 },
  hints: { level: 'all' },
  codeLens: { enabled: true },
  diagnostics: {
    cycle: true,
    leak: true,
    slots: true,
    finalizer: true,
    'dead-weakref': true,
    export: true,
    'shared-default': true,
    getrefcount: true,
  },
};

/** The section `heapscope` as a client gives it, which may be anything. */
export function settingsFrom(read: unknown): Settings {
  if (read === null || typeof read !== 'object') return defaultSettings;
  const given = read as Partial<Settings>;
  return {
    ...defaultSettings,
    ...given,
    run: { ...defaultSettings.run, ...given.run },
    budget: { ...defaultSettings.budget, ...given.budget },
    hints: { ...defaultSettings.hints, ...given.hints },
    codeLens: { ...defaultSettings.codeLens, ...given.codeLens },
    diagnostics: { ...defaultSettings.diagnostics, ...given.diagnostics },
  };
}

/** Whether programs have to run again because of the change. */
export function runsDiffer(a: Settings, b: Settings): boolean {
  return a.python !== b.python || JSON.stringify(a.budget) !== JSON.stringify(b.budget);
}
