/** What is close to a limit, and why. */
import { format, t } from '../../i18n';
import type { ContainerRow, Latest } from '../../ipc';
import { nearLimit } from './state';

/** From here on waiting is felt, not only measured. */
const waitsShare = 0.1;

export type Reason = 'memory' | 'waits' | 'cpu';

/** The reason that matters most: memory ends a program, waiting slows it down. Null where there is room. */
export function nearOf(row: ContainerRow, now: Latest | null): Reason | null {
  if (!now) return null;
  if (nearLimit(now.memory_bytes, row.memory_limit_bytes)) return 'memory';
  if ((now.throttled_ratio ?? 0) >= waitsShare) return 'waits';
  if (nearLimit(now.cpu_nanocores, row.cpu_limit_nanocores)) return 'cpu';
  return null;
}

/** The reason in numbers. */
export function nearWords(reason: Reason, row: ContainerRow, now: Latest): string {
  switch (reason) {
    case 'memory': {
      const limit = row.memory_limit_bytes ?? 1;
      return t('fleet-near-memory', {
        share: format.percent(now.memory_bytes / limit),
        limit: format.memory(limit),
      });
    }
    case 'waits':
      return t('fleet-near-waits', { share: format.percent(now.throttled_ratio ?? 0) });
    case 'cpu': {
      const limit = row.cpu_limit_nanocores ?? 1;
      return t('fleet-near-cpu', {
        share: format.percent((now.cpu_nanocores ?? 0) / limit),
        limit: format.cores(limit),
      });
    }
  }
}
