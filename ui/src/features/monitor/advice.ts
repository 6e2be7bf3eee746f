/** Advice carries bare numbers; a sentence wants them as a person reads them. */
import { format, t } from '../../i18n';
import type { Fault, RunSettings } from '../../ipc';
import { cpuCommand, memoryCommand } from '../command';

/** The limit that would do. */
export type Limit = { of: 'memory'; bytes: number } | { of: 'cpu'; cores: number };

/** Null where no higher limit would help. */
export function limitOf({ code, params }: Pick<Fault, 'code' | 'params'>): Limit | null {
  const { enough_bytes: bytes, enough_cores: cores } = params;
  if (code === 'advice-memory-full' && typeof bytes === 'number' && bytes > 0)
    return { of: 'memory', bytes };
  if (code === 'advice-cpu-waits' && typeof cores === 'number' && cores > 0)
    return { of: 'cpu', cores };
  return null;
}

export function limited(settings: RunSettings, limit: Limit): RunSettings {
  return limit.of === 'memory'
    ? { ...settings, memory_bytes: limit.bytes }
    : { ...settings, cpu_nanocores: Math.round(limit.cores * 1e9) };
}

/** What sets it on a container that is not of a project of ours. */
export function limitCommand(name: string, limit: Limit): string {
  return limit.of === 'memory' ? memoryCommand(name, limit.bytes) : cpuCommand(name, limit.cores);
}

/** On the button. */
export function limitWords(limit: Limit): string {
  return limit.of === 'memory'
    ? t('advice-set-memory', { size: format.memory(limit.bytes) })
    : t('advice-set-cpu', { cores: format.number(limit.cores, 2) });
}

/** The same fault with its sizes, cores and shares in words. */
export function adviceWords(fault: Fault): Pick<Fault, 'code' | 'params'> {
  const params: Fault['params'] = {};
  for (const [name, value] of Object.entries(fault.params)) {
    params[name] = typeof value === 'number' ? words(name, value) : value;
  }
  return { code: fault.code, params };
}

function words(name: string, value: number): string {
  if (name.endsWith('_bytes')) return format.memory(value);
  if (name.endsWith('_cores')) return format.number(value, 2);
  return format.number(value);
}
