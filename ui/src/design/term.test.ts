import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { locale, t } from '../i18n';
import { mode } from './mode.svelte';
import Term from './Term.svelte';
import { placed, TERMS, type TermId } from './terms';

const word = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
function show(id: TermId = 'image') {
  render(Term, { id, children: word(id) });
}
afterEach(() => {
  mode.set('beginner');
  locale.set('en');
});

describe('a term', () => {
  it('says what it means when the keyboard comes to it, and no more when it leaves', async () => {
    const user = userEvent.setup();
    show();
    expect(screen.queryByRole('tooltip', { hidden: true })).toBeNull();
    await user.tab();
    const tip = screen.getByTestId('term-meaning');
    expect(tip).toHaveTextContent('Everything that a program needs');
    expect(screen.getByTestId('term-image')).toHaveAttribute('aria-describedby', tip.id);
    await user.tab();
    expect(screen.queryByTestId('term-meaning')).toBeNull();
  });

  it('says it to a pointer that stays, and lets it go onto the meaning', async () => {
    const user = userEvent.setup();
    show();
    await user.hover(screen.getByTestId('term-image'));
    const tip = await screen.findByTestId('term-meaning');
    await user.hover(tip);
    await new Promise((done) => setTimeout(done, 300));
    expect(screen.getByTestId('term-meaning')).toBeInTheDocument();
    await user.unhover(tip);
    await waitFor(() => expect(screen.queryByTestId('term-meaning')).toBeNull());
  });

  it('is put away with Escape, and only it', async () => {
    const user = userEvent.setup();
    let behind = 0;
    const count = () => void behind++;
    window.addEventListener('keydown', count);
    show();
    await user.tab();
    behind = 0;
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('term-meaning')).toBeNull();
    expect(behind).toBe(0);
    window.removeEventListener('keydown', count);
  });

  it('says it to a tap', async () => {
    const user = userEvent.setup();
    show();
    await user.pointer([{ keys: '[TouchA]', target: screen.getByTestId('term-image') }]);
    expect(screen.getByTestId('term-meaning')).toBeInTheDocument();
  });

  it('is a plain word for an expert, at once', async () => {
    show();
    mode.set('expert');
    await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
    expect(screen.getByText('image')).toBeInTheDocument();
  });

  it('opens one meaning at a time', async () => {
    const user = userEvent.setup();
    show('image');
    show('layer');
    await user.tab();
    await user.hover(screen.getByTestId('term-layer'));
    await waitFor(() =>
      expect(screen.getByTestId('term-meaning')).toHaveTextContent('A part of an image'),
    );
  });
});

describe('the meanings', () => {
  it.each(TERMS)('of %s are there, short, in both languages', (id) => {
    const said = (['en', 'zh-CN'] as const).map((language) => {
      locale.set(language);
      return t(`term-${id}`);
    });
    expect(said[0]).not.toBe(`term-${id}`);
    expect(said[0]).not.toBe(said[1]);
    for (const text of said) expect(text.length).toBeLessThan(200);
  });
});

describe('a meaning’s place', () => {
  const tip = { width: 300, height: 80 };
  const page = { width: 1024, height: 640 };
  it('is above its word, or below it at the head of the window', () => {
    expect(placed({ left: 100, top: 150, bottom: 170 }, tip, page)).toEqual({ left: 100, top: 64 });
    expect(placed({ left: 100, top: 50, bottom: 70 }, tip, page)).toEqual({ left: 100, top: 76 });
  });
  it('is never outside', () => {
    expect(placed({ left: 1000, top: 600, bottom: 620 }, tip, page)).toEqual({
      left: 716,
      top: 514,
    });
    expect(placed({ left: -5, top: 4, bottom: 620 }, tip, page)).toEqual({ left: 8, top: 552 });
  });
});
