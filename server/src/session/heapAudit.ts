// A run under audit: at instruction boundaries every mortal object's count is compared with the references that exist
// (heap/audit.ts, design invariant 2). Boundaries inside a C function's call are passed over: its temporaries are in no
// frame. Slow by nature: every instruction in a short program, every n-th in a long one.

import type { AuditDifference, AuditSource } from '../heap/audit';
import { auditHeap, livingObjects, stopWatching, watchLifetimes } from '../heap/audit';
import type { HeapObject } from '../heap/header';
import { visitEdges } from '../objects/edges';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyObject, visitproc } from '../objects/object';
import { staticTypes } from '../objects/typestruct';
import { lineOfUnit } from '../objects/codelocations';
import { visitInterpreterRoots } from '../vm/pylifecycle';
import { setTraceHooks } from '../vm/tracehooks';
import { insideC, visitFrameReferences } from './liveFrames';
import { shortText } from './describe';

const source: AuditSource = {
  visitRoots(visit) {
    visitInterpreterRoots(visit as visitproc);
    visitFrameReferences(visit as visitproc);
  },
  visitOwned(op, visit) {
    visitEdges(op as PyObject, (to: PyObject | null | undefined) => {
      if (to !== null && to !== undefined) visit(to);
    });
  },
  staticOwners: () => staticTypes as HeapObject[],
};

/** One object whose count is wrong, and where it was first seen. */
export interface AuditFinding {
  type: string;
  repr: string;
  counted: number;
  found: number;
  /** What else lives at its address, where nothing may. */
  sharesBlockWith: string | null;
  line: number;
  opcodeUnit: number;
}

export interface AuditResult {
  /** Boundaries at which the whole heap was compared. */
  audits: number;
  instructions: number;
  findings: AuditFinding[];
}

/**
 * Installs the audit for a run that starts now (call it after Py_Initialize, before the script). `budget`: how many
 * audits at most; the distance between them grows as the run gets longer, so that its beginning is looked at closely.
 */
export function startAudit(budget = 400): AuditResult {
  const result: AuditResult = { audits: 0, instructions: 0, findings: [] };
  const reported = new Set<unknown>();
  watchLifetimes();
  let next = 0;
  let gap = 1;
  const look = (frame: _PyInterpreterFrame, unit: number): void => {
    const n = result.instructions++;
    if (n < next || insideC()) return;
    result.audits++;
    if (result.audits % (budget / 8) === 0) gap *= 4;
    next = n + gap;
    for (const difference of auditHeap(source)) {
      if (reported.has(difference.object)) continue;
      reported.add(difference.object);
      result.findings.push(describeFinding(difference, frame, unit));
    }
  };
  setTraceHooks({ instruction: (frame, unit) => look(frame, unit) });
  return result;
}

/** Ends it: what was found stays in the result of `startAudit`. */
export function endAudit(): void {
  setTraceHooks(null);
  if (livingObjects() !== null) stopWatching();
}

function describeFinding(difference: AuditDifference, frame: _PyInterpreterFrame, unit: number): AuditFinding {
  const op = difference.object as PyObject;
  return {
    type: op.ob_type.tp_name,
    repr: shortText(op),
    counted: difference.counted,
    found: difference.found,
    sharesBlockWith:
      difference.sharesBlockWith === undefined ? null : shortText(difference.sharesBlockWith as PyObject),
    line: lineOfUnit(frame.f_executable, unit),
    opcodeUnit: unit,
  };
}
