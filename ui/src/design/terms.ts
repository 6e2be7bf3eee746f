/** The words whose meaning a beginner finds where they stand: `term-ID` in terms.ftl. */
export const TERMS = [
  'image',
  'layer',
  'container',
  'port-publishing',
  'volume',
  'environment-variable',
  'memory-limit',
  'cpu-limit',
  'restart-policy',
  'exit-code',
  'registry',
  'tag',
  'digest',
  'dockerfile',
  'build-context',
  'cgroup',
  'go-line',
  'module',
  'toolchain',
  'standard-error',
  'chart-cpu',
  'chart-memory',
  'chart-network',
  'chart-disk',
  'chart-processes',
  'chart-pressure',
  'chart-parts',
  'chart-operations',
] as const;

export type TermId = (typeof TERMS)[number];

/** The tip that is open: another one takes its place. */
let close: (() => void) | null = null;

export function openOnly(closeThis: () => void): void {
  if (close !== closeThis) close?.();
  close = closeThis;
}

type Box = { left: number; top: number; bottom: number };
type Size = { width: number; height: number };

/** Where a tip stands: above its word, because what it is about is below; below where there is no room. */
export function placed(word: Box, tip: Size, page: Size): { left: number; top: number } {
  const edge = 8;
  const gap = 6;
  const above = word.top - gap - tip.height;
  const below = Math.min(word.bottom + gap, page.height - tip.height - edge);
  return {
    left: Math.max(edge, Math.min(word.left, page.width - tip.width - edge)),
    top: above >= edge ? above : Math.max(edge, below),
  };
}
