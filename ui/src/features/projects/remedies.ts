/** What one press may do about a ship that was not good. Each names what it changes, and ships again. */
import type { Param, ProblemAt, RunSettings } from '../../ipc';

export type Remedy =
  /** Runs `go mod tidy` or `go mod vendor` in the project. */
  | { id: 'fix-go-mod-tidy' | 'fix-go-mod-vendor' }
  /** Publishes the port that the program really listens on. */
  | { id: 'fix-publish-port'; port: number }
  /** Twice the memory. */
  | { id: 'fix-raise-memory'; bytes: number }
  /** Goes to the run settings, where the variable or the arguments can be set. */
  | { id: 'fix-set-variable' | 'fix-set-arguments' }
  /** Makes a builder image from the Go that Slipway has. */
  | { id: 'fix-builder-here' }
  /** Fetches modules from a mirror from now on. */
  | { id: 'fix-use-mirror' };

const MOST_BYTES = 64 * 1024 ** 3;

function number(value: Param | undefined): number | null {
  const n = Number(value);
  return value !== undefined && Number.isInteger(n) && n > 0 ? n : null;
}

function remedyOf({ fault, fix }: ProblemAt, settings: RunSettings): Remedy | null {
  if (fault.code === 'project-listens-on-another-port') {
    const port = number(fault.params.port);
    return port === null || port > 65535 ? null : { id: 'fix-publish-port', port };
  }
  if (/^network-base-|^network-registry-(limit|no-answer)/.test(fault.code))
    return { id: 'fix-builder-here' };
  if (fault.code === 'network-proxy-no-answer' || fault.code === 'network-proxy-refused')
    return { id: 'fix-use-mirror' };
  if (fix === 'fix-raise-memory' || fault.code === 'ended-out-of-memory') {
    const bytes = (settings.memory_bytes ?? 0) * 2;
    return bytes > 0 && bytes <= MOST_BYTES ? { id: 'fix-raise-memory', bytes } : null;
  }
  if (fix === 'fix-set-variable' || fix === 'fix-set-arguments') return { id: fix };
  if (fix === 'fix-go-mod-tidy' || fix === 'fix-go-mod-vendor') return { id: fix };
  return null;
}

/** The remedy of the first problem that has one. */
export function remedy(problems: readonly ProblemAt[], settings: RunSettings): Remedy | null {
  for (const problem of problems) {
    const found = remedyOf(problem, settings);
    if (found) return found;
  }
  return null;
}

/** The settings that a remedy means; null where it is none of settings. */
export function remedied(found: Remedy, settings: RunSettings): RunSettings | null {
  switch (found.id) {
    case 'fix-publish-port':
      return {
        ...settings,
        publish: [{ container_port: found.port, host_port: null }],
        publish_set: true,
      };
    case 'fix-raise-memory':
      return { ...settings, memory_bytes: found.bytes };
    case 'fix-builder-here':
      return { ...settings, builder_here: true };
    default:
      return null;
  }
}
