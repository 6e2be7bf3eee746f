import { describe, expect, it } from 'vitest';
import type { ProblemAt, RunSettings } from '../../ipc';
import { remedied, remedy } from './remedies';

const settings = {
  memory_bytes: 64 * 1024 ** 2,
  publish: [{ container_port: 8080, host_port: 80 }],
  publish_set: false,
  builder_here: false,
} as unknown as RunSettings;

function problem(code: string, over: Partial<ProblemAt> = {}, params = {}): ProblemAt {
  return {
    fault: { code, params, detail: null, severity: 'error' },
    file: null,
    line: null,
    column: null,
    text: null,
    fix: null,
    ...over,
  };
}

describe('a remedy', () => {
  it('is that of the first problem that has one', () => {
    const tidy = problem('project-missing-module', { fix: 'fix-go-mod-tidy' });
    expect(remedy([problem('x'), tidy], settings)).toEqual({ id: 'fix-go-mod-tidy' });
    expect(remedy([problem('x')], settings)).toBeNull();
  });

  it('publishes the port that the program listens on', () => {
    const found = remedy(
      [problem('project-listens-on-another-port', {}, { port: 3000 })],
      settings,
    );
    expect(found).toEqual({ id: 'fix-publish-port', port: 3000 });
    expect(found && remedied(found, settings)).toMatchObject({
      publish: [{ container_port: 3000, host_port: null }],
      publish_set: true,
    });
    for (const port of ['x', 0, 70000])
      expect(
        remedy([problem('project-listens-on-another-port', {}, { port })], settings),
      ).toBeNull();
  });

  it('doubles a memory limit and offers none where there is none', () => {
    const found = remedy([problem('ended-out-of-memory')], settings);
    expect(found).toEqual({ id: 'fix-raise-memory', bytes: 128 * 1024 ** 2 });
    const free = { ...settings, memory_bytes: null };
    expect(remedy([problem('ended-out-of-memory')], free)).toBeNull();
  });

  it('offers a builder of our own only for a base that cannot be had', () => {
    const found = remedy([problem('network-base-offline')], settings);
    expect(found && remedied(found, settings)?.builder_here).toBe(true);
    expect(remedy([problem('network-image-not-found')], settings)).toBeNull();
  });

  it('knows no other button than its own', () => {
    expect(remedy([problem('x', { fix: 'fix-everything' })], settings)).toBeNull();
  });
});
