import { render } from 'preact';
import { App } from './app.tsx';
import { openSource } from './source.ts';

const root = document.getElementById('app');
if (root !== null) render(<App source={openSource()} />, root);
