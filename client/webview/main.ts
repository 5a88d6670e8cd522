/** Entry of the heap view's bundle: dist/webview/heap.js and heap.css. Runs in a VS Code webview, desktop or web. */
import 'uplot/dist/uPlot.min.css';
import './heap.css';
import { Shell } from './app/shell';
import { Messages } from './host/messages';
import { watchTheme } from './ui/theme';

const root =
  document.getElementById('heap') ??
  document.body.appendChild(Object.assign(document.createElement('div'), { id: 'heap' }));
const messages = new Messages();
watchTheme();
const shell = new Shell(root, messages);
messages.start();
void shell.open();
