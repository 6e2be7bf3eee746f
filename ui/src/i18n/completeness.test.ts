import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';

const files = import.meta.glob<string>('../../messages/*/*.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const sources = import.meta.glob<string>('../**/*.{svelte,ts}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

type Message = { id: string; value: unknown; attributes: Record<string, unknown> };

/** The names of the variables anywhere in a pattern. */
function params(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) node.forEach((one) => params(one, found));
  else if (typeof node === 'object' && node !== null) {
    const { type, name } = node as { type?: string; name?: string };
    if (type === 'var' && name) found.add(name);
    Object.values(node).forEach((one) => params(one, found));
  }
  return found;
}

/** `id` or `id.attribute` → its params, sorted. */
function messages(language: string, file: string): Map<string, string> {
  const text = files[`../../messages/${language}/${file}`];
  const all = new Map<string, string>();
  if (text === undefined) return all;
  for (const message of new FluentResource(text).body as unknown as Message[]) {
    const add = (name: string, pattern: unknown) =>
      all.set(name, [...params(pattern)].sort().join(' '));
    if (message.value !== null) add(message.id, message.value);
    for (const [name, pattern] of Object.entries(message.attributes))
      add(`${message.id}.${name}`, pattern);
  }
  return all;
}

const names = [...new Set(Object.keys(files).map((path) => path.split('/').pop() ?? ''))].sort();

describe('the sentences', () => {
  it.each(names)('of %s are there in both languages', (file) => {
    expect([...messages('zh-CN', file).keys()].sort()).toEqual(
      [...messages('en', file).keys()].sort(),
    );
  });

  it.each(names)('of %s take the same params in both languages', (file) => {
    const chinese = messages('zh-CN', file);
    for (const [id, used] of messages('en', file)) {
      expect(`${id}: ${chinese.get(id)}`).toBe(`${id}: ${used}`);
    }
  });

  it.each(names)('of %s are all read: nothing is silently dropped as junk', (file) => {
    for (const language of ['en', 'zh-CN']) {
      const text = files[`../../messages/${language}/${file}`] ?? '';
      const written = [...text.matchAll(/^([a-zA-Z][\w-]*) *=/gm)].map((match) => match[1]);
      const read = (new FluentResource(text).body as unknown as Message[]).map((one) => one.id);
      expect(read).toEqual(written);
    }
  });

  it('have each id only once', () => {
    const ids = names.flatMap((file) => [...messages('en', file).keys()]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('that the screens ask for all exist', () => {
    const known = new Set(names.flatMap((file) => [...messages('en', file).keys()]));
    const missing: string[] = [];
    for (const [path, text] of Object.entries(sources)) {
      if (path.includes('.test.')) continue;
      for (const [, id] of text.matchAll(/\bt\(\s*'([a-z][\w-]*)'/g))
        if (id && !known.has(id)) missing.push(`${path}: ${id}`);
    }
    expect(missing).toEqual([]);
  });

  it('are written in no component', () => {
    const found = Object.entries(sources)
      .filter(([path]) => path.endsWith('.svelte'))
      .flatMap(([path, text]) => {
        const markup = text.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, '');
        const words = markup
          .replace(/<!--[\s\S]*?-->/g, '')
          .matchAll(/>\s*([A-Z][a-z]+ [a-z]+[^<{]*)</g);
        return [...words].map((match) => `${path}: ${match[1]}`);
      });
    expect(found).toEqual([]);
  });
});
