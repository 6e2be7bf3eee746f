import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const onlyTheSeam = {
  patterns: [
    {
      group: ['@tauri-apps/*'],
      message: 'Only src/ipc speaks to Tauri; ask `ipc` from src/ipc instead.',
    },
  ],
};

/** monitor and logs never import each other: what they share lives in src/timeline. */
const neighbours = (name) => ({
  files: [`src/features/${name === 'monitor' ? 'logs' : 'monitor'}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...onlyTheSeam.patterns,
          { group: [`**/${name}`, `**/${name}/**`], message: 'Share it through src/timeline.' },
        ],
      },
    ],
  },
});

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/ipc/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      'no-eval': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text only: the engine’s words are hostile.' },
        { property: 'outerHTML', message: 'Text only: the engine’s words are hostile.' },
        { property: 'insertAdjacentHTML', message: 'Text only: the engine’s words are hostile.' },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: { 'svelte/no-at-html-tags': 'error', 'svelte/require-each-key': 'error' },
  },
  {
    files: ['src/**'],
    ignores: ['src/ipc/**'],
    rules: { 'no-restricted-imports': ['error', onlyTheSeam] },
  },
  neighbours('monitor'),
  neighbours('logs'),
);
