/** The Objects view: the heap as boxes and arrows, with its toolbar: search, filter, folding, camera. */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { Context, View } from '../app/context';
import type { DocumentState } from '../app/state';
import { GraphView } from '../graph/graphView';
import { makePicture, type Picture } from '../layout/picture';
import { emptyLayout, type LayoutState } from '../layout/slots';
import { filterView, isFiltering, noFilter } from '../model/filter';
import { fold, type Folded } from '../model/fold';
import { count, objectName, plural } from '../model/format';
import { buildScene, type Scene } from '../model/scene';
import { iconButton } from '../ui/icons';
import { checkbox, select } from '../ui/controls';
import { legend } from './legend';
import { SearchBox } from './searchBox';

/** With fewer boxes than this there is no crowd to squeeze into. */
const minLeap = 6;

export class ObjectsView implements View {
  readonly element = document.createElement('section');
  readonly graph: GraphView;
  layoutState: LayoutState = emptyLayout;
  picture: Picture | undefined;
  private folded: Folded | undefined;
  private sticky = new Set<string>();
  private readonly bar = document.createElement('div');
  private readonly filterSlot = document.createElement('div');
  private readonly overlay = document.createElement('div');
  private readonly search: SearchBox;
  private filterOpen = false;
  private fitted = false;
  private lastStep = -1;

  constructor(private readonly context: Context) {
    this.element.className = 'view objects-view';
    this.bar.className = 'toolbar';
    this.bar.setAttribute('role', 'toolbar');
    this.bar.setAttribute('aria-label', 'Objects');
    const stage = document.createElement('div');
    stage.className = 'stage';
    this.filterSlot.className = 'filter-slot';
    this.element.append(this.bar, this.filterSlot, stage);
    this.graph = new GraphView(
      stage,
      {
        select: (id) => this.select(id),
        open: (id) => this.open(id),
        fold: (id, how) => this.toggleFold(id, how),
        cameraMoved: (camera) => {
          context.ui.camera = camera;
          context.update();
        },
      },
      () => context.text(),
      'Frames and objects; arrow keys follow references',
    );
    this.overlay.className = 'graph-overlay';
    stage.append(this.overlay);
    this.search = new SearchBox(context, (id) => context.showObject(id));
    // The camera of a reloaded view is set before its first picture.
    if (context.ui.camera) {
      this.graph.camera.set(context.ui.camera);
      this.fitted = true;
    }
  }

  stepped(animate: boolean): void {
    const { session, ui } = this.context;
    if (!session.view) return;
    const view = filterView(session.view, ui.filter);
    const per = ui.perRun;
    const shown = new Set([...per.shown, ...per.pinned]);
    if (ui.selected !== null) shown.add(ui.selected);
    if (ui.filter.focus !== null) shown.add(ui.filter.focus);
    this.folded = fold(view, {
      budget: ui.budget === 0 ? Infinity : ui.budget,
      sticky: this.sticky,
      stickyGroups: this.sticky.size > 0 ? (this.folded?.groups.size ?? 0) : 0,
      shown,
      opened: new Set(per.opened),
      closed: new Set(per.closed),
    });
    this.sticky = new Set(this.folded.visible);
    const scene = buildScene(view, this.folded, { closed: new Set(per.closed), pinned: new Set(per.pinned) });
    if (this.isElsewhere(scene, view.info.step)) {
      this.layoutState = emptyLayout;
      this.fitted = false;
    }
    this.lastStep = view.info.step;
    this.picture = makePicture(scene, this.layoutState, this.context.text(), view.info.step);
    this.layoutState = this.picture.state;
    this.graph.show(this.picture, { animate, selected: ui.selected });
    if (!this.fitted && this.graph.element.clientWidth > 0) {
      this.fitted = true;
      this.graph.fitReadable();
    }
  }

  /**
   * After a leap through time, whether there is so little left of what was on screen that keeping its places would only
   * squeeze the new picture in between. (Between neighbouring steps nothing ever moves.)
   */
  private isElsewhere(scene: Scene, step: number): boolean {
    if (this.lastStep < 0 || Math.abs(step - this.lastStep) <= 1 || this.layoutState.slots.size === 0) return false;
    let known = 0;
    let all = 0;
    for (const node of scene.nodes) {
      if (node.kind === 'frame' || (node.kind === 'object' && node.object.flags.freed)) continue;
      all++;
      if (this.layoutState.slots.has(node.id)) known++;
    }
    return all >= minLeap && known < 0.65 * all;
  }

  shown(): void {
    this.stepped(false);
  }

  /** Another document: its own places and camera, where they are known. */
  newRun(known?: Pick<DocumentState, 'layout' | 'camera'>): void {
    this.layoutState = known?.layout ?? emptyLayout;
    this.sticky.clear();
    this.fitted = known?.camera != null;
    if (known?.camera) this.graph.camera.set(known.camera);
    this.lastStep = -1;
  }

  render(): void {
    const { ui, session } = this.context;
    render(this.toolbar(), this.bar);
    render(this.filterOpen ? this.filterPanel() : nothing, this.filterSlot);
    const view = session.view;
    const folded = this.folded ? [...this.folded.groups.values()].reduce((sum, g) => sum + g.count, 0) : 0;
    render(
      html` ${ui.filter.focus !== null ? html`<div class="chip">Around ${this.nameOf(ui.filter.focus)} ${iconButton({ label: 'End focus', icon: 'close', run: () => this.setFilter({ focus: null }) })}</div>` : nothing}
        ${folded > 0 ? html`<div class="fold-note">${plural(folded, 'object')} folded into ${plural(this.folded!.groups.size, 'group')}</div>` : nothing}
        ${view && this.picture?.boxes.size === 0 ? html`<p class="empty">No object matches the filter.</p>` : nothing}
        <div class="zoom" role="group" aria-label="Zoom">
          ${iconButton({ label: 'Zoom in', icon: 'zoomIn', key: '+', run: () => this.graph.camera.zoom(1.25) })}
          ${iconButton({ label: 'Zoom out', icon: 'zoomOut', key: '-', run: () => this.graph.camera.zoom(0.8) })}
          ${iconButton({ label: 'Fit all', icon: 'screenFull', key: '0', run: () => this.graph.fit() })}
          ${iconButton({ label: 'Tidy up', icon: 'sparkle', key: 't', run: () => this.tidy() })}
        </div>`,
      this.overlay,
    );
  }

  private toolbar(): TemplateResult {
    const { ui } = this.context;
    const id = this.graph.focusedId;
    const object = ui.selected === null ? undefined : this.context.session.object(ui.selected);
    return html`
      ${this.search.template()}
      ${iconButton({
        label: 'Filter',
        icon: 'filter',
        pressed: this.filterOpen || isFiltering(ui.filter),
        run: () => {
          this.filterOpen = !this.filterOpen;
          this.context.update();
        },
      })}
      <span class="separator" aria-hidden="true"></span>
      ${iconButton({ label: 'Unfold', icon: 'unfold', key: 'space', disabled: id === null, run: () => id !== null && this.toggleFold(id, 'open') })}
      ${iconButton({ label: 'Fold', icon: 'fold', key: 'space', disabled: id === null, run: () => id !== null && this.toggleFold(id, 'close') })}
      ${iconButton({ label: 'Pin', icon: 'pinned', key: 'p', disabled: !object, pressed: object !== undefined && ui.perRun.pinned.includes(object.id), run: () => object && this.togglePin(object.id) })}
      ${iconButton({ label: 'Focus on neighbourhood', icon: 'target', key: 'f', disabled: !object, pressed: ui.filter.focus !== null, run: () => this.toggleFocus() })}
      <span class="grow"></span>
      ${ui.legend ? legend() : nothing}
      ${iconButton({
        label: 'Legend',
        icon: 'question',
        pressed: ui.legend,
        run: () => {
          ui.legend = !ui.legend;
          this.context.update();
        },
      })}
    `;
  }

  private filterPanel(): TemplateResult {
    const { ui, session } = this.context;
    const types = new Map<string, number>();
    for (const o of session.view?.objects ?? []) types.set(o.typeName, (types.get(o.typeName) ?? 0) + 1);
    const sorted = [...types].sort((a, b) => b[1] - a[1]).slice(0, 40);
    return html`<div class="filter-panel" role="group" aria-label="Filter">
      ${select(
        'Whose objects',
        ui.scope,
        [
          ['mine', 'My program’s'],
          ['all', 'All, library too'],
        ],
        (v) => this.rescope({ scope: v as 'mine' | 'all' }),
      )}
      ${select('Type', ui.filter.types[0] ?? '', [['', 'Any type'], ...sorted.map(([t, n]) => [t, `${t} (${count(n)})`] as const)], (v) => this.setFilter({ types: v ? [v] : [] }))}
      ${select(
        'Generation',
        ui.filter.generation,
        [
          ['all', 'Any generation'],
          ['0', 'Generation 0'],
          ['1', 'Generation 1'],
          ['2', 'Generation 2'],
          ['untracked', 'Not tracked'],
        ],
        (v) => this.setFilter({ generation: v as typeof ui.filter.generation }),
      )}
      ${select(
        'Detail',
        String(ui.budget),
        [
          ['25', 'About 25 boxes'],
          ['45', 'About 45 boxes'],
          ['100', 'About 100 boxes'],
          ['300', 'About 300 boxes'],
          ['0', 'Never fold'],
        ],
        (v) => {
          ui.budget = Number(v);
          this.stepped(false);
          this.context.update();
        },
      )}
      ${checkbox('Garbage only', ui.filter.garbageOnly, (on) => this.setFilter({ garbageOnly: on }))}
      ${checkbox('Atoms as objects', ui.atoms === 'objects', (on) => this.rescope({ atoms: on ? 'objects' : 'inline' }))}
      ${isFiltering(ui.filter) ? html`<button class="link" type="button" @click=${() => this.setFilter(noFilter)}>Clear filter</button>` : nothing}
    </div>`;
  }

  private nameOf(id: string): string {
    const o = this.context.session.object(id);
    return o ? objectName(o) : id;
  }

  private rescope(change: { scope?: 'mine' | 'all'; atoms?: 'inline' | 'objects' }): void {
    Object.assign(this.context.ui, change);
    this.context.update();
    void this.context.session.refresh();
  }

  private setFilter(change: Partial<typeof noFilter>): void {
    this.context.ui.filter = { ...this.context.ui.filter, ...change };
    this.stepped(false);
    this.context.update();
  }

  private select(id: string | null): void {
    const { ui } = this.context;
    ui.selected = id !== null && this.context.session.object(id) ? id : null;
    if (this.picture) this.graph.show(this.picture, { animate: false, selected: ui.selected });
    this.context.update();
  }

  private open(id: string): void {
    const node = this.picture?.boxes.get(id)?.node;
    if (node?.kind === 'group') this.toggleFold(id, 'open');
    else if (node?.kind === 'object') this.context.openPage(id);
    else if (node?.kind === 'frame' && node.frame.line > 0) this.context.revealLine(node.frame.line);
  }

  toggleFold(id: string, how: 'open' | 'close' | 'toggle'): void {
    const { perRun } = this.context.ui;
    const node = this.picture?.boxes.get(id)?.node;
    if (!node || node.kind === 'frame') return;
    if (node.kind === 'group') {
      if (how === 'close') return;
      perRun.opened = [...perRun.opened, id];
      this.context.say(`${node.title} unfolded.`);
    } else {
      const close = how === 'close' || (how === 'toggle' && !node.closed);
      if (close === node.closed) return;
      perRun.closed = close ? [...perRun.closed, id] : perRun.closed.filter((c) => c !== id);
      if (close) {
        perRun.opened = perRun.opened.filter((key) => !key.startsWith(`g:${id}:`));
        // Folding says that these should go: being on screen a step ago must not hold them.
        this.sticky.clear();
      }
      this.context.say(`${objectName(node.object)} ${close ? 'folded' : 'unfolded'}.`);
    }
    this.stepped(true);
    this.graph.focus(this.picture?.boxes.has(id) ? id : (this.graph.focusedId ?? id), { reveal: false });
    this.context.update();
  }

  private togglePin(id: string): void {
    const { perRun } = this.context.ui;
    perRun.pinned = perRun.pinned.includes(id) ? perRun.pinned.filter((p) => p !== id) : [...perRun.pinned, id];
    this.stepped(false);
    this.context.update();
  }

  private toggleFocus(): void {
    const { ui } = this.context;
    this.setFilter({ focus: ui.filter.focus === null ? ui.selected : null });
    this.graph.fit();
  }

  /** The only thing that moves what lives: laid out afresh, because the user asked. */
  tidy(): void {
    this.layoutState = emptyLayout;
    this.stepped(true);
    this.graph.fitReadable();
    this.context.say('Tidied up.');
  }

  /** Bring an object into the picture, unfolded if need be. */
  show(id: string): void {
    const { ui } = this.context;
    ui.selected = id;
    if (ui.filter.focus !== null || (this.folded && !this.folded.box.has(id))) ui.filter = noFilter;
    if (!ui.perRun.shown.includes(id)) ui.perRun.shown = [...ui.perRun.shown.slice(-40), id];
    this.stepped(true);
    this.graph.focus(id, { dom: false });
    this.context.update();
  }

  key(e: KeyboardEvent): boolean {
    if (e.key === '/') this.search.focus();
    else if (e.key === 'p' && this.context.ui.selected !== null) this.togglePin(this.context.ui.selected);
    else if (e.key === 'f' && (this.context.ui.selected !== null || this.context.ui.filter.focus !== null))
      this.toggleFocus();
    else if (e.key === 't') this.tidy();
    else return false;
    return true;
  }
}
