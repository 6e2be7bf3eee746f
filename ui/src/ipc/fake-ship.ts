/** A ship as the fake tells it: a list of steps, each one change of the action's state. */
import { fault } from './fake-data';
import type * as t from './types';

export type ShipScript = 'good' | 'compile-error' | 'rolled-back' | 'crash' | 'kept-going';
const STAGES: t.Stage[] = ['understand', 'toolchain', 'build', 'image', 'run', 'check'];

export type Step = (action: t.ActionState, say: (text: string) => void) => void;

export function newAction(id: string, project: string): t.ActionState {
  return {
    id,
    project,
    started_ms: Date.now(),
    ended_ms: null,
    outcome: null,
    stages: STAGES.map((stage) => ({
      stage,
      state: 'waiting',
      ms: null,
      done: null,
      total: null,
      note: null,
    })),
  };
}

function set(action: t.ActionState, stage: t.Stage, change: Partial<t.StageState>): void {
  action.stages = action.stages.map((one) => (one.stage === stage ? { ...one, ...change } : one));
}

export function finish(action: t.ActionState, outcome: Partial<t.Outcome>): void {
  action.ended_ms = Date.now();
  action.outcome = {
    ok: false,
    cancelled: false,
    rolled_back: false,
    url: null,
    container: null,
    image: null,
    applied: [],
    notes: [],
    problems: [],
    last_lines: [],
    ...outcome,
  };
  action.stages = action.stages.map((one) =>
    one.state === 'working' || one.state === 'waiting'
      ? { ...one, state: outcome.cancelled ? 'cancelled' : 'skipped' }
      : one,
  );
}

const works =
  (stage: t.Stage, change: Partial<t.StageState> = {}): Step =>
  (action) =>
    set(action, stage, { state: 'working', ...change });
const good =
  (stage: t.Stage, ms: number): Step =>
  (action) =>
    set(action, stage, { state: 'good', ms, done: null, total: null });

const image = (project: t.Project) => ({
  id: 'sha256:11',
  tag: `${project.name}:dev`,
  bytes: 7_400_000,
});

function compileFailed(project: t.Project): Step {
  return (action, say) => {
    say('# example.com/shop-api/cmd/api');
    say('cmd/api/main.go:31:9: undefined: handler');
    say('cmd/api/routes.go:12:2: "strings" imported and not used');
    set(action, 'build', {
      state: 'failed',
      ms: 2100,
      note: fault('project-compile-error', {
        text: 'undefined: handler',
        file: 'cmd/api/main.go',
        line: 31,
        count: 2,
      }),
    });
    finish(action, {
      problems: [
        {
          fault: fault('project-compile-error', {
            text: 'undefined: handler',
            file: 'cmd/api/main.go',
            line: 31,
            count: 2,
          }),
          file: 'cmd/api/main.go',
          line: 31,
          column: 9,
          text: 'undefined: handler',
          fix: null,
        },
        {
          fault: fault('project-compile-error', {
            text: 'imported and not used',
            file: 'cmd/api/routes.go',
            line: 12,
            count: 2,
          }),
          file: 'cmd/api/routes.go',
          line: 12,
          column: 2,
          text: '"strings" imported and not used',
          fix: null,
        },
      ],
      rolled_back: false,
      container: project.container,
    });
  };
}

function checkFailed(project: t.Project, rolledBack: boolean): Step {
  return (action) => {
    const note = fault('project-port-silent', { port: 8080, seconds: 30 });
    set(action, 'check', { state: 'failed', ms: 30_000, note });
    finish(action, {
      image: image(project),
      rolled_back: rolledBack,
      container: project.container,
      problems: [{ fault: note, file: null, line: null, column: null, text: null, fix: null }],
    });
  };
}

function served(project: t.Project): Step {
  return (action) => {
    set(action, 'check', { state: 'good', ms: 120 });
    finish(action, {
      ok: true,
      url: 'http://127.0.0.1:8081/',
      image: image(project),
      container: { id: `${project.name}-0123456789abcdef`, name: project.name },
      notes: [fault('note-port-moved', { port: 8080, free: 8081 }, 'note')],
    });
  };
}

export function script(kind: ShipScript, project: t.Project): Step[] {
  const fetch = project.understanding.toolchain_plan.how === 'fetch';
  const total = 78_400_000;
  const before: Step[] = [
    works('understand'),
    good('understand', 40),
    ...(fetch
      ? [0.1, 0.4, 0.7, 1].map((share) => works('toolchain', { done: total * share, total }))
      : []),
    good('toolchain', fetch ? 5200 : 12),
    works('build'),
    (_action, say) => say('go: downloading github.com/jackc/pgx/v5 v5.7.2'),
    (_action, say) => say('example.com/report-api/internal/db'),
  ];
  if (kind === 'compile-error') return [...before, compileFailed(project)];
  const run: Step[] = [
    ...before,
    good('build', 270),
    works('image'),
    good('image', 90),
    works('run'),
    good('run', 310),
    works('check'),
  ];
  if (kind === 'kept-going') return run;
  if (kind === 'good') return [...run, served(project)];
  return [...run, checkFailed(project, kind === 'rolled-back')];
}
