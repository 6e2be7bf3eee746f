import { describe, expect, it } from 'vitest';
import {
  catchUp,
  check,
  draftOf,
  readCpus,
  readMemory,
  settingsOf,
  wrongPorts,
  writeMemory,
} from './run-form';
import type { RunSettings } from '../../ipc';

const settings: RunSettings = {
  name: 'api',
  program: 'example.com/api',
  publish: [{ container_port: 8080, host_port: null }],
  publish_set: false,
  env: [{ name: 'TOKEN', value: null, secret: true, keep: false }],
  args: ['-v'],
  memory_bytes: 64 * 1024 * 1024,
  cpu_nanocores: 5e8,
  restart: 'no',
  offers: [],
  way: 'auto',
  builder_here: false,
};

describe('the run form', () => {
  it('gives back what it was given', () => {
    expect(settingsOf(draftOf(settings), settings)).toEqual(settings);
  });

  it('marks the field that is wrong, not its neighbour', () => {
    const row = (container: string, host: string) => ({ key: 1, container, host });
    expect(wrongPorts(row('abc', '80'), 'x')).toEqual({ container: true, host: false });
    expect(wrongPorts(row('80', '99999'), 'x')).toEqual({ container: false, host: true });
    expect(wrongPorts(row('', '80'), 'x')).toEqual({ container: true, host: false });
    expect(wrongPorts(row('80', '80'), 'x')).toEqual({ container: true, host: true });
    expect(wrongPorts(row('80', '80'), null)).toEqual({ container: false, host: false });
  });

  it('reads sizes as people and docker write them', () => {
    expect(['64m', '64 MiB', '1.5g', '1,5 GB', '67108864', ''].map(readMemory)).toEqual([
      67108864,
      67108864,
      1610612736,
      1610612736,
      67108864,
      null,
    ]);
    expect(readMemory('much')).toBeUndefined();
    expect(writeMemory(1536 * 1024 * 1024)).toBe('1536m');
  });

  it('reads cores with either decimal mark', () => {
    expect(['0.5', '0,5', '', 'x', '-1'].map(readCpus)).toEqual([
      5e8,
      5e8,
      null,
      undefined,
      undefined,
    ]);
  });

  it('names what is wrong with each field', () => {
    const draft = draftOf(settings);
    draft.name = '-bad name';
    draft.memory = '1m';
    draft.cpus = '64';
    draft.publish.push({ key: 901, container: '70000', host: '' });
    draft.publish.push({ key: 902, container: '8080', host: '' });
    draft.env.push({
      key: 903,
      name: 'TOKEN',
      value: 'x',
      unset: false,
      secret: false,
      keep: false,
    });
    draft.env.push({ key: 904, name: '', value: 'x', unset: false, secret: false, keep: false });
    draft.env.push({ key: 905, name: 'A=B', value: '', unset: false, secret: false, keep: false });
    expect(check(draft, 4)).toEqual({
      name: 'run-bad-name',
      memory: 'run-little-memory',
      cpus: 'run-many-cpus',
      'publish-901': 'run-bad-port',
      'publish-902': 'run-port-twice',
      'env-903': 'run-env-twice',
      'env-904': 'run-env-no-name',
      'env-905': 'run-env-bad-name',
    });
  });

  it('lets empty rows fall away', () => {
    const draft = draftOf(settings);
    draft.publish.push({ key: 1001, container: '', host: '' });
    draft.env.push({ key: 1002, name: '', value: '', unset: false, secret: false, keep: false });
    expect(check(draft, 4)).toEqual({});
    expect(settingsOf(draft, settings)).toEqual(settings);
  });

  it('takes a value that the keyring gave late, and no longer says what the keyring refused', () => {
    const draft = draftOf(settings);
    const [row] = draft.env;
    row!.keep = true;
    const given = { name: 'TOKEN', value: 'late', secret: true, keep: false };
    catchUp(draft.env, { ...settings, env: [given] });
    expect(draft.env[0]).toMatchObject({ value: 'late', unset: false, keep: false });
    row!.value = 'typed';
    catchUp(draft.env, { ...settings, env: [{ ...given, value: 'older' }] });
    expect(draft.env[0]).toMatchObject({ value: 'typed' });
  });
});
