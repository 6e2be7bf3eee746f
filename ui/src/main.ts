import './design/base.css';
import { mount } from 'svelte';
import { normaliseNavigator } from './i18n';
import { connect } from './ipc';

async function start(): Promise<void> {
  // Before anything that hands a language to Intl.
  normaliseNavigator();
  await connect();
  const { default: App } = await import('./shell/App.svelte');
  const target = document.getElementById('app');
  if (target) mount(App, { target });
}

void start();
