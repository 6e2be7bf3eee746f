/** Reading and checking what is typed into the run form. */
import type { Publish, RunSettings } from '../../ipc';

const UNITS: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
/** The engine takes no less. */
export const LEAST_MEMORY = 6 * 1024 ** 2;

/** 64m, 64 MiB, 1.5g, 67108864: bytes. Empty is no limit (null); anything else undefined. */
export function readMemory(text: string): number | null | undefined {
  const plain = text.trim().toLowerCase().replace(/\s/g, '');
  if (!plain) return null;
  const match = /^(\d+(?:[.,]\d+)?)([kmg]?)(?:i?b)?$/.exec(plain);
  if (!match) return undefined;
  const number = Number((match[1] ?? '').replace(',', '.'));
  return Math.round(number * (UNITS[match[2] ?? ''] ?? 1));
}

/** The shortest way to type these bytes: 64m. */
export function writeMemory(bytes: number | null): string {
  if (bytes === null) return '';
  for (const unit of ['g', 'm', 'k'] as const) {
    const size = UNITS[unit] ?? 1;
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return String(bytes);
}

/** 0.5 or 0,5 cores as nanocores. Empty is no limit (null); anything else undefined. */
export function readCpus(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.');
  if (!plain) return null;
  if (!/^\d+(\.\d+)?$/.test(plain)) return undefined;
  return Math.round(Number(plain) * 1e9);
}

export function writeCpus(nanocores: number | null): string {
  return nanocores === null ? '' : String(nanocores / 1e9);
}

/** A port, null for an empty field, undefined for anything else. */
export function readPort(text: string): number | null | undefined {
  const plain = text.trim();
  if (!plain) return null;
  const port = /^\d{1,5}$/.test(plain) ? Number(plain) : NaN;
  return port >= 1 && port <= 65535 ? port : undefined;
}

export type PublishDraft = { key: number; container: string; host: string };
export type EnvDraft = {
  key: number;
  name: string;
  value: string;
  unset: boolean;
  secret: boolean;
  /** In the system's keyring beyond this session. */
  keep: boolean;
};
export type Draft = {
  name: string;
  publish: PublishDraft[];
  env: EnvDraft[];
  args: string;
  memory: string;
  cpus: string;
  restart: RunSettings['restart'];
};

/** What is known by now and was not when the rows were made: a value that the keyring gave, a keyring that refused. */
export function catchUp(rows: EnvDraft[], settings: RunSettings): void {
  for (const row of rows) {
    const known = settings.env.find((one) => one.name === row.name.trim());
    if (!known) continue;
    if (!known.keep) row.keep = false;
    // Its value may look like a secret where its name does not.
    if (known.secret) row.secret = true;
    if (row.unset && !row.value && known.value !== null) {
      row.value = known.value;
      row.unset = false;
    }
  }
}

let keys = 0;
export const newKeyed = (): number => ++keys;

export function draftOf(settings: RunSettings): Draft {
  return {
    name: settings.name,
    publish: settings.publish.map((one) => ({
      key: newKeyed(),
      container: String(one.container_port),
      host: one.host_port === null ? '' : String(one.host_port),
    })),
    env: settings.env.map((one) => ({
      key: newKeyed(),
      name: one.name,
      value: one.value ?? '',
      unset: one.value === null,
      secret: one.secret,
      keep: one.keep,
    })),
    args: settings.args.join('\n'),
    memory: writeMemory(settings.memory_bytes),
    cpus: writeCpus(settings.cpu_nanocores),
    restart: settings.restart,
  };
}

/** Field → the id of the sentence that says what is wrong with it. Rows are named `publish-KEY`, `env-KEY`. */
export type Errors = Record<string, string>;

export function check(draft: Draft, cores: number | null): Errors {
  const errors: Errors = {};
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/.test(draft.name.trim())) errors.name = 'run-bad-name';
  const containerPorts = new Set<number>();
  const hostPorts = new Set<number>();
  for (const row of draft.publish) {
    const container = readPort(row.container);
    const host = readPort(row.host);
    const field = `publish-${row.key}`;
    if (container === undefined || host === undefined) errors[field] = 'run-bad-port';
    else if (container === null) {
      if (host !== null) errors[field] = 'run-no-port';
    } else if (containerPorts.has(container) || (host !== null && hostPorts.has(host)))
      errors[field] = 'run-port-twice';
    if (container) containerPorts.add(container);
    if (host) hostPorts.add(host);
  }
  const names = new Set<string>();
  for (const row of draft.env) {
    const name = row.name.trim();
    const field = `env-${row.key}`;
    if (!name) {
      if (row.value) errors[field] = 'run-env-no-name';
    } else if (/[=\0\s]/.test(name)) errors[field] = 'run-env-bad-name';
    else if (names.has(name)) errors[field] = 'run-env-twice';
    names.add(name);
  }
  const memory = readMemory(draft.memory);
  if (memory === undefined) errors.memory = 'run-bad-memory';
  else if (memory !== null && memory < LEAST_MEMORY) errors.memory = 'run-little-memory';
  const cpus = readCpus(draft.cpus);
  if (cpus === undefined || cpus === 0) errors.cpus = 'run-bad-cpus';
  else if (cpus !== null && cores !== null && cpus > cores * 1e9) errors.cpus = 'run-many-cpus';
  return errors;
}

/** Which field of a row of ports an error is about: only these are marked. */
export function wrongPorts(
  row: PublishDraft,
  error: string | null,
): { container: boolean; host: boolean } {
  if (error === null) return { container: false, host: false };
  const container = readPort(row.container);
  const host = readPort(row.host);
  const readable = container !== undefined && host !== undefined;
  // A host port without a container port lacks the latter; a pair that stands twice is wrong as a whole.
  return {
    container: container === undefined || readable,
    host: host === undefined || (readable && container !== null),
  };
}

function samePorts(one: Publish[], other: Publish[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The settings that a draft without errors means. */
export function settingsOf(draft: Draft, before: RunSettings): RunSettings {
  const publish = draft.publish.flatMap((row) => {
    const container_port = readPort(row.container);
    return container_port ? [{ container_port, host_port: readPort(row.host) ?? null }] : [];
  });
  return {
    ...before,
    name: draft.name.trim(),
    publish,
    // Until the user says other ports, those that the code says follow the code.
    publish_set: before.publish_set || !samePorts(publish, before.publish),
    env: draft.env.flatMap((row) => {
      const name = row.name.trim();
      const value = row.unset && !row.value ? null : row.value;
      return name ? [{ name, value, secret: row.secret, keep: row.keep && row.secret }] : [];
    }),
    args: draft.args.split('\n').filter((arg) => arg !== ''),
    memory_bytes: readMemory(draft.memory) ?? null,
    cpu_nanocores: readCpus(draft.cpus) ?? null,
    restart: draft.restart,
  };
}
