/** Advice carries bare numbers; a sentence wants them as a person reads them. */
import { format } from '../../i18n';
import type { Fault } from '../../ipc';

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
  if (name.endsWith('_percent')) return format.percent(value / 100);
  return format.number(value);
}
