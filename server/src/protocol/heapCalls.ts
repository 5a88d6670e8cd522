/** The questions of `HeapProvider`, for those who forward or answer them one by one. */
import type { ProviderCall } from './heapProtocol';

/** By name, so that a question nobody forwards does not compile. */
const calls: Record<ProviderCall, true> = {
  view: true,
  object: true,
  holders: true,
  referrers: true,
  referents: true,
  path: true,
  history: true,
  search: true,
  memory: true,
  blocks: true,
  block: true,
  locate: true,
  timeline: true,
  collect: true,
  lanes: true,
  line: true,
  types: true,
  retainers: true,
  collections: true,
  export: true,
};

export const providerCalls = Object.keys(calls) as readonly ProviderCall[];

export function isProviderCall(name: string): name is ProviderCall {
  return Object.hasOwn(calls, name);
}
