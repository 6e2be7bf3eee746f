import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  actCommand,
  dockerBuildCommand,
  inspectCommand,
  cpuCommand,
  foundLogsCommand,
  isBeyondCommand,
  keptLogsCommand,
  logsCommand,
  memoryCommand,
  quoted,
  severalLogsCommand,
  shipCommand,
} from './command';

/** Hostile, odd and plain. */
const WORDS = [
  'report-api',
  '',
  'a b',
  "it's",
  '$(touch /tmp/x)',
  '`id`',
  '; rm -rf /',
  '<img src=x onerror=alert(1)>',
  '测试 项目',
  '~/src',
  'a\nb\tc\\d',
  '\u001b[31mred',
  'name\u202egnp.exe',
  '!!',
  '*',
  '#x',
];

describe('a word', () => {
  it('that is plain stays as it is', () => {
    expect(quoted('127.0.0.1:8080')).toBe('127.0.0.1:8080');
    expect(quoted('/home/mei/src/report-api')).toBe('/home/mei/src/report-api');
  });
  it('that is not is quoted', () => {
    expect(quoted('')).toBe("''");
    expect(quoted('my api')).toBe("'my api'");
    expect(quoted("it's")).toBe("'it'\\''s'");
  });
  it.each(WORDS)('%j is read back by a shell, and nothing else happens', (word) => {
    const read = execFileSync('bash', ['-c', `printf %s ${quoted(word)}`], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    expect(read).toBe(word);
  });
  it('hides nothing: what cannot be seen is written out', () => {
    expect(quoted('name\u202egnp.exe')).toBe("$'name\\xe2\\x80\\xaegnp.exe'");
    expect(quoted('\u001b[2J')).toBe("$'\\x1b[2J'");
  });
});

describe('a command', () => {
  it('names the verb as docker does', () => {
    expect(
      (['start', 'stop', 'restart', 'pause', 'unpause', 'kill'] as const).map((verb) =>
        actCommand(verb, 'web'),
      ),
    ).toEqual([
      'docker start web',
      'docker stop web',
      'docker restart web',
      'docker pause web',
      'docker unpause web',
      'docker kill web',
    ]);
  });
  it('removes as Slipway does: running ones too, with their anonymous volumes', () => {
    expect(actCommand('remove', 'web')).toBe('docker rm -f -v web');
  });
  it('takes a name as a name, even one that looks like an option', () => {
    expect(actCommand('stop', '--all')).toBe('docker stop -- --all');
    expect(logsCommand('a b')).toBe("docker logs -f 'a b'");
    expect(cpuCommand('-x', 1.1)).toBe('docker update --cpus 1.1 -- -x');
    expect(memoryCommand('a b', 80 * 1024 ** 2)).toBe(
      "docker update --memory 80m --memory-swap 160m 'a b'",
    );
  });
  it('follows several as one where compose can, else beside each other', () => {
    expect(severalLogsCommand(['shop-web-1', 'shop-db-1'], 'shop')).toBe(
      'docker compose -p shop logs -f -t',
    );
    expect(severalLogsCommand(['web', 'a b'], null)).toBe(
      "docker logs -f -t web & docker logs -f -t 'a b' & wait",
    );
    expect(keptLogsCommand('--all')).toBe('slipway logs -- --all');
  });
  it('looks for in a log what the window looks for', () => {
    const query = {
      pattern: 'a.b (c)',
      regex: false,
      match_case: false,
      stream: null,
      level: null,
      fields: [],
      sources: [],
      from_ms: null,
      to_ms: null,
    };
    expect(foundLogsCommand('web', query, true)).toBe(
      "slipway logs --follow --grep='(?i)a\\.b \\(c\\)' web",
    );
    const other = {
      ...query,
      pattern: '-x|y',
      regex: true,
      match_case: true,
      stream: 'stderr' as const,
      from_ms: Date.UTC(2026, 0, 2),
    };
    expect(foundLogsCommand('--all', other, false)).toBe(
      "slipway logs --grep='-x|y' --stream stderr --since 2026-01-02T00:00:00.000Z -- --all",
    );
    expect(isBeyondCommand(other)).toBe(false);
    expect(isBeyondCommand({ ...query, level: 'error' })).toBe(true);
  });
  it('names the folder for what docker cannot do', () => {
    expect(shipCommand('/home/mei/my api')).toBe("slipway ship '/home/mei/my api'");
    expect(shipCommand('/home/mei/api', 'dockerfile')).toBe(
      'slipway ship /home/mei/api --way dockerfile',
    );
    expect(inspectCommand('/home/mei/api')).toBe('slipway inspect /home/mei/api');
  });
  it('builds by the project’s own Dockerfile as docker does', () => {
    expect(dockerBuildCommand('/home/mei/my api', 'Dockerfile', 'slipway/api:3')).toBe(
      "docker build -t slipway/api:3 '/home/mei/my api'",
    );
    expect(dockerBuildCommand('/srv/api', 'cmd/x/Dockerfile', 'slipway/api:3')).toBe(
      'docker build -t slipway/api:3 -f /srv/api/cmd/x/Dockerfile /srv/api',
    );
  });
});
