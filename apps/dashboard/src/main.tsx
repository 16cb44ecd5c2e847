import { render } from 'preact';
import { App } from './app.js';
import { RouterProvider } from './router.js';
import './styles.css';

const root = document.getElementById('app');
if (!root) throw new Error('the page has no place for the application');
render(
  <RouterProvider>
    <App />
  </RouterProvider>,
  root,
);
