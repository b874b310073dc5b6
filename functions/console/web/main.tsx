// Starts the console in the page.
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { applyTheme } from './app/theme.ts';

const place = document.getElementById('console');
if (!place) throw new Error('the page has no place for the console');
applyTheme();
createRoot(place).render(<App />);
