import type { Fault } from './types';

/** Whatever a rejected command threw, as a fault that can be shown. */
export function asFault(thrown: unknown): Fault {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    const { code, params, detail, severity } = thrown as Partial<Fault>;
    if (typeof code === 'string') {
      return {
        code,
        params: params ?? {},
        detail: detail ?? null,
        severity: severity ?? 'error',
      };
    }
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'machine-internal', params: {}, detail, severity: 'error' };
}
