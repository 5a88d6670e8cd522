/** The frame around the views: tabs, the step in a sentence, the object page beside, time below. Wires everything up. */
import { html, nothing, render } from 'lit';
import type { Generation, ViewName } from '../../../server/src/protocol/heapProtocol';
import type { Messages } from '../host/messages';
import { pictureToSvg, svgToPng } from '../export/svg';
import type { TextMetrics } from '../layout/measure';
import { bytes, count, plural } from '../model/format';
import { TimelinePanel } from '../timeline/timelinePanel';
import { Announcer } from '../ui/announce';
import { icon, iconButton, type IconName } from '../ui/icons';
import { fonts, onThemeChange } from '../ui/theme';
import { CollectView } from '../views/collectView';
import { LineView } from '../views/lineView';
import { MemoryView } from '../views/memoryView';
import { ObjectPagePanel } from '../views/objectPage';
import { ObjectsView } from '../views/objectsView';
import { TablesView } from '../views/tablesView';
import type { Context, View } from './context';
import { helpDialog } from './help';
import { Session, type SessionChange } from './session';
import { pack, unpack } from './state';

const tabs: readonly { readonly id: ViewName; readonly title: string; readonly icon: IconName }[] = [
  { id: 'objects', title: 'Objects', icon: 'typeHierarchy' },
  { id: 'memory', title: 'Memory', icon: 'layers' },
  { id: 'collect', title: 'Collect', icon: 'trash' },
  { id: 'line', title: 'Line', icon: 'bracketDot' },
  { id: 'tables', title: 'Tables', icon: 'table' },
];
/** Steps faster than this follow without animation. */
const animationPause = 120;

export class Shell {
  private readonly views = new Map<ViewName, View>();
  private readonly objects: ObjectsView;
  private readonly session: Session;
  private readonly timeline: TimelinePanel;
  private readonly page: ObjectPagePanel;
  private readonly announcer: Announcer;
  private readonly context: Context;
  private readonly ui;
  private readonly documents;
  private readonly head: HTMLElement;
  private readonly main: HTMLElement;
  private readonly body: HTMLElement;
  private pending = false;
  private saveTimer = 0;
  private lastStep = 0;
  private pageKey = '';
  private metrics: TextMetrics | undefined;
  private exportOpen = false;
  private help: HTMLDialogElement | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly messages: Messages,
  ) {
    const saved = unpack(messages.load());
    this.ui = saved.ui;
    this.documents = saved.documents;
    const make = (tag: string, className: string): HTMLElement =>
      Object.assign(document.createElement(tag), { className });
    this.head = make('header', 'head');
    this.main = make('main', 'main');
    this.body = make('div', 'body');
    const live = make('div', 'sr');
    live.setAttribute('role', 'status');
    live.setAttribute('aria-live', 'polite');
    this.announcer = new Announcer(live);
    this.session = new Session(messages, this.ui, (what) => this.sessionChanged(what));
    this.context = {
      messages,
      session: this.session,
      ui: this.ui,
      update: () => this.update(),
      say: (s) => this.announcer.say(s),
      text: () => this.text(),
      showObject: (id) => {
        this.showView('objects');
        this.objects.show(id);
      },
      showView: (view, generation) => this.showView(view, generation),
      openPage: (id) => this.openPage(id),
      revealLine: (line) => void messages.call('revealLine', { line }).catch(() => undefined),
      showInMemory: (id) => {
        this.showView('memory');
        void (this.views.get('memory') as MemoryView).showObject(id);
      },
    };
    this.page = new ObjectPagePanel(this.context, () => {
      this.ui.page = false;
      this.update();
    });
    this.timeline = new TimelinePanel(this.context);
    this.body.append(this.main, this.page.element);
    root.append(this.head, this.body, this.timeline.element, live);
    this.objects = new ObjectsView(this.context);
    this.objects.layoutState = saved.layout;
    this.views.set('objects', this.objects);
    messages.on('showObject', ({ id }) => {
      this.context.showObject(id);
      this.openPage(id);
    });
    messages.on('showView', ({ view, generation }) => {
      this.showView(view, generation);
      if (view === 'collect' && generation !== undefined) void (this.views.get('collect') as CollectView).start();
    });
    document.addEventListener('keydown', (e) => this.key(e));
    onThemeChange(() => {
      this.metrics = undefined;
      this.activeView().stepped(false);
    });
    const measure = (): void => {
      root.classList.toggle('is-medium', root.clientWidth < 1100);
      root.classList.toggle('is-narrow', root.clientWidth < 720);
      root.classList.toggle('is-slim', root.clientWidth < 540);
    };
    new ResizeObserver(measure).observe(root);
    measure();
  }

  async open(): Promise<void> {
    this.showView(this.ui.view);
    await this.session.open();
  }

  /** Measured once per theme: layout works with mean character widths, not with the DOM. */
  private text(): TextMetrics {
    if (this.metrics) return this.metrics;
    const g = document.createElement('canvas').getContext('2d')!;
    const { ui, mono } = fonts();
    const sample = 'abcdefghijklmnopqrstuvwxyz_ABCNLSTxyz0123';
    g.font = `12px ${mono}`;
    const m = g.measureText(sample).width / sample.length;
    g.font = `600 12px ${ui}`;
    return (this.metrics = { mono: m, sans: g.measureText(sample).width / sample.length });
  }

  private activeView(): View {
    return this.view(this.ui.view);
  }

  private view(name: ViewName): View {
    const known = this.views.get(name);
    if (known) return known;
    const made: View =
      name === 'memory'
        ? new MemoryView(this.context)
        : name === 'collect'
          ? new CollectView(this.context, () => this.objects.layoutState)
          : name === 'line'
            ? new LineView(this.context)
            : name === 'tables'
              ? new TablesView(this.context)
              : this.objects;
    this.views.set(name, made);
    return made;
  }

  private showView(name: ViewName, generation?: Generation): void {
    if (generation !== undefined) this.ui.collect.generation = generation;
    const next = this.view(name);
    if (this.main.lastElementChild !== next.element) {
      if (this.ui.view !== name) this.activeView().hidden?.();
      this.ui.view = name;
      const heading = Object.assign(document.createElement('h2'), {
        className: 'sr',
        textContent: tabs.find((t) => t.id === name)!.title,
      });
      this.main.replaceChildren(heading, next.element);
      next.element.id = 'view';
      next.element.setAttribute('role', 'tabpanel');
      next.element.setAttribute('aria-label', tabs.find((t) => t.id === name)!.title);
      next.shown?.();
    }
    this.update();
  }

  private openPage(id: string): void {
    this.ui.selected = id;
    this.ui.page = true;
    if (this.ui.view === 'objects') this.objects.show(id);
    this.update();
  }

  private sessionChanged(what: SessionChange): void {
    if (what === 'run') {
      const { run } = this.session;
      const { perRun } = this.ui;
      const uri = this.session.info?.uri ?? '';
      if (perRun.run !== '' && perRun.uri !== uri) this.switchDocument(run, uri);
      else this.ui.perRun = { ...perRun, run, uri };
      this.timeline.newRun();
    } else if (what === 'step') {
      const now = performance.now();
      const animate = now - this.lastStep > animationPause && !this.timeline.isPlaying;
      this.lastStep = now;
      if (this.ui.view !== 'objects') this.objects.stepped(false);
      this.activeView().stepped(animate);
      const { view } = this.session;
      if (view)
        this.announcer.say(
          `Step ${count(view.info.step)}${view.info.line ? `, line ${view.info.line}` : ''}. ${view.info.sentence} ${plural(view.info.objects, 'object')}, ${bytes(view.info.bytes)}${view.info.garbage ? `, ${plural(view.info.garbage, 'garbage object', 'garbage objects')}` : ''}.`,
        );
    }
    this.timeline.stepped();
    this.update();
  }

  /** Another file is shown: what is on screen is put aside, and what was known of the other comes back. */
  private switchDocument(run: string, uri: string): void {
    const { ui, objects } = this;
    const { focus } = ui.filter;
    this.documents.put({
      perRun: ui.perRun,
      selected: ui.selected,
      focus,
      camera: ui.camera,
      layout: objects.layoutState,
    });
    const known = this.documents.take(uri);
    objects.newRun(known);
    ui.selected = known?.selected ?? null;
    ui.filter = { ...ui.filter, focus: known?.focus ?? null };
    ui.camera = known?.camera ?? null;
    ui.perRun = known ? { ...known.perRun, run } : { run, uri, opened: [], closed: [], shown: [], pinned: [] };
  }

  /** Coalesced: any number of changes in one frame draw once. */
  private update(): void {
    if (!this.pending) {
      this.pending = true;
      requestAnimationFrame(() => {
        this.pending = false;
        this.render();
      });
    }
    window.clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(
      () => this.messages.save(pack(this.ui, this.objects.layoutState, this.documents)),
      300,
    );
  }

  private render(): void {
    this.renderHead();
    const { session, ui } = this;
    this.activeView().render();
    this.timeline.render();
    const open = ui.page;
    this.body.classList.toggle('has-page', open);
    this.page.element.hidden = !open;
    const key = open ? `${session.run} ${session.view?.info.step} ${ui.selected}` : '';
    if (key !== this.pageKey) {
      this.pageKey = key;
      if (open) void this.page.load(ui.selected);
    }
    this.root.classList.toggle('has-problem', session.problem !== null);
  }

  private renderHead(): void {
    const { session, ui } = this;
    const { info, view } = session;
    const state =
      info?.state === 'running'
        ? 'The program runs…'
        : info?.state === 'failed' || info?.state === 'budget'
          ? info.message
          : null;
    render(
      html` <h1 class="sr">Heap${info ? ` of ${info.fileName}` : ''}</h1>
        <div class="tabs" role="tablist" aria-label="Views">
          ${tabs.map(
            (t) =>
              html`<button
                type="button"
                role="tab"
                id=${'tab-' + t.id}
                aria-selected=${t.id === ui.view}
                aria-controls="view"
                tabindex=${t.id === ui.view ? 0 : -1}
                title=${t.title}
                @click=${() => this.showView(t.id)}
                @keydown=${(e: KeyboardEvent) => this.tabKey(e)}
              >
                ${icon(t.icon)}<span>${t.title}</span>
              </button>`,
          )}
        </div>
        <div class="step-line">
          ${view ? html`<button class="where" type="button" title="Go to the line" @click=${() => view.info.line > 0 && this.context.revealLine(view.info.line)}>${view.info.line > 0 ? html`<span class="line-no">${view.info.line}</span><code>${view.info.source.trim()}</code>` : html`<code>end of the run</code>`}</button><span class="sentence" title=${view.info.sentence}>${view.info.sentence}</span>` : nothing}
        </div>
        ${state ? html`<span class="run-state ${info!.state}">${state}</span>` : nothing}
        ${
          view
            ? html`<ul class="kpis">
                <li><b>${count(view.info.objects)}</b> objects</li>
                <li><b>${bytes(view.info.bytes)}</b></li>
                ${view.info.garbage > 0 ? html`<li class="warn"><b>${count(view.info.garbage)}</b> garbage</li>` : nothing}
              </ul>`
            : nothing
        }
        <div class="head-tools">
          ${iconButton({
            label: 'Object page',
            icon: 'listTree',
            pressed: ui.page,
            key: 'i',
            run: () => {
              ui.page = !ui.page;
              this.update();
            },
          })}
          <div class="menu-anchor">
            <button
              class="tool"
              type="button"
              title="Export"
              aria-label="Export"
              aria-haspopup="menu"
              aria-expanded=${this.exportOpen}
              @click=${() => this.toggleExport()}
            >
              ${icon('export')}
            </button>
            ${this.exportOpen ? html`<div class="menu" role="menu" aria-label="Export" @keydown=${(e: KeyboardEvent) => this.menuKey(e)}>${(['svg', 'png', 'dot', 'json'] as const).map((f) => html`<button type="button" role="menuitem" tabindex="-1" @click=${() => void this.export(f)}>${{ svg: 'Picture as SVG', png: 'Picture as PNG', dot: 'Heap as DOT', json: 'Heap as JSON' }[f]}</button>`)}</div>` : nothing}
          </div>
          ${iconButton({ label: 'Keys and help', icon: 'question', key: '?', run: () => this.showHelp() })}
        </div>
        ${session.problem ? html`<p class="problem" role="alert">${session.problem}</p>` : nothing}`,
      this.head,
    );
  }

  private tabKey(e: KeyboardEvent): void {
    const at = tabs.findIndex((t) => t.id === this.ui.view);
    const next =
      e.key === 'ArrowRight'
        ? at + 1
        : e.key === 'ArrowLeft'
          ? at - 1
          : e.key === 'Home'
            ? 0
            : e.key === 'End'
              ? tabs.length - 1
              : NaN;
    if (Number.isNaN(next)) return;
    e.preventDefault();
    e.stopPropagation();
    const tab = tabs[(next + tabs.length) % tabs.length]!;
    this.showView(tab.id);
    this.render();
    this.head.querySelector<HTMLElement>(`#tab-${tab.id}`)?.focus();
  }

  private toggleExport(): void {
    this.exportOpen = !this.exportOpen;
    this.renderHead();
    if (!this.exportOpen) return;
    this.head.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const close = (e: Event): void => {
      if (e.target instanceof Element && e.target.closest('.menu-anchor')) return;
      this.exportOpen = false;
      this.renderHead();
      document.removeEventListener('pointerdown', close);
    };
    document.addEventListener('pointerdown', close);
  }

  private menuKey(e: KeyboardEvent): void {
    const items = [...this.head.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (e.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
    else if (e.key === 'ArrowUp') items[(at + items.length - 1) % items.length]?.focus();
    else if (e.key === 'Escape' || e.key === 'Tab') {
      this.exportOpen = false;
      this.renderHead();
      this.head.querySelector<HTMLElement>('[aria-haspopup=menu]')?.focus();
    } else return;
    e.preventDefault();
    e.stopPropagation();
  }

  private async export(format: 'svg' | 'png' | 'dot' | 'json'): Promise<void> {
    this.exportOpen = false;
    this.renderHead();
    const { session, ui, messages } = this;
    if (!session.view || !session.info) return;
    const name = `${session.info.fileName.replace(/\.py$/, '')}-step-${session.step}.${format}`;
    try {
      if (format === 'dot' || format === 'json') {
        const { text } = await messages.call('export', {
          run: session.run,
          step: session.step,
          scope: ui.scope,
          format,
        });
        await messages.call('save', {
          name,
          mime: format === 'json' ? 'application/json' : 'text/vnd.graphviz',
          data: text,
        });
      } else {
        if (!this.objects.picture) this.objects.stepped(false);
        const svg = pictureToSvg(
          this.objects.picture!,
          this.text(),
          `${session.info.fileName}, step ${count(session.step)}: ${session.view.info.sentence}`,
        );
        await messages.call(
          'save',
          format === 'svg'
            ? { name, mime: 'image/svg+xml', data: svg }
            : { name, mime: 'image/png', data: await svgToPng(svg) },
        );
      }
      this.announcer.say(`${name} was handed to the editor.`);
    } catch (e) {
      session.problem = e instanceof Error ? e.message : String(e);
      this.update();
    }
  }

  private showHelp(): void {
    this.help ??= helpDialog(this.root);
    this.help.showModal();
  }

  private key(e: KeyboardEvent): void {
    const target = e.target as HTMLElement;
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
    if (target.closest('input, textarea, select, dialog, [role=menu]') && e.key !== 'Escape') return;
    if (this.activeView().key?.(e)) {
      /* the view took it */
    } else if (e.key === '.') this.timeline.by(1);
    else if (e.key === ',') this.timeline.by(-1);
    else if (e.key === '>') void this.session.goto(this.session.steps);
    else if (e.key === '<') void this.session.goto(0);
    else if (e.key === 'k') this.timeline.play();
    else if (e.key === ']') this.timeline.toMark(1);
    else if (e.key === '[') this.timeline.toMark(-1);
    else if (e.key === 'i') {
      this.ui.page = !this.ui.page;
      this.update();
    } else if (e.key === '?') this.showHelp();
    else if (/^[1-5]$/.test(e.key)) this.showView(tabs[Number(e.key) - 1]!.id);
    else if (e.key === 'Escape' && this.ui.page) {
      this.ui.page = false;
      this.update();
    } else return;
    e.preventDefault();
  }
}
